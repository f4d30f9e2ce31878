"""Vectors in Chroma, one collection a language; the only importer of chromadb."""

from collections.abc import Sequence
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
from index.errors import IndexMissingError


class QuoteStore:
    """The vectors of one generation, in an embedded Chroma folder that only this process may have open."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._client = cast(Client, chromadb.PersistentClient(folder, _settings()))

    def add(self, language: Language, quote_ids: Sequence[str], vectors: Vectors) -> None:
        """Add unit vectors, shape (n, dim), under the ids of their quotes."""
        collection = self._client.get_or_create_collection(
            _collection_name(language), configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
        )
        batch = self._client.get_max_batch_size()
        for start in range(0, len(quote_ids), batch):
            collection.add(ids=list(quote_ids[start : start + batch]), embeddings=vectors[start : start + batch])

    def nearest(self, language: Language, vector: Vectors, count: int) -> list[tuple[str, float]]:
        """Return the ids of the quotes most similar to a unit vector, best first.

        Args:
            language: Whose collection to search.
            vector: Shape (dim,).
            count: Most quotes to return, at least 1.

        Returns:
            (quote id, cosine similarity in [-1, 1]) pairs; ties go to the lower id.

        Raises:
            IndexMissingError: The folder holds no sound index.
        """
        collection = self._collection(language)
        if collection is None or (size := collection.count()) == 0:
            return []
        found = collection.query(
            query_embeddings=np.asarray([vector]), n_results=min(count, size), include=["distances"]
        )
        distances = (found["distances"] or [[]])[0]
        pairs = [(quote_id, 1.0 - distance) for quote_id, distance in zip(found["ids"][0], distances, strict=True)]
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))

    def close(self) -> None:
        """Write everything out and let go of the folder."""
        self._client.close()

    def _collection(self, language: Language) -> Collection | None:
        try:
            return self._client.get_collection(_collection_name(language), embedding_function=None)
        except NotFoundError:
            return None
        except ChromaError as error:
            raise IndexMissingError(f"the index in {self._folder} is damaged; run: quotebot index") from error


def _settings() -> Settings:
    """Return Chroma's settings; its own reading of `.env` is switched off, that file is ours."""
    settings = cast(type[Any], Settings)
    return cast(Settings, settings(_env_file=None, anonymized_telemetry=False))


def _collection_name(language: Language) -> str:
    return f"quotes_{language}"
