from io import StringIO

from rich.console import Console

from bot.cli.count_progress import count_progress
from tests.support.fakes import ManualClock


def test_in_a_pipe_only_what_takes_longer_than_ten_seconds_is_told():
    screen, clock = Console(file=StringIO(), width=120, highlight=False), ManualClock(100.0)
    with count_progress(screen, "Checking", clock) as progress:
        for done in range(0, 1001, 10):
            progress(done, 1000)
            clock.seconds += 0.25
    assert screen.file.getvalue().splitlines() == [
        "Checking: 400 of 1,000 interviews, 40 a second, about 20 seconds left",
        "Checking: 800 of 1,000 interviews, 40 a second, about 10 seconds left",
    ]


def test_in_a_terminal_a_bar_tells_how_far_it_is():
    screen, clock = Console(file=StringIO(), width=120, force_terminal=True, highlight=False), ManualClock(100.0)
    with count_progress(screen, "Checking", clock) as progress:
        progress(0, 1000)
        clock.seconds += 1
        progress(100, 1000)
    assert "Checking" in screen.file.getvalue()
    assert "100 of 1,000 interviews, 100 a second, about 10 seconds left" in screen.file.getvalue()
