"""A searcher as it is, but with somebody who sees its stages."""

from copy import copy

from index.search.search import Searcher
from index.search.trace import Observer


def observed(searcher: Searcher, observer: Observer) -> Searcher:
    """Return a searcher whose stages somebody sees; it shares all that was loaded, so only one is to be closed."""
    other = copy(searcher)
    other.observer = observer
    return other
