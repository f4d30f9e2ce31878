"""From a question to quotes, over a generation that is ready: who is named, what is close, how sure that is."""

from index.search.search import Searcher
from index.search.usable_question import usable_question

__all__ = ["Searcher", "usable_question"]
