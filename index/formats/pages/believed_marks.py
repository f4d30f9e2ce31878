"""Which elements of a web page are believed to hold the names of those who speak, and the times.

Elements of one kind (one class, one name) are believed together or not at all: where their contents are names, stand
first in their line, come again, and have speech behind them.
"""

import re
from collections import Counter
from collections.abc import Sequence

from index.formats.pages.elements import clock_seconds
from index.formats.pages.parts import Line, Mark, cut_pieces
from index.text.names import is_marker, is_question_or_answer

AROUND_NAME = " \t\r\n\u00a0:：[]()（）【】<>|·•–—-"
_HEADER_CELLS = re.compile(
    r"speakers?|names?|who|times?|timestamps?|timecode|text|transcript|说话人|发言人|时间|内容", re.IGNORECASE
)
_LONGEST_NAME_CHARACTERS = 60
_TRUE_SHARE = 0.8  # of the elements of one kind that must be what the kind is taken for
_SPEECH_SHARE = 0.7
_LATEST_FIRST_SECOND = 300
_NO_NAME_END = re.compile(r"[.?!。？！,，;；…]\Z")
_INITIAL_END = re.compile(r"(?:^|[\s.])(?:[A-Z]|[A-Z][a-z]|Jr|Sr|Prof)\.\Z")
_MISPLACED = "…"  # the content of an element in the middle of a line: no name


def believed_marks(lines: Sequence[Line], marks: Sequence[Mark]) -> tuple[list[Mark], list[Mark]]:
    """Return the marks for names and times that are believed, in order, and those that are attributes."""
    voices = [mark for mark in marks if mark.kind == "voice"]
    candidates = [mark for mark in marks if mark.kind != "voice" and mark.end > mark.start]
    contents = _contents(lines, candidates)
    by_group: dict[str, list[Mark]] = {}
    for mark in candidates:
        if mark in contents:
            by_group.setdefault(mark.group, []).append(mark)
    times: list[Mark] = []
    for key, group in list(by_group.items()):
        clocks = sum(clock_seconds(contents[mark]) is not None for mark in group)
        if clocks >= _TRUE_SHARE * len(group):
            times += by_group.pop(key)
    for mark in times:
        mark.kind, mark.seconds = "time", clock_seconds(contents[mark])
    groups = [group for group in by_group.values() if group[0].kind == "name" and _are_names(group, contents)]
    clear = [mark for group in groups if group[0].is_clear for mark in group]
    chosen = _with_speech(lines, clear, times, contents)
    for group in sorted((group for group in groups if not group[0].is_clear), key=len, reverse=True):
        chosen = chosen or _with_speech(lines, group, times, contents)
    _forget_times_of_day([*times, *voices])
    return sorted([*times, *chosen], key=lambda mark: mark.start), voices


def _contents(lines: Sequence[Line], marks: Sequence[Mark]) -> dict[Mark, str]:
    """Return what stands in each mark, as far as the first line goes; nothing for one that does not begin its line."""
    contents: dict[Mark, str] = {}
    opened: Line | None = None
    is_first = True
    for piece in cut_pieces(lines, marks):
        if piece.line is not opened:
            opened, is_first = piece.line, True
        if piece.mark and piece.mark not in contents and piece.text.strip(AROUND_NAME):
            contents[piece.mark] = piece.text if is_first else _MISPLACED
        is_first = is_first and (piece.mark is not None or not piece.text.strip(AROUND_NAME))
    return contents


def _forget_times_of_day(marks: Sequence[Mark]) -> None:
    """Take their seconds from the marks if the first is late: then they are times of the day, not of a recording."""
    seconds = [mark.seconds for mark in marks if mark.seconds is not None]
    if seconds and min(seconds) > _LATEST_FIRST_SECOND:
        for mark in marks:
            mark.seconds = None


def is_header(mark: Mark, content: str) -> bool:
    """Tell whether a mark is a cell in the first row of a table, which says what the columns hold."""
    return mark.group.startswith("cell ") and bool(_HEADER_CELLS.fullmatch(content.strip(AROUND_NAME)))


def name_in(text: str) -> str:
    """Return the name in an element's content, empty where it is none."""
    name = " ".join(text.split()).strip(AROUND_NAME)
    if not name or len(name) > _LONGEST_NAME_CHARACTERS or not any(map(str.isalnum, name)):
        return ""
    if (_NO_NAME_END.search(name) and not _INITIAL_END.search(name)) or clock_seconds(name) is not None:
        return ""
    return name


def _are_names(group: Sequence[Mark], contents: dict[Mark, str]) -> bool:
    """Tell whether the elements of one kind hold names, of people who speak more than once."""
    names = [name_in(contents[mark]) for mark in group if not is_header(mark, contents[mark])]
    named = [name for name in names if name and not is_question_or_answer(name) and not is_marker(name)]
    if not named or len(named) < _TRUE_SHARE * len(names):
        return False
    distinct = len(set(named))
    return group[0].is_clear or (len(named) >= 3 and 2 <= distinct <= len(named) * 2 / 3)


def _with_speech(
    lines: Sequence[Line], names: Sequence[Mark], times: Sequence[Mark], contents: dict[Mark, str]
) -> list[Mark]:
    """Return the marks for names if most have speech behind them, and come again or have a time beside them."""
    followed: set[Mark] = set()
    timed: set[Mark] = set()
    last: Mark | None = None
    time_before = False
    for piece in cut_pieces(lines, sorted([*names, *times], key=lambda mark: mark.start)):
        if not piece.text.strip(AROUND_NAME):
            continue
        if piece.mark and piece.mark.kind == "name":
            last = piece.mark
            timed |= {last} if time_before else set()
        elif piece.mark:
            timed |= {last} - followed if last else set()
            time_before = True
            continue
        elif last:
            followed.add(last)
        time_before = False
    if not names or len(followed) < _SPEECH_SHARE * len(names):
        return []
    counts = Counter(name_in(contents[mark]) for mark in names)
    comes_again = len(counts) < len(names)
    return list(names) if comes_again or len(timed) * 2 >= len(names) else []
