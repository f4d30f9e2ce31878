"""What people did with the bot, a day at a time, as the state tells it."""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.signals import LearningAnswer

DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class UseOfDay:
    """One day: how many questions were answered, how many were not or not surely, and the votes that were given."""

    day: datetime.date
    answered: int = 0
    unsure: int = 0
    nothing: int = 0
    liked: int = 0
    disliked: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """A question that nothing answered, in the words in which it was last asked, and how often it was asked."""

    question: str
    times: int
    day: datetime.date


def first_moment(now: float, zone: datetime.tzinfo | None = None) -> float:
    """Return when the first of the last thirty days began, in seconds since 1970."""
    today = datetime.datetime.fromtimestamp(now, zone).date()
    first = today - datetime.timedelta(days=DAYS - 1)
    return datetime.datetime.combine(first, datetime.time(), zone).timestamp()


def use_by_day(
    answers: Iterable[LearningAnswer], now: float, zone: datetime.tzinfo | None = None
) -> tuple[UseOfDay, ...]:
    """Return the last thirty days, earliest first, those without any use too.

    Args:
        answers: With their votes; what was shown without a question counts for its votes alone.
        now: In seconds since 1970.
        zone: In which a day begins; this machine's if none.
    """
    asked: Counter[tuple[datetime.date, str]] = Counter()
    voted: Counter[tuple[datetime.date, int]] = Counter()
    for answer in answers:
        if is_asked(answer):
            asked[_day(answer.asked_at, zone), answer.outcome] += 1
        voted.update((_day(vote.voted_at, zone), vote.value) for vote in answer.votes)
    today = _day(now, zone)
    days = [today - datetime.timedelta(days=ago) for ago in reversed(range(DAYS))]
    return tuple(
        UseOfDay(
            day=day,
            answered=asked[day, "answer"],
            unsure=asked[day, "unsure"],
            nothing=asked[day, "nothing"],
            liked=voted[day, 1],
            disliked=voted[day, -1],
        )
        for day in days
    )


def is_asked(answer: LearningAnswer) -> bool:
    """Tell whether somebody asked, and was not just shown any quote or that of the day."""
    return bool(answer.question_key or answer.question)


def unanswered(answers: Sequence[LearningAnswer], count: int, zone: datetime.tzinfo | None = None) -> list[Unanswered]:
    """Return the questions that nothing answered and whose words are kept: the most frequent, then the latest."""
    kept = [answer for answer in answers if answer.outcome == "nothing" and answer.question]
    times = Counter(answer.question_key for answer in kept)
    latest = {answer.question_key: answer for answer in sorted(kept, key=lambda answer: answer.asked_at)}
    ordered = sorted(latest.values(), key=lambda answer: (-times[answer.question_key], -answer.asked_at))
    return [
        Unanswered(question=answer.question or "", times=times[answer.question_key], day=_day(answer.asked_at, zone))
        for answer in ordered[:count]
    ]


def _day(at: float, zone: datetime.tzinfo | None) -> datetime.date:
    return datetime.datetime.fromtimestamp(at, zone).date()
