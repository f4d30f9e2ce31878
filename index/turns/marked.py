"""Marked questions and unmarked answers, without any label: bold or headed questions of one host to one guest."""

import re
from collections.abc import Iterator

from index.domain import Block, Document, Turn
from index.turns.candidates import is_whole_bold
from index.turns.furniture import ends_speech

_CONFIDENCE = 0.8
_FEWEST_QUESTIONS = 2
_QUESTION_END = re.compile(r"[?？][\"'”’)）]*\Z")
_REASON = "no label: the questions are {}, and one host and one guest are listed"


def marked_turns(document: Document) -> list[Turn]:
    """Return the turns of an interview whose questions are bold, or headings, and whose answers are not.

    Only where the source lists exactly one host and one guest. What stands before the first question is nobody's, and
    so are headings that ask nothing.
    """
    source = document.source
    if len(source.hosts) != 1 or len(source.guests) != 1:
        return []
    for mark in ("bold", "headings"):
        questions = [block for block in document.blocks if _is_question(document, block, mark)]
        if len(questions) >= _FEWEST_QUESTIONS:
            return list(_turns(document, mark))
    return []


def _is_question(document: Document, block: Block, mark: str) -> bool:
    """Tell whether a block is marked as questions are, and asks something."""
    if not _QUESTION_END.search(document.clean[block.start : block.end]):
        return False
    return block.kind == "heading" if mark == "headings" else block.kind == "text" and is_whole_bold(document, block)


def _turns(document: Document, mark: str) -> Iterator[Turn]:
    host, guest = document.source.hosts[0], document.source.guests[0]
    is_answered = False
    for block in document.blocks:
        if _is_question(document, block, mark):
            is_answered = True
            yield _turn(document, block, host, mark)
        elif ends_speech(document, block):
            is_answered = False
        elif is_answered and block.kind == "text":
            yield _turn(document, block, guest, mark)


def _turn(document: Document, block: Block, speaker: str, mark: str) -> Turn:
    return Turn(
        start=block.start,
        end=block.end,
        speaker=speaker,
        role=document.source.role_of(speaker),
        attribution="inferred",
        confidence=_CONFIDENCE,
        reason=_REASON.format("in bold" if mark == "bold" else "headings"),
    )
