"""What became of the questions that `python -m tests.bench` has people ask, and what must not have."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from bot.wording.language import say

LONGEST_ACK_SECONDS = 3.0
BUSY, SLOW, PUBLIC, UNSURE, NOTHING = (
    "told to wait",
    "told that it takes a while",
    "public",
    "unsure, private",
    "nothing, private",
)
_ANSWERS = (PUBLIC, UNSURE, NOTHING)
_NOTICES = {
    BUSY: "busy",
    SLOW: "slow",
    "turned away": "too_busy",
    "given up": "too_slow",
    UNSURE: "unsure",
    NOTHING: "nothing",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One thing that the bot said on either platform, when (seconds since 1970), and whether all could see it."""

    at: float
    text: str
    is_public: bool


@dataclass(slots=True, kw_only=True, eq=False)
class Question:
    """One that was asked at `at` (seconds since 1970), brought to the bot with `deliveries`; `said` came back."""

    platform: str
    text: str
    at: float
    deliveries: list
    said: list[Reply] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTally:
    """What became of the questions of one round; times are in seconds, those of answers alone, not of notices."""

    count: int
    acks: list[float]
    answers: list[float]
    outcomes: Counter
    unacked: int
    acked_twice: int
    redelivered: int
    never: int
    twice: int


def outcome_of(said):
    """Return what something comes to, as people see it."""
    if said.is_public:
        return PUBLIC
    outcomes = (
        outcome
        for outcome, beginnings in _beginnings().items()
        if any(beginning in said.text for beginning in beginnings)
    )
    return next(outcomes, "other notice")


@cache
def _beginnings():
    """Return how each notice begins in every language, up to what is filled in."""
    texts = {
        outcome: [say(key, interface, seconds="\0", reference="\0") for interface in ("en", "zh", "zh-Hant")]
        for outcome, key in _NOTICES.items()
    }
    return {outcome: [text.partition("\0")[0] for text in notices] for outcome, notices in texts.items()}


def is_final(said):
    """Tell whether this is all that comes; else it only says that an answer will."""
    return outcome_of(said) not in (BUSY, SLOW)


def is_answer(said):
    """Tell whether this comes from the index, be it that nothing there answers."""
    return outcome_of(said) in _ANSWERS


def tally_of(questions, acks_of):
    """Return what became of questions; `acks_of` tells how long each acknowledgement of a delivery took."""
    acks = [[acks_of(delivery) for delivery in question.deliveries] for question in questions]
    finals = [[said for said in question.said if is_final(said)] for question in questions]
    firsts = [(question, said[0]) for question, said in zip(questions, finals, strict=True) if said]
    return RoundTally(
        count=len(questions),
        acks=[seconds[0] for by_delivery in acks for seconds in by_delivery if seconds],
        answers=[said.at - question.at for question, said in firsts if is_answer(said)],
        outcomes=Counter(outcome_of(said) for question in questions for said in question.said),
        unacked=sum(not any(by_delivery) for by_delivery in acks),
        acked_twice=sum(len(seconds) > 1 for by_delivery in acks for seconds in by_delivery),
        redelivered=sum(len(by_delivery) > 1 for by_delivery in acks),
        never=sum(not said for said in finals),
        twice=sum(len(said) > 1 for said in finals),
    )


def problems(tallies, *, p99_seconds, elsewhere=0):
    """Return what must not happen and did, each in a line.

    `p99_seconds` is what 99 of 100 acknowledgements keep to; `elsewhere` counts what was said to no question.
    """
    slow = sum(seconds > LONGEST_ACK_SECONDS for tally in tallies for seconds in tally.acks)
    p99 = max((float(np.percentile(tally.acks, 99)) for tally in tallies if tally.acks), default=0.0)
    counts = {
        "questions were never answered": sum(tally.never for tally in tallies),
        "questions were answered more than once": sum(tally.twice for tally in tallies),
        "questions were never acknowledged": sum(tally.unacked for tally in tallies),
        "deliveries were acknowledged more than once": sum(tally.acked_twice for tally in tallies),
        "messages were posted elsewhere than in answer to a question": elsewhere,
        f"acknowledgements took more than {LONGEST_ACK_SECONDS:.0f} s": slow,
    }
    shortfalls = [f"{count:,} {what}" for what, count in counts.items() if count]
    if p99 > p99_seconds:
        shortfalls.append(f"one in 100 acknowledgements took {p99:.2f} s or more; {p99_seconds:g} s is the bound")
    return shortfalls
