"""Documents without any label or mark: words that are somebody's, but the document does not say whose.

Nothing of them is attributed. What seems to be an answer is proposed to whoever reads the turns, no more. In labelled
interviews whose labels were hidden, 99 in 100 of such paragraphs were answers where each was one person's, but 2 in 3
where paragraphs were cut anew; and no document says which kind it is (tests/eval/hidden_labels.py).
"""

import re
from collections.abc import Collection

from index.domain import Block, Document, Turn
from index.reasons import Reason
from index.text.language import text_language, text_length
from index.text.sentences import is_question, split_sentences
from index.turns.document_head import head_blocks
from index.turns.editors_words import is_editors, says_i
from index.turns.furniture import ends_speech
from index.turns.label_candidates import Label, find_candidates
from index.turns.labels import could_name

_LABELLED_SHARE = 0.1  # of the paragraphs: where more begin like a label, there are labels that were not understood
_MOST_NAMED = 3
_SHORTEST_ANSWER = {"en": 40, "zh": 60}  # words, or characters in Chinese
_YOU = re.compile(r"\b[Yy]ou(?:r|rs|rself|['’]\w+)?\b|[你您]")


def unlabelled_turns(document: Document) -> list[Turn]:
    """Return the paragraphs of a document without labels as turns of nobody, where its quotes of nobody are wanted."""
    if not document.source.quotes_of_nobody:
        return []
    paragraphs, labels = _paragraphs(document)
    if _stand_for_people(labels, paragraphs):
        return []
    proposed = proposed_answers(document)
    return [
        _turn(document, document.blocks[number], number in proposed)
        for number in paragraphs
        if number not in labels and not ends_speech(document, document.blocks[number])
    ]


def why_not_quoted(document: Document) -> str:
    """Return why a document without labels has no quotes of nobody though these are wanted; empty where labels may."""
    paragraphs, labels = _paragraphs(document)
    if not document.source.quotes_of_nobody or not _stand_for_people(labels, paragraphs):
        return ""
    names = list(dict.fromkeys(label.printed for label in labels.values()))[:_MOST_NAMED]
    return (
        f", nor is it quoted without a name, since {len(labels)} of {len(paragraphs)} paragraphs begin like labels "
        f"that are not understood ({', '.join(map(repr, names))})"
    )


def _paragraphs(document: Document) -> tuple[list[int], dict[int, Label]]:
    """Return the numbers of the blocks of text behind a document's head, and what looks like a label in them."""
    head = head_blocks(document)
    texts = [number for number, block in enumerate(document.blocks) if block.kind == "text" and number not in head]
    labels = {label.block: label for label in find_candidates(document) if could_name(label)}
    return texts, {number: label for number, label in labels.items() if number not in head}


def _stand_for_people(labels: Collection[int], paragraphs: Collection[int]) -> bool:
    """Tell whether so many paragraphs begin like a label that somebody must be meant by them, who is not known."""
    return len(labels) > _LABELLED_SHARE * len(paragraphs)


def proposed_answers(document: Document) -> set[int]:
    """Return the numbers of the blocks that seem to be the one listed guest's; none where not one of each is listed."""
    source = document.source
    if len(source.hosts) != 1 or len(source.guests) != 1:
        return set()
    return {number for number in range(1, len(document.blocks)) if _is_likely_answer(document, number)}


def _is_likely_answer(document: Document, number: int) -> bool:
    """Tell whether a long paragraph that says "I" stands right behind a shorter one that ends by asking "you"."""
    before, block = document.blocks[number - 1 : number + 1]
    if {before.kind, block.kind} != {"text"} or block.ends_turn or not _asks_you(_sentences(document, before)[-1:]):
        return False
    text = document.clean[block.start : block.end]
    language = text_language(text)
    question_length = text_length(document.clean[before.start : before.end], language)
    is_long = text_length(text, language) >= max(_SHORTEST_ANSWER[language], question_length + 1)
    is_own = says_i(text) and not _asks_you(_sentences(document, block))
    return is_long and is_own and not is_editors(document, number, is_behind_last=False)


def _asks_you(sentences: list[str]) -> bool:
    return any(is_question(sentence) and _YOU.search(sentence) for sentence in sentences)


def _sentences(document: Document, block: Block) -> list[str]:
    text = document.clean[block.start : block.end]
    return [text[start:end] for start, end in split_sentences(text)]


def _turn(document: Document, block: Block, is_proposed: bool) -> Turn:
    reason = Reason("proposal", who=document.source.guests[0]) if is_proposed else Reason("untold")
    return Turn(
        start=block.start,
        end=block.end,
        speaker=None,
        attribution="none",
        confidence=0.0,
        reason=reason,
        is_unlabelled=True,
    )
