"""The only place that makes the real parts and puts them together."""

from bot.settings import Settings
from index.embed import make_embedder
from index.search.live import LiveSearcher


def build_searcher(settings: Settings) -> LiveSearcher:
    """Return a searcher over the current generation, which takes up new ones by itself.

    Raises:
        IndexMissingError: Nothing has been indexed.
        IndexMismatchError: The index was built with another embedder.
    """
    return LiveSearcher(settings.data, make_embedder(settings.embedder))
