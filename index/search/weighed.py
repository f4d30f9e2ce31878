"""A searcher as it is, but with other weights."""

from copy import copy

from index.search.learned_weights import LearnedWeights
from index.search.search import Searcher
from index.search.weights import shipped_weights


def weighed(searcher: Searcher, learned: LearnedWeights | None) -> Searcher:
    """Return a searcher over the same generation with learned weights, or with those that are shipped.

    It shares all that was loaded, so only one of the two is to be closed.
    """
    other = copy(searcher)
    other.learned = learned
    other.weights = learned.weights if learned else shipped_weights(searcher.generation.stamp["embedder"])
    return other
