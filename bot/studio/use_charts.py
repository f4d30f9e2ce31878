"""How the bot is used, as figures: bars by day, and what people did with answers."""

import datetime
from collections import Counter
from collections.abc import Sequence
from typing import get_args

from bot.domain.signals import LearningAnswer, SignalKind
from bot.studio.drawing import Axis, Chart, Shape, line, rectangle, round_above, text
from bot.studio.page import Words
from bot.studio.use import UseOfDay

_TOP, _BOTTOM = 14, 176
_LEFT, _RIGHT = 36, 344
_HEIGHT = 204
_ROW = 26

_Bars = Sequence[Sequence[int]]


def asked_chart(days: Sequence[UseOfDay], say: Words) -> Chart:
    """Return the questions of each day: answered, and on top, only outlined, those that were not or not surely."""
    counts = [(day.answered, day.unsure + day.nothing) for day in days]
    totals = {
        "asked": sum(map(sum, counts)),
        "answered": sum(day.answered for day in days),
        "unsure": sum(day.unsure for day in days),
        "nothing": sum(day.nothing for day in days),
    }
    return Chart(
        name="asked",
        title=say("asked"),
        description=say("asked_in_words", **totals),
        height=_HEIGHT,
        shapes=(*_bars_by_day([day.day for day in days], counts, [(0, 0)] * len(days)),),
        columns=tuple(say(key) for key in ("day", "answered", "unsure", "nothing")),
        rows=tuple(_row(day.day, day.answered, day.unsure, day.nothing) for day in days),
        notes=(say("asked_in_words", **totals),),
        legend=(("bar", say("answered")), ("open", say("not_answered"))),
    )


def votes_chart(days: Sequence[UseOfDay], say: Words) -> Chart:
    """Return the votes of each day: those for a quote upwards, those against it downwards."""
    totals = {"liked": sum(day.liked for day in days), "disliked": sum(day.disliked for day in days)}
    up, down = [(day.liked, 0) for day in days], [(0, day.disliked) for day in days]
    return Chart(
        name="votes",
        title=say("votes"),
        description=say("votes_in_words", **totals),
        height=_HEIGHT,
        shapes=(*_bars_by_day([day.day for day in days], up, down),),
        columns=(say("day"), say("liked"), say("disliked")),
        rows=tuple(_row(day.day, day.liked, day.disliked) for day in days),
        notes=(say("votes_in_words", **totals),),
        legend=(("bar", say("up_is")), ("open", say("down_is"))),
    )


def signals_chart(answers: Sequence[LearningAnswer], say: Words) -> Chart:
    """Return how often people did what with a quote, beside voting."""
    times = Counter(signal.kind for answer in answers for signal in answer.signals)
    kinds: tuple[SignalKind, ...] = get_args(SignalKind)
    across = Axis(low=0, high=round_above(max(times.values(), default=1)), start=144, end=312)
    shapes: list[Shape] = []
    for row, kind in enumerate(kinds):
        y = 8 + _ROW * row + _ROW / 2
        end = across.place(times[kind])
        shapes += [text(4, y + 4, say(f"signal_{kind}"), "name"), line(144, y - 8, 144, y + 8, "zero")]
        shapes += [rectangle(144, y - 6, end - 144, 12, "bar"), text(end + 6, y + 4, f"{times[kind]:,}", "value")]
    return Chart(
        name="signals",
        title=say("signals"),
        description=say("signals_in_words", total=times.total()),
        height=16 + _ROW * len(kinds),
        shapes=tuple(shapes),
        columns=(say("signal"), say("times")),
        rows=tuple((say(f"signal_{kind}"), f"{times[kind]:,}") for kind in kinds),
    )


def _bars_by_day(days: Sequence[datetime.date], up: _Bars, down: _Bars) -> list[Shape]:
    """Return upright bars, each of a full and an outlined part, from zero upwards and downwards."""
    highest, lowest = round_above(max(map(sum, up))), max(map(sum, down))
    axis = Axis(low=-round_above(lowest) if lowest else 0, high=highest, start=_BOTTOM, end=_TOP)
    width = (_RIGHT - _LEFT) / len(days)
    shapes: list[Shape] = []
    for tick in sorted({axis.low, 0, axis.high}):
        y = axis.place(tick)
        kind = "grid" if tick else "zero"
        shapes += [line(_LEFT, y, _RIGHT, y, kind), text(_LEFT - 6, y + 4, f"{abs(tick):,.0f}", "tick", "end")]
    for number, day in enumerate(days):
        x = _LEFT + width * number + 1
        shapes += _bar(axis, x, width - 2, up[number], 1) + _bar(axis, x, width - 2, down[number], -1)
        if number % 7 == 1:
            shapes.append(text(x + width / 2 - 1, 194, f"{day.month}/{day.day}", "tick", "middle"))
    return shapes


def _bar(axis: Axis, x: float, width: float, parts: Sequence[int], way: int) -> list[Shape]:
    shapes: list[Shape] = []
    start = 0
    for kind, count in zip(("bar", "open"), parts, strict=True):
        if count:
            ends = sorted((axis.place(way * start), axis.place(way * (start + count))))
            shapes.append(rectangle(x, ends[0], width, ends[1] - ends[0], kind))
        start += count
    return shapes


def _row(day: datetime.date, *counts: int) -> tuple[str, ...]:
    return (day.isoformat(), *(f"{count:,}" for count in counts))
