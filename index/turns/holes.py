"""What stands inside a turn but is not said: time marks, editors' notes, remarks such as "[laughter]".

A quote is one unbroken stretch of its document, so nothing can be left out of its middle: what is not said is a
hole that ends one piece of the turn and begins another. Between two sentences that costs nothing but quotes that
would reach across. Inside a sentence a time or a note takes the rest of the sentence with it: the words before
are then no finished sentence and are not quoted, and the words behind would begin in the middle of one.
A remark inside a sentence stays where the transcript has it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.domain import Turn
from index.text.names import BRACKETED_TIME, seconds_of
from index.text.sentences import split_sentences

_NOTE = (
    r"[\[(（【]\s?(?:[^\[\]()（）【】:：\n]{0,12}(?:译注|译者注|译按|编者注|编注|编者按|编辑注|作者注)|[注按]"
    r"|(?:editor|translator|author|transcriber)['’]?s?(?:['’])? note|ed\.|note)\s?[:：,，—–-]"
)
_OTHERS_WORDS = (
    r"[\[(（【]\s?(?-i:[A-Z\u00c0-\u00de])[\w.'’-]{1,20}(?: (?-i:[A-Z\u00c0-\u00de])[\w.'’-]{1,20}){0,2}[:：]\s"
)
_SOUNDS = (
    r"laugh\w*|chuckl\w*|applau\w*|cross-?talk\w*|inaudible|unintelligible|music|pauses?|sigh\w*|clears throat"
    r"|cheer\w*|cough\w*|silence|overlapping|笑|大笑|轻笑|众笑|哄笑|笑声|掌声|鼓掌|清嗓子|听不清|音乐|沉默|停顿|叹气"
)
_REMARK = rf"[\[(（【]\s?(?:both |all |audience )?(?:{_SOUNDS})[^\[\]()（）【】]{{0,20}}[\])）】]"
_MARK = re.compile(
    rf"(?P<time>{BRACKETED_TIME}[:：]?)|(?P<note>{_NOTE}|{_OTHERS_WORDS})|(?P<remark>{_REMARK})", re.IGNORECASE
)
_SOUND = re.compile(_REMARK, re.IGNORECASE)
_BRACKET = re.compile(r"[\[(（【]|[\])）】]")


def cut_holes(clean: str, turns: Sequence[Turn]) -> list[Turn]:
    """Return the turns in pieces, without what stands in them but is not said; a time tells when the next piece is."""
    pieces: list[Turn] = []
    for turn in turns:
        position = turn.start
        for start, end, seconds in _holes(clean, turn):
            pieces += piece(clean, turn, position, start)
            position = end
            turn = turn if seconds is None else replace(turn, start_seconds=seconds)
        pieces += piece(clean, turn, position, turn.end)
    return pieces


def is_sound(text: str) -> bool:
    """Tell whether a text is nothing but a remark about what was heard ("[laughter]", "（笑）")."""
    return bool(_SOUND.fullmatch(text))


def piece(clean: str, turn: Turn, start: int, end: int) -> list[Turn]:
    """Return `turn` from `start` to `end` without white space around, in a list; nothing if that holds no word."""
    text = clean[start : max(start, end)]
    if not any(character.isalnum() for character in text):
        return []
    start += len(text) - len(text.lstrip())
    return [replace(turn, start=start, end=start + len(text.strip()))]


def _holes(clean: str, turn: Turn) -> Iterator[tuple[int, int, float | None]]:
    start = turn.start
    for paragraph in clean[turn.start : turn.end].split("\n"):
        if _MARK.search(paragraph):
            for hole_start, hole_end, seconds in _paragraph_holes(paragraph):
                yield start + hole_start, start + hole_end, seconds
        start += len(paragraph) + 1


def _paragraph_holes(paragraph: str) -> Iterator[tuple[int, int, float | None]]:
    """Yield (start, end, seconds where it is a time) of each hole in a paragraph, in order and without overlap."""
    sentences = split_sentences(paragraph)
    starts, ends = {start for start, _ in sentences}, [end for _, end in sentences]
    behind = 0
    for mark in _MARK.finditer(paragraph):
        if mark.start() < behind:
            continue
        opens = mark.start() in starts or not paragraph[behind : mark.start()].strip()
        if mark["remark"] and not opens:
            continue
        end = _note_end(paragraph, mark.end()) if mark["note"] else mark.end()
        if not opens:
            end = max(end, ends[min(bisect_left(ends, end), len(ends) - 1)])
        behind = end
        yield mark.start(), end, seconds_of(mark["time"]) if mark["time"] else None


def _note_end(paragraph: str, position: int) -> int:
    """Return the place behind a note's closing bracket; the paragraph's end where it is never closed."""
    depth = 1
    for bracket in _BRACKET.finditer(paragraph, position):
        depth += 1 if bracket.group() in "[(（【" else -1
        if not depth:
            return bracket.end()
    return len(paragraph)
