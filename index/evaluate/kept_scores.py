"""Scores as they are kept for later: without a word of what was asked or answered, so that nothing has to be forgotten.

A question stands under the key of its label. Once a label is another, or gone, what was kept under its key is no more.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, get_args

from index.answer import Outcome
from index.evaluate.labelled import LabelledQuestion
from index.evaluate.score import DEPTH, Score

_KEY_CHARACTERS = 16
_KEPT = ("outcome", "confidence", "rank", "rank_language", "ranked_ndcg", "first", "speaker_right")


def label_key(labelled: LabelledQuestion) -> str:
    """Return 16 hex characters that stand for a question with its right answers, and for no other."""
    spans = [(span.document, span.text, span.grade) for span in labelled.spans]
    label = [labelled.id, labelled.question, labelled.speaker, spans]
    return hashlib.sha256(json.dumps(label).encode()).hexdigest()[:_KEY_CHARACTERS]


def score_to_record(score: Score) -> dict[str, Any]:
    """Return a score as JSON, but for its question."""
    return {name: getattr(score, name) for name in _KEPT}


def score_from_record(record: Mapping[str, Any], labelled: LabelledQuestion) -> Score:
    """Return the score that a record was made of.

    Raises:
        ValueError: It was made of none.
    """
    try:
        score = Score(question=labelled, **{name: record[name] for name in _KEPT})
        is_score = (
            score.outcome in get_args(Outcome)
            and 0 <= float(score.confidence) <= 1
            and (score.rank is None or score.rank in range(1, DEPTH + 1))
            and (score.first is None or isinstance(score.first, str))
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"no score ({error})") from error
    if not is_score:
        raise ValueError("no score")
    return score
