"""The vectors of one generation, wherever Chroma keeps its collections."""

import math
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np

from index.advice import quotebot
from index.domain import Language
from index.embed import Vectors
from index.errors import IndexDamagedError, RequestTooLargeError
from index.storage.store.chroma import ChromaError, Collection

_MANY = 10_000
_ADDED_BYTES, _ASKED_BYTES = 6, 24  # a number in base64, and in JSON
_ID_BYTES = 100
SMALLEST_BATCH = 2  # that Chroma takes


def search_graph(count: int) -> dict[str, str | int]:
    """Return Chroma's settings of the search graph (HNSW) over so many vectors.

    Measured over balanced vectors: with Chroma's own (100, 16, 100) one in a hundred of the nearest ten is missed
    among 8,000, and one in ten of the nearest hundred; with 200, 32 and 200 none in a thousand and one in a hundred,
    for 1 ms more. Among 80,000 these lose four in a thousand vectors that are asked for themselves, and 400 none; of
    the nearest ten 400 misses eight in a thousand, and 800, for 2 ms more, three.
    """
    built, searched = (200, 200) if count <= _MANY else (400, 800)
    return {"space": "cosine", "ef_construction": built, "max_neighbors": 32, "ef_search": searched}


class Collections(Protocol):
    """The collections of one generation, in a folder or on a server."""

    @property
    def where(self) -> str:
        """What to call them in messages."""

    @property
    def most_at_once(self) -> int:
        """How many vectors can be added in one go."""

    @property
    def most_bytes_at_once(self) -> int:
        """How long a request may well be."""

    def create(self, language: Language, count: int) -> Collection:
        """Return a new collection for so many vectors."""

    def get(self, language: Language) -> Collection | None:
        """Return a language's collection, None where nobody speaks it."""

    def close(self) -> None:
        """Write everything out and let go of it."""


class QuoteStore:
    """The vectors of one generation; safe to use from several threads once they are all added."""

    def __init__(self, collections: Collections) -> None:
        self._collections = collections
        self._known: dict[Language, Collection | None] = {}

    def add(self, language: Language, quote_ids: Sequence[str], vectors: Vectors) -> None:
        """Add unit vectors, shape (n, dim), under the ids of their quotes."""
        collection = self._collections.create(language, len(quote_ids))

        def add_batch(batch: slice) -> None:
            collection.add(ids=list(quote_ids[batch]), embeddings=np.asarray(vectors[batch]))

        most = min(self._collections.most_at_once, self._most_of(vectors, _ADDED_BYTES))
        _in_batches(len(quote_ids), most, add_batch)
        if len(quote_ids) < SMALLEST_BATCH:  # else a single vector would only be written out when it is asked for
            collection.update(ids=list(quote_ids), embeddings=np.asarray(vectors))

    def change(self, language: Language, before: Sequence[str], quote_ids: Sequence[str], vectors: Vectors) -> None:
        """Have these quotes in place of those before; what is in both stays as it is.

        Args:
            language: Whose collection it is.
            before: The ids that are in it.
            quote_ids: The ids that are to be in it.
            vectors: Their unit vectors, shape (n, dim).
        """
        known, wanted = set(before), set(quote_ids)
        gone = [quote_id for quote_id in before if quote_id not in wanted]
        new = [row for row, quote_id in enumerate(quote_ids) if quote_id not in known]
        collection = self._collection(language)
        if collection is None or (not gone and not new):
            return
        changes = max(len(gone) + len(new), SMALLEST_BATCH)  # so that it is written out once, after the last of them
        collection.modify(configuration={"hnsw": {"batch_size": min(changes, 100), "sync_threshold": changes}})
        most = self._collections.most_at_once

        def delete_batch(batch: slice) -> None:
            collection.delete(ids=gone[batch])

        def add_batch(batch: slice) -> None:
            rows = new[batch]
            collection.add(ids=[quote_ids[row] for row in rows], embeddings=np.asarray(vectors[rows]))

        _in_batches(len(gone), most, delete_batch)
        _in_batches(len(new), most, add_batch)

    def count(self, language: Language) -> int:
        """Return the number of vectors in a language's collection."""
        collection = self._collection(language)
        try:
            return collection.count() if collection else 0
        except ChromaError as error:
            raise self._damage_error(error) from error

    def nearest_each(self, language: Language, vectors: Vectors, count: int) -> list[list[tuple[str, float]]]:
        """Return for each of the unit vectors, shape (n, dim), what `nearest` returns for it."""
        pairs: list[list[tuple[str, float]]] = []

        def ask_batch(batch: slice) -> None:
            pairs.extend(_similarities(distances) for distances in self._query(language, vectors[batch], count))

        _in_batches(len(vectors), self._most_of(vectors, _ASKED_BYTES), ask_batch)
        return pairs

    def nearest(self, language: Language, vector: Vectors, count: int) -> list[tuple[str, float]]:
        """Return the ids of the quotes most similar to a unit vector, best first.

        Args:
            language: Whose collection to search.
            vector: Shape (dim,).
            count: Most quotes to return, at least 1.

        Returns:
            (quote id, cosine similarity in [-1, 1]) pairs; ties go to the lower id.

        Raises:
            IndexDamagedError: There is no sound index.
            IndexUnreachableError: The server that it is on does not answer.
        """
        distances = self._query(language, vector[None, :], count)
        return _similarities(distances[0]) if distances else []

    def _query(self, language: Language, vectors: Vectors, count: int) -> list[list[tuple[str, float]]]:
        """Return (quote id, distance) pairs for each vector, as Chroma gives them."""
        collection = self._collection(language)
        if collection is None:
            return []
        try:
            result = collection.query(query_embeddings=np.asarray(vectors), n_results=count, include=["distances"])
        except ChromaError as error:
            raise self._damage_error(error) from error
        rows = zip(result["ids"], result["distances"] or [], strict=True)
        return [list(zip(ids, distances, strict=True)) for ids, distances in rows]

    def close(self) -> None:
        """Write everything out and let go of it."""
        self._collections.close()

    def _most_of(self, vectors: Vectors, bytes_each: int) -> int:
        """Return how many vectors go into one request, with `bytes_each` for a number and some for an id."""
        row_bytes = vectors.shape[1] * bytes_each + _ID_BYTES if len(vectors) else 1
        return max(1, self._collections.most_bytes_at_once // row_bytes)

    def _collection(self, language: Language) -> Collection | None:
        if language not in self._known:
            try:
                self._known[language] = self._collections.get(language)
            except ChromaError as error:
                raise self._damage_error(error) from error
        return self._known[language]

    def _damage_error(self, error: ChromaError) -> IndexDamagedError:
        return IndexDamagedError(
            f"the index in {self._collections.where} is damaged ({error}); run: {quotebot('index')}"
        )


def _in_batches(count: int, most: int, do: Callable[[slice], None]) -> None:
    """Do something with all rows, at most so many at a time, and half as many where that is too large a request.

    These are parts of about the same size, none smaller than `even_batch` says.
    """
    start = 0
    while start < count:
        end = start + even_batch(count - start, most)
        try:
            do(slice(start, end))
        except RequestTooLargeError:
            if most == 1:
                raise
            most = max(1, (end - start) // 2)
        else:
            start = end


def even_batch(count: int, most: int) -> int:
    """Return how many of all rows are at least in each of the fewest batches that hold at most so many."""
    return count // max(math.ceil(count / most), 1)


def _similarities(distances: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """Return (quote id, similarity) pairs of what Chroma says how far it is away, best first."""
    pairs = [(quote_id, 1.0 - distance) for quote_id, distance in distances]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
