"""How good the answers are, over labelled questions: ranking, abstention, confidence, balance of the languages.

A returned quote hits an answer span of the same document when, white space and `*` removed, they share a run
of text of at least half the length of the shorter one. Each span is credited once.
"""

from index.evaluate.calibration import Band
from index.evaluate.comparison import Comparison, Difference, Moved, compare, parse_results
from index.evaluate.evaluation import Evaluation, evaluate
from index.evaluate.figures import Figures, group_scores, summarise
from index.evaluate.labelled import LabelledQuestion, bare, parse_label, parse_labelled
from index.evaluate.language_balance import BalanceLine
from index.evaluate.score import Score, answers_question, answers_wrongly, score_answer, score_record

__all__ = [
    "BalanceLine",
    "Band",
    "Comparison",
    "Difference",
    "Evaluation",
    "Figures",
    "LabelledQuestion",
    "Moved",
    "Score",
    "answers_question",
    "answers_wrongly",
    "bare",
    "compare",
    "evaluate",
    "group_scores",
    "parse_label",
    "parse_labelled",
    "parse_results",
    "score_answer",
    "score_record",
    "summarise",
]
