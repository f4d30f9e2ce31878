"""Documents without any label or mark: words that are somebody's, but the document does not say whose.

Nothing of them is attributed. What seems to be an answer is proposed to whoever reads the turns, no more. In labelled
interviews whose labels were hidden, 99 in 100 of such paragraphs were answers where each was one person's, but 2 in 3
where paragraphs were cut anew; and no document says which kind it is (tests/eval/hidden_labels.py).
"""

import re

from index.domain import Block, Document, Turn
from index.text.language import text_language, text_length
from index.text.sentences import is_question, split_sentences
from index.turns.editors_words import is_editors, says_i
from index.turns.furniture import ends_speech
from index.turns.label_candidates import find_candidates
from index.turns.labels import could_name

_LABELLED_SHARE = 0.1  # of the paragraphs: where more begin like a label, there are labels that were not understood
_SHORTEST_ANSWER = {"en": 40, "zh": 60}  # words, or characters in Chinese
_YOU = re.compile(r"\b[Yy]ou(?:r|rs|rself|['’]\w+)?\b|[你您]")
_REASON = "no label, and nothing that tells whose words these are"
_PROPOSAL = "no label; perhaps {}'s, who says “I” at length right behind a question to “you”"


def unlabelled_turns(document: Document) -> list[Turn]:
    """Return the paragraphs of a document without labels as turns of nobody, where its quotes of nobody are wanted."""
    if not document.source.quotes_of_nobody:
        return []
    labelled = {label.block for label in find_candidates(document) if could_name(label)}
    texts = [number for number, block in enumerate(document.blocks) if block.kind == "text"]
    if len(labelled) > _LABELLED_SHARE * len(texts):
        return []
    proposed = proposed_answers(document)
    return [
        _turn(document, document.blocks[number], number in proposed)
        for number in texts
        if number not in labelled and not ends_speech(document, document.blocks[number])
    ]


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
    reason = _PROPOSAL.format(document.source.guests[0]) if is_proposed else _REASON
    return Turn(
        start=block.start,
        end=block.end,
        speaker=None,
        attribution="none",
        confidence=0.0,
        reason=reason,
        is_unlabelled=True,
    )
