"""Subtitles (SubRip and WebVTT): cues with their times, voices and colours; numbers and settings dropped.

Voices are what `<v Name>` says, or a label that stands in every cue. Lines of an unknown other voice (">> …") are
asides, so that they are nobody's; a label that stands only where the speaker changes is left to be found later.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.formats.cue_labels import voices_from_labels
from index.formats.escapes import reference_at
from index.formats.rolling_captions import without_repeated_lines
from index.formats.segments import PARAGRAPH_CHARACTERS, Reading, Segment
from index.text.names import opening_name, seconds_of_clock
from index.text.scripts import HAN

_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_CLOCK = r"(?:(?:(?:\d+:)?\d{1,2}:)?\d{1,4}[.,]\d{1,3})"
_TIMING = re.compile(rf"\s*({_CLOCK})\s*-->\s*{_CLOCK}")
_BEGINNING = re.compile(rf"\ufeff?\s*(?:WEBVTT\b|(?:\d+\s*[\r\n]+)?\s*{_CLOCK}\s*-->)")
_NUMBER = re.compile(r"\s*\d+\s*\Z")
_COMMENT = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|\Z)")
_TAG = re.compile(r"</?[A-Za-z0-9:][^<>]{0,300}>|\{\\[^{}]{0,100}\}")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{1,100})?[ \t]+(?P<name>[^<>]{1,100})>")
_STYLE = re.compile(
    r"<(?P<close>/)?(?:font(?:\s[^<>]{0,100}?color\s{0,3}=\s{0,3}[\"']?(?P<color>[#\w]{1,30}))?|c\.(?P<class>[\w.]{1,60}))"
)
# "- Yes." begins what somebody else says; a dash before a small letter or another dash is punctuation.
_CHANGE = re.compile(rf"\s*(?:(?:>>+|&gt;&gt;(?:&gt;)?)\s*(?=\S)|[-–]\s?(?=[A-Z“\"'{HAN}]))")
_SENTENCE_END = re.compile(r"[.。!！?？][\"'”’」』)）]*\s*\Z")


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the file that is spoken, `raw[start:…]`; the first one of a cue knows when it is heard."""

    start: int
    text: str
    start_seconds: float | None = None


def read_subtitles(raw: str, suffix: str) -> Reading:
    """Return the spoken lines of a subtitle file."""
    rows = list(_spoken_rows(raw))
    if any(_VOICE.search(row.text) for row in rows):
        segments = _with_voices(rows, suffix)
    else:
        segments = _with_changes(rows, suffix)
    segments, warnings = without_repeated_lines(segments)
    if all(segment.voice is None for segment in segments):
        segments = voices_from_labels(segments)
    return Reading(raw=raw, segments=_with_paragraphs(_with_styles_that_vary(segments)), warnings=warnings)


def are_subtitles(raw: str) -> bool:
    """Tell whether a text is subtitles whatever its file is called: it begins with WebVTT's name or with a cue."""
    return bool(_BEGINNING.match(raw[:400]))


def _spoken_rows(raw: str) -> Iterator[_Row]:
    """Yield the lines of all cues; everything before the first timing is the file's header."""
    rows = [(line.start(), line[1]) for line in _LINE.finditer(raw)]
    timings = [number for number, (_, text) in enumerate(rows) if _TIMING.match(text)]
    for timing, following in pairwise([*timings, len(rows)]):
        end = following - (following < len(rows) and _is_identifier(rows, following - 1))
        yield from _cue_rows(rows[timing + 1 : end], _seconds(rows[timing][1]))


def _cue_rows(rows: Sequence[tuple[int, str]], start_seconds: float) -> Iterator[_Row]:
    """Yield the lines of a cue that are spoken: not blank, and no comment behind a blank line."""
    is_first, is_comment, after_blank = True, False, False
    for start, text in rows:
        if not text.strip():
            is_comment, after_blank = False, True
            continue
        is_comment = is_comment or (after_blank and bool(_COMMENT.match(text)))
        if not is_comment:
            yield _Row(start, text, start_seconds if is_first else None)
            is_first = False


def _seconds(timing: str) -> float:
    """Return the second at which a cue starts, from its line of times."""
    match = _TIMING.match(timing)
    return seconds_of_clock(match[1]) if match else 0.0


def _is_identifier(rows: Sequence[tuple[int, str]], number: int) -> bool:
    """Tell whether the line before a timing is the cue's number or name: a number, or alone behind a blank line."""
    text = rows[number][1]
    if _TIMING.match(text) or not text.strip():
        return False
    return bool(_NUMBER.match(text)) or not number or not rows[number - 1][1].strip()


def _with_voices(rows: Sequence[_Row], suffix: str) -> list[Segment]:
    """Return segments where cues name their voice; a cue without one, among others that have one, is nobody's."""
    segments: list[Segment] = []
    voice = ""
    for row in rows:
        marks = list(_VOICE.finditer(row.text))
        if row.start_seconds is not None:
            voice = ""
        for start, end, name in _voice_stretches(row.text, marks, voice):
            segment = _segment(row, start, end, suffix)
            is_first = not segments or segments[-1].start_seconds != row.start_seconds
            if segment.text.strip():
                segments.append(replace(segment, voice=name, start_seconds=row.start_seconds if is_first else None))
        voice = marks[-1]["name"].strip() if marks else voice
    return segments


def _voice_stretches(text: str, marks: Sequence[re.Match[str]], voice: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, voice) of each stretch of a line that one voice says."""
    starts = [0, *(mark.end() for mark in marks)]
    ends = [*(mark.start() for mark in marks), len(text)]
    names = [voice, *(mark["name"].strip() for mark in marks)]
    yield from zip(starts, ends, names, strict=True)


def _with_changes(rows: Sequence[_Row], suffix: str) -> list[Segment]:
    """Return segments of cues without voices; behind a mark of change somebody speaks, and only a label says who."""
    segments: list[Segment] = []
    unknown, style = False, ""
    for row in rows:
        mark = _CHANGE.match(row.text)
        start = mark.end() if mark else 0
        segment = _segment(row, start, len(row.text), suffix)
        unknown = (unknown or mark is not None) and opening_name(segment.text) is None
        style = _style_of(row.text, style if row.start_seconds is None else "")
        if unknown:
            segment = replace(segment, kind="aside", ends_turn=True)
        segments.append(
            replace(segment, begins_paragraph=mark is not None, style=style, start_seconds=row.start_seconds)
        )
    return segments


def _style_of(text: str, style: str) -> str:
    """Return the colour or class that a line of a cue is in; `style` is that of the line before in the same cue."""
    start_tags = [tag for tag in _STYLE.finditer(text) if not tag["close"] and (tag["color"] or tag["class"])]
    return (start_tags[0]["color"] or start_tags[0]["class"]).lower() if start_tags else style


def _with_styles_that_vary(segments: Sequence[Segment]) -> list[Segment]:
    """Return segments without style where all have the same."""
    if len({segment.style for segment in segments}) > 1:
        return list(segments)
    return [replace(segment, style="") for segment in segments]


def _segment(row: _Row, start: int, end: int, suffix: str) -> Segment:
    """Return a stretch of a line, without tags and with character references read."""
    text: list[str] = []
    offsets: list[int] = []
    position = start
    while position < end:
        if tag := _TAG.match(row.text, position, end):
            position = tag.end()
            continue
        character, behind = reference_at(row.text, position, suffix) or (row.text[position], position + 1)
        text.append(character)
        offsets += [row.start + position] * len(character)
        position = behind
    return Segment(text="".join(text), offsets=offsets)


def _with_paragraphs(segments: Sequence[Segment]) -> list[Segment]:
    """Return the segments, with a paragraph's end in long speech where a cue ends with a sentence."""
    parted: list[Segment] = []
    length = 0
    for segment in segments:
        length = 0 if segment.begins_paragraph or opening_name(segment.text) else length
        if length > PARAGRAPH_CHARACTERS and _SENTENCE_END.search(parted[-1].text[-40:]):
            segment, length = replace(segment, begins_paragraph=True), 0
        length += len(segment.text)
        parted.append(segment)
    return parted
