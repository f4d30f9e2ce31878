"""Whether the confidence can be trusted: what it tells apart, what refusing costs, and whether 0.7 means 7 in 10."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from index.evaluate.intervals import Interval, Values, interval
from index.evaluate.score import Score

_KEPT_SHARES = (0.95, 0.90, 0.80)
_BANDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The questions that were answered with a confidence from `low` on, up to a tenth more: how many are right."""

    low: float
    questions: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tradeoff:
    """What a threshold does: the share of answerable questions at or above it, and of unanswerable ones below it."""

    threshold: float
    kept: float
    refused: float


def confidence_figures(scores: Sequence[Score]) -> dict[str, tuple[float, Interval]]:
    """Return figures of the confidence, each with its 95 % interval; NaN where a kind of question is missing.

    AUROC: how often an answerable question has a higher confidence than an unanswerable one. refused at 0.95 kept:
    the share of unanswerable questions below a confidence that 95 % of the answerable ones reach. ECE: expected
    calibration error, how far confidence and the share of right first hits are apart (Guo et al. 2017, ten bands),
    without an interval: resamples overstate it, since gaps that even out do so less in them.
    """
    answerable = [score.confidence for score in scores if score.question.spans]
    unanswerable = [score.confidence for score in scores if not score.question.spans]
    figures = {"AUROC": _with_interval(auroc, answerable, unanswerable)}
    for share in _KEPT_SHARES:
        refused = partial(_refused_share, share)
        figures[f"refused at {share:.2f} kept"] = _with_interval(refused, answerable, unanswerable)
    pairs = _pairs(scores)
    figures["ECE"] = (_calibration_error(pairs) if len(pairs) else math.nan, (math.nan, math.nan))
    return figures


def reliability(scores: Sequence[Score]) -> list[Band]:
    """Return the bands of confidence that any question fell into, lowest first."""
    pairs = _pairs(scores)
    bands = _bands(pairs[:, 0])
    return [
        Band(
            low=band / _BANDS,
            questions=int((bands == band).sum()),
            confidence=float(pairs[bands == band, 0].mean()),
            right=float(pairs[bands == band, 1].mean()),
        )
        for band in sorted({int(band) for band in bands})
    ]


def tradeoffs(scores: Sequence[Score], thresholds: Sequence[float]) -> list[Tradeoff]:
    """Return what each threshold would do; none where answerable or unanswerable questions are missing."""
    answerable = np.sort([score.confidence for score in scores if score.question.spans])
    unanswerable = np.sort([score.confidence for score in scores if not score.question.spans])
    if not len(answerable) or not len(unanswerable):
        return []
    return [
        Tradeoff(
            threshold=threshold,
            kept=float(1 - np.searchsorted(answerable, threshold) / len(answerable)),
            refused=float(np.searchsorted(unanswerable, threshold) / len(unanswerable)),
        )
        for threshold in thresholds
    ]


def _pairs(scores: Sequence[Score]) -> Values:
    """Return confidence and whether the first hit is right of each score, shape (n, 2)."""
    return np.array([(score.confidence, score.ranked_hit) for score in scores], dtype=np.float64).reshape(-1, 2)


def _with_interval(statistic: Callable[..., float], *samples: Sequence[float]) -> tuple[float, Interval]:
    value = statistic(*(np.asarray(sample, dtype=np.float64) for sample in samples)) if all(samples) else math.nan
    return value, interval(statistic, *samples)


def auroc(positive: Values, negative: Values) -> float:
    """Return the share of pairs in which the positive is higher; of equal ones, half."""
    ordered = np.sort(negative)
    below, not_above = np.searchsorted(ordered, positive, "left"), np.searchsorted(ordered, positive, "right")
    return float((below + not_above).mean() / 2 / len(negative))


def _refused_share(kept_share: float, answerable: Values, unanswerable: Values) -> float:
    """Return the share of the unanswerable below the highest threshold that keeps so many of the answerable."""
    dropped = math.floor((1 - kept_share) * len(answerable) + 1e-9)
    return float((unanswerable < np.sort(answerable)[dropped]).mean())


def _calibration_error(pairs: Values) -> float:
    bands = _bands(pairs[:, 0])
    gaps = np.bincount(bands, pairs[:, 0] - pairs[:, 1], _BANDS)  # a band's gap times its number of questions
    return float(np.abs(gaps).sum() / len(pairs))


def _bands(confidences: Values) -> npt.NDArray[np.intp]:
    return np.minimum((confidences * _BANDS).astype(np.intp), _BANDS - 1)
