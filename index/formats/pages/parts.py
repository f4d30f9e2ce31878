"""The parts of a web page: its blocks, its lines, the elements that seem to say who speaks, and lines cut by them."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index.domain import BlockKind
from index.formats.pages.elements import MARKS, MarkKind


@dataclass(slots=True, kw_only=True, eq=False)
class Element:
    """A block of the page, `raw[start:end]`, and what it hands on to the blocks inside it."""

    name: str
    start: int
    end: int = 0
    parent: "Element | None" = None
    is_aside: bool = False
    is_furniture: bool = False
    is_preformatted: bool = False
    style: str = ""
    cells: int = 0
    marks: list["Mark"] = field(default_factory=list)


@dataclass(slots=True, kw_only=True, eq=False)
class Mark:
    """An element that seems to say who speaks or when: what stands in `raw[start:end]`, in the block `element`.

    `group` is the class or the name that says so; marks of one group are believed together or not at all. `is_clear`
    is false where such elements are often about something else.
    """

    kind: MarkKind
    group: str
    start: int
    element: Element
    end: int = 0
    is_clear: bool = True
    voice: str = ""
    seconds: float | None = None


@dataclass(slots=True, kw_only=True)
class Line:
    """A line of a page; `styles` are the places in it from which a style holds, with that style.

    Of its characters, `link_characters` are in links and `italic_characters` in italics, white space among them.
    """

    element: Element
    kind: BlockKind
    begins_paragraph: bool
    ends_turn: bool
    characters: list[str]
    offsets: list[int]
    styles: list[tuple[int, str]]
    link_characters: int
    italic_characters: int


@dataclass(slots=True, kw_only=True)
class Piece:
    """A part of a line, `line.characters[start:end]`, in the innermost mark `mark` or in none."""

    line: Line
    start: int
    end: int
    mark: Mark | None = None
    voice: str | None = None
    seconds: float | None = None
    behind_name: bool = False

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(self.line.characters[self.start : self.end])

    @property
    def position(self) -> int:
        """Where it begins in the raw text."""
        return self.line.offsets[self.start]

    @property
    def mark_of_line(self) -> str:
        """What sets the line apart that it is part of."""
        if self.line.italic_characters == len(self.line.characters):
            return "in italics"
        element: Element | None = self.line.element
        while element:
            if element.name in MARKS:
                return MARKS[element.name]
            element = element.parent
        return ""


def cut_pieces(lines: Sequence[Line], marks: Sequence[Mark]) -> Iterator[Piece]:
    """Yield the lines cut where a mark begins or ends; `marks` are in order of their starts.

    The effective voice and seconds of elements that carry them as attributes are written into the pieces.
    """
    open_marks: list[tuple[Mark, str]] = []
    following = 0
    for line in lines:
        place = 0
        while place < len(line.offsets):
            position = line.offsets[place]
            while following < len(marks) and marks[following].start <= position:
                _push(open_marks, marks[following], position)
                following += 1
            while open_marks and open_marks[-1][0].end <= position:
                open_marks.pop()
            limits = [open_marks[-1][0].end] if open_marks else []
            limits += [marks[following].start] if following < len(marks) else []
            end = bisect_left(line.offsets, min(limits), place) if limits else len(line.offsets)
            mark, voice = open_marks[-1] if open_marks else (None, "")
            yield Piece(line=line, start=place, end=max(end, place + 1), mark=mark, voice=voice or None)
            place = max(end, place + 1)


def _push(open_marks: list[tuple[Mark, str]], mark: Mark, position: int) -> None:
    while open_marks and open_marks[-1][0].end <= mark.start:
        open_marks.pop()
    if mark.end <= position:
        return
    around, voice = open_marks[-1] if open_marks else (None, "")
    if mark.kind == "voice" and around and around.kind != "voice":
        return  # a name is a name, whatever its words are marked with
    open_marks.append((mark, mark.voice or voice))
