"""Bars as figures draw them: on a line from 0 to 100, whatever is measured. SVG takes these numbers as they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_LINE = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One part of a stacked bar: what it stands for, the place of its series, its value, and where it lies."""

    name: str
    series: int
    value: float
    x: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StackedBar:
    """What adds up to something: what is positive to the right of zero, what is negative to its left."""

    segments: tuple[Segment, ...]
    zero_at: float
    total_at: float


def stacked(parts: Sequence[Mapping[str, float]]) -> list[StackedBar]:
    """Return a bar for each of some sums, all on one scale.

    Args:
        parts: The parts of each sum, by name; the same name is the same series in all of them.
    """
    highest = max((sum(value for value in own.values() if value > 0) for own in parts), default=0.0)
    lowest = min((sum(value for value in own.values() if value < 0) for own in parts), default=0.0)
    scale = _LINE / ((highest - lowest) or 1.0)
    zero_at = -lowest * scale
    return [_bar(own, zero_at, scale) for own in parts]


def _bar(parts: Mapping[str, float], zero_at: float, scale: float) -> StackedBar:
    right = left = zero_at
    segments = []
    for series, (name, value) in enumerate(parts.items(), 1):
        width = abs(value) * scale
        x = right if value > 0 else left - width
        right, left = (right + width, left) if value > 0 else (right, left - width)
        segments.append(Segment(name=name, series=series, value=value, x=x, width=width))
    total_at = zero_at + sum(parts.values()) * scale
    return StackedBar(segments=tuple(segments), zero_at=zero_at, total_at=total_at)
