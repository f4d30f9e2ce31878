"""Web pages: what a reader of the page sees, block by block.

The tags are found by a reader of our own: on unclosed tags the standard library's takes quadratic time in the
Pythons before its fix (3.11.7: 150 kB of "<a " do not end within minutes). As in a browser, what is never
closed (a comment, a tag, a script) swallows the rest; so every character is looked at a bounded number of times.
"""

import re
from dataclasses import dataclass, field

from index.domain import BlockKind
from index.formats.formats import reference_at
from index.formats.segments import Segment

_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][^\s/>]{0,40})")
_TAG_END = re.compile(r"[>\"']")
_BEFORE_VALUE = re.compile(r"=\s{0,20}\Z")
_HIDING = re.compile(
    r"\shidden(?:[\s=>/]|\Z)|aria-hidden\s{0,5}=\s{0,5}[\"']?true|display\s{0,5}:\s{0,5}none"
    r"|visibility\s{0,5}:\s{0,5}hidden",
    re.IGNORECASE,
)
# WeChat hides an article until its script has run; a saved copy still says so.
_SHOWN_LATER = re.compile(r"id\s{0,5}=\s{0,5}[\"']?js_content\b")
_CODE = frozenset((
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript", "template",
    "svg", "math"
))  # fmt: skip
_UNSEEN = frozenset((
    "head", "object", "select", "button", "nav", "form", "dialog", "audio", "video", "canvas"
))  # fmt: skip
_ONLY_TAGS = re.compile(r"(?:</?(?:b|strong|span)>|\s)*")
_EMPTY = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"
))  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ASIDES = frozenset(("blockquote", "aside", "figcaption", "caption", "footer"))
_BLOCKS = _HEADINGS | _ASIDES | {
    "address", "article", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figure", "form",
    "header", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip


def read_page(raw: str, suffix: str) -> tuple[list[Segment], list[tuple[int, int]]]:
    """Return the visible lines of a page, and the raw stretches in <b> and <strong>."""
    page = _Page(raw=raw, suffix=suffix)
    position = 0
    while position < len(raw):
        position = _read_markup(page, position) if raw[position] == "<" else page.read_text(position)
    page.end_line()
    if page.bold_depth:
        page.end_bold(len(raw))
    return page.lines, page.bold


def _read_markup(page: "_Page", position: int) -> int:
    """Read a comment, declaration or tag, or a mere "<", and return the place behind it."""
    raw = page.raw
    if raw.startswith("<!--", position):
        end = raw.find("-->", position + 4)
        return len(raw) if end < 0 else end + 3
    if raw.startswith(("<!", "<?"), position):
        end = raw.find(">", position)
        return len(raw) if end < 0 else end + 1
    found = _TAG.match(raw, position)
    if not found:
        return page.read_text(position)
    end = _tag_end(raw, found.end())
    name = found["name"].lower()
    if found["close"]:
        page.close_tag(name, position)
        return end
    page.open_tag(name, raw[found.end() : min(end, found.end() + 2000)], end)
    return _behind_code(raw, end, name) if name in _CODE and not raw.endswith("/>", position, end) else end


def _tag_end(raw: str, position: int) -> int:
    """Return the place behind a tag's ">", which does not count inside a quoted value."""
    while found := _TAG_END.search(raw, position):
        position = found.end()
        if found.group() == ">":
            return position
        if _BEFORE_VALUE.search(raw, max(position - 22, 0), position - 1):
            end = raw.find(found.group(), position)
            if end < 0:
                return len(raw)
            position = end + 1
    return len(raw)


def _behind_code(raw: str, position: int, name: str) -> int:
    """Return where the end tag of an element begins whose content is no text; the end of the page if it has none."""
    found = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(raw, position)
    return found.start() if found else len(raw)


@dataclass(slots=True, kw_only=True)
class _Page:
    """A page while it is read: finished lines, the line in the making, and which elements are open."""

    raw: str
    suffix: str
    lines: list[Segment] = field(default_factory=list)
    bold: list[tuple[int, int]] = field(default_factory=list)
    characters: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    fresh: bool = True
    behind_rule: bool = False
    preformatted: bool = False
    heading: bool = False
    aside_depth: int = 0
    bold_depth: int = 0
    bold_start: int = 0
    hidden_by: str = ""
    hidden_depth: int = 0

    def read_text(self, position: int) -> int:
        """Read text up to the next "<" behind `position` and return where that is."""
        following = self.raw.find("<", position + 1)
        end = len(self.raw) if following < 0 else following
        while position < end and not self.hidden_by:
            character, behind = reference_at(self.raw, position, self.suffix) or (self.raw[position], position + 1)
            if self.preformatted and character == "\n":
                self.end_line(wrapped=True)
            else:
                self.characters += character
                self.offsets += [position] * len(character)
            position = behind
        return end

    def open_tag(self, name: str, attributes: str, end: int) -> None:
        """Take note of a start tag."""
        if self.hidden_by and not self._ends_hidden(name):
            self.hidden_depth += name == self.hidden_by
            return
        self.hidden_by = ""
        if name == "br":
            self.end_line(wrapped=True)
        elif name in _BLOCKS:
            self.end_line()
            self.behind_rule = self.behind_rule or name == "hr"
            self.heading = name in _HEADINGS
            self.preformatted = self.preformatted or name == "pre"
            self.aside_depth += name in _ASIDES
        elif name in ("b", "strong"):
            self.bold_start = self.bold_start if self.bold_depth else end
            self.bold_depth += 1
        hides = _HIDING.search(attributes) and not _SHOWN_LATER.search(attributes)
        if name in _UNSEEN or (hides and name not in _EMPTY):
            self.hidden_by, self.hidden_depth = name, 1

    def close_tag(self, name: str, position: int) -> None:
        """Take note of an end tag."""
        if self.hidden_by:
            self.hidden_depth -= name == self.hidden_by
            self.hidden_by = self.hidden_by if self.hidden_depth else ""
            return
        if name in _BLOCKS:
            self.end_line()
            self.heading = self.heading and name not in _HEADINGS
            self.preformatted = self.preformatted and name != "pre"
            self.aside_depth = max(self.aside_depth - (name in _ASIDES), 0)
        elif name in ("b", "strong") and self.bold_depth:
            self.bold_depth -= 1
            if not self.bold_depth:
                self.end_bold(position)

    def _ends_hidden(self, name: str) -> bool:
        """Tell whether a start tag closes the hidden element that is open, as a block does to <p> and <head>."""
        return self.hidden_by in ("p", "head") and name in _BLOCKS

    def end_line(self, *, wrapped: bool = False) -> None:
        """Finish the line in the making; unless it is wrapped, or is empty, the next one begins a block."""
        has_text = any(not character.isspace() for character in self.characters)
        if has_text:
            kind: BlockKind = "aside" if self.aside_depth else "heading" if self.heading else "text"
            text, offsets = "".join(self.characters), self.offsets
            self.lines.append(
                Segment(text=text, offsets=offsets, kind=kind, fresh=self.fresh, ends_turn=self.behind_rule)
            )
            self.behind_rule = False
        self.fresh = not (wrapped and has_text)
        self.characters, self.offsets = [], []

    def end_bold(self, position: int) -> None:
        """Finish a bold stretch; one that goes on where the last one ended is the same."""
        start = self.bold_start
        if self.bold and _ONLY_TAGS.fullmatch(self.raw, self.bold[-1][1], min(start, self.bold[-1][1] + 40)):
            start = self.bold.pop()[0]
        self.bold.append((start, position))
