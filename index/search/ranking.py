"""How candidates become one order: a weighted sum of named features; `make weights` makes the weights."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from index.domain import Language, Quote
from index.embed import Vectors
from index.text.language import measured_as

_USUAL_CHARACTERS: Mapping[Language, int] = {"en": 200, "zh": 60}


def features(
    quotes: Sequence[Quote],
    similarities: Sequence[Vectors],
    contexts: Vectors,
    word_scores: Vectors,
    *,
    is_asked_for: bool,
) -> dict[str, Vectors]:
    """Return what speaks for each of n quotes, by name, each shape (n,); none of it depends on the corpus' size.

    Args:
        quotes: The candidates.
        similarities: In each view of meaning, as in `Match`, shape (n,).
        contexts: As in `Match`, shape (n,).
        word_scores: The same.
        is_asked_for: Whether the question names who is to speak, and it is them.
    """
    lengths = [math.log(len(quote.text) / _USUAL_CHARACTERS[measured_as(quote.language)]) for quote in quotes]
    return {
        **dict(zip(("similarity", "similarity_in_second"), similarities, strict=False)),
        "context": contexts,
        "words": word_scores,
        "length": np.array(lengths),
        "host": np.array([float(quote.role == "host" and not is_asked_for) for quote in quotes]),
    }


def scores(columns: Mapping[str, Vectors], weights: Mapping[str, float]) -> Vectors:
    """Return the weighted sum of features, shape (n,).

    Source: fitted to tests/eval. Gradient boosting (LightGBM, scikit-learn) over 28 features was no better with a
    document left out (ranked@1 0.61 to 0.63, this sum 0.66), and a correction for quotes that are near to any
    question (Conneau et al. 2018) was worse, most of all for questions in other words than the text.
    """
    total: Vectors = np.sum([weight * columns[name] for name, weight in weights.items()], axis=0)
    return total
