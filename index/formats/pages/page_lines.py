"""The lines of a web page: what a reader of the page sees, block by block, and which elements it stands in."""

import re
from dataclasses import dataclass, field

from index.domain import BlockKind
from index.formats.escapes import reference_at
from index.formats.pages.elements import (
    BLOCKS,
    ENDED_BY,
    HEADINGS,
    ITALICS,
    is_aside,
    is_furniture,
    is_hidden,
    style_of,
)
from index.formats.pages.marks import marks_of
from index.formats.pages.parts import Element, Line, Mark
from index.formats.pages.tags import Tag, read_attributes

_ONLY_TAGS = re.compile(r"(?:</?(?:b|strong|span)>|\s)*")
_MOST_INLINE = 12


@dataclass(slots=True, kw_only=True)
class _Inline:
    """An open element inside a line, or around blocks, that says something; `depth` counts others of its name in it."""

    name: str
    level: int
    style: str
    marks: list[Mark]
    depth: int = 1


@dataclass(slots=True, kw_only=True)
class PageLines:
    """A page while it is read: finished lines, the line in the making, and which elements are open."""

    raw: str
    suffix: str
    lines: list[Line] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    bold: list[tuple[int, int]] = field(default_factory=list)
    _characters: list[str] = field(default_factory=list)
    _offsets: list[int] = field(default_factory=list)
    _styles: list[tuple[int, str]] = field(default_factory=list)
    _link_characters: int = 0
    _italic_characters: int = 0
    _begins_paragraph: bool = True
    _behind_rule: bool = False
    _heading: bool = False
    _open: list[Element] = field(default_factory=lambda: [Element(name="", start=0)])
    _open_names: dict[str, int] = field(default_factory=dict)
    _inline: list[_Inline] = field(default_factory=list)
    _bold_depth: int = 0
    _bold_start: int = 0
    _hidden_by: str = ""
    _hidden_depth: int = 0

    def read_text(self, position: int, end: int) -> None:
        """Read the text `raw[position:end]`."""
        if self._hidden_by:
            return
        style = next((inline.style for inline in reversed(self._inline) if inline.style), self._open[-1].style)
        if not self._styles or self._styles[-1][1] != style:
            self._styles.append((len(self._characters), style))
        before = len(self._characters)
        while position < end:
            character, behind = reference_at(self.raw, position, self.suffix) or (self.raw[position], position + 1)
            if self._open[-1].is_preformatted and character == "\n":
                self._end_line(wrapped=True)
                before = 0
            else:
                self._characters += character
                self._offsets += [position] * len(character)
            position = behind
        count = len(self._characters) - before
        self._link_characters += count * any(inline.name == "a" for inline in self._inline)
        in_italics = any(inline.name in ITALICS for inline in self._inline)
        self._italic_characters += count * (in_italics or all(map(str.isspace, self._characters[before:])))

    def read_tag(self, tag: Tag) -> None:
        """Take note of a tag."""
        if tag.closes:
            self._close(tag.name, tag.start)
        else:
            self._begin(tag)

    def finish(self) -> None:
        """End what is still open at the end of the page."""
        self._end_line()
        while self._open:
            self._close_block(len(self.raw))
        for inline in self._inline:
            self._end_inline(inline, len(self.raw))
        if self._bold_depth:
            self._end_bold(len(self.raw))

    def _begin(self, tag: Tag) -> None:
        name = tag.name
        if self._hidden_by and not self._ends_hidden(name):
            self._hidden_depth += name == self._hidden_by
            return
        self._hidden_by = ""
        if name == "br":
            self._end_line(wrapped=True)
        elif name in BLOCKS:
            self._end_line()
            self._begin_block(tag)
        else:
            self._begin_inline(tag)
        if is_hidden(name, tag.attributes):
            self._hidden_by, self._hidden_depth = name, 1

    def _close(self, name: str, position: int) -> None:
        if self._hidden_by:
            self._hidden_depth -= name == self._hidden_by
            self._hidden_by = self._hidden_by if self._hidden_depth else ""
            return
        if name in BLOCKS:
            self._end_line()
            self._heading = self._heading and name not in HEADINGS
            if self._open_names.get(name):
                while self._close_block(position) != name:
                    pass
            return
        if name in ("b", "strong") and self._bold_depth:
            self._bold_depth -= 1
            if not self._bold_depth:
                self._end_bold(position)
        self._close_inline(name, position)

    def _ends_hidden(self, name: str) -> bool:
        """Tell whether a start tag closes the hidden element that is open, as a block does to <p> and <head>."""
        return self._hidden_by in ("p", "head") and name in BLOCKS

    def _begin_block(self, tag: Tag) -> None:
        name = tag.name
        self._behind_rule = self._behind_rule or name == "hr"
        self._heading = name in HEADINGS
        while self._open[-1].name == "p" or self._open[-1].name in ENDED_BY.get(name, ()):
            self._close_block(tag.start)
        if name == "hr":
            return
        parent = self._open[-1]
        attributes = read_attributes(tag) if "=" in tag.attributes else {}
        element = Element(
            name=name,
            start=tag.start,
            parent=parent,
            is_aside=parent.is_aside or is_aside(name),
            is_furniture=is_furniture(name, attributes),
            is_preformatted=parent.is_preformatted or name == "pre",
            style=style_of(name, attributes) or parent.style,
        )
        element.marks = marks_of(tag, attributes, parent)
        self.marks += element.marks
        self._open.append(element)
        self._open_names[name] = self._open_names.get(name, 0) + 1

    def _close_block(self, position: int) -> str:
        """End the innermost block and whatever was begun inside it; return its name."""
        element = self._open.pop()
        element.end = position
        for mark in element.marks:
            mark.end = position
        self._open_names[element.name] = self._open_names.get(element.name, 1) - 1
        while self._inline and self._inline[-1].level > len(self._open):
            self._end_inline(self._inline.pop(), position)
        return element.name

    def _begin_inline(self, tag: Tag) -> None:
        if tag.name in ("b", "strong"):
            self._bold_start = self._bold_start if self._bold_depth else tag.end
            self._bold_depth += 1
        attributes = read_attributes(tag) if "=" in tag.attributes else {}
        style = style_of(tag.name, attributes)
        marks = marks_of(tag, attributes, self._open[-1])
        self.marks += marks
        if (style or marks or tag.name == "a" or tag.name in ITALICS) and len(self._inline) < _MOST_INLINE:
            self._inline.append(_Inline(name=tag.name, level=len(self._open), style=style, marks=marks))
        elif same := next((inline for inline in reversed(self._inline) if inline.name == tag.name), None):
            same.depth += 1

    def _close_inline(self, name: str, position: int) -> None:
        for place in range(len(self._inline) - 1, -1, -1):
            inline = self._inline[place]
            if inline.name == name:
                inline.depth -= 1
                if not inline.depth:
                    self._end_inline(self._inline.pop(place), position)
                return

    @staticmethod
    def _end_inline(inline: _Inline, position: int) -> None:
        for mark in inline.marks:
            mark.end = position

    def _end_line(self, *, wrapped: bool = False) -> None:
        """Finish the line in the making; unless it is wrapped, or is empty, the next one begins a block."""
        has_text = any(not character.isspace() for character in self._characters)
        if has_text:
            element = self._open[-1]
            kind: BlockKind = "aside" if element.is_aside else "heading" if self._heading else "text"
            self.lines.append(
                Line(
                    element=element,
                    kind=kind,
                    begins_paragraph=self._begins_paragraph,
                    ends_turn=self._behind_rule,
                    characters=self._characters,
                    offsets=self._offsets,
                    styles=self._styles,
                    link_characters=self._link_characters,
                    italic_characters=self._italic_characters,
                )
            )
            self._behind_rule = False
        self._begins_paragraph = not (wrapped and has_text)
        self._characters, self._offsets, self._styles = [], [], []
        self._link_characters = self._italic_characters = 0

    def _end_bold(self, position: int) -> None:
        """Finish a bold stretch; one that goes on where the last one ended is the same."""
        start = self._bold_start
        if self.bold and _ONLY_TAGS.fullmatch(self.raw, self.bold[-1][1], min(start, self.bold[-1][1] + 40)):
            start = self.bold.pop()[0]
        self.bold.append((start, position))
