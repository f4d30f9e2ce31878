"""An evaluation in tables that a terminal of 80 columns holds."""

import math
from collections.abc import Mapping, Sequence

from rich.table import Table
from rich.text import Text

from bot.wording.truncation import one_line
from index.evaluate import BalanceLine, Band, Difference, Figures, Moved
from index.evaluate.intervals import Interval

_IN_GROUPS = ("MRR@10", "nDCG@5", "ranked@1", "recall@10", "kept", "refused")
_MARKS = {"better": Text("+", style="green"), "worse": Text("-", style="red"), "same": Text("~", style="dim")}


def overall_table(figures: Figures, confidence: Mapping[str, tuple[float, Interval]]) -> Table:
    """Return the figures over all questions, each with its interval."""
    table = _table(f"{figures.values['questions']:.0f} questions", "", "95 % interval")
    for name, interval in figures.intervals.items():
        table.add_row(name, _rounded(figures.values[name]), _interval_text(interval))
    for name, (value, interval) in confidence.items():
        table.add_row(name, _rounded(value), _interval_text(interval))
    return table


def group_table(groups: Mapping[str, Figures]) -> Table:
    """Return the figures of each group of questions, with the interval of hit@1."""
    names = [name.replace("@", "\n@") for name in _IN_GROUPS]
    table = _table("", "n", "hit\n@1", "95 %", *names, spaces=1)
    for group, figures in groups.items():
        hit, rest = figures.values["hit@1"], [_rounded(figures.values[name]) for name in _IN_GROUPS]
        questions = f"{figures.values['questions']:.0f}"
        table.add_row(
            _cell(group), questions, _rounded(hit), _interval_text(figures.intervals["hit@1"], dash="-"), *rest
        )
    return table


def reliability_table(bands: Sequence[Band]) -> Table:
    """Return how often the first hit is right at each confidence."""
    table = _table("confidence from", "questions", "mean confidence", "first is right")
    for band in bands:
        table.add_row(f"{band.low:.1f}", str(band.questions), _rounded(band.confidence), _rounded(band.right))
    return table


def balance_table(lines: Sequence[BalanceLine]) -> Table:
    """Return how fairly both languages are searched."""
    table = _table("Balance of the languages", "n", "", "95 % interval")
    for line in lines:
        table.add_row(Text(line.name), str(line.questions), _rounded(line.value), _interval_text(line.interval))
    return table


def difference_table(differences: Sequence[Difference]) -> Table:
    """Return each figure before and after, and the interval of the difference."""
    table = _table("Compared", "n", "before", "after", "change", "95 % interval")
    for difference in differences:
        change = "-" if math.isnan(difference.after) else f"{difference.after - difference.before:+.3f}"
        row = (str(difference.questions), _rounded(difference.before), _rounded(difference.after), change)
        table.add_row(difference.name, *row, _interval_text(difference.interval, signed=True))
    return table


def moved_table(moved: Sequence[Moved]) -> Table:
    """Return what moved, a question a row: the outcome and the rank of the first right quote, before and after."""
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 1, 0, 0), expand=True)
    for name in ("", "id", "before", "after"):
        table.add_column(name, no_wrap=True)
    table.add_column("question", no_wrap=True, overflow="ellipsis", ratio=1)
    for question in moved:
        cells = map(_cell, (question.id, question.before, question.after, question.query))
        table.add_row(_MARKS[question.direction], *cells)
    return table


def _table(first: str, *names: str, spaces: int = 2) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, spaces, 0, 0))
    table.add_column(first, overflow="ellipsis")  # the one that gives way where the screen is narrow
    for name in names:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _cell(text: str) -> Text:
    """Return what somebody wrote into a file, in one line that tells the terminal nothing."""
    return Text(one_line(text))


def _interval_text(interval: Interval, *, dash: str = " to ", signed: bool = False) -> str:
    low, high = interval
    if math.isnan(low):
        return "-"
    return dash.join(f"{end:+.3f}" if signed else f"{end:.2f}" for end in (low, high))


def _rounded(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.3f}"
