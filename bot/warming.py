"""How a serving bot comes to an index that answers: it is opened, built where there is none, or waited for.

A first index is built with the quick view of meaning alone; the full one follows behind it.
"""

import asyncio
import logging
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bot.bootstrap import build_searcher, shared_embedder
from bot.desk import Desk
from bot.settings import Settings
from index.build import Phase, build_index
from index.corpus.documents import read_documents
from index.embed import quick_view
from index.errors import (
    BuildRunningError,
    IndexMismatchError,
    IndexMissingError,
    IndexUnreachableError,
    QuotebotError,
)
from index.search.live import LiveSearcher
from index.storage.generations import corpus_hash
from index.storage.home import Home

logger = logging.getLogger(__name__)

_FIRST_INDEX_SECONDS = 60.0
_QUOTE_SECONDS = 0.03  # of embedding one, on two slow cores
_GUESSED_SHARE = 0.1  # of the quotes, beside those that are done, are taken to need that long
_SHARE_AFTER = 0.1  # of the time that the quotes take is what follows them: questions, words, Chroma
_POLL_SECONDS = 2.0
_AGAIN_SECONDS = 300.0  # until a full index is tried again that could not be built
_POLITE = 10  # nice(2): questions go first
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
        except (IndexMissingError, IndexMismatchError) as reason:
            logger.info("%s; building it now", str(reason).split(";")[0])
            _build(settings, home, desk)
        else:
            searcher.search(_WARM_UP)
            return searcher


def _build(settings: Settings, home: Home, desk: Desk) -> None:
    """Build an index as soon as it can be, with the quick view alone where there are several."""
    started = time.monotonic()
    desk.expect(_FIRST_INDEX_SECONDS)

    def tell(_: Phase, done: int, total: int) -> None:
        if total:
            desk.expect(seconds_left(done, total, time.monotonic() - started))

    try:
        corpus, embedder = read_documents([settings.seeds]), shared_embedder(settings.embedder)
        report = build_index(corpus, quick_view(embedder) or embedder, home, tell)
    except BuildRunningError:
        time.sleep(_POLL_SECONDS)
        return
    for name, reason in report.failures.items():
        logger.warning("%s is not indexed: %s", name, reason)


@contextmanager
def completing(settings: Settings, home: Home, searcher: LiveSearcher) -> Iterator[None]:
    """Have the full index built behind a first one, by a thread that lets questions go first, until the block ends."""
    stopped = threading.Event()
    work = (settings, home, searcher, stopped)
    threading.Thread(target=_complete, args=work, name="full index", daemon=True).start()
    try:
        yield
    finally:
        stopped.set()


def _complete(settings: Settings, home: Home, searcher: LiveSearcher, stopped: threading.Event) -> None:
    if sys.platform == "linux":  # elsewhere it would hold for the whole process
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _POLITE)
    while searcher.is_first and not stopped.is_set():
        try:
            _build_full(settings, home, searcher, stopped)
        except BuildRunningError:
            stopped.wait(_POLL_SECONDS)
        except _StoppedError:
            return
        except QuotebotError as error:
            logger.warning("the first index answers, and the full one cannot be built yet: %s", error)
            stopped.wait(_AGAIN_SECONDS)


class _StoppedError(Exception):
    """The bot stops, and so does what it builds."""


def _build_full(settings: Settings, home: Home, searcher: LiveSearcher, stopped: threading.Event) -> None:
    """Build the full index of what the first one holds, and take it up.

    Raises:
        QuotebotError: It cannot be built now.
        _StoppedError: It is not to be built any more.
    """

    def look_up(*_: object) -> None:
        if stopped.is_set():
            raise _StoppedError

    corpus = read_documents([settings.seeds])
    if corpus_hash(corpus) != searcher.generation.stamp["corpus"]:
        raise QuotebotError(f"the interviews in {settings.seeds} have changed since; run: quotebot index")
    logger.info("answering from a first index; the full one is being built behind it")
    build_index(corpus, shared_embedder(settings.embedder), home, look_up)
    searcher.check()


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
