"""What became of the episodes of a feed that was read."""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

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
        has_more_pages: Whether the feed goes on at another address, which was not read.
    """

    title: str
    episodes: tuple[EpisodeReport, ...]
    without_transcript: int
    gone_before: int
    left: int
    has_more_pages: bool

    @property
    def counts(self) -> Counter[EpisodeOutcome]:
        """How many episodes had each outcome."""
        return Counter(episode.outcome for episode in self.episodes)
