"""Marked questions and unmarked answers, without any label: of one host to one guest, who are listed."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from index.domain import Block, Document, Turn
from index.reasons import Reason
from index.text.scripts import HAN_CHARACTER
from index.text.sentences import ASKS, QUESTION_END
from index.turns.editors_words import is_editors
from index.turns.furniture import ends_speech
from index.turns.holes import is_sound
from index.turns.label_candidates import Label, find_candidates, is_bold
from index.turns.labels import could_name
from index.turns.marks import Mark, asks, explains, find_mark

Part = Literal["question", "answer", "later"]
"""What a stretch is: a question, the first paragraph behind one, or a later one of the same answer."""

# As measured with tests/eval/hidden_labels.py where one mark in ten is missing.
_CONFIDENCE: dict[Part, float] = {"question": 0.99, "answer": 0.99, "later": 0.96}
_LACKING_SHARE = 0.06  # of the marked questions; guests who ask themselves something do so less often
_SHORTEST_QUESTION_CHARACTERS = 4  # in bold inside an answer; less is emphasis
_LONGEST_QUESTION_CHARACTERS = {True: 60, False: 200}  # Chinese or not
_SENTENCE_END = re.compile(r"[.。!！?？…][\"'”’)）]*\s*\Z")
_YOU = re.compile(r"\b[Yy]ou(?:r|['’]\w+)?\b|[你您]")
_PROMPT_END = re.compile(r"[.。!！?？…—–][\"'”’)）]*\s*\Z")
_OTHER_VOICE = re.compile(r"[–—―]|>>|[(（][^()（）]*[)）]\Z")
_ITALIC_QUESTION = re.compile(
    rf"(?:(?<!\*)\*(?!\*)|_|<(?:em|i)\b[^<>]*>)[^*_<>\n]{{4,400}}{ASKS}[\"'”’)）]*(?:\*|_|</(?:em|i)>)"
)


def marked_turns(document: Document) -> list[Turn]:
    """Return the turns of an interview whose questions are set apart by a mark, and whose answers are not.

    Only where the source lists exactly one host and one guest. What stands before the first question is nobody's, and
    so is what bears the mark and asks nothing; where it is bold, the host's. An answer ends where a label stands, a
    dash changes the voice, or an editor seems to speak. Where marks seem to be missing, only the paragraphs right
    behind and right before what bears the mark are the guest's.
    """
    source = document.source
    if len(source.hosts) != 1 or len(source.guests) != 1:
        return []
    mark = find_mark(document)
    return list(_turns(document, mark)) if mark else []


def answers_to_labelled(document: Document, labels: Sequence[Label], labelled_turns: Sequence[Turn]) -> list[Turn]:
    """Return the answers that have no label, where the turns of labels are all the host's, and one guest is listed."""
    source = document.source
    speakers = {turn.speaker for turn in labelled_turns if turn.speaker}
    if len(source.guests) != 1 or len(source.hosts) != 1 or speakers != set(source.hosts):
        return []
    blocks = frozenset(label.block for label in labels)
    questions = frozenset(number for number in blocks if asks(document, document.blocks[number]))
    mark = Mark(name="labelled", blocks=blocks, questions=questions)
    if not explains(document, mark):
        return []
    return [turn for turn in _turns(document, mark) if turn.speaker == source.guests[0]]


def _turns(document: Document, mark: Mark) -> Iterator[Turn]:
    labelled = {label.block for label in find_candidates(document) if could_name(label)}
    last = max(mark.questions)
    said_by_host = {number for number in mark.blocks if _is_said(document, document.blocks[number], mark)}
    lacks_marks = _lacks_marks(document, mark)
    is_answered = False
    begins = False
    for number, block in enumerate(document.blocks):
        if number in mark.blocks:
            is_answered = begins = number in said_by_host
            if begins:
                yield _turn(document, block.start, block.end, mark, "question")
        elif is_answered and _is_answer(document, block, mark) and number not in labelled:
            if is_editors(document, number, is_behind_last=number > last + 1):
                is_answered = False
            elif block.kind == mark.answers and (begins or not lacks_marks or number + 1 in said_by_host):
                yield from _answer(document, block, mark, "answer" if begins else "later")
                begins = False
        else:
            is_answered = False


def _lacks_marks(document: Document, mark: Mark) -> bool:
    """Tell whether so many paragraphs seem to ask without the mark that other words of the host may lack it, too.

    A question that lost its mark stands between two answers; beside a mark, guests ask back.
    """
    inner = range(min(mark.questions), max(mark.questions))
    between_answers = (number for number in inner if mark.blocks.isdisjoint((number - 1, number, number + 1)))
    seen = sum(_seems_to_lack_mark(document, document.blocks[number], mark) for number in between_answers)
    return seen > max(1, _LACKING_SHARE * len(mark.questions))  # one alone may be what a guest asks


def _seems_to_lack_mark(document: Document, block: Block, mark: Mark) -> bool:
    text = document.clean[block.start : block.end]
    may_be_anybody = bool(HAN_CHARACTER.search(text))  # whom a long Chinese paragraph calls "you"
    if block.kind != mark.answers or _is_other_voice(document, block):
        return False
    return _could_ask(document, block) and (_is_short(text) or not may_be_anybody)


def _is_said(document: Document, block: Block, mark: Mark) -> bool:
    """Tell whether what bears the mark is the host's words: a question, and in bold any sentence but a pull quote."""
    text = document.clean[block.start : block.end]
    if mark.name != "in bold" or document.clean.count(text) > 1 or text[0] in '“"「‘':
        return block.start in {document.blocks[number].start for number in mark.questions}
    return bool(_SENTENCE_END.search(text))


def _is_answer(document: Document, block: Block, mark: Mark) -> bool:
    """Tell whether a block goes on with an answer: nobody else begins to speak, and none asks in italics inside it."""
    if mark.answers == "text" and ends_speech(document, block):
        return False
    if _could_ask(document, block):
        return False
    first, last = document.raw_span(block.start, block.end)
    is_mixed = mark.name == "in italics" and _ITALIC_QUESTION.search(document.raw, first, last)
    return not is_mixed and not _is_other_voice(document, block)


def _could_ask(document: Document, block: Block) -> bool:
    """Tell whether a paragraph ends with a question and is short, or asks "you": its mark may be missing."""
    text = document.clean[block.start : block.end]
    return (_is_short(text) or bool(_YOU.search(text))) and asks(document, block) and not block.bold


def _is_short(text: str) -> bool:
    return len(text) <= _LONGEST_QUESTION_CHARACTERS[bool(HAN_CHARACTER.search(text))]


def _is_other_voice(document: Document, block: Block) -> bool:
    """Tell whether a block opens with a dash or an arrow, as a new voice does, or is a remark in brackets."""
    is_sound_alone = is_sound(document.clean[block.start : block.end])
    return not is_sound_alone and bool(_OTHER_VOICE.match(document.clean, block.start, block.end))


def _answer(document: Document, block: Block, mark: Mark, part: Part) -> Iterator[Turn]:
    """Yield the turns of a paragraph that answers; a question in bold inside it is the host's.

    Another sentence in bold that it opens with is nobody's: the host's prompt, or what editors stress.
    """
    start = block.start
    for first, last in _bold_prompts(document, block) if mark.name == "in bold" else ():
        if document.clean[start:first].strip():
            yield _turn(document, start, first, mark, part)
        if QUESTION_END.search(document.clean[first:last]):
            yield _turn(document, first, last, mark, "question")
        start = last
    if document.clean[start : block.end].strip():
        yield _turn(document, start, block.end, mark, part)


def _bold_prompts(document: Document, block: Block) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each stretch of a block that is bold and asks, or ends a sentence at its beginning."""
    if not block.bold:
        return
    start = block.start
    are_bold = [is_bold(document, block, place) for place in range(block.start, block.end)]
    for place in range(block.start + 1, block.end + 1):
        is_end = place == block.end or are_bold[place - block.start] != are_bold[start - block.start]
        if not is_end:
            continue
        text, end = document.clean[start:place], _PROMPT_END if start == block.start else QUESTION_END
        if are_bold[start - block.start] and len(text) >= _SHORTEST_QUESTION_CHARACTERS and end.search(text):
            yield start, place
        start = place


def _turn(document: Document, start: int, end: int, mark: Mark, part: Part) -> Turn:
    text = document.clean[start:end]
    speaker = document.source.hosts[0] if part == "question" else document.source.guests[0]
    return Turn(
        start=start + len(text) - len(text.lstrip()),
        end=start + len(text.rstrip()),
        speaker=speaker,
        role=document.source.role_of(speaker),
        attribution="inferred",
        confidence=_CONFIDENCE[part],
        reason=Reason("marked", mark.name),
    )
