"""What changes from one choice of weights to another, over all that was counted, and how far it could be chance."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.learning.minimise import Values

LEVEL = 0.025  # of the chance that what is no better passes for better
_RESAMPLES = 4000
_SEED = 20261130
_POINT = 0.01
_MANY = 100  # of which a point is one, at least
_FEW = 10  # clusters, of whose resamples nothing can be said
_SURELY = 0.95  # of the resamples, for something to be worse beyond noise


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What is counted: a labelled question, or a vote.

    Attributes:
        cluster: What it stands and falls with: votes with all others of their person.
        groups: What it counts for beside all.
        weight: How much it counts.
        before: What the weights in use come to with it.
        after: What learned ones do that have not seen its question.
    """

    cluster: str
    groups: tuple[str, ...]
    weight: float
    before: float
    after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An average before and after, with the interval of the difference; NaN where nothing was counted.

    Attributes:
        group: Of what.
        count: How many were counted.
        clusters: Of how many people or labelled questions.
        before: With the weights in use.
        after: With learned ones.
        low: What the difference is above, but for a chance of LEVEL.
        high: What it is below, the same.
        worse: The share of resamples in which it is worse.
    """

    group: str
    count: int
    clusters: int
    before: float
    after: float
    low: float
    high: float
    worse: float

    @property
    def gain(self) -> float:
        """After less before."""
        return self.after - self.before

    @property
    def is_better(self) -> bool:
        """Whether it is better beyond noise."""
        return self.clusters >= _FEW and self.low > 0

    @property
    def is_worse(self) -> bool:
        """Whether it is worse beyond noise, or by more than a point where many were counted."""
        is_beyond_noise = self.clusters >= _FEW and self.worse > _SURELY
        return is_beyond_noise or (self.count >= _MANY and self.gain < -_POINT)


def changes_by_group(units: Sequence[Unit]) -> tuple[Change, ...]:
    """Return the change over all units, and that over each group of them."""
    groups = sorted({group for unit in units for group in unit.groups})
    by_group = [measure(group, [unit for unit in units if group in unit.groups]) for group in groups]
    return (measure("all", units), *by_group)


def measure(group: str, units: Sequence[Unit]) -> Change:
    """Return the change over units: bootstrap over clusters, the same at every run.

    Source: Efron and Tibshirani 1993, "An Introduction to the Bootstrap", chapter 8: dependent data in blocks.
    """
    if not units:
        nothing = math.nan
        return Change(
            group=group, count=0, clusters=0, before=nothing, after=nothing, low=nothing, high=nothing, worse=0.0
        )
    weights, before, after = np.array([(unit.weight, unit.before, unit.after) for unit in units]).T
    drawn = _resampled([unit.cluster for unit in units], weights, after - before)
    low, high = np.quantile(drawn, (LEVEL, 1 - LEVEL))
    return Change(
        group=group,
        count=len(units),
        clusters=len({unit.cluster for unit in units}),
        before=float(np.average(before, weights=weights)),
        after=float(np.average(after, weights=weights)),
        low=float(low),
        high=float(high),
        worse=float((drawn < 0).mean()),
    )


def _resampled(names: Sequence[str], weights: Values, gains: Values) -> Values:
    """Return the average gain over clusters that are drawn anew, each time as many as there are."""
    clusters, cluster_of = np.unique(names, return_inverse=True)
    sums = np.bincount(cluster_of, weights * gains, len(clusters))
    counts = np.bincount(cluster_of, weights, len(clusters))
    drawn = np.random.default_rng(_SEED).integers(0, len(clusters), (_RESAMPLES, len(clusters)))
    return np.asarray(sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1))
