"""Vectors in Chroma, one collection a language; the only importer of chromadb.

Started by `index.storage.child` as `python -m index.storage.store FOLDER` it fills a fresh generation's Chroma folder,
in a process of its own.
"""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

import chromadb
import numpy as np
from chromadb.api.client import Client
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings
from chromadb.errors import ChromaError, NotFoundError

from index.domain import Language
from index.embed import Vectors
from index.errors import IndexDamagedError
from index.storage.child import work_as_child
from index.storage.rows import read_rows

CHROMA_VERSION = version("chromadb")
_SMALLEST_BATCH = 2
# Measured over balanced vectors: with Chroma's own (100, 16, 100) one in a hundred of the nearest ten is missed among
# 8,000, and one in ten of the nearest hundred; with these none in a thousand and one in a hundred, for 1 ms more.
_SEARCH_GRAPH = {"ef_construction": 200, "max_neighbors": 32, "ef_search": 200}


class QuoteStore:
    """The vectors of one generation, in an embedded Chroma folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._client = cast(Client, chromadb.PersistentClient(folder, _settings()))
        self._collections: dict[Language, Collection | None] = {}

    def add(self, language: Language, quote_ids: Sequence[str], vectors: Vectors) -> None:
        """Add unit vectors, shape (n, dim), under the ids of their quotes.

        The collection is told to write its search graph once, when all of them are in, so that
        a closed folder holds everything in files that do not change any more.
        """
        all_of_them = max(len(quote_ids), _SMALLEST_BATCH)
        written_once = {"batch_size": min(all_of_them, 100), "sync_threshold": all_of_them}
        hnsw = {"space": "cosine", **_SEARCH_GRAPH, **written_once}
        collection = self._client.create_collection(
            _collection_name(language), configuration=cast(Any, {"hnsw": hnsw}), embedding_function=None
        )
        batch = self._client.get_max_batch_size()
        for start in range(0, len(quote_ids), batch):
            collection.add(ids=list(quote_ids[start : start + batch]), embeddings=vectors[start : start + batch])

    def count(self, language: Language) -> int:
        """Return the number of vectors in a language's collection."""
        collection = self._collection(language)
        return collection.count() if collection else 0

    def nearest_each(self, language: Language, vectors: Vectors, count: int) -> list[list[tuple[str, float]]]:
        """Return for each of the unit vectors, shape (n, dim), what `nearest` returns for it."""
        return [self._pairs(found) for found in self._query(language, vectors, count)]

    def nearest(self, language: Language, vector: Vectors, count: int) -> list[tuple[str, float]]:
        """Return the ids of the quotes most similar to a unit vector, best first.

        Args:
            language: Whose collection to search.
            vector: Shape (dim,).
            count: Most quotes to return, at least 1.

        Returns:
            (quote id, cosine similarity in [-1, 1]) pairs; ties go to the lower id.

        Raises:
            IndexDamagedError: The folder holds no sound index.
        """
        found = self._query(language, vector[None, :], count)
        return self._pairs(found[0]) if found else []

    def _query(self, language: Language, vectors: Vectors, count: int) -> list[list[tuple[str, float]]]:
        """Return (quote id, distance) pairs for each vector, as Chroma gives them."""
        collection = self._collection(language)
        if collection is None:
            return []
        try:
            found = collection.query(query_embeddings=np.asarray(vectors), n_results=count, include=["distances"])
        except ChromaError as error:
            raise self._damaged(error) from error
        rows = zip(found["ids"], found["distances"] or [], strict=True)
        return [list(zip(ids, distances, strict=True)) for ids, distances in rows]

    def _pairs(self, found: list[tuple[str, float]]) -> list[tuple[str, float]]:
        pairs = [(quote_id, 1.0 - distance) for quote_id, distance in found]
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))

    def close(self) -> None:
        """Write everything out and let go of the folder."""
        self._client.close()

    def _collection(self, language: Language) -> Collection | None:
        if language not in self._collections:
            try:
                self._collections[language] = self._client.get_collection(
                    _collection_name(language), embedding_function=None
                )
            except NotFoundError:
                self._collections[language] = None
            except ChromaError as error:
                raise self._damaged(error) from error
        return self._collections[language]

    def _damaged(self, error: ChromaError) -> IndexDamagedError:
        return IndexDamagedError(f"the index in '{self._folder}' is damaged ({error}); run: quotebot index")


def _settings() -> Settings:
    """Return Chroma's settings; its own reading of `.env` is switched off, that file is ours."""
    settings = cast(type[Any], Settings)
    return cast(Settings, settings(_env_file=None, anonymized_telemetry=False))


def _collection_name(language: Language) -> str:
    return f"quotes_{language}"


def fill(folder: Path) -> None:
    """Put the vectors of a generation into its Chroma folder, which must be fresh."""
    store = QuoteStore(folder / "chroma")
    for language, (quote_ids, vectors) in read_rows(folder).items():
        store.add(language, quote_ids, np.asarray(vectors))
    store.close()


if __name__ == "__main__":
    work_as_child(fill)
