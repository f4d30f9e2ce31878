"""How a serving bot comes to an index that answers: it is opened, built where there is none, or waited for."""

import asyncio
import logging
import time

from bot.bootstrap import build_searcher, shared_embedder
from bot.desk import Desk
from bot.settings import Settings
from index.build import Phase, build_index
from index.corpus.documents import read_documents
from index.errors import BuildRunningError, IndexMissingError, IndexOutdatedError, IndexUnreachableError
from index.search.live import LiveSearcher
from index.storage.home import Home

logger = logging.getLogger(__name__)

_FIRST_INDEX_SECONDS = 180.0
_QUOTE_SECONDS = 0.03  # of embedding one, on two slow cores
_GUESSED_SHARE = 0.1  # of the quotes, beside those that are done, are taken to need that long
_SHARE_AFTER = 0.1  # of the time that the quotes take is what follows them: questions, words, Chroma
_POLL_SECONDS = 2.0
_WARM_UP = "hello"


async def open_index(settings: Settings, home: Home, desk: Desk) -> LiveSearcher:
    """Return a searcher that is warm, as soon as there can be one; the desk hears how long that takes.

    Raises:
        QuotebotError: The index cannot be used.
    """
    while True:
        try:
            return await asyncio.to_thread(_open_or_build, settings, home, desk)
        except IndexUnreachableError as error:
            desk.wait_for(str(error))
            await asyncio.sleep(_POLL_SECONDS)


def _open_or_build(settings: Settings, home: Home, desk: Desk) -> LiveSearcher:
    """Return a searcher that is warm; builds the first index, or waits for whoever is building it."""
    home.check()
    while True:
        try:
            searcher = build_searcher(settings, home)
        except (IndexMissingError, IndexOutdatedError) as reason:
            logger.info("%s; building it now", str(reason).split(";")[0])
            _build(settings, home, desk)
        else:
            searcher.search(_WARM_UP)
            return searcher


def _build(settings: Settings, home: Home, desk: Desk) -> None:
    started = time.monotonic()
    desk.expect(_FIRST_INDEX_SECONDS)

    def tell(_: Phase, done: int, total: int) -> None:
        if total:
            desk.expect(seconds_left(done, total, time.monotonic() - started))

    try:
        corpus, embedder = read_documents([settings.seeds]), shared_embedder(settings.embedder)
        report = build_index(corpus, embedder, home, tell)
    except BuildRunningError:
        time.sleep(_POLL_SECONDS)
        return
    for name, reason in report.failures.items():
        logger.warning("%s is not indexed: %s", name, reason)


def seconds_left(done: int, total: int, elapsed_seconds: float) -> float:
    """Return the seconds that a first index still takes; at the first few quotes, mostly what it takes elsewhere.

    Args:
        done: Quotes that are embedded.
        total: Quotes in all, at least 1.
        elapsed_seconds: Since it was begun.
    """
    guessed = _GUESSED_SHARE * total
    pace = (elapsed_seconds + guessed * _QUOTE_SECONDS) / (done + guessed)
    return pace * ((1 + _SHARE_AFTER) * total - done)
