"""How one answer did on its question."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from index.answer import Answer, Match, Outcome
from index.domain import Language, Quote
from index.evaluate.labelled import GOOD, LabelledQuestion, Span, bare

DEPTH = 10
_NDCG_DEPTH = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How one question went.

    `rank` is that of the first right hit of ten, None where there is none, `rank_language` its language and
    `ranked_ndcg` its nDCG@5, abstained or not. `first` is the id of the first hit. `speaker_right` is None where no
    grade 3 span stands first.
    """

    question: LabelledQuestion
    outcome: Outcome
    confidence: float
    rank: int | None = None
    rank_language: Language | None = None
    ranked_ndcg: float = 0.0
    first: str | None = None
    speaker_right: bool | None = None

    @property
    def abstained(self) -> bool:
        """Whether no answer was given."""
        return self.outcome != "answer"

    @property
    def ranked_hit(self) -> float:
        """1 where the first hit is right, had it never abstained."""
        return float(self.rank == 1)

    @property
    def hit(self) -> float:
        """1 where the answer that was given is right."""
        return 0.0 if self.abstained else self.ranked_hit

    @property
    def reciprocal_rank(self) -> float:
        """1 over the rank of the first right hit, 0 where it abstained."""
        return 0.0 if self.abstained or self.rank is None else 1 / self.rank

    @property
    def ndcg(self) -> float:
        """The nDCG@5 of the hits, 0 where it abstained."""
        return 0.0 if self.abstained else self.ranked_ndcg

    @property
    def recalled(self) -> float:
        """1 where any of the ten hits is right."""
        return float(self.rank is not None)


def score_answer(labelled: LabelledQuestion, answer: Answer) -> Score:
    """Return how an answer with up to ten hits did on its question."""
    grades = _grades(labelled, answer.hits)
    rank = next((rank for rank, grade in enumerate(grades, 1) if grade >= GOOD), None)
    first = answer.hits[0].quote if answer.hits else None
    exact_first = first is not None and grades[0] == 3 and labelled.speaker is not None
    return Score(
        question=labelled,
        outcome=answer.outcome,
        confidence=answer.confidence,
        rank=rank,
        rank_language=answer.hits[rank - 1].quote.language if rank else None,
        ranked_ndcg=_ndcg(grades, [span.grade for span in labelled.spans]),
        first=first.id if first else None,
        speaker_right=(first is not None and first.speaker == labelled.speaker) if exact_first else None,
    )


def answers_question(labelled: LabelledQuestion, quote: Quote) -> bool:
    """Tell whether a quote counts as a right answer."""
    text = bare(quote.text)
    return any(span.grade >= GOOD and _hits(span, quote, text) for span in labelled.spans)


def answers_wrongly(labelled: LabelledQuestion, quote: Quote) -> bool:
    """Tell whether a quote counts as one that was found wrong."""
    text = bare(quote.text)
    return any(_hits(span, quote, text) for span in labelled.wrong)


def _hits(span: Span, quote: Quote, bare_text: str) -> bool:
    return quote.source.id.startswith(span.document) and _shares_half(bare_text, span.text)


def score_record(score: Score) -> dict[str, Any]:
    """Return a score as JSON, from which a later evaluation is compared."""
    labelled = score.question
    return {
        "id": labelled.id,
        "query": labelled.question,
        "type": labelled.type,
        "direction": labelled.direction,
        "answerable": bool(labelled.spans),
        "outcome": score.outcome,
        "abstained": score.abstained,
        "confidence": round(score.confidence, 4),
        "rank": score.rank,
        "hit@1": score.hit,
        "rr": score.reciprocal_rank,
        "ndcg@5": score.ndcg,
        "first": score.first,
    }


def _grades(labelled: LabelledQuestion, hits: Sequence[Match]) -> list[int]:
    """Return the grade of each of the first ten hits, 0 for none, each span credited once."""
    credited: set[int] = set()
    grades: list[int] = []
    for match in hits[:DEPTH]:
        text = bare(match.quote.text)
        candidates = [
            (-span.grade, number)
            for number, span in enumerate(labelled.spans)
            if number not in credited and _hits(span, match.quote, text)
        ]
        if candidates:
            grade, number = min(candidates)
            credited.add(number)
            grades.append(-grade)
        else:
            grades.append(0)
    return grades


def _shares_half(text: str, span: str) -> bool:
    shorter = min(len(text), len(span))
    longest = SequenceMatcher(None, text, span, autojunk=False).find_longest_match().size
    return shorter > 0 and longest * 2 >= shorter


def _ndcg(grades: Sequence[int], span_grades: Sequence[int]) -> float:
    """Return nDCG@5 with gain 2^grade - 1 and discount log2(rank + 1)."""
    ideal = _gain(sorted(span_grades, reverse=True))
    return _gain(grades) / ideal if ideal else 0.0


def _gain(grades: Sequence[int]) -> float:
    gains = [float(2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades[:_NDCG_DEPTH], 1)]
    return sum(gains)
