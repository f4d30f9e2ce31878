"""Fits the confidence of `index/search/weights.json` to answers whose questions nothing, something or all answers.

Two chances are multiplied, each a logistic regression: that a question is one for this corpus, fitted to what it
answers against foreign questions; and, for each direction, that the first match is right, fitted to all but these.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from rich.console import Console

from index.answer import Answer
from index.domain import Person
from index.evaluate import LabelledQuestion
from index.evaluate.calibration import auroc
from index.learning.fit_chance import fit_chance
from index.learning.reactions import IS_RIGHT, IS_WRONG
from index.search import usable_question
from index.search.confidence import assess, confidence_features, field_features
from index.search.everyday_questions import CorpusSimilarity
from index.search.weights import Weights
from index.text.language import question_language

FOREIGN = "foreign"  # the type of a question that has nothing to do with the corpus
_SCREEN = Console(highlight=False)
_KEPT = (0.95, 0.9, 0.8)
_ANSWERED, _SHOWN = 0.8, 0.9  # of the questions that have an answer; half of the strangers' are past finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An answer with its question, how that stands to the corpus, who is asked for, and whether the first is right."""

    labelled: LabelledQuestion
    answer: Answer
    corpus_similarity: CorpusSimilarity
    speakers: Sequence[Person]
    is_right: bool

    @property
    def is_foreign(self) -> bool:
        return self.labelled.type == FOREIGN

    @property
    def is_other(self) -> bool:
        return self.answer.hits[0].quote.language != question_language(self.labelled.question)

    def features(self) -> dict[str, float]:
        return confidence_features(self._text, self.answer.hits, self.corpus_similarity, self.speakers)

    def confidence(self, weights: Weights) -> float:
        return assess(self._text, self.answer.hits, self.corpus_similarity, self.speakers, weights).confidence

    @property
    def _text(self) -> str:
        return usable_question(self.labelled.question)


def fit_confidence(judged: Sequence[Judged]) -> dict[str, dict[str, float]]:
    """Return the weights of both chances."""
    own = [answer for answer in judged if not answer.is_foreign]
    same, other = ([answer for answer in own if answer.is_other == is_other] for is_other in (False, True))
    certain = [answer for answer in judged if answer.is_foreign or answer.labelled.spans]
    return {
        "field": _fit(
            [field_features(answer.corpus_similarity) for answer in certain],
            [not answer.is_foreign for answer in certain],
        ),
        "same_language": _fit([answer.features() for answer in same], [answer.is_right for answer in same]),
        "other_language": _fit([answer.features() for answer in other], [answer.is_right for answer in other]),
    }


def _fit(features: Sequence[Mapping[str, float]], truth: Sequence[bool]) -> dict[str, float]:
    return fit_chance(features, [IS_RIGHT if came_true else IS_WRONG for came_true in truth], {}, frees_intercept=True)


def cross_validated_confidence(judged: Sequence[Judged], folds: np.ndarray) -> np.ndarray:
    """Return the confidence of each answer, by weights that were fitted to the other folds."""
    sure = np.zeros(len(judged))
    for fold in np.unique(folds):
        weights = fit_confidence([answer for answer, own in zip(judged, folds, strict=True) if own != fold])
        for row in np.flatnonzero(folds == fold):
            sure[row] = judged[row].confidence(weights)
    return sure


def thresholds(judged: Sequence[Judged], sure: np.ndarray) -> dict[str, float]:
    """Return from which confidence on the first is shown as unsure, and from which as the answer."""
    answerable = sure[[bool(answer.labelled.spans) for answer in judged]]
    return {
        "unsure": float(np.quantile(answerable, 1 - _SHOWN)),
        "answer": float(np.quantile(answerable, 1 - _ANSWERED)),
    }


def report_confidence(judged: Sequence[Judged], sure: np.ndarray) -> None:
    """Print how well confidence tells right from wrong, and what refusing costs."""
    has_answer = np.array([bool(answer.labelled.spans) for answer in judged])
    is_foreign = np.array([answer.is_foreign for answer in judged])
    right = np.array([answer.is_right for answer in judged])
    near = ~has_answer & ~is_foreign
    _SCREEN.print(
        f"  expected calibration error {calibration_error(sure, right):.3f}; without foreign questions "
        f"{calibration_error(sure[~is_foreign], right[~is_foreign]):.3f}"
    )
    _SCREEN.print(
        f"  AUROC: answerable {auroc(sure[has_answer], sure[~has_answer]):.3f} (against near misses "
        f"{auroc(sure[has_answer], sure[near]):.3f}, foreign {auroc(sure[has_answer], sure[is_foreign]):.3f}), "
        f"right {auroc(sure[right], sure[~right]):.3f}"
    )
    for kept in _KEPT:
        least = np.quantile(sure[has_answer], 1 - kept)
        refused = [(sure[some] < least).mean() for some in (~has_answer, near, is_foreign)]
        hit = (right & (sure >= least))[has_answer].mean()
        _SCREEN.print(
            f"  kept {kept:.2f}: refused {refused[0]:.3f} (near {refused[1]:.3f}, foreign {refused[2]:.3f}), "
            f"hit@1 {hit:.3f}"
        )


def calibration_error(sure: np.ndarray, right: np.ndarray) -> float:
    """Return how far confidence is from the share that is right, over ten groups alike in size."""
    groups = np.array_split(np.argsort(sure), 10)
    return sum(len(rows) * abs(sure[rows].mean() - right[rows].mean()) for rows in groups) / len(sure)
