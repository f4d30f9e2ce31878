"""What became of the episodes of a feed that was read."""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from bot.cli.moved_podcasts import MovedPodcast

EpisodeOutcome = Literal["new", "changed", "unchanged", "gone", "removed", "refused", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeReport:
    """What became of an episode; `reason` says why it failed or was refused.

    One that failed is told for the first time, or may do next time; one that is refused waits for a person, who was
    told before.
    """

    title: str
    outcome: EpisodeOutcome
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedReport:
    """What became of a feed's episodes.

    Attributes:
        title: The feed's.
        episodes: Those that have a transcript, in the feed's order; then those that are gone since the last time.
        without_transcript: How many have none.
        gone_before: How many were gone the last time already.
        left: How many new ones are left for the next time, since no more were asked for.
        unread: Why not all pages of the feed were read, "" where they were.
        may_pass: Whether that may be over by itself, so that it is to be tried again.
        moved_to: Where the feed says that it is from now on, None where it says nothing.
        moved_here: The podcasts that were followed at another address, and that it is.
    """

    title: str
    episodes: tuple[EpisodeReport, ...]
    without_transcript: int
    gone_before: int
    left: int
    unread: str = ""
    may_pass: bool = False
    moved_to: str | None = None
    moved_here: tuple[MovedPodcast, ...] = ()

    @property
    def counts(self) -> Counter[EpisodeOutcome]:
        """How many episodes had each outcome."""
        return Counter(episode.outcome for episode in self.episodes)
