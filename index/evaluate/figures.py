"""Averages over scores, of all questions and of each group of them, with how far they could be off."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from index.evaluate.intervals import Interval, mean_interval
from index.evaluate.score import Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The averages over some scores, and the 95 % interval of each but the number of questions."""

    values: dict[str, float]
    intervals: dict[str, Interval]


def samples_of(scores: Sequence[Score]) -> dict[str, list[float]]:
    """Return what each figure is the average of.

    Over answerable questions: hit@1, MRR@10 and nDCG@5, where abstaining scores 0; ranked@1 (hit@1 had it never
    abstained), recall@10, and kept (the share not abstained). Over unanswerable ones: refused, the share abstained.
    speaker: the share with the right name, of answers whose first match is exact.
    """
    answerable = [score for score in scores if score.question.spans]
    unanswerable = [score for score in scores if not score.question.spans]
    return {
        "hit@1": [score.hit for score in answerable],
        "MRR@10": [score.reciprocal_rank for score in answerable],
        "nDCG@5": [score.ndcg for score in answerable],
        "ranked@1": [score.ranked_hit for score in answerable],
        "recall@10": [score.recalled for score in answerable],
        "kept": [float(not score.abstained) for score in answerable],
        "refused": [float(score.abstained) for score in unanswerable],
        "speaker": [float(score.speaker_right) for score in scores if score.speaker_right is not None],
    }


def summarise(scores: Sequence[Score]) -> dict[str, float]:
    """Return the averages over scores; see `samples_of`. NaN: no such question."""
    averages = {name: _mean(values) for name, values in samples_of(scores).items()}
    return {"questions": len(scores), **averages}


def group_scores(scores: Sequence[Score]) -> dict[str, list[Score]]:
    """Return all scores, and those of each type, language of the question, and direction."""
    groups: dict[str, list[Score]] = {"all": list(scores)}
    kinds = ("type", "language", "direction")
    for kind in kinds:
        for score in scores:
            if value := getattr(score.question, kind):
                groups.setdefault(f"{kind} {value}", []).append(score)
    return groups


def group_figures(scores: Sequence[Score]) -> dict[str, Figures]:
    """Return the figures of every group."""
    return {name: _figures(group) for name, group in group_scores(scores).items()}


def _figures(scores: Sequence[Score]) -> Figures:
    intervals = {name: mean_interval(values) for name, values in samples_of(scores).items()}
    return Figures(values=summarise(scores), intervals=intervals)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else math.nan
