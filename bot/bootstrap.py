"""The only place that makes the real parts and puts them together."""

from bot.settings import Settings
from index.embed import make_embedder
from index.generations import read_current
from index.search import Searcher


def build_searcher(settings: Settings) -> Searcher:
    """Return a searcher over the current generation.

    Raises:
        IndexMissingError: Nothing has been indexed.
        IndexMismatchError: The index was built with another embedder.
    """
    return Searcher(read_current(settings.data), make_embedder(settings.embedder))
