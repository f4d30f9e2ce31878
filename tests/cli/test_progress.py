import re
from io import StringIO

import pytest
from rich.console import Console

from bot.cli.progress import BuildPace, build_progress
from tests.support.fakes import ManualClock


@pytest.fixture
def clock():
    return ManualClock(100.0)


def make_screen(**options):
    return Console(file=StringIO(), width=120, highlight=False, **options)


def test_in_a_pipe_each_phase_is_a_line_and_a_long_one_a_line_every_ten_seconds(clock):
    screen = make_screen()
    with build_progress(screen, clock) as progress:
        progress("reading", 0, 0)
        for done in range(0, 2471, 10):
            progress("embedding", done, 2470)
            clock.seconds += 0.5
        progress("writing", 0, 0)
        progress("checking", 0, 0)
    lines = screen.file.getvalue().splitlines()
    assert lines[:4] == [
        "Indexing: reading interviews",
        "Indexing: 0 of 2,470 quotes",
        "Indexing: 200 of 2,470 quotes, 20 a second, about 2 minutes left",
        "Indexing: 400 of 2,470 quotes, 20 a second, about 2 minutes left",
    ]
    assert lines[14:] == ["Indexing: writing the index", "Indexing: checking the index"]


def test_a_first_index_is_told_and_the_full_one_has_a_pace_of_its_own(clock):
    screen = make_screen()
    with build_progress(screen, clock) as progress:
        for step in [("embedding", 0, 100), ("embedding", 100, 100), ("answerable", 0, 0), ("embedding", 50, 100)]:
            clock.seconds += 10
            progress(*step)
        clock.seconds += 10
        progress("embedding", 75, 100)
    assert screen.file.getvalue().splitlines() == [
        "Indexing: 0 of 100 quotes",
        "Indexing: 100 of 100 quotes",
        'Questions can be asked now: quotebot ask "…"',
        "The full index, which answers better, follows. Ctrl+C leaves the first one in use.",
        "Indexing: building the full index",
        "Indexing: 50 of 100 quotes",
        "Indexing: 75 of 100 quotes, 2 a second, about 10 seconds left",
    ]


def test_in_a_terminal_a_first_index_is_told_and_stays_told(clock):
    screen = make_screen(force_terminal=True, color_system=None, legacy_windows=False)
    with build_progress(screen, clock) as progress:
        progress("checking", 0, 0)
        progress("answerable", 0, 0)
    shown = re.sub(r"\x1b\[\??[0-9]*[a-zA-Z]", "", screen.file.getvalue())
    assert shown.count('Questions can be asked now: quotebot ask "…"\n') == 1
    assert screen.file.getvalue().endswith("\x1b[1A\x1b[2K")


def test_a_line_is_written_at_once(clock, tmp_path):
    with (tmp_path / "log").open("w") as file, build_progress(Console(file=file), clock) as progress:
        progress("reading", 0, 0)
        assert (tmp_path / "log").read_text() == "Indexing: reading interviews\n"


@pytest.mark.parametrize(
    ("done", "seconds", "pace_text"),
    [
        (500, 0, "500 of 1,000 quotes"),
        (500, 60, "500 of 1,000 quotes"),
        (600, 10, "600 of 1,000 quotes, 10 a second, about 40 seconds left"),
        (999, 10, "999 of 1,000 quotes, 50 a second, about 10 seconds left"),
        (510, 10, "510 of 1,000 quotes, 1 a second, about 8 minutes left"),
        (1000, 10, "1,000 of 1,000 quotes"),
    ],
)
def test_what_was_known_before_is_no_part_of_the_pace(clock, done, seconds, pace_text):
    pace = BuildPace(clock)
    assert pace.tell(500, 1000) == "500 of 1,000 quotes"
    clock.seconds += seconds
    assert pace.tell(done, 1000) == pace_text


def test_in_a_terminal_a_bar_shows_each_phase_and_is_gone_at_the_end(clock):
    screen = make_screen(force_terminal=True, color_system=None, legacy_windows=False)
    with build_progress(screen, clock) as progress:
        for step in [("embedding", 0, 20), ("embedding", 10, 20), ("writing", 0, 0), ("checking", 0, 0)]:
            clock.seconds += 1
            progress(*step)
    shown = [
        re.sub(r"\x1b\[\??[0-9]*[a-zA-Z]|[━╸╺]", "", line).split()
        for line in re.split(r"[\r\n]", screen.file.getvalue())
    ]
    assert list(dict.fromkeys(" ".join(words) for words in shown if words)) == [
        "Reading interviews",
        "Embedding quotes 0 of 20 quotes",
        "Embedding quotes 10 of 20 quotes, 10 a second, about 10 seconds left",
        "Writing the index",
        "Checking the index",
    ]
    assert screen.file.getvalue().endswith("\x1b[1A\x1b[2K")


def test_a_terminal_that_cannot_move_its_cursor_has_lines(clock, monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    screen = make_screen(force_terminal=True)
    with build_progress(screen, clock) as progress:
        progress("checking", 0, 0)
    assert screen.file.getvalue() == "Indexing: checking the index\n"


def test_a_bar_is_drawn_ten_times_a_second_at_most(clock):
    screen = make_screen(force_terminal=True)
    with build_progress(screen, clock) as progress:
        progress("embedding", 0, 2470)
        for done in range(1, 2470):
            progress("embedding", done, 2470)
            clock.seconds += 0.001
        drawn = re.findall(r"([\d,]+) of 2,470", screen.file.getvalue())
    assert {"101", "201", "2,401"} <= set(drawn)
    assert len(drawn) < 500  # some more are drawn by the clock of the machine
