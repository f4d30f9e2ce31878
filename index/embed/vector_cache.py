"""Vectors computed before, kept by runtime, model and text, so that unchanged documents cost nothing."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np

from index.embed.embed import Embedder, TextsDone, Vectors
from index.errors import StorageError

_ROWS_A_LOOKUP = 500
_ROWS_A_TRANSACTION = 256  # what a killed build has to embed again at most


@contextmanager
def open_cache(file: Path) -> Iterator["VectorCache"]:
    """Give the cache in a file, and let go of it.

    Raises:
        StorageError: SQLite cannot read or write it.
    """
    try:
        with closing(VectorCache(file)) as cache:
            yield cache
    except sqlite3.Error as error:
        raise StorageError(
            f"cannot keep vectors in '{file}' ({error}); make room, check its permissions, or remove it, which "
            "costs only time; what was indexed before is untouched"
        ) from error


class VectorCache:
    """The vectors of all generations in one SQLite file; losing it costs only time."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(file, timeout=5)
        self._connection.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL)")

    def embed_passages(self, embedder: Embedder, texts: Sequence[str], progress: TextsDone | None = None) -> Vectors:
        """Return one unit vector a passage, shape (n, dim), embedding only those that never were before."""
        keys = [_key("passage", embedder.name, text) for text in texts]
        known = self._known(keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if progress:
            progress(len(texts) - len(missing))
        return self._vectors(keys, known, missing, embedder, lambda batch: embedder.embed_passages(batch, progress))

    def embed_questions(self, embedder: Embedder, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a question, shape (n, dim), embedding only those that never were before."""
        keys = [_key("question", embedder.name, text) for text in texts]
        known = self._known(keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        return self._vectors(keys, known, missing, embedder, embedder.embed_questions)

    def _vectors(
        self,
        keys: Sequence[bytes],
        known: dict[bytes, bytes],
        missing: dict[bytes, str],
        embedder: Embedder,
        embed: Callable[[Sequence[str]], Vectors],
    ) -> Vectors:
        """Return the vectors behind the keys, missing ones embedded and kept a transaction at a time."""
        items = list(missing.items())
        for start in range(0, len(items), _ROWS_A_TRANSACTION):
            batch = items[start : start + _ROWS_A_TRANSACTION]
            fresh = embed([text for _, text in batch])
            rows = [(key, vector.tobytes()) for (key, _), vector in zip(batch, fresh, strict=True)]
            with self._connection:
                self._connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
            known.update(rows)
        joined = b"".join(known[key] for key in keys)
        return np.frombuffer(joined, dtype=np.float32).reshape(len(keys), embedder.dim)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _known(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        known: dict[bytes, bytes] = {}
        for start in range(0, len(keys), _ROWS_A_LOOKUP):
            batch = keys[start : start + _ROWS_A_LOOKUP]
            marks = ",".join("?" * len(batch))
            known.update(self._connection.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", batch))  # noqa: S608 - only question marks
        return known


def _key(kind: str, embedder_name: str, text: str) -> bytes:
    return hashlib.sha256(f"{kind}\0{embedder_name}\0{text}".encode("utf-8", "surrogatepass")).digest()
