"""An embedder that knows the questions it was asked lately, so that asking again costs nothing."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from index.embed.embed import Embedder, TextsDone, Vectors
from index.embed.views import Views, views_of

_QUESTIONS = 1000  # 1.5 MB at 384 dimensions


def with_question_cache(embedder: Embedder) -> Embedder:
    """Return what embeds as `embedder` does, each of its views remembering the questions that it was asked lately."""
    views = [CachingEmbedder(view) for view in views_of(embedder)]
    return Views(*views) if len(views) > 1 else views[0]


class CachingEmbedder:
    """Embeds as `embedder` does; the vectors of the last thousand questions are kept in memory, nowhere else."""

    def __init__(self, embedder: Embedder) -> None:
        self.name = embedder.name
        self.dim = embedder.dim
        self._embedder = embedder
        self._question = lru_cache(maxsize=_QUESTIONS)(self._embed_question)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a question, those asked before from memory."""
        return np.array([self._question(text) for text in texts], dtype=np.float32).reshape(-1, self.dim)

    def embed_passages(self, texts: Sequence[str], progress: TextsDone | None = None) -> Vectors:
        """Return one vector a passage; these are not kept."""
        return self._embedder.embed_passages(texts, progress)

    def _embed_question(self, text: str) -> Vectors:
        vectors: Vectors = self._embedder.embed_questions([text])[0]
        return vectors
