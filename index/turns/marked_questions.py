"""Marked questions and unmarked answers, without any label: bold or headed questions of one host to one guest."""

import re
from collections.abc import Iterator
from typing import Literal

from index.domain import Block, Document, Turn
from index.text.sentences import QUESTION_END
from index.turns.furniture import ends_speech, is_biography
from index.turns.holes import is_sound
from index.turns.label_candidates import find_candidates, is_bold, is_whole_bold
from index.turns.labels import could_name

_CONFIDENCE = 0.8
_FEWEST_QUESTIONS = 2
_SHORTEST_QUESTION_CHARACTERS = 4  # in bold inside an answer; less is emphasis
_SENTENCE_END = re.compile(r"[.。!！?？…][\"'”’)）]*\s*\Z")
_OTHER_VOICE = re.compile(r"[–—―]|>>|[(（][^()（）]*[)）]\Z")
_REASON = "no label: the questions are {}, and one host and one guest are listed"

Mark = Literal["in bold", "headings"]


def marked_turns(document: Document) -> list[Turn]:
    """Return the turns of an interview whose questions are bold, or headings, and whose answers are not.

    Only where the source lists exactly one host and one guest. What stands before the first question is nobody's, and
    so are headings that ask nothing. Where most of what is bold asks, all of it is the host's. An answer ends where a
    label stands or a dash changes the voice: it may be a third person's, or an editor's note.
    """
    source = document.source
    if len(source.hosts) != 1 or len(source.guests) != 1:
        return []
    marks: tuple[Mark, ...] = ("in bold", "headings")
    for mark in marks:
        marked_blocks = [block for block in document.blocks if _is_marked(document, block, mark)]
        questions = [block for block in marked_blocks if QUESTION_END.search(document.clean[block.start : block.end])]
        if len(questions) >= max(_FEWEST_QUESTIONS, len(marked_blocks) / 2):
            return list(_turns(document, mark))
    return []


def _is_marked(document: Document, block: Block, mark: Mark) -> bool:
    if mark == "headings":
        return block.kind == "heading"
    return block.kind == "text" and is_whole_bold(document, block)


def _turns(document: Document, mark: Mark) -> Iterator[Turn]:
    people = (*document.source.hosts, *document.source.guests)
    labelled = {label.block for label in find_candidates(document) if could_name(label)}
    is_answered = False
    for number, block in enumerate(document.blocks):
        text = document.clean[block.start : block.end]
        end = _SENTENCE_END if mark == "in bold" else QUESTION_END
        if _is_marked(document, block, mark):
            is_answered = bool(end.search(text))
            if is_answered:
                yield _turn(document, block.start, block.end, mark, is_question=True)
        elif (
            number in labelled
            or ends_speech(document, block)
            or _is_other_voice(document, block)
            or is_biography(document, block, people)
        ):
            is_answered = False
        elif is_answered and block.kind == "text":
            yield from _answer(document, block, mark)


def _is_other_voice(document: Document, block: Block) -> bool:
    """Tell whether a block opens with a dash or an arrow, as a new voice does, or is a remark in brackets."""
    is_sound_alone = is_sound(document.clean[block.start : block.end])
    return not is_sound_alone and bool(_OTHER_VOICE.match(document.clean, block.start, block.end))


def _answer(document: Document, block: Block, mark: Mark) -> Iterator[Turn]:
    """Yield the turns of a paragraph that answers; a question in bold inside it is the host's."""
    start = block.start
    for first, last in _bold_questions(document, block) if mark == "in bold" else ():
        if document.clean[start:first].strip():
            yield _turn(document, start, first, mark, is_question=False)
        yield _turn(document, first, last, mark, is_question=True)
        start = last
    if document.clean[start : block.end].strip():
        yield _turn(document, start, block.end, mark, is_question=False)


def _bold_questions(document: Document, block: Block) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each stretch of a block that is bold and asks something."""
    if not block.bold:
        return
    start = block.start
    are_bold = [is_bold(document, block, place) for place in range(block.start, block.end)]
    for place in range(block.start + 1, block.end + 1):
        is_end = place == block.end or are_bold[place - block.start] != are_bold[start - block.start]
        if not is_end:
            continue
        text = document.clean[start:place]
        if are_bold[start - block.start] and len(text) >= _SHORTEST_QUESTION_CHARACTERS and QUESTION_END.search(text):
            yield start, place
        start = place


def _turn(document: Document, start: int, end: int, mark: Mark, *, is_question: bool) -> Turn:
    text = document.clean[start:end]
    speaker = document.source.hosts[0] if is_question else document.source.guests[0]
    return Turn(
        start=start + len(text) - len(text.lstrip()),
        end=start + len(text.rstrip()),
        speaker=speaker,
        role=document.source.role_of(speaker),
        attribution="inferred",
        confidence=_CONFIDENCE,
        reason=_REASON.format(mark),
    )
