"""How candidates become one order: a weighted sum of named features; `make weights` makes the weights."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from index.domain import Language, Quote
from index.embed import Vectors
from index.search.weights import shipped_weights

_USUAL_CHARACTERS: Mapping[Language, int] = {"en": 200, "zh": 60}


def features(
    quotes: Sequence[Quote], similarities: Vectors, contexts: Vectors, word_scores: Vectors, *, is_asked_for: bool
) -> dict[str, Vectors]:
    """Return what speaks for each of n quotes, by name, each shape (n,); none of it depends on the corpus' size.

    Args:
        quotes: The candidates.
        similarities: As in `Match`, shape (n,).
        contexts: The same.
        word_scores: The same.
        is_asked_for: Whether the question names who is to speak, and it is them.
    """
    lengths = [math.log(len(quote.text) / _USUAL_CHARACTERS[quote.language]) for quote in quotes]
    return {
        "similarity": similarities,
        "context": contexts,
        "words": word_scores,
        "length": np.array(lengths),
        "host": np.array([float(quote.role == "host" and not is_asked_for) for quote in quotes]),
    }


def scores(columns: Mapping[str, Vectors]) -> Vectors:
    """Return the weighted sum of features, shape (n,).

    Source: fitted to tests/eval. Gradient boosting (LightGBM, scikit-learn) over 28 features was no better with a
    document left out (ranked@1 0.61 to 0.63, this sum 0.66), and a correction for quotes that are near to any
    question (Conneau et al. 2018) was worse, most of all for questions in other words than the text.
    """
    weights = shipped_weights()["rank"]
    total: Vectors = np.sum([weights[name] * column for name, column in columns.items()], axis=0)
    return total
