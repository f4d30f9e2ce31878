"""How a serving bot comes to an index that answers: it is opened, built where there is none, or waited for."""

import asyncio
import logging
import time

from bot.bootstrap import build_searcher, shared_embedder
from bot.desk import Desk
from bot.settings import Settings
from index.build import build_index
from index.corpus.documents import read_documents
from index.errors import BuildRunningError, IndexMissingError, IndexOutdatedError, IndexUnreachableError
from index.search.live import LiveSearcher
from index.storage.home import Home

logger = logging.getLogger(__name__)

_FIRST_INDEX_SECONDS = 180.0
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

    def tell(done: int, total: int) -> None:
        elapsed = time.monotonic() - started
        desk.expect(elapsed * (total - done) / max(1, done))

    try:
        corpus, embedder = read_documents([settings.seeds]), shared_embedder(settings.embedder)
        report = build_index(corpus, embedder, home, tell)
    except BuildRunningError:
        time.sleep(_POLL_SECONDS)
        return
    for name, reason in report.failures.items():
        logger.warning("%s is not indexed: %s", name, reason)
