"""How far a check of many interviews is: a bar in a terminal, in a pipe or a log a line every ten seconds."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from bot.cli.progress import BuildPace, Clock

_SECONDS_BETWEEN_LINES = 10.0
CountProgress = Callable[[int, int], None]  # with interviews that are done, and interviews in all


@contextmanager
def count_progress(console: Console, doing: str, clock: Clock = time.monotonic) -> Iterator[CountProgress]:
    """Show how many interviews are done; in a terminal, nothing of it stays.

    Args:
        console: The screen that the result goes to.
        doing: What is being done, such as "Checking".
        clock: Seconds, from whenever.
    """
    pace = BuildPace(clock, "interviews")
    if not console.is_terminal or console.is_dumb_terminal:
        yield _Lines(console, doing, pace, clock).show
        return
    columns = (TextColumn(doing), BarColumn(), TextColumn("{task.fields[pace]}", style="dim"))
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=None, pace="")

        def show(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total, pace=pace.tell(done, total))

        yield show


class _Lines:
    """Prints how far it is every ten seconds, so nothing of what is soon done."""

    def __init__(self, console: Console, doing: str, pace: BuildPace, clock: Clock) -> None:
        self._console = console
        self._doing = doing
        self._pace = pace
        self._clock = clock
        self._printed = clock()

    def show(self, done: int, total: int) -> None:
        pace = self._pace.tell(done, total)
        if self._clock() - self._printed < _SECONDS_BETWEEN_LINES:
            return
        self._printed = self._clock()
        self._console.print(f"{self._doing}: {pace}")
