"""From labelled questions to everything that is measured on them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from index.answer import EVERYTHING, Answer, Filters
from index.errors import QuestionError
from index.evaluate.calibration import Band, confidence_figures, reliability
from index.evaluate.figures import Figures, group_figures
from index.evaluate.intervals import Interval
from index.evaluate.labelled import LabelledQuestion
from index.evaluate.language_balance import BalanceLine, balance_lines, other_language_only
from index.evaluate.score import DEPTH, Score, score_answer

Search = Callable[[str, int, Filters], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What was measured: each question's score, figures of each group, of the confidence, and of the languages."""

    scores: tuple[Score, ...]
    groups: dict[str, Figures]
    confidence: dict[str, tuple[float, Interval]]
    reliability: tuple[Band, ...]
    balance: tuple[BalanceLine, ...]


def evaluate(search: Search, questions: Iterable[LabelledQuestion]) -> Evaluation:
    """Ask every question, those answered only in the other language again in that language alone, and measure.

    Left out are questions to which no right answer is known yet, though some quotes were judged.
    """
    scores: list[Score] = []
    alone: dict[str, Score] = {}
    for question in questions:
        if question.is_open:
            continue
        score = score_question(search, question)
        scores.append(score)
        if language := other_language_only(score):
            alone[question.id] = score_question(search, question, Filters(languages=(language,)))
    return Evaluation(
        scores=tuple(scores),
        groups=group_figures(scores),
        confidence=confidence_figures(scores),
        reliability=tuple(reliability(scores)),
        balance=tuple(balance_lines(scores, alone)),
    )


def score_question(search: Search, labelled: LabelledQuestion, filters: Filters = EVERYTHING) -> Score:
    """Return how a question goes; one that cannot be asked has no answer, and the others go on."""
    try:
        answer = search(labelled.question, DEPTH, filters)
    except QuestionError:
        answer = Answer(question=labelled.question, outcome="nothing", confidence=0.0)
    return score_answer(labelled, answer)
