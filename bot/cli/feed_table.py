"""What became of a feed's episodes, as a table and in a line; and how far fetching them is."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

from bot.cli.add_feed import Progress as FeedProgress
from bot.cli.feed_report import EpisodeOutcome, FeedReport
from bot.cli.moved_podcasts import MovedPodcast
from bot.cli.outcome_table import print_outcomes
from index.downloads import shown_url

_SECONDS_BETWEEN_LINES = 10.0
_MEANINGS = {
    "gone": "gone from the feed, or its transcript is; it stays here until you remove it",
    "removed": "you removed it; take its table out of downloads.toml to have it again",
}
_OUTCOMES: tuple[EpisodeOutcome, ...] = ("new", "changed", "unchanged", "gone", "removed", "refused", "failed")


def print_feed_report(report: FeedReport, screen: Console) -> None:
    """Print a line for each episode that is not unchanged, and how many there are of each kind."""
    rows = [
        (episode.title, episode.outcome, episode.reason or _MEANINGS.get(episode.outcome, ""))
        for episode in report.episodes
        if episode.outcome != "unchanged"
    ]
    print_outcomes("Episode", rows, screen)
    screen.print(Text(_summary(report)))
    for podcast in report.moved_here:
        screen.print(Text(_moved(podcast), style="yellow"), soft_wrap=True)
    if report.unread:
        screen.print(Text(f"Further pages of the feed were not read: {report.unread}", style="yellow"))
    if report.moved_to:
        moved = f"The feed says that it moves to {shown_url(report.moved_to)}; give that address from now on"
        screen.print(Text(moved, style="yellow"))


def _moved(podcast: MovedPodcast) -> str:
    count = len(podcast.documents)
    episodes = "1 episode that came" if count == 1 else f"{count} episodes that came"
    return (
        f"Taken for the podcast {podcast.title!r}, which moved here from {shown_url(podcast.address)}: {episodes} from "
        "there count as its own"
    )


def _summary(report: FeedReport) -> str:
    counts = report.counts
    parts = [f"{counts[outcome]} {outcome}" for outcome in _OUTCOMES if counts[outcome]] or ["no episode"]
    if report.gone_before:
        parts.append(f"{report.gone_before} gone before")
    if report.without_transcript:
        parts.append(f"{report.without_transcript} without a transcript")
    if report.left:
        parts.append(f"{report.left} new ones left for the next time")
    return f"{report.title or 'The feed'}: {', '.join(parts)}."


@contextmanager
def feed_progress(screen: Console) -> Iterator[FeedProgress]:
    """Show how many episodes are done: a bar in a terminal, a line now and then in a pipe or a log."""
    if not screen.is_terminal or screen.is_dumb_terminal:
        yield _Lines(screen).show
        return
    columns = (TextColumn("Fetching episodes"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=screen, transient=True) as progress:
        task = progress.add_task("", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


class _Lines:
    """Prints a line every ten seconds."""

    def __init__(self, screen: Console) -> None:
        self._screen = screen
        self._printed = time.monotonic()

    def show(self, done: int, total: int) -> None:
        if time.monotonic() - self._printed >= _SECONDS_BETWEEN_LINES:
            self._printed = time.monotonic()
            self._screen.print(f"Fetching: {done} of {total} episodes")
