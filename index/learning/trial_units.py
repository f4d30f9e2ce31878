"""What is counted of questions that were held back: what was said of quotes, right answers, refusals."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.learning.change import Unit
from index.learning.fit_chance import fit_chance
from index.learning.fit_rank import fit_scale, log_chances
from index.learning.fit_weights import PARTS, First, Result, known_firsts
from index.learning.lessons import Lesson
from index.learning.reactions import Meaning
from index.search.confidence import chance
from index.search.weights import Weights

_LEAST_CHANCE = 1e-12
UNANSWERABLE, EVERYDAY = "labelled so", "everyday questions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """The weights in use, and those that were learned from `others`, with which `own` are held back."""

    own: Sequence[Lesson]
    others: Sequence[Lesson]
    current: Weights
    learned: Weights

    @property
    def both(self) -> tuple[Weights, Weights]:
        """Before and after."""
        return self.current, self.learned


def ranking_units(fold: Fold) -> Iterator[Unit]:
    """Yield how probable each label and reaction is under the ranking, as a logarithm.

    The weights in use are scaled first as the learned ones are: that moves no candidate before another, so it is no
    merit.
    """
    names = fold.own[0].candidates.names
    known = [lesson.choices for lesson in fold.others]
    held_back = [(lesson, choice) for lesson in fold.own for choice in lesson.choices]
    chances = []
    for weights in fold.both:
        rank = np.array([weights["rank"][name] for name in names])
        scale = fit_scale(known, rank)
        chances.append(log_chances([choice for _, choice in held_back], scale.factor * rank, scale.held).tolist())
    for (lesson, choice), before, after in zip(held_back, *chances, strict=True):
        yield Unit(
            cluster=_cluster(lesson, choice.person),
            groups=lesson.groups,
            weight=choice.weight,
            before=before,
            after=after,
        )


def confidence_units(fold: Fold, known: Sequence[Result], held_back: Sequence[Result]) -> Iterator[Unit]:
    """Yield how probable it was what each first match turned out to be, as a logarithm.

    Both confidences are scaled first to what is known of the other questions: how many of these are answered rightly is
    no merit, as whoever labels or votes does not choose at random.

    Args:
        fold: The confidence before and after is its.
        known: What its other lessons come to with the ranking that is learned.
        held_back: What its own do.
    """
    others = _firsts(fold.others, known)
    for part in PARTS.values():
        own = [pair for pair in _firsts(fold.own, held_back) if PARTS[pair[1].is_other] == part]
        before, after = (_log_chances(part, weights, others, own) for weights in fold.both)
        for (lesson, first), *both in zip(own, before, after, strict=True):
            yield Unit(
                cluster=_cluster(lesson, first.person),
                groups=(part_name(part),),
                weight=first.weight,
                before=both[0],
                after=both[1],
            )


def part_name(part: str) -> str:
    """Return what a part of the confidence is called in words."""
    return part.replace("_", " ")


_Firsts = Sequence[tuple[Lesson, First]]


def _firsts(lessons: Sequence[Lesson], results: Sequence[Result]) -> _Firsts:
    return [(pair[0], first) for pair in zip(lessons, results, strict=True) for first in known_firsts(*pair)]


def _log_chances(part: str, weights: Weights, others: _Firsts, own: _Firsts) -> list[float]:
    """Return how probable what is known of first matches is under the confidence of a part, scaled to others."""
    known = [first for _, first in others if PARTS[first.is_other] == part]
    if not known:
        return [math.log(0.5)] * len(own)
    scale = fit_chance(
        [{"logit": _logit(first, weights[part])} for first in known],
        [first.meaning for first in known],
        {"logit": 1.0},
        weights=[first.weight for first in known],
    )
    chances = [chance(scale, {"logit": _logit(first, weights[part])}) for _, first in own]
    return [math.log(_said(first.meaning, right)) for right, (_, first) in zip(chances, own, strict=True)]


def _said(meaning: Meaning, right: float) -> float:
    return max(meaning.base + meaning.slope * right, _LEAST_CHANCE)


def _logit(first: First, weights: Mapping[str, float]) -> float:
    return weights["intercept"] + sum(
        weights[name] * value for name, value in first.features.items() if name in weights
    )


def _cluster(lesson: Lesson, person: str) -> str:
    return f"person {person}" if person else f"label {lesson.candidates.text}"


def right_units(lesson: Lesson, *results: Result) -> Iterator[Unit]:
    """Yield whether a labelled question that has an answer is answered rightly, before and after."""
    if lesson.label and lesson.label.has_right_answer:
        before, after = (_is_right(lesson, result) for result in results)
        yield Unit(cluster=lesson.candidates.text, groups=lesson.groups, weight=1.0, before=before, after=after)


def _is_right(lesson: Lesson, result: Result) -> float:
    return float(result.outcome == "answer" and lesson.verdict(result.hits[0].quote) is True)


def refused_units(lesson: Lesson, *results: Result) -> Iterator[Unit]:
    """Yield whether a question that is labelled so, that nothing answers it, is refused, before and after."""
    if lesson.is_unanswerable:
        yield refusal(lesson, UNANSWERABLE, *results)


def refusal(lesson: Lesson, kind: str, *results: Result) -> Unit:
    """Return whether a question is refused, before and after."""
    before, after = (float(result.outcome != "answer") for result in results)
    return Unit(cluster=lesson.candidates.text, groups=(kind,), weight=1.0, before=before, after=after)
