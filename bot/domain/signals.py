"""What people did with answers, as it is noted, and as what learns from it reads it. Times are seconds since 1970."""

from dataclasses import dataclass, field
from typing import Literal

from bot.domain.records import GivenHit, VoteValue
from bot.domain.request import Platform
from index.answer import EVERYTHING, Filters, Outcome

SignalKind = Literal["next", "context", "why", "shared", "deleted", "asked_again"]
"""What somebody did with a quote of an answer, beside voting on it:

- `next`: went on to the quote behind it, which at least they have then seen,
- `context`: looked at what stands around it,
- `why`: looked at why it was shown,
- `shared`: showed a private answer to the channel,
- `deleted`: took the answer away for everybody,
- `asked_again`: asked in other words within `ASKED_AGAIN_SECONDS`, in the same channel, and was answered with some of
  the same quotes; noted of the first quote of the earlier answer.

No platform tells who copied a quote or opened its link.
"""

ASKED_AGAIN_SECONDS = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """What somebody did with a quote; `position` is its place among the quotes of the answer, counted from 0.

    It is noted once for each person, quote, answer and kind.
    """

    platform: Platform
    workspace: str
    user: str
    answer_id: str
    quote_id: str
    kind: SignalKind
    position: int
    given_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """A question and what it came to, as it is kept where the operator keeps questions.

    `answer_id` is that of the answer; where nothing answered, usually none is remembered under it.
    """

    answer_id: str
    platform: Platform
    workspace: str
    channel: str
    user: str
    question: str = field(repr=False)
    outcome: Outcome
    confidence: float
    asked_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningVote:
    """One person's vote on a quote as the answer to this question: their last on both.

    `reason` is that of a 👎 ("off_point", "person", "words", "link") or "shared", for a vote that sharing was; None
    where none was given. `position` is the quote's place in the answer.
    """

    who: str
    quote_id: str
    position: int
    value: VoteValue
    reason: str | None
    voted_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningSignal:
    """What one person did with a quote of the answer; `position` is the quote's place in it."""

    who: str
    quote_id: str
    position: int
    kind: SignalKind
    given_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningAnswer:
    """An answer with all that people made of it; what learns, queues and draws figures reads.

    Attributes:
        answer_id: Its id; ids of other answers are never the same.
        who: Who asked: a fingerprint of their id, the same for one person in every answer, vote and signal, and of no
            use elsewhere. "" where they were forgotten or nobody asked.
        platform: Where.
        asked_at: When.
        question_key: The same for the same question but for case, width, spaces and punctuation at its end. "" where
            none was asked (any quote, a daily insight), and for answers given before there were keys.
        question: Its words where the operator keeps questions and this one is not too old, else None.
        outcome: "answer", "unsure" (the first hit is only the closest) or "nothing".
        confidence: How sure the answer was, 0 to 1.
        filters: What was searched; a search with these and the question comes to the same answer.
        hits: Its quotes with their scores, in the order in which they are shown: a hit's place here is the `position`
            of votes and signals. Only the first is seen at once, each further one by "next" at the one before it (or
            the one of the other language by its button). Empty where nothing was shown, or the answer is forgotten.
        votes: By time, one for each person and quote.
        signals: By time, one for each person, quote and kind.
    """

    answer_id: str
    who: str
    platform: Platform
    asked_at: float
    question_key: str
    question: str | None = field(repr=False)
    outcome: Outcome
    confidence: float
    filters: Filters = EVERYTHING
    hits: tuple[GivenHit, ...] = ()
    votes: tuple[LearningVote, ...] = ()
    signals: tuple[LearningSignal, ...] = ()
