"""The lines of a raw file, in whatever format: which are speech, which are numbers and times of cues.

Markup is not taken out but painted over, character for character, so that a place in a line is a place in the file.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

LineKind = Literal["blank", "cue", "text"]

MARKUP, BOLD = "\x00", "\x01"  # what is painted over: markup that says nothing of who speaks, and marks of bold
BETWEEN = r"[\s\x00\x01]*"
CLOCK = (
    r"(?:\d{1,3}:\d{2}(?::\d{2}){0,2}(?:[.,]\d{1,3})?(?![:.,]?\d)"
    r"|(?:\d{1,2}\s?h\s?)?\d{1,3}\s?m(?:in)?\s?\d{1,2}\s?s\b|\d{1,3}['′]\d{2}(?:\"|″|''))"
)
TIME = rf"(?:\\?[\[(（【<]\s?)?{CLOCK}(?:\s?(?:[-–—~→]|-{{1,2}}>)\s?{CLOCK})?(?:\s?\\?[\])）】>])?"

_PAGES = (".html", ".htm", ".epub")
_UNSEEN = re.compile(
    r"<!--(?:(?!-->).)*(?:-->|\Z)|<(script|style|svg)\b(?:(?!</\1).)*(?:</\1[^<>]{0,20}>|\Z)", re.I | re.S
)
_BLOCK = (
    r"</?(?:p|div|li|[uod]l|d[td]|t[rdh]|table|h[1-6]|br|blockquote|section|article|header|footer|title|head|body|hr"
    r"|figure|figcaption|main|aside|nav)(?:\s[^<>]{0,2000})?/?>"
)
_PAINTED = re.compile(
    rf"(?P<block>{_BLOCK})"
    r"|(?P<bold>\*\*+|(?<![A-Za-z0-9_])__(?=[^\s_])|(?<=[^\s_])__(?![A-Za-z0-9_])|</?(?:b|strong|cite)(?:\s[^<>]{0,500})?>)"
    r"|</?[A-Za-z0-9:][^<>]{0,2000}>|\{\\[^{}]{0,100}\}|!\[[^\]\n]{0,300}\]\([^()\s]{0,2000}\)|\]\([^()\s]{1,2000}\)"
    r"|(?P<space>&nbsp;|&#160;)|(?<=&)amp;|(?P<more>&gt;)|\\(?=[\[\]().*_~-])",
    re.IGNORECASE,
)
_LINE = re.compile(r"([^\r\n\u2028\u2029]*)(?:\r\n|[\r\n\u2028\u2029]|\Z)")
_TIMING = re.compile(rf"\s*{CLOCK}\s*(?:-->|,(?=\d+:\d\d:\d\d\.\d{{3}}\s*\Z))")
_LINES_A_PARAGRAPH = 10  # more of them a paragraph: blank lines part nothing here
_COMMENT = re.compile(r"(?:NOTE|STYLE|REGION|WEBVTT)(?:\s|\Z)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file, `raw[start:end]`, with its markup painted over.

    `opens` is true where something new can begin: in the first line behind a blank one or behind a cue's time, and in
    every line of a file without either. `cue` counts the cues.
    """

    start: int
    text: str
    kind: LineKind
    opens: bool
    cue: int

    @property
    def words(self) -> str:
        """The line without markup and the white space around it."""
        return self.text.replace(MARKUP, "").replace(BOLD, "").strip()

    @property
    def end(self) -> int:
        """Where the line ends in the file."""
        return self.start + len(self.text)


def read_lines(raw: str, suffix: str) -> list[Line]:
    """Return all lines of a file; of a web page, a line is what stands between two tags that end one."""
    rows = [(line.start(), line[1]) for line in _LINE.finditer(_paint_over(raw, suffix))]
    timings = [bool(_TIMING.match(text[:80])) for _, text in rows]
    blank = [not text.strip("\x00\x01 \t\ufeff\xa0") for _, text in rows]
    breaks = sum(before and not now for before, now in pairwise(blank)) - blank[0]
    always_opens = not any(timings) and (suffix.lower() in _PAGES or breaks * _LINES_A_PARAGRAPH < len(rows))
    lines: list[Line] = []
    opens, is_comment, cue = True, False, 0
    for number, (start, text) in enumerate(rows):
        kind: LineKind = "blank" if blank[number] else "text"
        is_comment = kind == "text" and (is_comment or bool(cue and opens and _COMMENT.match(text[:10])))
        if is_comment or timings[number] or _is_identifier(rows, timings, blank, number):
            kind, cue = "cue", cue + timings[number]
        lines.append(Line(start, text, kind, kind == "text" and (opens or always_opens), cue))
        opens = kind != "text"
    return lines


def _paint_over(raw: str, suffix: str) -> str:
    """Return a text of the same length, without markup; a page's line ends are where its tags end lines."""
    if suffix.lower() in _PAGES:
        raw = _UNSEEN.sub(lambda unseen: MARKUP * len(unseen.group()), raw)
        raw = re.sub(r"[\r\n]", " ", raw)
    return _PAINTED.sub(_paint, raw)


def _paint(markup: re.Match[str]) -> str:
    length = len(markup.group())
    if markup["block"]:
        return "\n" + MARKUP * (length - 1)
    if markup["space"] or markup["more"]:
        return (" " if markup["space"] else ">") + MARKUP * (length - 1)
    return (BOLD if markup["bold"] else MARKUP) * length


def _is_identifier(rows: list[tuple[int, str]], timings: list[bool], blank: list[bool], number: int) -> bool:
    """Tell whether a line is the number or name of the cue whose time stands on the next one."""
    if number + 1 >= len(rows) or not timings[number + 1] or blank[number]:
        return False
    return rows[number][1].strip("\ufeff ").isdigit() or not number or blank[number - 1]
