"""What is to change of the weights in use: only what is better beyond noise, and makes nothing worse."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from index.answer import EVERYTHING
from index.learning.fit_weights import PARTS, Scope, learn_weights
from index.learning.lessons import Lesson, make_lessons
from index.learning.trial import Trial, hold_trial
from index.learning.trial_units import part_name
from index.learning.trust import with_trust
from index.search import Searcher
from index.search.everyday_questions import everyday_questions
from index.search.weights import Weights

_DOUBTED = 0.5  # of the trust in a person


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is proposed, and why.

    Attributes:
        ranking: How a learned ranking does.
        confidence: How a learned confidence does, beside the ranking that is proposed.
        scope: Which of the two are proposed.
        weights: All of them as they would be, rounded; None where nothing is proposed.
        doubted: How many people's votes tell more of whom they like to hear than of what answers.
    """

    ranking: Trial
    confidence: Trial
    scope: Scope
    weights: Weights | None
    doubted: int = 0


def propose(
    searcher: Searcher,
    lessons: Sequence[Lesson],
    everyday: Sequence[Lesson],
    progress: Callable[[Sequence[int]], Iterable[int]] = iter,
) -> Proposal:
    """Return what is to change of the weights that a searcher uses.

    Args:
        searcher: The candidates of the lessons are its.
        lessons: All that is known, at least one thing among it.
        everyday: Questions that are to be refused, whatever is known.
        progress: Is handed the folds of a trial, and hands them on; twice.
    """
    current = searcher.weights
    lessons, trust = with_trust(lessons, current)
    ranking = hold_trial(searcher, lessons, current, Scope(confidence=False), everyday, progress)
    is_ranking = ranking.is_ranking_better
    confidence = hold_trial(searcher, lessons, current, Scope(ranking=is_ranking), everyday, progress)
    is_confidence = confidence.is_confidence_better
    scope = Scope(ranking=is_ranking, confidence=is_confidence, parts=_tried(confidence))
    is_any = is_ranking or is_confidence
    weights = rounded(learn_weights(searcher, lessons, current, scope)) if is_any else None
    doubted = sum(chance < _DOUBTED for chance in trust.values())
    return Proposal(ranking=ranking, confidence=confidence, scope=scope, weights=weights, doubted=doubted)


def _tried(trial: Trial) -> tuple[str, ...]:
    """Return the parts of the confidence that moved in a trial: of the others, too little was known there."""
    moved = {change.group for change in trial.confidence if change.before != change.after}
    return tuple(part for part in PARTS.values() if part_name(part) in moved)


def rounded(weights: Weights) -> Weights:
    """Return weights to the digits that are written."""
    return {part: {name: round(float(weight), 4) for name, weight in own.items()} for part, own in weights.items()}


def everyday_lessons(searcher: Searcher) -> list[Lesson]:
    """Return the questions that people ask every day, and of no interview."""
    return make_lessons(searcher, asked=[(question, EVERYTHING) for question in everyday_questions()])
