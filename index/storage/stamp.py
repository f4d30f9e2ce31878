"""What built a generation, as its stamp has it, and whether questions that are embedded now can be asked of it."""

from collections.abc import Mapping
from typing import Any

from index.advice import quotebot
from index.embed import Embedder, quick_view
from index.errors import IndexMismatchError
from index.storage.generations import SCHEMA
from index.storage.store import store_version


def embedder_stamp(embedder: Embedder) -> dict[str, Any]:
    """Return what a generation of this embedder depends on besides its corpus."""
    return {"schema": SCHEMA, **store_version(), "embedder": embedder.name, "dim": embedder.dim}


def embedder_for(stamp: Mapping[str, Any], embedder: Embedder) -> Embedder:
    """Return what embeds the questions to a generation: the embedder in use, or its quick view, of a first index.

    Raises:
        IndexMismatchError: Something else built the generation; names both values.
    """
    quick = quick_view(embedder)
    used = quick if quick and is_first(stamp, embedder) else embedder
    for key, value in embedder_stamp(used).items():
        if (built := stamp.get(key)) != value:
            raise IndexMismatchError(
                f"the index was built with {key} {built!r}, but {value!r} is in use now; run: {quotebot('index')}"
            )
    return used


def is_first(stamp: Mapping[str, Any], embedder: Embedder) -> bool:
    """Tell whether a generation is a first index, which the full one of this embedder has yet to follow."""
    quick = quick_view(embedder)
    return quick is not None and stamp.get("embedder") == quick.name


def can_be_asked(stamp: Mapping[str, Any], embedder: Embedder) -> bool:
    """Tell whether questions that are embedded so can be asked of a generation."""
    try:
        embedder_for(stamp, embedder)
    except IndexMismatchError:
        return False
    return True
