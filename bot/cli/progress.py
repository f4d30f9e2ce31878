"""How far indexing is, from its first second on: a bar in a terminal, a line now and then in a pipe or a log."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.text import Text

from index.advice import quotebot
from index.build import Phase
from index.build import Progress as BuildProgress

_SECONDS_BETWEEN_LINES = 10.0
_SECONDS_BETWEEN_DRAWINGS = 0.1  # drawing takes longer than a quick view needs for a sentence
_DOING: dict[Phase, str] = {
    "reading": "reading interviews",
    "embedding": "embedding quotes",
    "writing": "writing the index",
    "checking": "checking the index",
    "answerable": "building the full index",
}
_ANSWERABLE = """\
Questions can be asked now: {ask} "…"
The full index, which answers better, follows. Ctrl+C leaves the first one in use."""
Clock = Callable[[], float]


@contextmanager
def build_progress(console: Console, clock: Clock = time.monotonic) -> Iterator[BuildProgress]:
    """Show how far indexing is, on the screen that the result goes to; in a terminal, nothing of it stays.

    Args:
        console: The screen.
        clock: Seconds, from whenever.
    """
    if not console.is_terminal or console.is_dumb_terminal:
        yield _Lines(console, clock).show
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[pace]}", style="dim"))
    with Progress(*columns, console=console, transient=True) as progress:
        yield _Bar(progress, clock).show


class BuildPace:
    """How many quotes or interviews are done, how many a second since the first were, and how long the others take."""

    def __init__(self, clock: Clock, of: str = "quotes") -> None:
        self._clock = clock
        self._of = of
        self._first: tuple[int, float] | None = None

    def tell(self, done: int, total: int) -> str:
        """Return it in words.

        Args:
            done: Those of the first call are taken to be known from before.
            total: All of them.
        """
        known, started = self._first = self._first or (done, self._clock())
        counted, seconds = f"{done:,} of {total:,} {self._of}", self._clock() - started
        if done in (known, total) or not seconds:
            return counted
        speed = (done - known) / seconds
        return f"{counted}, {speed:,.0f} a second, about {_in_words((total - done) / speed)} left"


class _Paces:
    """The pace of each phase that has one; once a first index can be asked, the full one begins anew."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._of_phase: dict[Phase, BuildPace] = {}

    def tell(self, phase: Phase, done: int, total: int) -> str:
        """Return the pace of a phase in words, "" where nothing is counted."""
        if phase == "answerable":
            self._of_phase.clear()
        if not total:
            return ""
        of = "interviews" if phase == "reading" else "quotes"
        return self._of_phase.setdefault(phase, BuildPace(self._clock, of)).tell(done, total)


class _Bar:
    """Shows the phase at hand, that of embedding with how far it is."""

    def __init__(self, progress: Progress, clock: Clock) -> None:
        self._progress = progress
        self._clock = clock
        self._paces = _Paces(clock)
        self._phase: Phase = "reading"
        self._task = progress.add_task(_name("reading"), total=None, pace="")
        self._drawn = clock()

    def show(self, phase: Phase, done: int, total: int) -> None:
        if phase == "answerable":
            _print_answerable(self._progress.console)
        pace = self._paces.tell(phase, done, total)
        if phase == self._phase:
            is_due = done == total or self._clock() - self._drawn >= _SECONDS_BETWEEN_DRAWINGS
            self._progress.update(self._task, completed=done, total=total or None, pace=pace, refresh=is_due)
            self._drawn = self._clock() if is_due else self._drawn
            return
        self._progress.remove_task(self._task)
        self._phase = phase
        self._task = self._progress.add_task(_name(phase), completed=done, total=total or None, pace=pace)


class _Lines:
    """Prints a line where another phase begins, and during a long one every ten seconds."""

    def __init__(self, console: Console, clock: Clock) -> None:
        self._console = console
        self._clock = clock
        self._paces = _Paces(clock)
        self._phase: Phase | None = None
        self._printed = 0.0

    def show(self, phase: Phase, done: int, total: int) -> None:
        if phase == "answerable":
            _print_answerable(self._console)
        pace = self._paces.tell(phase, done, total)
        if phase == self._phase and self._clock() - self._printed < _SECONDS_BETWEEN_LINES:
            return
        self._phase, self._printed = phase, self._clock()
        self._console.print(f"Indexing: {pace or _DOING[phase]}")


def _print_answerable(console: Console) -> None:
    console.print(Text(_ANSWERABLE.format(ask=quotebot("ask"))), soft_wrap=True)


def _in_words(seconds: float) -> str:
    """Return a duration as people say it when they guess."""
    if seconds < 90:
        return f"{max(round(seconds, -1), 10):.0f} seconds"
    return f"{seconds / 60:.0f} minutes"


def _name(phase: Phase) -> str:
    return _DOING[phase].capitalize()
