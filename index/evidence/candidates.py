"""Whatever stands at the start of a line as a label could, in every shape that labels have."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from index.evidence.lines import BETWEEN, BOLD, MARKUP, TIME, Line

Shape = Literal["colon", "time", "bold", "bracket", "alone", "dash", "dot"]

_NAME_CHARACTERS = 60
_LEAD = re.compile(r"(?:[\s\x00\x01>#*_•\ufeff-]|\d{1,3}[.)]\s|\d{1,3}\s{2,}(?=[A-Z]))*")
_TIME_BEFORE = re.compile(rf"{TIME}[\s\x00\x01\])】,|–—-]*")
_COLON = re.compile(
    rf"[\[【<]?\s?(?P<name>[^:：\x00\x01\[\]【】<>]{{1,{_NAME_CHARACTERS}}}?)\s?[\]】>]?{BETWEEN}"
    rf"(?P<time>{TIME}{BETWEEN})?[:：](?!//|(?<=\d:)\d\d)"
)
_TIMED = re.compile(
    rf"[\[【]?(?P<name>[^:：\x00\x01\[\]【】]{{1,{_NAME_CHARACTERS}}}?)[\]】]?[\s,，|·–—\x00\x01-]*{TIME}{BETWEEN}\Z"
)
_BRACKETED_TIMED = re.compile(rf"[\[【](?P<name>[^:：\[\]【】\x00]{{1,40}})[\]】]{BETWEEN}{TIME}")
_BOLD = re.compile(r"(?P<name>[^:：\x00\x01]{1,40}?)[\s\x00]*\x01")
_BRACKET = re.compile(r"[\[【](?P<name>[^:：\[\]【】\x00\x01]{1,40})[\]】]")
_ALONE = re.compile(rf"(?P<name>[^:：.。!！?？…;；\x00\x01\[\]【】]{{1,40}}?){BETWEEN}\Z")
_DASH = re.compile(r"(?P<name>[^:：.?!\x00\x01|–—\t]{1,40}?)(?:\s[–—|-]\s|\t+|\s?｜\s?)(?=\S)")
TITLE = r"(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|MR|MRS|MS|DR|The|THE)"
_DOT = re.compile(
    rf"(?P<name>[QA]|{TITLE}\.? [A-Z][\w'’-]+(?: [A-Z][\w'’-]+){{0,2}}"
    r"|[A-Z][\w'’-]+(?: (?:[A-Z]\.|[A-Z][\w'’-]+)){1,2}?)\.\s{1,3}(?=\S)"
)
_SHAPES: tuple[tuple[Shape, re.Pattern[str]], ...] = (
    ("colon", _COLON), ("time", _TIMED), ("time", _BRACKETED_TIMED), ("bold", _BOLD), ("bracket", _BRACKET),
    ("dash", _DASH), ("dot", _DOT), ("alone", _ALONE),
)  # fmt: skip
_TIME_ALONE = re.compile(rf"{BETWEEN}{TIME}{BETWEEN}\Z")


@dataclass(frozen=True, slots=True)
class LabelCandidate:
    """A name in a certain shape, at `start` in the file and on line number `line`; `opens` as of its line."""

    start: int
    name: str
    shape: Shape
    line: int
    opens: bool
    has_time: bool = False
    is_bold: bool = False


def find_candidates(lines: Sequence[Line]) -> Iterator[LabelCandidate]:
    """Yield what could be a label, line by line, with the shape that is most likely first."""
    yield from _at_starts(lines)
    yield from _beside_times(lines)


def _at_starts(lines: Sequence[Line]) -> Iterator[LabelCandidate]:
    """Yield whatever stands at the start of a line as a label could."""
    for number, line in enumerate(lines):
        if line.kind != "text":
            continue
        begin = _end(_LEAD, line.text, 0)
        start = _end(_TIME_BEFORE, line.text, begin)
        window = line.text[start : start + 400].replace(MARKUP, "")[:200]
        is_bold = BOLD in line.text[:start]
        plain = window.replace(BOLD, "")
        for shape, pattern in _SHAPES:
            if shape == "bold" and not is_bold:
                continue
            if shape in ("time", "alone") and len(line.text) > start + 200:
                continue
            match = pattern.match(window if shape == "bold" else plain)
            if not match or not (name := match["name"].strip()):
                continue
            has_time = start > begin or shape == "time" or bool(match.groupdict().get("time"))
            shape = "time" if shape == "alone" and start > begin else shape
            yield LabelCandidate(line.start + begin, name, shape, number, line.opens, has_time, is_bold)


def _beside_times(lines: Sequence[Line]) -> Iterator[LabelCandidate]:
    """Yield the short lines before or behind a line that is nothing but a time."""
    spoken = [(number, line) for number, line in enumerate(lines) if line.kind == "text"]
    alone = [bool(len(line.text) < 60 and _TIME_ALONE.match(line.text)) for _, line in spoken]
    for (first, second), (one, other) in zip(pairwise(spoken), pairwise(alone), strict=True):
        if one == other:
            continue
        number, line = second if one else first
        name = line.text[:100].strip("\x00\x01 \t#*_")
        if 0 < len(name) <= 40 and not re.search(r"[:：.。!！?？]\Z", name):
            yield LabelCandidate(line.start, name, "time", number, True, True)


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position
