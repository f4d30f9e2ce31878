"""Subtitles (SubRip and WebVTT): numbers, timings and settings dropped, cues read as wrapped lines of one text.

A speaker's label at the start of a line begins a new block; so does the voice of a WebVTT cue (`<v Name>`),
whose name becomes a line of its own. Lines of an unknown other voice (">> …", or a cue without a voice where
others have one) are asides, so that they are nobody's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from index.formats.formats import reference_at
from index.formats.segments import Segment
from index.text.names import opening_name

_LINE = re.compile(r"[^\r\n]*")
_TIMING = re.compile(r"\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}")
_NUMBER = re.compile(r"\s*\d+\s*\Z")
_COMMENT = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|\Z)")
_TAG = re.compile(r"</?[A-Za-z0-9:][^<>]{0,300}>|\{\\[^{}]{0,100}\}")
_VOICE = re.compile(r"\s*<v(?:\.[^\s<>]{1,100})?[ \t]+(?P<name>[^<>]{1,100})>")
# "- Yes." begins what somebody else says; a dash before a small letter or another dash is punctuation.
_CHANGE = re.compile(r"\s*(?:(?:>>+|&gt;&gt;(?:&gt;)?)\s*(?=\S)|[-–]\s?(?=[A-Z“\"'\u3400-\u9fff]))")
_PARAGRAPH_CHARACTERS = 1200
_SENTENCE_END = re.compile(r"[.。!！?？][\"'”’」』)）]*\s*\Z")


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the file, `raw[start:end]`; `opens_cue` where it is the first one that is spoken in its cue."""

    start: int
    end: int
    text: str
    opens_cue: bool = False


def read_subtitle_lines(raw: str, suffix: str) -> list[Segment]:
    """Return the spoken lines of a subtitle file."""
    rows = list(_spoken_rows(raw))
    if any(_VOICE.match(row.text) for row in rows):
        lines = _lines_with_voices(rows, suffix)
    else:
        lines = _lines_with_changes(rows, suffix)
    return _with_paragraphs(lines)


def _spoken_rows(raw: str) -> Iterator[_Row]:
    """Yield the lines of all cues; everything before the first timing is the file's header."""
    rows = [_Row(found.start(), found.end(), found.group()) for found in _LINE.finditer(raw)]
    rows = [row for number, row in enumerate(rows) if row.text or not number or rows[number - 1].end != row.start]
    timings = [number for number, row in enumerate(rows) if _TIMING.match(row.text)]
    for timing, following in pairwise([*timings, len(rows)]):
        end = following - (following < len(rows) and _is_identifier(rows, following - 1))
        opens_cue, is_comment, after_blank = True, False, False
        for row in rows[timing + 1 : end]:
            if not row.text.strip():
                is_comment, after_blank = False, True
                continue
            is_comment = is_comment or (after_blank and bool(_COMMENT.match(row.text)))
            if not is_comment:
                yield _Row(row.start, row.end, row.text, opens_cue)
                opens_cue = False


def _is_identifier(rows: list[_Row], number: int) -> bool:
    """Tell whether the line before a timing is the cue's number or name: a number, or alone behind a blank line."""
    if _TIMING.match(rows[number].text) or not rows[number].text.strip():
        return False
    return bool(_NUMBER.match(rows[number].text)) or not rows[number - 1].text.strip()


def _lines_with_voices(rows: list[_Row], suffix: str) -> list[Segment]:
    """Return lines where cues name their voice; a cue without one, among others that have one, is nobody's."""
    lines: list[Segment] = []
    voice = ""
    for row in rows:
        found = _VOICE.match(row.text)
        if not found:
            voice = "" if row.opens_cue else voice
            lines.append(_line(row, 0, suffix, nobody=not voice))
            continue
        if found["name"] != voice:
            voice = found["name"]
            start = row.start + found.start("name")
            lines.append(Segment(text=voice, offsets=range(start, start + len(voice)), fresh=True))
            lines.append(_line(row, found.end(), suffix, fresh=True))
        else:
            lines.append(_line(row, found.end(), suffix))
    return lines


def _lines_with_changes(rows: list[_Row], suffix: str) -> list[Segment]:
    """Return lines of cues without voices; behind a mark of change somebody speaks, and only a label says who."""
    lines: list[Segment] = []
    unknown = False
    for row in rows:
        mark = _CHANGE.match(row.text)
        start = mark.end() if mark else 0
        name = opening_name(row.text[start:])
        unknown = (unknown or mark is not None) and name is None
        lines.append(_line(row, start, suffix, fresh=mark is not None, nobody=unknown))
    return lines


def _line(row: _Row, start: int, suffix: str, *, fresh: bool = False, nobody: bool = False) -> Segment:
    """Return a line from `start` on, without tags and with character references read."""
    text: list[str] = []
    offsets: list[int] = []
    position = start
    while position < len(row.text):
        if tag := _TAG.match(row.text, position):
            position = tag.end()
            continue
        reference = reference_at(row.text, position, suffix)
        character, end = reference or (row.text[position], position + 1)
        text.append(character)
        offsets += [row.start + position] * len(character)
        position = end
    return Segment(
        text="".join(text), offsets=offsets, kind="aside" if nobody else "text", fresh=fresh, ends_turn=nobody
    )


def _with_paragraphs(lines: list[Segment]) -> list[Segment]:
    """Return the lines, with a paragraph's end in long speech where a cue ends with a sentence."""
    parted: list[Segment] = []
    length = 0
    for line in lines:
        length = 0 if line.fresh or opening_name(line.text) else length
        if length > _PARAGRAPH_CHARACTERS and _SENTENCE_END.search(parted[-1].text[-40:]):
            line, length = replace(line, fresh=True), 0
        length += len(line.text)
        parted.append(line)
    return parted
