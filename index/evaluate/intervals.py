"""How far a figure could be off by which questions were asked.

Of any figure by percentile bootstrap, the same at every run; of a share also by what few questions cannot rule out.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]
Interval = tuple[float, float]

_RESAMPLES = 1000
_SEED = 20241122
_PERCENTILES = (2.5, 97.5)
_DEVIATIONS = 1.959963984540054  # of a normal distribution, within which 95 % lie


def mean_interval(values: Sequence[float]) -> Interval:
    """Return the 95 % interval of the mean of some values; NaN, NaN of none.

    Source: Efron and Tibshirani 1993, "An Introduction to the Bootstrap", chapter 13.
    """
    if not values:
        return math.nan, math.nan
    array = np.asarray(values, dtype=np.float64)
    drawn = np.random.default_rng(_SEED).integers(0, len(array), (_RESAMPLES, len(array)))
    return _percentiles(array[drawn].mean(axis=1))


def share_interval(values: Sequence[float]) -> Interval:
    """Return the 95 % interval of a share, of values that are 0 or 1; 0, 1 of none.

    Of one right answer it says 0.21 to 1.00, where resampling, which only ever draws that one, says 1.00 to 1.00.

    Source: Wilson 1927, "Probable inference, the law of succession, and statistical inference".
    """
    count = len(values)
    if not count:
        return 0.0, 1.0
    share, square = sum(values) / count, _DEVIATIONS**2
    middle = (share + square / (2 * count)) / (1 + square / count)
    reach = _DEVIATIONS * math.sqrt(share * (1 - share) / count + square / (4 * count**2)) / (1 + square / count)
    return max(middle - reach, 0.0), min(middle + reach, 1.0)


def interval(statistic: Callable[..., float], *samples: Sequence[float]) -> Interval:
    """Return the 95 % interval of a statistic of one or more samples, each of them drawn from anew."""
    if not all(samples):
        return math.nan, math.nan
    chance = np.random.default_rng(_SEED)
    arrays = [np.asarray(sample, dtype=np.float64) for sample in samples]
    resampled = [
        statistic(*(array[chance.integers(0, len(array), len(array))] for array in arrays)) for _ in range(_RESAMPLES)
    ]
    return _percentiles(np.asarray(resampled))


def _percentiles(values: Values) -> Interval:
    low, high = np.percentile(values, _PERCENTILES)
    return float(low), float(high)
