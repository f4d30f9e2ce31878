"""How good the answers are, over labelled questions: hit@1, MRR@10, nDCG@5, recall@10, abstention.

A returned quote hits an answer span of the same document when, white space and `*` removed, they share a run
of text of at least half the length of the shorter one. Each span is credited once.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from index.domain import Answer, Match
from index.errors import CorpusError

_IGNORED = re.compile(r"[\s*]+")
_DEPTH = 10
_NDCG_DEPTH = 5
_GOOD = 2  # the grade from which a hit counts as right


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A text that answers a question, in the document whose id begins with `document`; grade 3 is exact."""

    document: str
    text: str
    grade: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledQuestion:
    """A question with every span that a fair judge accepts; no spans: nothing answers it."""

    id: str
    question: str
    language: str
    type: str
    spans: tuple[Span, ...]
    speaker: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How one question went. Where the engine abstained, hit, reciprocal rank and nDCG are 0 for it.

    `ranked_hit` and `recalled` say what the ranking held, abstained or not; `speaker_right` is None where
    no grade 3 span stands first.
    """

    question: LabelledQuestion
    abstained: bool
    hit: float
    reciprocal_rank: float
    ndcg: float
    ranked_hit: float
    recalled: float
    speaker_right: bool | None = None


def parse_labelled(text: str, path: str) -> tuple[list[LabelledQuestion], list[str]]:
    """Return the labelled questions of a JSON-lines text, and a message for each line that cannot be read."""
    questions: list[LabelledQuestion] = []
    problems: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            questions.append(_labelled(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            problems.append(f"{path}:{number}: no labelled question ({type(error).__name__}: {error})")
    if not questions:
        raise CorpusError(f"{path}: no labelled questions; each line is a JSON object with query, lang, type, answers")
    return questions, problems


def _labelled(record: Mapping[str, Any]) -> LabelledQuestion:
    spans = tuple(
        Span(document=each["doc"], text=_bare(each["quote"]), grade=int(each["grade"])) for each in record["answers"]
    )
    return LabelledQuestion(
        id=str(record["id"]),
        question=record["query"],
        language=record["lang"],
        type=record["type"],
        spans=spans,
        speaker=record.get("speaker"),
    )


def score_answer(labelled: LabelledQuestion, answer: Answer) -> Score:
    """Return how an answer with up to ten hits did on its question."""
    grades = _grades(labelled, answer.hits)
    abstained = answer.outcome != "answer"
    good_ranks = [rank for rank, grade in enumerate(grades, 1) if grade >= _GOOD]
    ranked_hit = float(good_ranks[:1] == [1])
    counted = 0.0 if abstained else 1.0
    first = answer.hits[0].quote if answer.hits else None
    exact_first = first is not None and grades[0] == 3 and labelled.speaker is not None
    return Score(
        question=labelled,
        abstained=abstained,
        hit=counted * ranked_hit,
        reciprocal_rank=counted / good_ranks[0] if good_ranks else 0.0,
        ndcg=counted * _ndcg(grades, [span.grade for span in labelled.spans]),
        ranked_hit=ranked_hit,
        recalled=float(bool(good_ranks)),
        speaker_right=(first is not None and first.speaker == labelled.speaker) if exact_first else None,
    )


def summarise(scores: Sequence[Score]) -> dict[str, float]:
    """Return the averages over scores.

    Over answerable questions: hit@1, MRR@10 and nDCG@5, where abstaining scores 0; ranked@1 (hit@1 had it never
    abstained), recall@10, and kept (the share not abstained). Over unanswerable ones: refused, the share abstained.
    speaker: the share with the right name, of answers whose first match is exact. NaN: no such question.
    """
    answerable = [score for score in scores if score.question.spans]
    unanswerable = [score for score in scores if not score.question.spans]
    speakers = [score.speaker_right for score in scores if score.speaker_right is not None]
    return {
        "questions": len(scores),
        "hit@1": _mean([score.hit for score in answerable]),
        "MRR@10": _mean([score.reciprocal_rank for score in answerable]),
        "nDCG@5": _mean([score.ndcg for score in answerable]),
        "ranked@1": _mean([score.ranked_hit for score in answerable]),
        "recall@10": _mean([score.recalled for score in answerable]),
        "kept": _mean([float(not score.abstained) for score in answerable]),
        "refused": _mean([float(score.abstained) for score in unanswerable]),
        "speaker": _mean([float(right) for right in speakers]),
    }


def group_scores(scores: Sequence[Score]) -> dict[str, dict[str, float]]:
    """Return the averages over all scores, by type and by language of the question."""
    groups: dict[str, list[Score]] = {"all": list(scores)}
    for score in scores:
        groups.setdefault(f"type {score.question.type}", []).append(score)
    for score in scores:
        groups.setdefault(f"language {score.question.language}", []).append(score)
    return {name: summarise(group) for name, group in groups.items()}


def _grades(labelled: LabelledQuestion, hits: Sequence[Match]) -> list[int]:
    """Return the grade of each of the first ten hits, 0 for none, each span credited once."""
    credited: set[int] = set()
    grades: list[int] = []
    for match in hits[:_DEPTH]:
        text = _bare(match.quote.text)
        candidates = [
            (-span.grade, number)
            for number, span in enumerate(labelled.spans)
            if number not in credited
            and match.quote.source.id.startswith(span.document)
            and _shares_half(text, span.text)
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


def _bare(text: str) -> str:
    return _IGNORED.sub("", text)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else math.nan
