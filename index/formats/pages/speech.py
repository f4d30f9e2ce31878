"""Who speaks on a web page, and when, as its elements say: `<cite>`, class="speaker", data-speaker, a table's column.

A name holds for what stands behind it, to the end of the element that it is about. What is believed to be a name or a
time is no longer among the words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.formats.pages.believed_marks import AROUND_NAME, believed_marks, is_header, name_in
from index.formats.pages.parts import Element, Line, Mark, Piece, cut_pieces

_VOICED_SHARE = 0.4  # of a page's text: less is a sidebar or the comments, not the interview
_MOST_CLIMBS = 4
_BEHIND_MARK = re.compile(r"[\s:：|·•–—\-\])）】]*")
_BEFORE_MARK = re.compile(r"[\s\[(（【|·•]+\Z")


def read_speech(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Piece]:
    """Return the words of a page in pieces, each with the voice and the second that its elements say.

    A piece's voice is None where no elements of the page say who speaks, and empty where others do.
    """
    believed, voices = believed_marks(lines, marks)
    times = [mark for mark in believed if mark.kind == "time"]
    names = [mark for mark in believed if mark.kind == "name"]
    speech = _with_voices(lines, sorted([*believed, *voices], key=lambda mark: mark.start), by_attribute=not names)
    if (names or any(mark.voice for mark in voices)) and _voiced_share(speech) >= _VOICED_SHARE:
        return speech
    plain = sorted([*times, *voices], key=lambda mark: mark.start)
    for piece in (speech := _with_voices(lines, plain, by_attribute=False)):
        piece.voice = None
    return speech


@dataclass(slots=True, kw_only=True)
class _Voice:
    """Who speaks at a place of the page, and how far: to the end of `scope`, or on in the paragraphs behind it."""

    name: str = ""
    scope: Element | None = None
    is_header: bool = False
    seconds: float | None = None
    seen: set[int] = field(default_factory=set)


def _with_voices(lines: Sequence[Line], marks: Sequence[Mark], *, by_attribute: bool) -> list[Piece]:
    """Return the pieces that are words, with their voice and second; names and times are left out."""
    pieces = list(cut_pieces(lines, marks))
    following = _following_speech(pieces)
    current = _Voice()
    speech: list[Piece] = []
    preceding: Piece | None = None  # the name or time right before, in the same line
    for number, piece in enumerate(pieces):
        mark = piece.mark
        if preceding and preceding.line is not piece.line:
            preceding = None
        if mark and mark.kind == "name":
            _note_name(current, mark, piece, following[number])
            preceding = piece
        elif mark and mark.kind == "time":
            _note_time(current, mark, following[number], speech)
            preceding = piece
        else:
            _trim(piece, preceding, pieces[number + 1] if number + 1 < len(pieces) else None)
            if piece.start < piece.end:
                behind_name = bool(preceding and preceding.mark and preceding.mark.kind == "name")
                speech.append(_with_voice(current, piece, by_attribute=by_attribute, behind_name=behind_name))
            preceding = None
    return speech


def _following_speech(pieces: Sequence[Piece]) -> list[int | None]:
    """Return, for each piece, where in the raw text the next words stand; None if another name comes first."""
    places: list[int | None] = []
    place: int | None = None
    last: Mark | None = None
    for piece in reversed(pieces):
        is_name = piece.mark is not None and piece.mark.kind == "name"
        if is_name and last is not None and piece.mark is not last:
            place = None
        places.append(place)
        if is_name:
            last = piece.mark
        elif not (piece.mark and piece.mark.kind == "time") and piece.text.strip(AROUND_NAME):
            place, last = piece.position, None
    return places[::-1]


def _note_name(current: _Voice, mark: Mark, piece: Piece, speech: int | None) -> None:
    """Take the name in a mark as who speaks from here; a mark's second line is no other name."""
    if id(mark) in current.seen or not piece.text.strip(AROUND_NAME):
        return
    current.seen.add(id(mark))
    scope: Element | None = mark.element
    for _ in range(_MOST_CLIMBS):
        if scope and scope.parent and speech is not None and speech >= scope.end:
            scope = scope.parent
    current.name, current.scope = name_in(piece.text), scope
    current.is_header = is_header(mark, current.name)


def _note_time(current: _Voice, mark: Mark, speech: int | None, spoken: Sequence[Piece]) -> None:
    """Take a time as that of the words behind it, unless it stands behind the words that it is about."""
    if mark.seconds is None:
        return
    scope: Element | None = mark.element
    for _ in range(_MOST_CLIMBS):
        if scope and scope.parent and speech is not None and speech >= scope.end:
            if spoken and spoken[-1].position >= scope.start:
                return
            scope = scope.parent
    current.seconds = mark.seconds


def _with_voice(current: _Voice, piece: Piece, *, by_attribute: bool, behind_name: bool) -> Piece:
    """Return a piece of words with its voice and second."""
    line, position = piece.line, piece.position
    attribute, piece.behind_name = piece.voice or "", behind_name
    is_new_part = (line.kind == "heading" or line.ends_turn) and not behind_name
    if is_new_part or (current.scope and position >= current.scope.end and not _goes_on(current.scope, line)):
        current.name, current.is_header = "", False
    piece.voice = attribute if by_attribute else current.name
    if by_attribute and not piece.start:
        piece.start = _behind_label(piece.text, attribute)
    if current.is_header and not by_attribute:
        piece.voice = ""
        line.kind = "aside"
    mark_seconds = piece.mark.seconds if piece.mark and piece.mark.kind == "voice" else None
    is_first = mark_seconds is not None and piece.mark is not None and id(piece.mark) not in current.seen
    if piece.mark and is_first:
        current.seen.add(id(piece.mark))
    piece.seconds = current.seconds if current.seconds is not None else mark_seconds if is_first else None
    current.seconds = None
    return piece


def _behind_label(text: str, name: str) -> int:
    """Return where the words begin behind a label that says once more who an attribute says speaks."""
    label = re.match(rf"\s*[\[(]?{re.escape(name)}[\])]?\s*[:：]\s*(?=\S)", text, re.IGNORECASE) if name else None
    return label.end() if label else 0


def _goes_on(scope: Element, line: Line) -> bool:
    """Tell whether a line behind the paragraph that names its speaker is a later paragraph of the same turn."""
    element = line.element
    return scope.name == "p" and element.name == "p" and element.parent is scope.parent


def _trim(piece: Piece, preceding: Piece | None, following: Piece | None) -> None:
    """Take the colon and the brackets of a name or a time beside it off a piece."""
    if preceding:
        marks = _BEHIND_MARK.match(piece.text)
        piece.start += marks.end() if marks else 0
    is_before = following and following.line is piece.line and following.mark and following.mark.kind != "voice"
    if is_before and (marks := _BEFORE_MARK.search(piece.text)):
        piece.end -= len(marks.group())


def _voiced_share(speech: Sequence[Piece]) -> float:
    """Return which part of a page's text has a voice, counted in characters."""
    texts = [piece for piece in speech if piece.line.kind == "text"]
    total = sum(piece.end - piece.start for piece in texts)
    return sum(piece.end - piece.start for piece in texts if piece.voice) / total if total else 0.0
