"""How good the answers are, as figures: shares with their intervals, what thresholds do, whether confidence holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.studio.drawing import Axis, Chart, Shape, circle, line, path, rectangle, shortened, spread, text, whisker
from bot.studio.page import Words
from index.evaluate import Band, Difference, Interval, Score, Tradeoff, share_interval, tradeoffs

_ROW = 26
_NAMES, _BARS, _VALUES = 4, Axis(low=0, high=1, start=104, end=264), 274
_NAME_COLUMNS = 15
_ACROSS = Axis(low=0, high=1, start=46, end=338)
_UP = Axis(low=0, high=1, start=278, end=28)
_SQUARE_HEIGHT = 322
_TICKS = (0, 0.25, 0.5, 0.75, 1)
_TOO_WIDE = 0.4
_TABLE_THRESHOLDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share of some questions: what they have in common, and 1 of each that counts, else 0."""

    name: str
    values: Sequence[float]

    @property
    def share(self) -> float:
        """The share itself, 0 to 1."""
        return sum(self.values) / len(self.values)

    @property
    def interval(self) -> Interval:
        """Its 95 % interval."""
        return share_interval(self.values)

    @property
    def says_little(self) -> bool:
        """Whether so many values are possible that it says hardly anything."""
        low, high = self.interval
        return high - low > _TOO_WIDE


def share_chart(name: str, shares: Sequence[Share], say: Words) -> Chart:
    """Return bars with whiskers, of at least one share; what is said of it are the texts of its name."""
    shapes: list[Shape] = []
    bottom = 8 + _ROW * len(shares)
    for tick in (0, 0.5, 1):
        x = _BARS.place(tick)
        shapes += [line(x, 4, x, bottom, "grid"), text(x, bottom + 16, percent(tick), "tick", "middle")]
    for row, share in enumerate(shares):
        shapes += _share_row(share, 8 + _ROW * row + _ROW / 2)
    little = [share for share in shares if share.says_little]
    return Chart(
        name=name,
        title=say(name),
        description=say("share_description", first=_in_words(shares[0], say)),
        height=bottom + 24,
        shapes=tuple(shapes),
        columns=(say("of"), say("share"), say("interval"), say("questions")),
        rows=tuple(
            (share.name, percent(share.share), interval_text(share.interval), f"{len(share.values):,}")
            for share in shares
        ),
        notes=(say("too_few", names=say("comma").join(_in_words(share, say) for share in little)),) if little else (),
    )


def _share_row(share: Share, y: float) -> list[Shape]:
    low, high = (_BARS.place(end) for end in share.interval)
    return [
        text(_NAMES, y + 4, shortened(share.name, _NAME_COLUMNS), "name"),
        rectangle(_BARS.start, y - 6, _BARS.place(share.share) - _BARS.start, 12, "share"),
        *whisker((low, y), (high, y)),
        text(_VALUES, y + 4, percent(share.share), "value"),
        text(356, y + 4, f"n {len(share.values):,}", "tick", "end"),
    ]


def _in_words(share: Share, say: Words) -> str:
    low, high = share.interval
    values = {"share": percent(share.share), "low": percent(low), "high": percent(high)}
    return say("share_in_words", name=share.name, questions=len(share.values), **values)


def refusal_chart(scores: Sequence[Score], unsure: float, answer: float, say: Words) -> Chart | None:
    """Return how many unanswerable questions are refused against how many answerable ones are kept.

    Args:
        scores: Of all questions.
        unsure: The threshold that stands now, below which nothing is shown.
        answer: The one from which an answer is given.
        say: Says its texts.
    """
    hundredths = [number / 100 for number in range(101)]
    curve = tradeoffs(scores, hundredths)
    if not curve:
        return None
    now = list(zip(("unsure", "answer"), tradeoffs(scores, [unsure, answer]), strict=True))
    shapes = [*_square(say("kept"), say("refused"), 314), path([_at(point) for point in curve], "curve")]
    places = spread([_at(point)[1] + 20 for _, point in reversed(now)], 16)
    for (kind, point), place in zip(reversed(now), places, strict=True):
        shapes += _threshold(kind, point, place, say(f"threshold_{kind}", threshold=f"{point.threshold:.3f}"))
    return Chart(
        name="refusal",
        title=say("refusal"),
        description=" ".join(_threshold_in_words(kind, point, say) for kind, point in now),
        height=_SQUARE_HEIGHT,
        shapes=tuple(shapes),
        columns=(say("threshold"), say("kept"), say("refused")),
        rows=tuple(
            (f"{point.threshold:.3f}{mark}", percent(point.kept), percent(point.refused))
            for mark, point in sorted(
                [("", point) for point in curve[:: 100 // _TABLE_THRESHOLDS]]
                + [(f" {say(f'mark_{kind}')}", point) for kind, point in now],
                key=lambda marked: marked[1].threshold,
            )
        ),
        notes=tuple(_threshold_in_words(kind, point, say) for kind, point in now),
    )


def _threshold(kind: str, point: Tradeoff, place: float, words: str) -> list[Shape]:
    """Return where a threshold stands: a circle for that of an answer, a square for that of being unsure."""
    x, y = _at(point)
    is_right = x > (_ACROSS.start + _ACROSS.end) / 2
    mark = circle(x, y, 6, "mark") if kind == "answer" else rectangle(x - 5, y - 5, 10, 10, "mark")
    return [mark, text(x - 12 if is_right else x + 12, place, words, "value", "end" if is_right else "start")]


def _at(point: Tradeoff) -> tuple[float, float]:
    return _ACROSS.place(point.kept), _UP.place(point.refused)


def _threshold_in_words(kind: str, point: Tradeoff, say: Words) -> str:
    shares = {"kept": percent(point.kept), "refused": percent(point.refused)}
    return say(f"{kind}_in_words", threshold=f"{point.threshold:.3f}", **shares)


def reliability_chart(bands: Sequence[Band], say: Words) -> Chart | None:
    """Return how many first quotes are right at each confidence, with how many questions that is."""
    if not bands:
        return None
    shapes = [
        *_square(say("confidence"), say("right"), 330),
        line(_ACROSS.start, _UP.start, _ACROSS.end, _UP.end, "ideal"),
    ]
    rows = []
    for band in bands:
        interval = share_interval(_values(band))
        x, low, high = _ACROSS.place(band.confidence), *(_UP.place(end) for end in interval)
        shapes += [*whisker((x, low), (x, high)), circle(x, _UP.place(band.right), 5, "point")]
        shapes.append(text(x, 311, f"{band.questions:,}", "tick", "middle"))
        span = f"{band.low:.1f}–{band.low + 0.1:.1f}"
        count, right = f"{band.questions:,}", percent(band.right)
        rows.append((span, count, percent(band.confidence), right, interval_text(interval)))
    return Chart(
        name="reliability",
        title=say("reliability"),
        description=say("reliability_description"),
        height=_SQUARE_HEIGHT + 16,
        shapes=tuple(shapes),
        columns=(say("confidence"), say("questions"), say("mean"), say("right"), say("interval")),
        rows=tuple(rows),
        notes=(say("reliability_note"),),
    )


def _values(band: Band) -> list[float]:
    right = round(band.right * band.questions)
    return [1.0] * right + [0.0] * (band.questions - right)


def difference_chart(differences: Sequence[Difference], say: Words) -> Chart | None:
    """Return how far each figure moved, in points, and what of it may be chance."""
    known = [difference for difference in differences if difference.questions]
    if not known:
        return None
    reach = max(0.1, *(abs(end) for difference in known for end in difference.interval))
    across = Axis(low=-reach, high=reach, start=104, end=280)
    bottom = 8 + _ROW * len(known)
    shapes = [line(across.place(0), 4, across.place(0), bottom, "zero")]
    for end, anchor in ((-reach, "start"), (0.0, "middle"), (reach, "end")):
        shapes.append(text(across.place(end), bottom + 16, f"{100 * end:+.0f}" if end else "0", "tick", anchor))
    rows = []
    for number, difference in enumerate(known):
        y, change = 8 + _ROW * number + _ROW / 2, difference.after - difference.before
        low, high = (across.place(end) for end in difference.interval)
        verdict, name = say(_verdict(difference)), _figure_name(difference.name, say)
        shapes += [text(_NAMES, y + 4, name, "name"), *whisker((low, y), (high, y))]
        shapes += [
            circle(across.place(change), y, 5, "point"),
            text(356, y + 4, f"{100 * change:+.1f}", "value", "end"),
        ]
        both = percent(difference.before), percent(difference.after)
        ends = " … ".join(f"{100 * end:+.1f}" for end in difference.interval)
        rows.append((name, *both, f"{100 * change:+.1f}", ends, f"{difference.questions:,}", verdict))
    return Chart(
        name="difference",
        title=say("difference"),
        description=say("difference_description"),
        height=bottom + 24,
        shapes=tuple(shapes),
        columns=tuple(say(key) for key in ("of", "before", "after", "change", "interval", "questions", "verdict")),
        rows=tuple(rows),
        notes=(say("difference_note"),),
    )


def _figure_name(name: str, say: Words) -> str:
    return say(f"figure_{name}") if name in ("kept", "refused") else name


def _verdict(difference: Difference) -> str:
    low, high = difference.interval
    return "verdict_better" if low > 0 else "verdict_worse" if high < 0 else "verdict_chance"


def _square(across: str, up: str, foot: float) -> list[Shape]:
    """Return the axes of two shares, with their names."""
    shapes: list[Shape] = []
    for tick in _TICKS:
        x, y = _ACROSS.place(tick), _UP.place(tick)
        shapes += [line(x, _UP.start, x, _UP.end, "grid"), line(_ACROSS.start, y, _ACROSS.end, y, "grid")]
        shapes += [text(x, 294, percent(tick), "tick", "middle"), text(40, y + 4, percent(tick), "tick", "end")]
    return [*shapes, text(192, foot, across, "axis", "middle"), text(_NAMES, 14, up, "axis")]


def percent(share: float) -> str:
    """Return a share in words, to whole hundredths."""
    return f"{100 * share:.0f}%"


def interval_text(interval: Interval) -> str:
    """Return an interval of shares in words."""
    return " … ".join(percent(end) for end in interval)
