"""All weights, fitted to lessons and pulled towards those in use."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.answer import Match, Outcome
from index.learning.fit_chance import fit_chance
from index.learning.fit_rank import fit_rank
from index.learning.lessons import Lesson
from index.learning.opinions import is_alike
from index.learning.reactions import IS_RIGHT, IS_WRONG, Meaning
from index.search import Searcher
from index.search.confidence import outcome
from index.search.weights import Weights

PARTS = {False: "same_language", True: "other_language"}
_RANK_STRENGTH = 3.0  # what tells most of votes that were held back (tests/campaigns/learning_month.py)
_CHANCE_STRENGTH = 10.0
_LEAST_UNANSWERABLE = 30  # for the thresholds to be held by them
_LEAST_FIRSTS = 30  # whose first match is known to be right or wrong, for the confidence of a direction to move


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a question comes to under some weights: its matches, best first, and how sure the first is."""

    hits: Sequence[Match]
    confidence: float
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which of the weights are learned; `parts` of the confidence, if it is."""

    ranking: bool = True
    confidence: bool = True
    parts: tuple[str, ...] = tuple(PARTS.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """A first match, and what is said of it by whom ("" where it is a label)."""

    features: Mapping[str, float]
    is_other: bool
    meaning: Meaning
    person: str
    weight: float


def results_under(searcher: Searcher, lessons: Sequence[Lesson], weights: Weights) -> list[Result]:
    """Return what each question comes to under some weights."""
    return results_of(lessons, [lesson.candidates.ranked(searcher, weights["rank"]) for lesson in lessons], weights)


def results_of(lessons: Sequence[Lesson], hits: Sequence[Sequence[Match]], weights: Weights) -> list[Result]:
    """Return what each question comes to that has these hits, whatever the ranking of the weights is."""
    results = []
    for lesson, own in zip(lessons, hits, strict=True):
        confidence = lesson.candidates.confidence(own, weights)
        results.append(Result(hits=own, confidence=confidence, outcome=outcome(confidence, weights)))
    return results


def learn_weights(searcher: Searcher, lessons: Sequence[Lesson], current: Weights, scope: Scope) -> Weights:
    """Return the weights in use with what is learned from lessons, as far as it is wanted.

    The thresholds are chances that the first match is right. So a better ranking, whose first matches are surer, has
    more answered at the same ones; but where enough is labelled that nothing answers, they rise until as much of that
    is refused as before. A confidence that is learned says which questions are answered, not how many.

    Args:
        searcher: The candidates are its.
        lessons: What is known, at least one choice among it.
        current: The weights in use, which are pulled towards.
        scope: Which of them are learned.
    """
    ranking = _as_strict(searcher, lessons, current, learn_ranking(lessons, current)) if scope.ranking else current
    if not scope.confidence:
        return ranking
    before = results_under(searcher, lessons, ranking)
    learned = learn_confidence(lessons, before, ranking, scope.parts)
    after = results_of(lessons, [result.hits for result in before], learned)
    return {**learned, "outcome": _thresholds(before, after, ranking["outcome"])}


def _as_strict(searcher: Searcher, lessons: Sequence[Lesson], current: Weights, learned: Weights) -> Weights:
    """Return learned weights under which no more is answered of what is labelled so, that nothing answers it."""
    unanswerable = [lesson for lesson in lessons if lesson.is_unanswerable]
    if len(unanswerable) < _LEAST_UNANSWERABLE:
        return learned
    before, after = (results_under(searcher, unanswerable, weights) for weights in (current, learned))
    risen = _thresholds(before, after, current["outcome"])
    return {**learned, "outcome": {name: max(value, risen[name]) for name, value in current["outcome"].items()}}


def learn_ranking(lessons: Sequence[Lesson], current: Weights) -> Weights:
    """Return the weights in use, with those of the ranking fitted to lessons, of which one at least tells something.

    The first matches' scores are as high as before on average, so that the confidence, which looks at them, is not
    moved by the ranking's scale.
    """
    names = list(lessons[0].candidates.names)
    prior = np.array([current["rank"][name] for name in names])
    fitted = fit_rank([lesson.choices for lesson in lessons], prior, _RANK_STRENGTH)
    before, after = (
        np.mean([(lesson.candidates.values @ weights).max() for lesson in lessons]) for weights in (prior, fitted)
    )
    scale = float(before / after) if before > 0 and after > 0 else 1.0
    return {**current, "rank": dict(zip(names, (scale * fitted).tolist(), strict=True))}


def learn_confidence(
    lessons: Sequence[Lesson], results: Sequence[Result], current: Weights, parts: Sequence[str]
) -> Weights:
    """Return weights with the chances that the first match is right fitted to lessons.

    How near a question is to the corpus as a whole stays as it is: who labels does not tell what is foreign to it from
    what is merely not answered.

    Args:
        lessons: What is known.
        results: What each comes to.
        current: The weights in use.
        parts: Which of these may move.
    """
    firsts = [first for pair in zip(lessons, results, strict=True) for first in known_firsts(*pair)]
    learned = dict(current)
    for is_other, part in PARTS.items():
        own = [first for first in firsts if first.is_other == is_other]
        if part in parts and len(own) >= _LEAST_FIRSTS:
            learned[part] = fit_chance(
                [first.features for first in own],
                [first.meaning for first in own],
                current[part],
                strength=_CHANCE_STRENGTH,
                weights=[first.weight for first in own],
            )
    return learned


def known_firsts(lesson: Lesson, result: Result) -> Iterator[First]:
    """Yield what is known of a question's first match: by its label, and by each vote on it."""
    if not result.hits:
        return
    quote = result.hits[0].quote
    verdict = lesson.verdict(quote)
    known = [] if verdict is None else [(IS_RIGHT if verdict else IS_WRONG, "", 1.0)]
    known += [
        (opinion.meaning, opinion.person, opinion.weight)
        for opinion in lesson.opinions
        if opinion.is_good is not None and is_alike(opinion.quote, quote)
    ]
    features = lesson.candidates.confidence_features(result.hits) if known else {}
    is_other = quote.language != lesson.candidates.language
    for meaning, person, weight in known:
        yield First(features=features, is_other=is_other, meaning=meaning, person=person, weight=weight)


def _thresholds(
    before: Sequence[Result], after: Sequence[Result], thresholds: Mapping[str, float]
) -> Mapping[str, float]:
    """Return the thresholds that as many questions reach with a learned confidence as reach those in use without.

    Few who vote or label do so on what was refused, so these do not tell how many are to be answered.
    """
    earlier, later = (np.array([result.confidence for result in results]) for results in (before, after))
    return {name: float(np.quantile(later, (earlier < value).mean())) for name, value in thresholds.items()}
