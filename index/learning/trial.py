"""Whether learned weights are better than those in use, on questions that they have not seen."""

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np

from index.learning.change import Change, Unit, changes_by_group
from index.learning.fit_rank import Mask
from index.learning.fit_weights import Scope, learn_weights, results_under
from index.learning.lessons import Lesson
from index.learning.trial_units import (
    EVERYDAY,
    Fold,
    confidence_units,
    ranking_units,
    refusal,
    refused_units,
    right_units,
)
from index.search import Searcher
from index.search.weights import Weights

_FOLDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How learned weights do on questions that were held back, of all and by group.

    Attributes:
        ranking: How probable labels and reactions are under the ranking, as a logarithm; else nothing.
        confidence: How probable it was what the first matches turned out to be, the same.
        right: Of the labelled questions that have an answer, the share that is answered rightly.
        refused: Of questions that nothing answers, the share that is refused.
    """

    ranking: tuple[Change, ...]
    confidence: tuple[Change, ...]
    right: tuple[Change, ...]
    refused: tuple[Change, ...]

    @property
    def objections(self) -> list[Change]:
        """What is answered rightly, or refused, less often."""
        return [change for change in (*self.right, *self.refused) if change.is_worse]

    @property
    def is_ranking_better(self) -> bool:
        """Whether the ranking is better beyond noise, and nothing is worse."""
        return self._is_better(self.ranking)

    @property
    def is_confidence_better(self) -> bool:
        """Whether the confidence is better beyond noise, and nothing is worse."""
        return self._is_better(self.confidence)

    def _is_better(self, changes: Sequence[Change]) -> bool:
        worse = [change for change in changes if change.is_worse]
        return changes[0].is_better and not worse and not self.objections


def hold_trial(
    searcher: Searcher,
    lessons: Sequence[Lesson],
    current: Weights,
    scope: Scope,
    everyday: Sequence[Lesson] = (),
    progress: Callable[[Sequence[int]], Iterable[int]] = iter,
) -> Trial:
    """Return how weights do that are learned from most lessons, on the others, in turn.

    Args:
        searcher: The candidates are its.
        lessons: All that is known.
        current: The weights in use.
        scope: Which of them are learned.
        everyday: Questions that are to be refused, whatever is known.
        progress: Is handed the folds, and hands them on.
    """
    ranking: list[Unit] = []
    confidence: list[Unit] = []
    right: list[Unit] = []
    refused: list[Unit] = []
    before, before_everyday = (results_under(searcher, some, current) for some in (lessons, everyday))
    for is_own in _held_back(lessons, progress):
        own, others = ([*compress(lessons, is_own)], [*compress(lessons, ~is_own)])
        learned = learn_weights(searcher, others, current, scope)
        fold = Fold(own=own, others=others, current=current, learned=learned)
        after, after_everyday = (results_under(searcher, some, learned) for some in (own, everyday))
        if scope.ranking:
            ranking += ranking_units(fold)
        if scope.confidence:
            confidence += confidence_units(fold, results_under(searcher, others, learned), after)
        for lesson, *both in zip(own, compress(before, is_own), after, strict=True):
            right += right_units(lesson, *both)
            refused += refused_units(lesson, *both)
        for lesson, *both in zip(everyday, before_everyday, after_everyday, strict=True):
            refused.append(refusal(lesson, EVERYDAY, *both))
    return Trial(
        ranking=changes_by_group(ranking),
        confidence=changes_by_group(confidence),
        right=changes_by_group(right),
        refused=changes_by_group(refused)[1:],
    )


def _held_back(lessons: Sequence[Lesson], progress: Callable[[Sequence[int]], Iterable[int]]) -> Iterator[Mask]:
    """Yield which lessons are held back, in turn; all that are of one question at once."""
    fold_of = np.array([zlib.crc32(lesson.candidates.text.encode()) % _FOLDS for lesson in lessons])
    is_known = np.array([bool(lesson.choices) for lesson in lessons])
    for fold in progress(range(_FOLDS)):
        is_own = fold_of == fold
        if is_known[is_own].any() and is_known[~is_own].any():
            yield is_own
