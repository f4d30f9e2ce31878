"""A logistic regression that is pulled towards weights that are known already."""

from collections.abc import Mapping, Sequence

import numpy as np

from index.learning.minimise import Values, minimise
from index.learning.reactions import Meaning

_INTERCEPT = "intercept"
_MOST_MARGIN = 500.0  # whose exponential is still a number


def fit_chance(
    rows: Sequence[Mapping[str, float]],
    meanings: Sequence[Meaning],
    prior: Mapping[str, float],
    *,
    strength: float = 1.0,
    weights: Sequence[float] | None = None,
    frees_intercept: bool = False,
) -> dict[str, float]:
    """Return the weights of a chance, by feature and "intercept".

    Args:
        rows: Features, by name, the same in each; at least one row.
        meanings: What is said of each row: that it came true, that it did not, or something less sure.
        prior: The weights that are pulled towards; of a feature that it lacks, 0.
        strength: Of that pull, per standard deviation of a feature.
        weights: How much each row counts; 1 each if none.
        frees_intercept: Whether the intercept goes where it wants.
    """
    names = list(rows[0])
    values = np.array([list(row.values()) for row in rows])
    spread = np.append(values.std(axis=0) + 1e-9, 1.0)
    values = np.append(values, np.ones((len(rows), 1)), axis=1) / spread
    start = np.array([prior.get(name, 0.0) for name in (*names, _INTERCEPT)]) * spread
    pull = np.full(len(spread), strength)
    pull[-1] *= not frees_intercept
    counts = np.ones(len(rows)) if weights is None else np.asarray(weights)
    if_false, slope = np.array([(meaning.base, meaning.slope) for meaning in meanings]).T

    def loss(weights: Values) -> tuple[float, Values]:
        margins, away = np.clip(values @ weights, -_MOST_MARGIN, _MOST_MARGIN), weights - start
        true, false = 1 / (1 + np.exp(-margins)), 1 / (1 + np.exp(margins))
        said = if_false * false + (if_false + slope) * true
        slopes = -counts * slope * true * false / said
        height = -float(counts @ np.log(said)) + float(pull @ away**2) / 2
        return height, values.T @ slopes + pull * away

    fitted = minimise(loss, start) / spread
    return {_INTERCEPT: float(fitted[-1])} | dict(zip(names, fitted[:-1].tolist(), strict=True))
