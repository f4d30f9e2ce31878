"""Taking quotes out of the index for good: a new generation without them, and none that still has them."""

import time
from collections.abc import Callable, Sequence

from bot.operations.bootstrap import index_home
from bot.runtime.serve_lock import nobody_serving
from bot.runtime.settings import Settings
from index.advice import quotebot
from index.domain import Quote
from index.embed import make_embedder, views_of
from index.embed.vector_cache import open_cache
from index.errors import BuildRunningError, IndexMissingError, QuotebotError, StorageError
from index.storage.generations import collect, current_name, forget_before, read_current, withdraw
from index.storage.home import Home
from index.storage.lock import build_lock

_ANSWERING_SECONDS = 5.0  # a bot that is answering from the generation before still needs its files


def take_out(settings: Settings, is_gone: Callable[[Quote], bool], build: Callable[[], None]) -> bool:
    """Build the index again, and let go of every generation that holds what is gone.

    Args:
        settings: Where the index is.
        is_gone: Tells the quotes that must not be left.
        build: Builds it from the interviews as they are now, once nobody else does.

    Returns:
        Whether anything is left to be asked; where nothing is, the index is withdrawn.

    Raises:
        QuotebotError: What is gone still answers, since the index could not be built; or other interviews failed.
    """
    home = index_home(settings)
    if _is_without_index(home):
        return True
    problem = _problem_of(build)
    try:
        quotes = read_current(home).quotes
    except IndexMissingError:
        quotes = ()
    remaining = sum(not is_gone(quote) for quote in quotes)
    if 0 < remaining < len(quotes):
        raise QuotebotError(
            f"it still answers, since the index could not be built: {problem}; run: {quotebot('index')}"
        )
    with build_lock(home.data):
        (forget_before if remaining else withdraw)(home)
        if _is_served(settings):
            time.sleep(_ANSWERING_SECONDS)
        collect(home)
        _forget_vectors(settings, home, quotes if remaining else ())
    if problem and remaining:
        raise problem
    return remaining > 0


def _forget_vectors(settings: Settings, home: Home, quotes: Sequence[Quote]) -> None:
    """Delete the vectors of what no quote says any more; of questions all, which are few."""
    file = home.data / "vectors.sqlite"
    if file.exists():
        embedders = views_of(make_embedder(settings.embedder)) if quotes else []
        with open_cache(file) as cache:
            cache.keep_passages(embedders, {piece for quote in quotes for piece in quote.pieces})


def _is_without_index(home: Home) -> bool:
    """Tell whether nothing is indexed, nor being indexed by somebody who may have begun without knowing."""
    if current_name(home) is not None or not home.data.is_dir():
        return current_name(home) is None
    try:
        with build_lock(home.data):
            return current_name(home) is None
    except BuildRunningError:
        return False


def _problem_of(build: Callable[[], None]) -> QuotebotError | None:
    try:
        build()
    except QuotebotError as error:
        return error
    return None


def _is_served(settings: Settings) -> bool:
    try:
        with nobody_serving(settings.data):
            return False
    except StorageError:
        return True
