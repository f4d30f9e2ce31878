"""How a serving bot comes to an index that answers: it is opened, built where there is none, or waited for.

A first index is built with the quick view of meaning alone; the full one follows behind it.
"""

import asyncio
import logging
import sys
import time
from functools import partial

from bot.intake.request_queue import RequestQueue
from bot.operations.bootstrap import build_searcher, shared_embedder
from bot.runtime.settings import Settings
from index.advice import quotebot
from index.build import Phase, build_index
from index.corpus.documents import find_documents, read_documents
from index.embed import quick_view
from index.errors import (
    BuildRunningError,
    IndexMismatchError,
    IndexMissingError,
    IndexUnreachableError,
    QuotebotError,
)
from index.extraction import corpus_hash
from index.search.live_searcher import LiveSearcher
from index.storage.home import Home

logger = logging.getLogger(__name__)

_FIRST_INDEX_SECONDS = 60.0
_QUOTE_SECONDS = 0.03  # of embedding one, on two slow cores
_GUESSED_SHARE = 0.1  # of the quotes, beside those that are done, are taken to need that long
_SHARE_AFTER = 0.1  # of the time that the quotes take is what follows them: questions, words, Chroma
_POLL_SECONDS = 2.0
_AGAIN_SECONDS = 60.0  # until a full index is tried again that could not be built
_WARM_UP = "hello"


class _StoppedError(QuotebotError):
    """The bot stops before its first index is built; the next start builds it."""


async def open_index(settings: Settings, home: Home, queue: RequestQueue) -> LiveSearcher:
    """Return a searcher that is warm, as soon as there can be one; the request queue hears how long that takes.

    Raises:
        QuotebotError: The index cannot be used.
    """
    while True:
        try:
            return await asyncio.to_thread(_open_or_build, settings, home, queue)
        except IndexUnreachableError as error:
            queue.readiness.wait_for(str(error))
            await asyncio.sleep(_POLL_SECONDS)


def _open_or_build(settings: Settings, home: Home, queue: RequestQueue) -> LiveSearcher:
    """Return a searcher that is warm; builds the first index, or waits for whoever is building it."""
    home.check()
    while True:
        try:
            searcher = build_searcher(settings, home)
        except (IndexMissingError, IndexMismatchError) as reason:
            logger.info("%s; building it now", str(reason).split(";")[0])
            _build(settings, home, queue)
        else:
            searcher.search(_WARM_UP)
            return searcher


def _build(settings: Settings, home: Home, queue: RequestQueue) -> None:
    """Build an index as soon as it can be, with the quick view alone where there are several."""
    started = time.monotonic()
    queue.readiness.expect(_FIRST_INDEX_SECONDS)

    def tell(phase: Phase, done: int, total: int) -> None:
        if queue.has_given_up:
            raise _StoppedError
        if phase == "embedding" and total:
            queue.readiness.expect(seconds_left(done, total, time.monotonic() - started))

    try:
        corpus, embedder = partial(find_documents, [settings.seeds]), shared_embedder(settings.embedder)
        report = build_index(corpus, quick_view(embedder) or embedder, home, tell)
    except BuildRunningError:
        time.sleep(_POLL_SECONDS)
        return
    for name, reason in report.failures.items():
        logger.warning("%s is not indexed: %s", name, reason)


async def complete(settings: Settings, searcher: LiveSearcher) -> None:
    """Have the full index built behind a first one and take it up; return where there is nothing to build."""
    while True:
        try:
            if not await asyncio.to_thread(_is_first, searcher):
                return
            await asyncio.to_thread(_check_interviews, settings, searcher)
            logger.info("answering from a first index; the full one is being built behind it")
            await _index(settings, searcher)
        except (QuotebotError, OSError) as error:  # OSError: no process can be started; the bot answers all the same
            logger.warning("the first index answers, and the full one cannot be built yet: %s", error)
            await asyncio.sleep(_AGAIN_SECONDS)


def _is_first(searcher: LiveSearcher) -> bool:
    searcher.check()  # takes up what is current now
    return searcher.is_first


def _check_interviews(settings: Settings, searcher: LiveSearcher) -> None:
    """Make sure that the full index would hold what the first one does.

    Raises:
        QuotebotError: The interviews are others by now, or cannot be read.
    """
    if corpus_hash(read_documents([settings.seeds])) != searcher.generation.stamp["corpus"]:
        raise QuotebotError(f"the interviews in {settings.seeds} have changed since; run: {quotebot('index')}")


async def _index(settings: Settings, searcher: LiveSearcher) -> None:
    """Run `quotebot index`, which lets questions go first, in a process of its own: it can be ended at any moment.

    Raises:
        QuotebotError: It ended without a full index; says why.
    """
    command = (sys.executable, "-m", "bot", "index", str(settings.seeds), "--data", str(settings.data))
    nothing, pipe = asyncio.subprocess.DEVNULL, asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdin=nothing, stdout=nothing, stderr=pipe)
    try:
        _, output = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode and await asyncio.to_thread(_is_first, searcher):
        lines = output.decode(errors="replace").split("\n")
        raise QuotebotError(next((line for line in reversed(lines) if line.strip()), f"exit {process.returncode}"))


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
