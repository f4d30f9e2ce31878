"""How candidates become one order, and how sure the first of them is."""

import math
from collections.abc import Sequence

from index.domain import Match, Outcome

_WORD_WEIGHT = 0.15
_HOST_PENALTY = 0.3  # in standard deviations of similarity

# Logistic regression of "the first match is right" on the 400 questions of tests/eval/train.jsonl
# (cross-validated AUROC 0.81): similarity, margin over the matches behind it, share of the question's words
# that it has, and whether it is in the other language, where shared words cannot be expected.
_INTERCEPT, _SIMILARITY, _MARGIN, _SHARED_WORDS, _OTHER_LANGUAGE = -3.4, 0.24, 0.65, 2.3, 1.3
_UNSURE, _ANSWER = 0.15, 0.30  # from here the closest is shown; from here it is shown as the answer
_BEHIND = 9  # matches that the first is compared with


def rank_score(similarity: float, word_score: float, *, is_host: bool) -> float:
    """Return a candidate's score: similarity in standard deviations, shared words, guests before hosts.

    Source: weights swept over the labelled questions in tests/eval/train.jsonl; hit@1 is flat around them.
    """
    return similarity + _WORD_WEIGHT * word_score - (_HOST_PENALTY if is_host else 0.0)


def confidence(matches: Sequence[Match], shared_words: float, *, other_language: bool) -> float:
    """Return how sure it is that the first of the matches answers the question, from 0 to 1.

    Args:
        matches: Best first.
        shared_words: Share of the question's words that the first match has, from 0 to 1.
        other_language: Whether the first match is in another language than the question.
    """
    if not matches:
        return 0.0
    behind = [match.score for match in matches[1 : 1 + _BEHIND]] or [0.0]
    evidence = (
        _INTERCEPT
        + _SIMILARITY * matches[0].similarity
        + _MARGIN * (matches[0].score - sum(behind) / len(behind))
        + (_OTHER_LANGUAGE if other_language else _SHARED_WORDS * shared_words)
    )
    return 1 / (1 + math.exp(-evidence))


def outcome(sureness: float) -> Outcome:
    """Return what is done at this confidence: answer, show the closest as unsure, or say that there is nothing."""
    if sureness >= _ANSWER:
        return "answer"
    return "unsure" if sureness >= _UNSURE else "nothing"
