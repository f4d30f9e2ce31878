"""Whether both languages are searched fairly.

Source: LAReQA (Roy et al. 2020): the answer in one language, the candidates in two. MLAIRE (Jang et al. 2026,
"language preference rate"): which language comes first where both hold an answer.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.domain import Language
from index.evaluate.intervals import Interval, mean_interval
from index.evaluate.score import Score


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceLine:
    """A figure of the balance, over so many questions."""

    name: str
    questions: int
    value: float
    interval: Interval


def other_language_only(score: Score) -> Language | None:
    """Return the language of the answers of a question that has none in its own, else None."""
    languages = score.question.answer_languages
    return min(languages) if languages and score.question.language not in languages else None


def balance_lines(scores: Sequence[Score], alone: Mapping[str, Score]) -> list[BalanceLine]:
    """Return the figures of the balance, for each language of the question.

    Args:
        scores: Of all questions.
        alone: By the question's id, how it went when only the language of its answers was searched; of the
            questions that have no answer in their own language.
    """
    lines: list[BalanceLine] = []
    languages: tuple[Language, ...] = ("zh", "en")
    for language in languages:
        own = [score for score in scores if score.question.language == language]
        across = [score for score in own if other_language_only(score)]
        other = "en" if language == "zh" else "zh"
        ceiling = [alone[score.question.id].ranked_hit for score in across]
        both_answer = [score for score in own if len(score.question.answer_languages) > 1 and score.rank_language]
        lines += [
            _line(f"{language} asked, only {other} answers: first is right", [score.ranked_hit for score in across]),
            _line(f"  the same when only {other} is searched", ceiling),
            _line(
                f"{language} asked, both answer: {language} comes first",
                [float(score.rank_language == language) for score in both_answer],
            ),
        ]
    return lines


def _line(name: str, values: Sequence[float]) -> BalanceLine:
    mean = sum(values) / len(values) if values else math.nan
    return BalanceLine(name=name, questions=len(values), value=mean, interval=mean_interval(values))
