"""The shapes of labels in which a name is followed by something else than a colon.

bracket  `[Name] text`, `[Name] [00:03] text`, `<name> text`
inside   `[Name 0:03] text`, `(0:03, Name): text`
timed    `Name, 0:03 text`, `Name - 0:03 - text`
stop     `Name. text`, `Mr. Ruiz. text`
dash     `Name – text`
pipe     `Name | text`
"""

import re
from typing import Literal

from index.text.names import BESIDE_TIME, SPAN, TIME

OtherShape = Literal["bracket", "inside", "timed", "stop", "dash", "pipe"]

_TITLE = r"(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|MR|MRS|MS|DR|PROF|SEN|REP)\."
_WORD = r"[^\W\d_a-zß-ÿ][\w'’-]{0,30}"
_OUTSIDE_BRACKETS = r"[^\[\]()（）【】:：\n]"
OTHER_SHAPES: dict[OtherShape, re.Pattern[str]] = {
    "bracket": re.compile(
        rf"(?:(?P<before>{TIME}){BESIDE_TIME}*)?"
        rf"(?:\[(?!\s?{TIME})(?P<name>[^\[\]:：\n]{{1,60}})\]|<(?P<nick>[\w .'|-]{{1,40}})>)"
        rf"\s?(?:(?P<time>{TIME})\s?)?(?=\S)"
    ),
    "inside": re.compile(
        rf"[\[(（【]\s?(?:(?P<before>{SPAN}){BESIDE_TIME}+)?(?P<name>{_OUTSIDE_BRACKETS}{{1,60}}?)"
        rf"(?:{BESIDE_TIME}+(?P<time>{SPAN}))?\s?[\])）】]\s?[:：]?\s*(?=\S)"
    ),
    "timed": re.compile(
        rf"(?P<name>{_WORD}(?:\s{_WORD}){{0,3}}){BESIDE_TIME}+(?P<time>{TIME})(?:\s*[|｜–—-])?\s+(?=\S)"
    ),
    "stop": re.compile(rf"(?P<name>{_TITLE} {_WORD}(?: {_WORD})?|{_WORD}(?: {_WORD}|(?: [A-Z]\.)){{0,2}})\.\s+(?=\S)"),
    "dash": re.compile(rf"(?:(?P<before>{TIME})\s*)?(?P<name>{_WORD}(?:\s{_WORD}){{0,3}})\s+[–—-]\s+(?=\S)"),
    "pipe": re.compile(r"(?P<name>[^|\n]{1,40}?)\s*\|\s*(?=\S)"),
}
BOLD_NAME = re.compile(r"\s{0,3}(?P<mark>\*\*|__)(?P<name>[^*_\n:：.?!]{1,60})(?P=mark)\s*(?=\S)")


def name_in(match: re.Match[str]) -> tuple[str, int]:
    """Return the name that a match of one of the shapes holds, and where it begins."""
    group = "name" if match["name"] is not None else "nick"
    return match[group], match.start(group)
