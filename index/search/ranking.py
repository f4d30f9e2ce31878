"""How candidates become one order, and how sure the first of them is."""

import math
from collections.abc import Sequence

from index.domain import Match, Outcome

_WORD_WEIGHT = 0.15
_HOST_PENALTY = 0.3  # in standard deviations of similarity

# Two logistic regressions of "the first match is right" on the 400 questions of tests/eval/train.jsonl
# (cross-validated AUROC 0.84). In the question's own language: margin over the matches behind it, and the share of
# the question's words that it has. In the other language, where words cannot be shared: similarity and margin.
_SAME_LANGUAGE = {"intercept": -2.6, "margin": 0.49, "shared_words": 4.1}
_OTHER_LANGUAGE = {"intercept": -5.0, "margin": 1.9, "similarity": 0.64}
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
    best = matches[0]
    # Where fewer are behind it, the missing ones tell nothing and add nothing.
    margin = sum(best.score - match.score for match in matches[1 : 1 + _BEHIND]) / _BEHIND
    if other_language:
        weights, evidence = _OTHER_LANGUAGE, _OTHER_LANGUAGE["similarity"] * best.similarity
    else:
        weights, evidence = _SAME_LANGUAGE, _SAME_LANGUAGE["shared_words"] * shared_words
    evidence += weights["intercept"] + weights["margin"] * margin
    return 1 / (1 + math.exp(-evidence))


def outcome(sureness: float) -> Outcome:
    """Return what is done at this confidence: answer, show the closest as unsure, or say that there is nothing."""
    if sureness >= _ANSWER:
        return "answer"
    return "unsure" if sureness >= _UNSURE else "nothing"
