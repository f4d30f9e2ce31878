"""What people did with the quotes that they saw, and what it says of these.

A vote says it outright. Going on to the next quote says as much as it does in those who voted: how many of them went on
from what they found good, and how many from what they did not. Where these are as many, it says nothing.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from index.answer import EVERYTHING, Filters

_WRONG_VOTE = 0.15  # so many votes are slips of the finger, or mean something else
_SMOOTHING = 20.0  # values that are taken to be as usual


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """What one person did with one quote that they saw as the answer to a question.

    Attributes:
        question: As it was asked.
        person: Who, by any name that tells people apart.
        quote_id: The quote.
        is_good: Whether they voted that it answers the question, None where they did not vote.
        went_on: Whether they went on to the next quote, None where that is not known or there is none.
        filters: What was searched.
    """

    question: str
    person: str
    quote_id: str
    is_good: bool | None = None
    went_on: bool | None = None
    filters: Filters = EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """The chance of what somebody did: `base` where their quote is no answer, and by `slope` more where it is one."""

    base: float
    slope: float

    def diluted(self, trust: float, otherwise: float) -> "Meaning":
        """Return what it says if it is meant with a chance of `trust`, and else is done with one of `otherwise`."""
        return Meaning(base=trust * self.base + (1 - trust) * otherwise, slope=trust * self.slope)


IS_RIGHT, IS_WRONG = Meaning(base=0.0, slope=1.0), Meaning(base=1.0, slope=-1.0)
_GOOD = Meaning(base=_WRONG_VOTE, slope=1 - 2 * _WRONG_VOTE)
_BAD = Meaning(base=1 - _WRONG_VOTE, slope=2 * _WRONG_VOTE - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoingOn:
    """How many of those who voted went on to the next quote: from a good one, and from another."""

    from_good: float
    from_bad: float

    @classmethod
    def of(cls, reactions: Sequence[Reaction]) -> "GoingOn":
        """Return how many do, of those that reacted."""
        voted = [reaction for reaction in reactions if reaction.is_good is not None and reaction.went_on is not None]
        usual = sum(bool(reaction.went_on) for reaction in voted) / len(voted) if voted else 0.5
        good, bad = (
            [float(bool(reaction.went_on)) for reaction in voted if reaction.is_good == is_good]
            for is_good in (True, False)
        )
        return cls(from_good=share(good, usual), from_bad=share(bad, usual))

    def meaning(self, reaction: Reaction) -> Meaning | None:
        """Return what a reaction says, None where it says nothing."""
        if reaction.is_good is not None:
            return _GOOD if reaction.is_good else _BAD
        if reaction.went_on is None or self.from_bad <= self.from_good:
            return None
        if reaction.went_on:
            return Meaning(base=self.from_bad, slope=self.from_good - self.from_bad)
        return Meaning(base=1 - self.from_bad, slope=self.from_bad - self.from_good)


def share(values: Sequence[float], usual: float) -> float:
    """Return the average of values, the usual one where they are few."""
    return (sum(values) + _SMOOTHING * usual) / (len(values) + _SMOOTHING)


def weights_of_people(reactions: Sequence[Reaction]) -> Mapping[str, float]:
    """Return how much each reaction of a person counts.

    Nobody's reactions count for more together than those of the person in the middle, however many they are.
    """
    counts = Counter(reaction.person for reaction in reactions)
    usual = median(counts.values()) if counts else 0
    return {person: min(1.0, usual / count) for person, count in counts.items()}
