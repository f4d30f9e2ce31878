"""The weights of ranking and of confidence, a few figures in `weights.json`; `make weights` makes them again."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import cast

Weights = Mapping[str, Mapping[str, float]]


@cache
def shipped_weights() -> Weights:
    """Return the weights that are shipped, by part: "rank", "same_language", "other_language", "outcome"."""
    return cast(Weights, json.loads((files("index.search") / "weights.json").read_text(encoding="utf-8")))
