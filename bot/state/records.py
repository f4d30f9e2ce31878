"""What goes into the state and comes out of it. Times are seconds since 1970; a workspace is a Discord guild too."""

from dataclasses import dataclass
from typing import Literal

from bot.requests import Platform, Request
from bot.words import Interface
from index.domain import Outcome

FinalStatus = Literal["answered", "failed", "ambiguous"]
VoteValue = Literal[1, -1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Abandoned:
    """Work whose process died; with `was_sending` its answer may have arrived, so it must never be sent again."""

    work_id: int
    request: Request
    was_sending: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenHit:
    """A quote that an answer held, and how it was found; the fields are those of `Match`."""

    quote_id: str
    score: float
    similarity: float
    word_score: float
    dense_rank: int | None = None
    word_rank: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    """What somebody was answered, never what they asked; `id` is made by whoever gives it.

    `other_language` is the id of the same quote in the other language.
    """

    id: str
    platform: Platform
    workspace: str
    channel: str
    thread: str | None
    user: str
    asked_at: float
    interface: Interface
    outcome: Outcome
    confidence: float
    hits: tuple[GivenHit, ...] = ()
    other_language: str | None = None
    speaker_filter: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What one person thinks of a quote as the answer that they got."""

    platform: Platform
    workspace: str
    user: str
    quote_id: str
    answer_id: str
    value: VoteValue
    voted_at: float
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A channel that cannot be posted to, why, and since when."""

    platform: Platform
    workspace: str
    channel: str
    reason: str
    since: float
