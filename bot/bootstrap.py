"""The only place that makes the real parts and puts them together."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.settings import Settings
from bot.state import State
from index.embed import make_embedder
from index.search.live import LiveSearcher
from index.search.reranking import make_reranker


def build_searcher(settings: Settings) -> LiveSearcher:
    """Return a searcher over the current generation, which takes up new ones by itself.

    Raises:
        IndexMissingError: Nothing has been indexed.
        IndexMismatchError: The index was built with another embedder.
        SettingsError: The embedder or the reranker cannot be used.
    """
    return LiveSearcher(settings.data, make_embedder(settings.embedder), make_reranker(settings.reranker))


@contextmanager
def existing_state(settings: Settings) -> Iterator[State | None]:
    """Have the state for a while; None where nothing was ever kept: to look must not make a database.

    Raises:
        QuotebotError: It cannot be opened.
    """
    scheme, _, file = settings.state_url.partition(":///")
    if scheme.startswith("sqlite") and not Path(file.partition("?")[0]).exists():
        yield None
        return
    state = State.open(settings.state_url)
    try:
        yield state
    finally:
        state.close()
