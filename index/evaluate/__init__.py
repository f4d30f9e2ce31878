"""How good the answers are, over labelled questions: ranking, abstention, confidence, balance of the languages.

A returned quote hits an answer span of the same document when, white space and `*` removed, they share a run
of text of at least half the length of the shorter one. Each span is credited once.
"""

from index.evaluate.calibration import Band, Tradeoff, reliability, tradeoffs
from index.evaluate.comparison import Comparison, Difference, Moved, compare, parse_results
from index.evaluate.evaluation import Evaluation, evaluate, score_question
from index.evaluate.figures import Figures, group_scores, samples_of, summarise
from index.evaluate.intervals import Interval, share_interval
from index.evaluate.kept_scores import label_key, score_from_record, score_to_record
from index.evaluate.labelled import LabelledQuestion, bare, parse_label, parse_labelled, parse_lines, within
from index.evaluate.language_balance import BalanceLine
from index.evaluate.line_problems import FaultKind, LineError, LineProblem
from index.evaluate.score import Score, answers_question, answers_wrongly, score_answer, score_record

__all__ = [
    "BalanceLine",
    "Band",
    "Comparison",
    "Difference",
    "Evaluation",
    "FaultKind",
    "Figures",
    "Interval",
    "LabelledQuestion",
    "LineError",
    "LineProblem",
    "Moved",
    "Score",
    "Tradeoff",
    "answers_question",
    "answers_wrongly",
    "bare",
    "compare",
    "evaluate",
    "group_scores",
    "label_key",
    "parse_label",
    "parse_labelled",
    "parse_lines",
    "parse_results",
    "reliability",
    "samples_of",
    "score_answer",
    "score_from_record",
    "score_question",
    "score_record",
    "score_to_record",
    "share_interval",
    "summarise",
    "tradeoffs",
    "within",
]
