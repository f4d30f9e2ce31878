"""Chroma in a folder of a generation, in this process."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, cast

from index.advice import quotebot
from index.domain import Language
from index.errors import StorageError
from index.storage.growth import base_of
from index.storage.rows import read_ids, read_rows
from index.storage.store.chroma import (
    ChromaError,
    Client,
    Collection,
    NotFoundError,
    PersistentClient,
    chroma_settings,
)
from index.storage.store.copies import copy_store
from index.storage.store.store import SMALLEST_BATCH, QuoteStore, even_batch, search_graph

_FEW_CANDIDATES = 30  # among 16,000 a search takes 0.25 ms with them, 3.3 with 800; measured


def open_folder(folder: Path) -> QuoteStore:
    """Return the vectors in a Chroma folder, which is made if there is none.

    Raises:
        StorageError: It cannot be opened.
    """
    return QuoteStore(_FolderCollections(folder))


@contextmanager
def open_narrowly(folder: Path) -> Iterator[QuoteStore]:
    """Give the vectors in a Chroma folder, searched for few candidates until the block is left, and then as before.

    Chroma takes up how wide it searches as it opens a folder, so each is opened for it anew.

    Raises:
        StorageError: It cannot be opened.
    """
    with closing(_FolderCollections(folder)) as collections:
        before = collections.candidates()
        collections.set_candidates(dict.fromkeys(before, _FEW_CANDIDATES))
    try:
        with closing(open_folder(folder)) as store:
            yield store
    finally:
        with closing(_FolderCollections(folder)) as collections:
            collections.set_candidates(before)


def fill(folder: Path) -> None:
    """Put the vectors of a generation into its Chroma folder, which must be fresh; one that grows, into a copy."""
    base = base_of(folder)
    if base:
        copy_store(base, folder)
    store = open_folder(folder / "chroma")
    before = read_ids(base) if base else {}
    for language, (quote_ids, vectors) in read_rows(folder).items():
        if base:
            store.change(language, before[language], quote_ids, vectors)
        else:
            store.add(language, quote_ids, vectors)
    store.close()


class _FolderCollections:
    """The collections in one Chroma folder."""

    def __init__(self, folder: Path) -> None:
        try:
            self._client = cast(Client, PersistentClient(folder, chroma_settings()))
        except ChromaError as error:
            reason = str(error).splitlines()[0]
            raise StorageError(
                f"Chroma cannot open '{folder}' ({reason}); it writes there even to read: check its permissions, "
                f"or run: {quotebot('index')}"
            ) from error
        self.where = f"'{folder}'"

    @property
    def most_at_once(self) -> int:
        return self._client.get_max_batch_size()

    @property
    def most_bytes_at_once(self) -> int:
        return sys.maxsize

    def create(self, language: Language, count: int) -> Collection:
        """Return a new collection that writes its search graph with each batch of vectors that is added.

        So a closed folder holds everything in files that do not change any more, and what Chroma keeps of vectors
        that are not written out yet, in memory and in its database, are those of one batch.
        """
        batch = max(even_batch(count, self.most_at_once), SMALLEST_BATCH)
        hnsw = {**search_graph(count), "batch_size": min(batch, 100), "sync_threshold": batch}
        return self._client.create_collection(
            f"quotes_{language}", configuration=cast(Any, {"hnsw": hnsw}), embedding_function=None
        )

    def get(self, language: Language) -> Collection | None:
        try:
            return self._client.get_collection(f"quotes_{language}", embedding_function=None)
        except NotFoundError:
            return None

    def candidates(self) -> dict[str, int]:
        """Return how many candidates a search keeps, by name of the collection."""
        collections = cast(Any, self._client.list_collections())
        return {found.name: found.configuration["hnsw"]["ef_search"] for found in collections}

    def set_candidates(self, candidates: Mapping[str, int]) -> None:
        """Have searches keep so many, once the folder is opened anew."""
        for name, count in candidates.items():
            collection = self._client.get_collection(name, embedding_function=None)
            collection.modify(configuration={"hnsw": {"ef_search": count}})

    def close(self) -> None:
        self._client.close()
