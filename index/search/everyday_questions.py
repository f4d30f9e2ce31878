"""How a question stands to a corpus: near to its quotes, or rather to what people ask about anything else.

Similarities of an embedding say little by themselves: their level differs by language, model, corpus and its size. So
each generation keeps how everyday questions ("how do I cook rice without it sticking") do in it, which nobody asks of
an interview, and a question is measured in their standard deviations.

Source: impostor cohorts of speaker verification (Reynolds et al. 2000, Auckenthaler et al. 2000). Measured on
tests/eval: AUROC of answerable against foreign questions 0.99; by the similarity to the nearest quotes alone 0.93.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from index.domain import Language
from index.embed.embed import Vectors, VectorSequence, in_batches
from index.embed.views import ViewBalances
from index.text.language import question_language

_MOST_NEAREST = 10
_SHARE_NEAREST = 0.1  # of few, the nearest ten would be all of them
_LEAST_DEVIATION = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusSimilarity:
    """How a question stands to a corpus.

    Attributes:
        closeness: How near it is to the nearest quotes, in standard deviations above the mean everyday question.
        everyday: How near it is to the nearest everyday questions, the same.
        nearest_cosine: Of it and the nearest quote, as the model gives it; None where such cosines mean nothing.
        near_cosine: The mean of these over the nearest, as for closeness.
    """

    closeness: float
    everyday: float
    nearest_cosine: float | None = None
    near_cosine: float | None = None


@dataclass(frozen=True, slots=True)
class EverydayQuestions:
    """How everyday questions do in a generation.

    Attributes:
        vectors: Theirs, balanced unit vectors, shape (n, dim).
        levels: By language, of closeness and of likeness to each other, mean and standard deviation, shape (2, 2).
    """

    vectors: Vectors
    levels: Mapping[Language, Vectors]

    @classmethod
    def measure(
        cls, raw: Vectors, balance: ViewBalances, passages: Mapping[Language, VectorSequence]
    ) -> "EverydayQuestions":
        """Return how everyday questions do.

        Args:
            raw: Vectors of `everyday_questions()`, shape (n, dim).
            balance: Of the generation.
            passages: Each language's balanced unit vectors, shape (m, dim).
        """
        languages = [question_language(text) for text in everyday_questions()]
        vectors = np.stack([balance.question(row, language) for row, language in zip(raw, languages, strict=True)])
        similarities = [_similarities(vectors, rows) for rows in passages.values()]
        closeness = [closeness_of(to_languages) for to_languages in zip(*similarities, strict=True)]
        likeness = [closeness_of([np.delete(vectors @ vector, row)]) for row, vector in enumerate(vectors)]
        levels = {}
        for language in dict.fromkeys(languages):
            own = [row for row, own_language in enumerate(languages) if own_language == language]
            both = np.array([closeness, likeness], dtype=np.float32)[:, own]
            levels[language] = np.stack([both.mean(axis=1), np.maximum(both.std(axis=1), _LEAST_DEVIATION)], axis=1)
        return cls(vectors, levels)

    def corpus_similarity(self, question: Vectors, language: Language, closeness: float) -> CorpusSimilarity:
        """Return how a question stands to the corpus.

        Args:
            question: Balanced unit vector, shape (dim,).
            language: The question's.
            closeness: As `closeness_of` has it.
        """
        measured = np.array([closeness, closeness_of([np.einsum("ij,j->i", self.vectors, question)])])
        means, deviations = self._levels_of(language).T
        nearer, everyday = ((measured - means) / deviations).tolist()
        return CorpusSimilarity(closeness=nearer, everyday=everyday)

    def _levels_of(self, language: Language) -> Vectors:
        """Return the levels in a language; in one that has no everyday questions, what is between those that have."""
        levels = self.levels.get(language)
        return np.mean(list(self.levels.values()), axis=0) if levels is None else levels

    def save(self, folder: Path) -> None:
        """Write it into a generation's folder."""
        levels = {f"levels_{language}": levels for language, levels in self.levels.items()}
        np.savez(folder / "everyday.npz", allow_pickle=False, vectors=self.vectors, **levels)

    @classmethod
    def load(cls, folder: Path) -> "EverydayQuestions":
        """Return what was saved in a generation's folder."""
        with np.load(folder / "everyday.npz") as arrays:
            names = [name for name in arrays if name.startswith("levels_")]
            return cls(arrays["vectors"], {name.removeprefix("levels_"): arrays[name] for name in names})


@cache
def everyday_questions() -> Sequence[str]:
    """Return questions of all kinds in both languages that people ask every day, of no interview."""
    return (files("index.search") / "everyday_questions.txt").read_text(encoding="utf-8").splitlines()


def _similarities(vectors: Vectors, passages: VectorSequence) -> Vectors:
    """Return how similar each vector is to each passage, shape (n, m)."""
    return np.concatenate([vectors @ batch.T for batch in in_batches(passages)], axis=1)


def closeness_of(similarities: Sequence[Vectors]) -> float:
    """Return the mean similarity of the nearest tenth, ten at most, in the language where they are nearest.

    Args:
        similarities: Of each language's quotes to a question, each shape (n,), at least one of them not empty.
    """
    return max(_mean_of_nearest(to_language) for to_language in similarities if len(to_language))


def _mean_of_nearest(similarities: Vectors) -> float:
    count = min(max(int(_SHARE_NEAREST * len(similarities)), 1), _MOST_NEAREST)
    return float(np.sort(similarities)[-count:].mean())
