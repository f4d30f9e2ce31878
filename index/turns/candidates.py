"""Where a label could stand: the first words of a block that look like the name of who says it.

Two shapes are read, with or without a time before or behind the name: `Name: text` (bold or plain, either width
of the colon, or a time in brackets instead of it, the text perhaps in the next block), and a name on a line of
its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from index.domain import Attribution, Block, Document
from index.formats import format_of
from index.text.names import BRACKETED_TIME, TIME

LONGEST_NAME_CHARACTERS = 40
_LABEL_CHARACTERS = LONGEST_NAME_CHARACTERS + 60
_NAME = rf"(?P<name>[^:：\n]{{1,{LONGEST_NAME_CHARACTERS}}}?)"
_COLON = r"[:：](?!//|(?<=\d:)\d{2})"  # neither a link's nor a time's
_COLON_LABEL = re.compile(rf"(?:{TIME}\s*)?{_NAME}\s*(?:(?:{TIME}\s*)?{_COLON}|{BRACKETED_TIME}(?=\s*\S))")
_LINE_LABEL = re.compile(rf"(?:{TIME}\s*)?{_NAME}[\s,，|·–—-]*(?:{TIME})?\Z")
_SPACE = re.compile(r"\s*")
_BRACKETED = re.compile(rf"{BRACKETED_TIME}\s*")
_BARE = re.compile(TIME)
_LINE_BREAKS = {"text": ("\n", "\r"), "page": ("<br", "<BR"), "subtitles": ()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label at the start of block number `block`; the speech behind it begins at `body_start`.

    `speaker` is None where the label names nobody in particular ("Audience"). `has_body`: the speech begins in
    the same block. `whole_bold`: all of the block is bold, not the label alone.
    """

    block: int
    printed: str
    shape: Literal["colon", "line"]
    bold: bool
    whole_bold: bool
    body_start: int
    has_body: bool
    speaker: str | None = None
    attribution: Attribution = "printed"
    confidence: float = 1.0


def find_candidates(document: Document) -> Iterator[Label]:
    """Yield whatever stands where a label could, at most one a shape and block."""
    for number, block in enumerate(document.blocks):
        if block.kind == "aside":
            continue
        text = document.clean[block.start : min(block.end, block.start + _LABEL_CHARACTERS)]
        if found := _COLON_LABEL.match(text):
            label = _label(document, number, found, "colon")
            # A section's title may have a colon in it; a heading is a label only with nothing behind it.
            if block.kind == "text" or not label.has_body:
                yield label
        if found := _LINE_LABEL.match(text[: _first_line_characters(document, block)]):
            yield _label(document, number, found, "line")


def _label(document: Document, number: int, found: re.Match[str], shape: Literal["colon", "line"]) -> Label:
    block = document.blocks[number]
    body_start = _body_start(document, block, block.start + found.end())
    return Label(
        block=number,
        printed=found["name"].strip(" []【】<>*_"),
        shape=shape,
        bold=_is_bold(document, block, block.start + found.start("name")),
        whole_bold=is_whole_bold(document, block),
        body_start=body_start,
        has_body=body_start < block.end,
    )


def _body_start(document: Document, block: Block, position: int) -> int:
    """Return where speech begins behind a label: past white space and a time that stands by itself.

    A time without brackets counts only if its line or block ends behind it: "10:30 was too early" is speech.
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
    found = pattern.match(text, position, end)
    return found.end() if found else position


def _is_bold(document: Document, block: Block, position: int) -> bool:
    place = document.raw_offsets[position]
    return any(start <= place < end for start, end in block.bold)


def is_whole_bold(document: Document, block: Block) -> bool:
    """Tell whether a block is bold from its first to its last character."""
    first, last = document.raw_offsets[block.start], document.raw_offsets[block.end - 1]
    return any(start <= first and last < end for start, end in block.bold)


def _first_line_characters(document: Document, block: Block) -> int:
    """Return how many characters of a block stand on its first line, 0 if too many for a name."""
    longest = min(block.end, block.start + LONGEST_NAME_CHARACTERS + 20)
    for position in range(block.start + 1, longest):
        if _has_line_break(document, position):
            return position - block.start
    return block.end - block.start if longest == block.end else 0


def _has_line_break(document: Document, position: int) -> bool:
    """Tell whether a line of the file ends between the clean character before `position` and the one at it."""
    start, end = document.raw_offsets[position - 1 : position + 1]
    between = document.raw[start + 1 : min(end + 1, start + 1000)]
    return any(mark in between for mark in _LINE_BREAKS[format_of(document.source.suffix)])
