"""How each search of a question came to what it came to, read off the trace of the very code that answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from index.answer import Absent, Filters, Match
from index.domain import Language
from index.search.confidence import Assessment
from index.search.role_holders import ResolvedQuestion
from index.search.trace import Step

Fate = Literal["picked", "overlaps", "nobody", "behind"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One feature of a candidate, its weight, and what that adds to the score."""

    name: str
    value: float
    weight: float

    @property
    def points(self) -> float:
        """What it adds to the score."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A quote that came into question, what made its score, and what became of it.

    `fate` is "picked", which stands at `place`, from 1 on; or why it is not: it "overlaps" with one that was, or does
    not stand in its document, it is "nobody"'s and somebody was asked for, or it was "behind" when enough were picked.
    """

    match: Match
    terms: tuple[Term, ...]
    fate: Fate
    place: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchExplanation:
    """One search of a question.

    `resolved` has the names of whom its roles mean, `given` and `asked` are the filters without and with those who
    are named in it. `candidates` are all, best first.
    """

    resolved: ResolvedQuestion
    given: Filters
    asked: Filters
    absent: tuple[Absent, ...]
    candidates: tuple[Candidate, ...]
    assessment: Assessment
    thresholds: Mapping[str, float]
    steps: tuple[Step, ...]


def explain(steps: Sequence[Step]) -> list[SearchExplanation]:
    """Return how each search went that was traced, in order.

    Args:
        steps: Of a trace, whole: nothing was raised meanwhile.
    """
    begun = 0

    def number(step: Step) -> int:
        nonlocal begun
        begun += step.stage == "roles"  # the first stage of each search
        return begun

    in_order = sorted(steps, key=lambda step: step.after_milliseconds)
    return [_explained(tuple(group)) for _, group in groupby(in_order, number)]


def _explained(steps: tuple[Step, ...]) -> SearchExplanation:
    by_stage = {step.stage: step for step in steps}
    picked: list[Match] = by_stage["pick"].result
    return SearchExplanation(
        resolved=by_stage["roles"].result,
        given=by_stage["names"].arguments[1],
        asked=by_stage["names"].result,
        absent=tuple(by_stage["absent"].result),
        candidates=tuple(_candidates(steps, by_stage["nobody"].result, picked)),
        assessment=by_stage["confidence"].result,
        thresholds=by_stage["outcome"].arguments[1]["outcome"],
        steps=steps,
    )


def _candidates(steps: Sequence[Step], admitted: Sequence[Match], picked: Sequence[Match]) -> list[Candidate]:
    """Return all candidates, best first, each with what became of it."""
    terms = _terms_by_quote(steps)
    places = {match.quote.id: place for place, match in enumerate(picked, 1)}
    admitted_ids = [match.quote.id for match in admitted]
    looked_at = set(admitted_ids[: admitted_ids.index(picked[-1].quote.id) + 1] if picked else admitted_ids)
    known = set(admitted_ids)
    matches = [match for step in steps if step.stage == "candidates" for match in step.result]
    return [
        Candidate(
            match=match,
            terms=terms[match.quote.id],
            fate=_fate(match.quote.id, places, looked_at, known),
            place=places.get(match.quote.id),
        )
        for match in sorted(matches, key=lambda match: (-match.score, match.quote.id))
    ]


def _fate(quote_id: str, places: Mapping[str, int], looked_at: set[str], admitted: set[str]) -> Fate:
    if quote_id in places:
        return "picked"
    if quote_id not in admitted:
        return "nobody"
    return "overlaps" if quote_id in looked_at else "behind"


def _terms_by_quote(steps: Sequence[Step]) -> dict[str, tuple[Term, ...]]:
    """Return what made the score of each candidate, by the id of its quote."""
    scored: dict[Language, Step] = {step.language: step for step in steps if step.stage == "score"}
    terms = {}
    for step in steps:
        if step.stage == "candidates":
            columns, weights = scored[step.language].arguments
            for row, match in enumerate(step.result):
                terms[match.quote.id] = _terms(columns, weights, row)
    return terms


def _terms(columns: Mapping[str, Any], weights: Mapping[str, float], row: int) -> tuple[Term, ...]:
    return tuple(Term(name=name, value=float(columns[name][row]), weight=weight) for name, weight in weights.items())
