"""The tags of a web page, found in one pass.

The reader is our own: on unclosed tags the standard library's takes quadratic time in the Pythons before its fix
(3.11.7: 150 kB of "<a " do not end within minutes). As in a browser, what is never closed (a comment, a tag, a
script) swallows the rest; so every character is looked at a bounded number of times.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][^\s/>]{0,40})")
_TAG_END = re.compile(r"[>\"']")
_BEFORE_VALUE = re.compile(r"=\s{0,20}\Z")
_ATTRIBUTE = re.compile(
    r"(?P<name>[^\s\"'=<>/]{1,60})(?:\s{0,20}=\s{0,20}(?:\"(?P<double>[^\"]*)|'(?P<single>[^']*)|(?P<bare>[^\s>]+)))?"
)
_LONGEST_ATTRIBUTES = 2000
_CODE = frozenset((
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript", "template",
    "svg", "math"
))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A tag `raw[start:end]`; `attributes` is what stands in it behind its name.

    The page goes on at `behind`: at `end`, but where the end tag begins if what stands between them is no text
    (a script, a style sheet, a title).
    """

    name: str
    start: int
    end: int
    behind: int
    closes: bool = False
    attributes: str = ""


def read_tags(raw: str) -> Iterator[Tag | tuple[int, int]]:
    """Yield in order the tags, and the (start, end) of each text between them; comments are left out."""
    position = 0
    while position < len(raw):
        if raw[position] == "<" and (end := _comment_end(raw, position)):
            position = end
        elif raw[position] == "<" and (match := _TAG.match(raw, position)):
            tag = _tag(raw, match)
            yield tag
            position = tag.behind
        else:
            following = raw.find("<", position + 1)
            end = len(raw) if following < 0 else following
            yield position, end
            position = end


def read_attributes(tag: Tag) -> dict[str, str]:
    """Return the attributes of a tag, with their names in small letters and character references read."""
    attributes: dict[str, str] = {}
    for attribute in _ATTRIBUTE.finditer(tag.attributes):
        value = attribute["double"] or attribute["single"] or attribute["bare"] or ""
        attributes.setdefault(attribute["name"].lower(), html.unescape(value))
    return attributes


def _comment_end(raw: str, position: int) -> int:
    """Return the place behind the comment or declaration at `position`; 0 where there is none."""
    if raw.startswith("<!--", position):
        end = raw.find("-->", position + 4)
        return len(raw) if end < 0 else end + 3
    if raw.startswith(("<!", "<?"), position):
        end = raw.find(">", position)
        return len(raw) if end < 0 else end + 1
    return 0


def _tag(raw: str, match: re.Match[str]) -> Tag:
    end = _tag_end(raw, match.end())
    name = match["name"].lower()
    if match["close"]:
        return Tag(name=name, start=match.start(), end=end, behind=end, closes=True)
    attributes = raw[match.end() : min(end, match.end() + _LONGEST_ATTRIBUTES)]
    is_code = name in _CODE and not raw.endswith("/>", match.start(), end)
    behind = _behind_code(raw, end, name) if is_code else end
    return Tag(name=name, start=match.start(), end=end, behind=behind, attributes=attributes)


def _tag_end(raw: str, position: int) -> int:
    """Return the place behind a tag's ">", which does not count inside a quoted value."""
    while mark := _TAG_END.search(raw, position):
        position = mark.end()
        if mark.group() == ">":
            return position
        if _BEFORE_VALUE.search(raw, max(position - 22, 0), position - 1):
            end = raw.find(mark.group(), position)
            if end < 0:
                return len(raw)
            position = end + 1
    return len(raw)


def _behind_code(raw: str, position: int, name: str) -> int:
    """Return where the end tag of an element begins whose content is no text; the end of the page if it has none."""
    end_tag = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(raw, position)
    return end_tag.start() if end_tag else len(raw)
