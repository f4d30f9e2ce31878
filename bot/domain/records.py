"""What goes into the state and comes out of it. Times are seconds since 1970; a workspace is a Discord guild too."""

import datetime
from dataclasses import dataclass
from typing import Literal

from bot.domain.channel_post import Place
from bot.domain.interface import Interface
from bot.domain.request import Platform, Request
from bot.domain.schedule import Schedule, Slot
from index.answer import EVERYTHING, Filters, Outcome
from index.domain import Language

FinalStatus = Literal["answered", "failed", "ambiguous"]
EndOfPost = Literal["sent", "ambiguous", "failed", "skipped"]
PostStatus = Literal["claimed", "sending"] | EndOfPost
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

    `other_language` is the id of the quote that is offered in the asker's own language. `lacking` is the language that
    was to answer and does not, while the other does; `expected` is that of the question or, where none was asked, the
    one that is read, None where none is before the other. `question_key` tells the question from others without giving
    it away; it is "" where none was asked.
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
    filters: Filters = EVERYTHING
    lacking: Language | None = None
    expected: Language | None = None
    question_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What one person thinks of a quote as the answer to a question.

    `question_key` is that of the answer.
    """

    platform: Platform
    workspace: str
    user: str
    quote_id: str
    answer_id: str
    value: VoteValue
    voted_at: float
    reason: str | None = None
    question_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A channel that cannot be posted to, why, and since when."""

    platform: Platform
    workspace: str
    channel: str
    reason: str
    since: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled:
    """A schedule and when it is due next; never, where no such day comes."""

    schedule: Schedule
    next_slot: Slot | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The right to send a post, as long as nobody who took it over holds a higher `fence`.

    It was surely not sent `tries` times. With `was_sending` somebody else began at `began_at` by their clock, with
    this quote and answer, and it may have arrived.
    """

    schedule: Schedule
    slot: Slot
    fence: int
    tries: int = 0
    was_sending: bool = False
    began_at: float | None = None
    quote_id: str | None = None
    answer_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRecord:
    """What is known of a post; `date` is the one where its schedule is, `message` the platform's id of it."""

    schedule_id: str
    place: Place
    date: datetime.date
    slot_at: float
    status: PostStatus
    tries: int
    began_at: float | None
    ended_at: float | None
    quote_id: str | None
    answer_id: str | None
    message: str | None
    reason: str
