"""Where a label could stand: at the start of a block, in one of the shapes that transcripts have.

voice    the file itself says who speaks (`<v Ada>`, `"speaker": "Ada"`)
colon    `Name: text`, bold or plain, either width of the colon, or a time in brackets instead of it
line     a name on a line of its own, with or without a time beside, above or below it
bold     `**Name** text`
and the others of `index.text.label_shapes`
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from index.domain import Attribution, Block, Document
from index.formats import format_of
from index.text.label_shapes import OTHER_SHAPES, OtherShape, name_in
from index.text.names import BESIDE_TIME, BRACKETED_TIME, TIME, is_question_or_answer, seconds_of
from index.text.prefixes import COLON

LONGEST_NAME_CHARACTERS = 60
_HEAD_CHARACTERS = LONGEST_NAME_CHARACTERS + 60
_NAME = rf"(?P<name>[^:：\n]{{1,{LONGEST_NAME_CHARACTERS}}}?)"
_TIMED = rf"(?P<time>{TIME})"


Shape = Literal["voice", "colon", "line", "bold"] | OtherShape

_COLON_LABEL = re.compile(
    rf"(?:(?P<before>{TIME}){BESIDE_TIME}*)?{_NAME}\s*(?:(?:(?P<time>{TIME})\s*)?{COLON}|(?P<behind>{BRACKETED_TIME})(?=\s*\S))"
)
_LETTER_LABEL = re.compile(r"(?P<name>[QA]|[问答])\s?[.．、]\s*(?=\S)")
_LINE_LABEL = re.compile(
    rf"(?:(?P<before>{TIME}){BESIDE_TIME}*)?(?=.*[^\W\d]){_NAME}{BESIDE_TIME}*(?:(?<!\d){_TIMED}[\s–—-]*)?\s*\Z"
)
_TIME_LINE = re.compile(rf"\s*{_TIMED}\s*\Z")
_NAME_LINE = re.compile(rf"{_NAME}\s*\Z")
_WHOLE_BOLD = 0.7
_SPACE = re.compile(r"\s*")
_BRACKETED = re.compile(rf"{BRACKETED_TIME}\s*|{TIME}\s+[|｜–—-]\s+")
_BARE = re.compile(TIME)
_LINE_BREAKS = {"page": ("<br", "<BR"), "subtitles": (), "json": ("\\n",)}
_TEXT_BREAKS = ("\n", "\r")
_STRIPPED = " :：[]【】<>*_–—-•"
_QUOTED = re.compile(r"[“\"「](?P<name>[^“”\"「」]+)[”\"」]")
_OPEN_QUOTATION = re.compile(r"[“「][^”」]*\Z|\"[^\"]*\Z")
_FOOTNOTE = re.compile(r"\s*\[\^?\w{1,3}\]\s*")
_BEFORE_TIME = re.compile(r"\s*(?:[–—-]\s*)?(?:(?:today|yesterday)\s+)?\bat\Z", re.IGNORECASE)  # "Ana — Today at 10:31"
_OF_CHAT = re.compile(r"From\s+(?P<name>.+?)\s+to\s+everyone", re.IGNORECASE)  # Zoom's chat


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label in block number `block`, from the clean place `start` on; the speech behind it begins at `body_start`.

    `speaker` is None where the label names nobody in particular ("Audience"). `has_body`: the speech begins in
    the same block. `whole_bold`: all of the block is bold, not the label alone. `start_seconds` is the time that
    stands beside it.
    """

    block: int
    start: int
    printed: str
    shape: Shape
    bold: bool
    whole_bold: bool
    body_start: int
    has_body: bool
    speaker: str | None = None
    attribution: Attribution = "printed"
    confidence: float = 1.0
    start_seconds: float | None = None


def find_candidates(document: Document) -> Iterator[Label]:
    """Yield whatever stands where a label could, at most one a shape and block."""
    for number, block in enumerate(document.blocks):
        if block.kind == "aside":
            continue
        if block.voice is not None:
            yield _make_label(document, number, "voice", block.voice, block.start, block.start)
            continue
        head = document.clean[block.start : min(block.end, block.start + _HEAD_CHARACTERS)]
        yield from _colon_labels(document, number, head)
        yield from _line_labels(document, number)
        if block.kind == "text":
            yield from _other_labels(document, number, head)


def _colon_labels(document: Document, number: int, head: str) -> Iterator[Label]:
    if match := _COLON_LABEL.match(head) or _LETTER_LABEL.match(head):
        if _OPEN_QUOTATION.match(match["name"].strip()):
            return  # somebody is quoted who calls a name: “Ana: come here.”
        label = _matched_label(document, number, "colon", match, document.blocks[number].start)
        # A section's title may have a colon in it; a heading is a label only with nothing behind it, or if it asks.
        if document.blocks[number].kind == "text" or not label.has_body or is_question_or_answer(label.printed):
            yield label


def _line_labels(document: Document, number: int) -> Iterator[Label]:
    """Yield the label that the first line of a block is, or its second one below a time."""
    lines = _first_lines(document, document.blocks[number])
    if not lines:
        return
    start, end = lines[0]
    first = document.clean[start:end]
    if len(lines) > 1 and (time := _TIME_LINE.match(first)):
        below, below_end = lines[1]
        if match := _NAME_LINE.match(document.clean[below:below_end]):
            yield _matched_label(document, number, "line", match, below, time=time["time"])
    elif match := _LINE_LABEL.match(first):
        second = document.clean[lines[1][0] : lines[1][1]] if len(lines) > 1 else ""
        time_below = _TIME_LINE.match(second)
        yield _matched_label(document, number, "line", match, start, time=time_below["time"] if time_below else None)


def _other_labels(document: Document, number: int, head: str) -> Iterator[Label]:
    block = document.blocks[number]
    for shape, pattern in OTHER_SHAPES.items():
        if match := pattern.match(head):
            yield _matched_label(document, number, shape, match, block.start)
    if (end := _bold_opening(document, block)) and end < block.end:
        printed = document.clean[block.start : end]
        yield _make_label(document, number, "bold", printed, block.start, _body_start(document, block, end))


def _bold_opening(document: Document, block: Block) -> int:
    """Return where the bold stretch ends that a block begins with, 0 where there is none, or it is too long."""
    first = document.raw_offsets[block.start]
    for start, raw_end in block.bold:
        if start <= first < raw_end:
            end = block.start
            while end < block.end and document.raw_offsets[end] < raw_end and end - block.start <= _HEAD_CHARACTERS:
                end += 1
            return end if end - block.start <= LONGEST_NAME_CHARACTERS else 0
    return 0


def _matched_label(
    document: Document, number: int, shape: Shape, match: re.Match[str], start: int, time: str | None = None
) -> Label:
    """Return the label that a match from the clean place `start` on found."""
    groups = match.groupdict()
    body_start = _body_start(document, document.blocks[number], start + match.end())
    between = _BARE.search(document.clean, start + match.end(), body_start)
    behind = between.group() if between else None
    time = time or groups.get("time") or groups.get("before") or groups.get("behind") or behind
    printed, name_start = name_in(match)
    label = _make_label(document, number, shape, printed, start + name_start, body_start)
    return label if time is None else _with_time(label, time)


def _with_time(label: Label, time: str) -> Label:
    printed = _BEFORE_TIME.sub("", label.printed) or label.printed
    return replace(label, printed=printed, start_seconds=seconds_of(time))


def _make_label(document: Document, number: int, shape: Shape, printed: str, start: int, body_start: int) -> Label:
    block = document.blocks[number]
    return Label(
        block=number,
        start=block.start,
        printed=printed.strip() if shape == "voice" else _without_marks(printed),
        shape=shape,
        bold=is_bold(document, block, start),
        whole_bold=is_whole_bold(document, block),
        body_start=body_start,
        has_body=body_start < block.end,
    )


def _without_marks(printed: str) -> str:
    """Return a printed name without marks and brackets around all of it."""
    if _FOOTNOTE.fullmatch(printed):
        return printed.strip()
    name = printed.strip(_STRIPPED).strip()
    if quoted := _QUOTED.fullmatch(name):
        return quoted["name"].strip()
    if of_chat := _OF_CHAT.fullmatch(name):
        return of_chat["name"]
    return name[1:-1].strip() if name[:1] in ("(", "（") and name[-1:] in (")", "）") else name


def _body_start(document: Document, block: Block, position: int) -> int:
    """Return where speech begins behind a label: past white space and a time that stands by itself.

    A time without brackets counts only if its line or block ends behind it, or a dash parts it from the words:
    "10:30 was too early" is speech.
    """
    clean, end = document.clean, block.end
    position = _end_of(_SPACE, clean, position, end)
    if time := _BRACKETED.match(clean, position, end):
        return time.end()
    time = _BARE.match(clean, position, end)
    if time and (time.end() == end or _has_line_break(document, time.end())):
        return _end_of(_SPACE, clean, time.end(), end)
    return position


def _end_of(pattern: re.Pattern[str], text: str, position: int, end: int) -> int:
    match = pattern.match(text, position, end)
    return match.end() if match else position


def is_bold(document: Document, block: Block, position: int) -> bool:
    """Tell whether the character at a clean place of a block is bold."""
    place = document.raw_offsets[position]
    return any(start <= place < end for start, end in block.bold)


def is_whole_bold(document: Document, block: Block) -> bool:
    """Tell whether a block is bold from its first to its last character, but for a link or a mark in between."""
    first, last = document.raw_offsets[block.start], document.raw_offsets[block.end - 1]
    if not (is_bold(document, block, block.start) and is_bold(document, block, block.end - 1)):
        return False
    bold = sum(min(end, last + 1) - max(start, first) for start, end in block.bold)
    return bold >= _WHOLE_BOLD * (last + 1 - first)


def _first_lines(document: Document, block: Block) -> list[tuple[int, int]]:
    """Return (start, end) of the first two lines of a block that are short enough for a name or a time."""
    lines: list[tuple[int, int]] = []
    start = block.start
    for position in range(block.start + 1, min(block.end, block.start + 2 * _HEAD_CHARACTERS)):
        if position - start > LONGEST_NAME_CHARACTERS + 20 or len(lines) == 2:
            return lines
        if _has_line_break(document, position):
            lines.append((start, position))
            start = position
    return [*lines, (start, block.end)] if block.end - start <= LONGEST_NAME_CHARACTERS + 20 else lines


def _has_line_break(document: Document, position: int) -> bool:
    """Tell whether a line of the file ends between the clean character before `position` and the one at it."""
    start, end = document.raw_offsets[position - 1 : position + 1]
    between = document.raw[start + 1 : min(end + 1, start + 1000)]
    return any(mark in between for mark in _LINE_BREAKS.get(format_of(document.source.suffix), _TEXT_BREAKS))
