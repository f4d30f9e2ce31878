"""What is known of a quote beside its own words: what is spoken of around it, and how much it is like any question."""

from collections.abc import Sequence
from itertools import groupby

import numpy as np
import numpy.typing as npt

from index.embed.embed import Vectors, unit_rows

_NEAREST_QUESTIONS = 10
_ROWS_AT_ONCE = 4096
_QUOTES_AROUND = 15  # on each side; they overlap, so these are some ten sentences


def context_vectors(vectors: Vectors, document_ids: Sequence[str]) -> npt.NDArray[np.float16]:
    """Return the mean direction of the quotes around each, shape (n, dim), half precision.

    It costs no embedding, and did as well as embedding the sentences around each quote (measured).

    Args:
        vectors: Unit vectors of quotes in the order in which they stand, shape (n, dim).
        document_ids: Whose quotes they are; those of one document stand together.
    """
    means: npt.NDArray[np.float16] = np.empty_like(vectors, dtype=np.float16)
    start = 0
    for _, group in groupby(document_ids):
        end = start + len(list(group))
        means[start:end] = _running_means(vectors[start:end])
        start = end
    return means


def generality(vectors: Vectors, questions: Vectors) -> Vectors:
    """Return how similar each quote is to the ten most similar of all questions, shape (n,); 0 without questions.

    What is near to many questions answers few of them: such hubs stood first for 2 of 100 questions that
    another quote answers (tests/eval/train.jsonl).

    Source: the hubness correction of Conneau et al. 2018, "Word translation without parallel data".

    Args:
        vectors: Balanced unit vectors of quotes, shape (n, dim).
        questions: Balanced unit vectors of questions that are asked in the corpus, shape (m, dim); m may be 0.
    """
    nearest = min(_NEAREST_QUESTIONS, len(questions))
    if not nearest:
        return np.zeros(len(vectors), dtype=np.float32)
    means = [
        np.partition(vectors[start : start + _ROWS_AT_ONCE] @ questions.T, -nearest, axis=1)[:, -nearest:].mean(axis=1)
        for start in range(0, len(vectors), _ROWS_AT_ONCE)
    ]
    return np.asarray(np.concatenate(means), dtype=np.float32)


def _running_means(vectors: Vectors) -> Vectors:
    count = len(vectors)
    sums = np.concatenate([np.zeros((1, vectors.shape[1])), np.cumsum(vectors, axis=0, dtype=np.float64)])
    first = np.maximum(np.arange(count) - _QUOTES_AROUND, 0)
    behind_last = np.minimum(np.arange(count) + _QUOTES_AROUND + 1, count)
    return unit_rows(sums[behind_last] - sums[first])
