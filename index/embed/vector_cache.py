"""Vectors computed before, kept by runtime, model and text, so that unchanged documents cost nothing."""

import hashlib
import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
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

        def embed(batch: Sequence[str]) -> Vectors:
            return embedder.embed_passages(batch, progress)

        return self._vectors("passage", embedder, texts, embed, progress)

    def embed_questions(self, embedder: Embedder, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a question, shape (n, dim), embedding only those that never were before."""
        return self._vectors("question", embedder, texts, embedder.embed_questions)

    def _vectors(
        self,
        kind: str,
        embedder: Embedder,
        texts: Sequence[str],
        embed: Callable[[Sequence[str]], Vectors],
        progress: TextsDone | None = None,
    ) -> Vectors:
        """Return the vectors of texts, missing ones embedded and kept a transaction at a time."""
        keys = [_key(kind, embedder.name, text) for text in texts]
        row_of = {key: row for row, key in enumerate(keys)}
        vectors = np.empty((len(keys), embedder.dim), dtype=np.float32)
        missing = dict(row_of)
        for key, vector in self._known(list(row_of)):
            vectors[missing.pop(key)] = np.frombuffer(vector, dtype=np.float32)
        if progress:
            progress(len(texts) - len(missing))
        items = list(missing.items())
        for start in range(0, len(items), _ROWS_A_TRANSACTION):
            batch = items[start : start + _ROWS_A_TRANSACTION]
            fresh = embed([texts[row] for _, row in batch])
            self._keep([(key, vector.tobytes()) for (key, _), vector in zip(batch, fresh, strict=True)])
            vectors[[row for _, row in batch]] = fresh
        return vectors[[row_of[key] for key in keys]] if len(row_of) < len(keys) else vectors

    def _keep(self, rows: Sequence[tuple[bytes, bytes]]) -> None:
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)

    def keep_passages(self, embedders: Sequence[Embedder], texts: Collection[str]) -> None:
        """Delete all vectors but those that these embedders made of these passages, down to the bytes in the file."""
        kept = ((_key("passage", embedder.name, text),) for embedder in embedders for text in texts)
        self._connection.execute("PRAGMA secure_delete = ON")
        with self._connection:
            self._connection.execute("CREATE TEMP TABLE kept (key BLOB PRIMARY KEY)")
            self._connection.executemany("INSERT OR IGNORE INTO kept VALUES (?)", kept)
            self._connection.execute("DELETE FROM vectors WHERE key NOT IN (SELECT key FROM kept)")
            self._connection.execute("DROP TABLE kept")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _known(self, keys: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
        """Yield the keys that are kept, with their vectors."""
        for start in range(0, len(keys), _ROWS_A_LOOKUP):
            batch = keys[start : start + _ROWS_A_LOOKUP]
            marks = ",".join("?" * len(batch))
            yield from self._connection.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", batch)  # noqa: S608 - only question marks


def _key(kind: str, embedder_name: str, text: str) -> bytes:
    return hashlib.sha256(f"{kind}\0{embedder_name}\0{text}".encode("utf-8", "surrogatepass")).digest()
