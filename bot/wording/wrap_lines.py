"""Where lines of running text end: between words and between Chinese characters, and never at a wrong mark.

These are the rules of Unicode's line breaking (UAX #14) that English, Chinese and links need. A package that has all of
them, uniseg, is 11 MB large and takes a tenth of a second to import.
"""

import re
from itertools import accumulate, pairwise

from rich.cells import cell_len, chop_cells
from rich.text import Text

_WIDE_OPENING = "（［｛《〈【〖〔「『￥"
_WIDE_CLOSING = "）］｝》〉】〗〕」』，。．、；：？！％～…—"
_IDEOGRAPH = r"\u2e80-\u2fdf\u3005-\u3007\u3021-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# A straight quotation mark may be either, so it stays with what is on both sides of it.
_NOT_LAST = rf"""\s({{“‘"'\[{_WIDE_OPENING}\u200d\u2060"""
_NOT_FIRST = rf"""\s)}}”’"'\],.;:?!%·々ー{_WIDE_CLOSING}\u0300-\u036f\u200d\u2060\ufe00-\ufe0f"""
_MAY_START = re.compile(
    rf"(?<=\n)(?!\Z)|(?<=[^\S\n\u00a0\u202f])(?=[^{_NOT_FIRST}])"  # after spaces
    rf"|(?<=[{_IDEOGRAPH}{_WIDE_CLOSING}])(?=[^{_NOT_FIRST}])|(?<=[^{_NOT_LAST}])(?=[{_IDEOGRAPH}{_WIDE_OPENING}])"
    rf"|(?<=[^\s/:]/)(?=[^/\d{_NOT_FIRST}])"  # within links
)


def line_starts(text: str, width: int) -> list[int]:
    """Return where the lines after the first start, if each takes as much as it holds.

    Args:
        text: Running text; what follows a newline in it starts a line.
        width: Cells of a line, at least 2, which one Chinese character fills; spaces at the end of a line fill none.

    Returns:
        Ascending offsets in the text; within a word, or before a wrong mark, only where the line would be too wide.
    """
    starts, used = [], 0
    for begin, end in pairwise([0, *(match.start() for match in _MAY_START.finditer(text)), len(text)]):
        unit = text[begin:end].rstrip()
        if begin and (used + cell_len(unit) > width or text[begin - 1] == "\n"):
            starts.append(begin)
            used = 0
        if cell_len(unit) > width:
            pieces = chop_cells(unit, width)
            starts += [begin + length for length in accumulate(map(len, pieces[:-1]))]
            used = cell_len(pieces[-1]) - cell_len(unit)
        used += cell_len(text[begin:end])
    return starts


def wrapped(text: Text, width: int) -> list[Text]:
    """Return styled text in lines of so many cells, without the spaces at their ends."""
    lines = list(text.divide(line_starts(text.plain, max(width, 2))))
    for line in lines:
        line.rstrip()
    return lines
