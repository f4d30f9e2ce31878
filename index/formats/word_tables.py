"""Tables that are transcripts: a column of speakers, perhaps one of times, and one of what they say."""

import re
from collections import Counter
from collections.abc import Sequence
from statistics import fmean
from typing import TypeAlias

_CLOCK = re.compile(r"[\[(]?\b(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?:[.,:]\d{1,3})?\b[\])]?")
_CLOCK_CELL = re.compile(rf"\s*{_CLOCK.pattern}(?:\s*(?:-->|[-–—])\s*{_CLOCK.pattern})?\s*\Z")
_SENTENCE_END = re.compile(r"[.!?。！？…]\s*\Z")
_TITLE_END = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|Jr|Sr|[A-Z])\.\s*\Z")
_SPEAKER_HEADER = re.compile(
    r"\W*(?:speaker|speakers|name|who|person|participant|voice|role|说话人|发言人|姓名|讲话人|人物|角色|話者|発言者)\W*",
    re.IGNORECASE,
)
_LONGEST_NAME = 60

Row: TypeAlias = tuple[str | None, float | None, int | None]  # voice, start, number of the cell that is said


def read_rows(table: Sequence[Sequence[str]]) -> list[Row]:
    """Return for each row of a table who speaks, from when on, and in which cell; all None where it is no transcript.

    A header names its columns, so that nobody says it: its cell is -1. A row without a name is nobody's ("").
    """
    nothing: list[Row] = [(None, None, None)] * len(table)
    columns = max(map(len, table), default=0)
    if columns < 2 or any(len(row) != columns for row in table):
        return nothing
    times = [column for column in range(columns) if _are_times([row[column] for row in table])]
    others = [column for column in range(columns) if column not in times]
    if len(others) < 2:
        return nothing
    spoken = max(others, key=lambda column: fmean(len(row[column]) for row in table))
    names = next((column for column in others if column != spoken and _are_names([row[column] for row in table])), None)
    if names is None:
        return nothing
    rows: list[Row] = []
    for number, row in enumerate(table):
        is_header = not number and bool(_SPEAKER_HEADER.fullmatch(row[names]))
        start = _seconds(" ".join(row[column] for column in (*times, names)))
        rows.append((None, None, -1) if is_header else (_name(row[names]), start, spoken))
    return rows


def _are_times(cells: Sequence[str]) -> bool:
    """Tell whether a column holds times, but for its header."""
    timed = [cell for cell in cells[1:] or cells if cell.strip()]
    return bool(timed) and all(_CLOCK_CELL.match(cell) for cell in timed)


def _are_names(cells: Sequence[str]) -> bool:
    """Tell whether a column holds names: short ones, of which one comes again or which the header announces."""
    is_headed = bool(_SPEAKER_HEADER.fullmatch(cells[0]))
    names = [name for cell in cells[is_headed:] if (name := _name(cell))]
    is_short = all(len(name) <= _LONGEST_NAME and not _ends_sentence(name) for name in names)
    if not names or not is_short:
        return False
    return is_headed or (len(names) > 2 and Counter(names).most_common(1)[0][1] > 1 and not all(map(_is_number, names)))


def _is_number(name: str) -> bool:
    return not any(character.isalpha() for character in name)


def _ends_sentence(name: str) -> bool:
    return bool(_SENTENCE_END.search(name)) and not _TITLE_END.search(name)


def _name(cell: str) -> str:
    """Return the name in a cell without a time beside it or a colon behind it."""
    return " ".join(_CLOCK.sub(" ", cell).split()).strip(" :：-–—")


def _seconds(cell: str) -> float | None:
    clock = _CLOCK.search(cell)
    return int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + float(clock[3]) if clock else None
