"""Figures as SVG, a shape at a time: plain data that `charts.html` writes out, each with the table behind it.

Shapes have classes in the place of colours, so that `figures.css` says how they look in light and in dark.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH = 360  # of every figure: about a phone's, so that words are as large there as beside them

Number = int | float
Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """An element of SVG with its attributes, and with words if it is a text."""

    tag: str
    attributes: dict[str, Number | str]
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A figure, what it shows in words, and the same as a table.

    Attributes:
        name: Tells it from the others of the page; in ids.
        title: What it is of.
        description: What there is to see, for who does not see it.
        height: In units of which it is `WIDTH` wide.
        shapes: From the back to the front.
        columns: The table's head.
        rows: The table's cells, as texts.
        notes: What else must be known to read it, such as where there is too little to say anything.
        legend: The classes of shapes whose meaning the figure does not say itself, each with its meaning.
    """

    name: str
    title: str
    description: str
    height: int
    shapes: tuple[Shape, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()
    width: int = WIDTH


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """Where the values from `low` to `high` lie between two places of a figure."""

    low: float
    high: float
    start: float
    end: float

    def place(self, value: float) -> float:
        """Return where a value lies."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Shape:
    """Return a straight line."""
    return _shape("line", kind, x1=x1, y1=y1, x2=x2, y2=y2)


def rectangle(x: float, y: float, width: float, height: float, kind: str) -> Shape:
    """Return a rectangle, from its upper left corner."""
    return _shape("rect", kind, x=x, y=y, width=width, height=height)


def circle(x: float, y: float, radius: float, kind: str) -> Shape:
    """Return a circle about a point."""
    return _shape("circle", kind, cx=x, cy=y, r=radius)


def path(points: Iterable[Point], kind: str) -> Shape:
    """Return a line through points."""
    places = " ".join(f"{_rounded(x)},{_rounded(y)}" for x, y in points)
    return Shape(tag="polyline", attributes={"class": kind, "points": places})


def text(x: float, y: float, words: str, kind: str, anchor: str = "start") -> Shape:
    """Return words whose baseline is at `y`; they start, have their middle or end at `x`."""
    placed = _shape("text", kind, x=x, y=y)
    return Shape(tag="text", attributes={**placed.attributes, "text-anchor": anchor}, words=words)


def whisker(low: Point, high: Point, kind: str = "whisker") -> list[Shape]:
    """Return an interval from one point to another, upright or level, with a stroke across at both ends."""
    (x1, y1), (x2, y2) = low, high
    across, along = (0, 4) if y1 == y2 else (4, 0)
    ends = [line(x - across, y - along, x + across, y + along, kind) for x, y in (low, high)]
    return [line(x1, y1, x2, y2, kind), *ends]


def shortened(words: str, columns: int) -> str:
    """Return a text that is at most so many columns wide, of which a Chinese character takes two."""
    taken = 0
    for place, character in enumerate(words):
        taken += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if taken > columns:
            return words[: max(place - 1, 1)] + "…"
    return words


def round_above(value: float) -> int:
    """Return where an axis of counts ends: the next number that is 1, 2, 4, 5, 6 or 8 times a power of ten."""
    power = 1
    while True:
        for factor in (1, 2, 4, 5, 6, 8):
            if factor * power >= value:
                return factor * power
        power *= 10


def spread(places: Sequence[float], apart: float) -> list[float]:
    """Return places from low to high, moved down where they are less than `apart` from the one before."""
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + apart) if moved else place)
    return moved


def _shape(tag: str, kind: str, **numbers: float) -> Shape:
    return Shape(tag=tag, attributes={"class": kind, **{name: _rounded(number) for name, number in numbers.items()}})


def _rounded(number: float) -> Number:
    tenths = round(number, 1)
    return int(tenths) if tenths == int(tenths) else tenths
