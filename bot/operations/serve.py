"""Everything that `quotebot serve` runs, put together: index, state, request queue, platforms, health."""

import asyncio
import gc
import logging
import os
import signal
import sys
from collections.abc import Callable, Collection, Coroutine, Iterable, Mapping, Sequence
from typing import Any, Protocol

from aiohttp import web

from bot.daily.compose_post import Composer
from bot.daily.runner import Runner
from bot.discord.platform import DiscordPlatform
from bot.domain.outlet import Outlet
from bot.domain.request import Platform
from bot.intake.limits import Limits
from bot.intake.request_queue import RequestQueue
from bot.intake.service import QuoteService
from bot.operations.bootstrap import index_home
from bot.operations.forget_old import forget_old
from bot.operations.operator_changes import note_settings
from bot.operations.undecided import count_undecided
from bot.operations.warm_up import complete, open_index
from bot.runtime.http_server import health_app, serve_http
from bot.runtime.metrics import Metrics
from bot.runtime.settings import Settings
from bot.slack.platform import SlackPlatform
from bot.state import State
from index.errors import QuotebotError, SettingsError, StorageError
from index.search.live_searcher import LiveSearcher

logger = logging.getLogger(__name__)

# Python's own 5 ms let searching threads hold up the event loop: acknowledgements then came late under load.
_SWITCH_SECONDS = 0.0002
_COLLECTED_OBJECTS = 10_000
_DRAIN_SECONDS = 20.0
_STATE_SECONDS = 2.0
_INDEX_SECONDS = 2.5


class ChatPlatform(Outlet, Protocol):
    """Slack, or Discord: takes what people do there to the request queue, and messages back."""

    @property
    def problem(self) -> str | None:
        """Why events do not reach the bot, None where they do."""

    def routes(self, queue: RequestQueue) -> list[web.RouteDef]:
        """Return what a web app has to answer for this platform."""

    async def run(self, queue: RequestQueue) -> None:
        """Take what people do to the request queue, until cancelled."""


_PLATFORMS: dict[Platform, Callable[[Settings, State, Metrics], ChatPlatform]] = {
    "slack": SlackPlatform,
    "discord": DiscordPlatform,
}


async def serve(settings: Settings, names: Collection[Platform]) -> None:
    """Answer on these platforms until SIGTERM, SIGINT or SIGHUP; then finish what is being answered.

    What can be known before is `check_start`'s.

    Raises:
        SettingsError: A token is missing or refused.
        QuotebotError: The index or the state cannot be used, or nothing can be indexed.
    """
    sys.setswitchinterval(_SWITCH_SECONDS)
    metrics = Metrics()
    state = await asyncio.to_thread(_open_state, settings)
    platforms = {name: _PLATFORMS[name](settings, state, metrics) for name in names}
    queue = RequestQueue(state, platforms, metrics, Limits())
    stopped = _stop_signals()
    runner = await _serve_http(settings, state, queue, list(platforms.values()), metrics)
    opening = asyncio.create_task(_open(settings, state, queue, metrics))
    try:
        running = [platform.run(queue) for platform in platforms.values()]
        posting = _complete_and_post(settings, state, opening, platforms, metrics)
        keeping = (queue.keep(), forget_old(state, settings.kept_question_days), count_undecided(state, metrics))
        work = (posting, *keeping, *running)
        await _until_stopped(stopped, work)
    finally:
        logger.info("stopping; what is being answered is finished first")
        if runner:
            await runner.cleanup()
        await queue.close(_DRAIN_SECONDS)  # who asked while the index was being opened is answered, if that is soon
        opening.cancel()
        await asyncio.gather(opening, return_exceptions=True)
        state.close()


def _open_state(settings: Settings) -> State:
    """Open the state, and note there with which settings the bot starts."""
    state = State.open(settings.state_url)
    try:
        note_settings(state, settings)
    except StorageError:
        state.close()
        raise
    return state


async def _until_stopped(stopped: asyncio.Event, work: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Do all the work side by side until the event is set, or something of it fails; then end the rest."""
    tasks = {asyncio.create_task(part) for part in work}
    stop = asyncio.create_task(stopped.wait())
    try:
        while tasks and not stop.done():
            done, _ = await asyncio.wait({stop, *tasks}, return_when=asyncio.FIRST_COMPLETED)
            for task in done & tasks:
                task.result()
            tasks -= done
    finally:
        for task in (stop, *tasks):
            task.cancel()
        await asyncio.gather(stop, *tasks, return_exceptions=True)


async def _open(settings: Settings, state: State, queue: RequestQueue, metrics: Metrics) -> LiveSearcher:
    """Have a first index built where there is none, then answer; return the searcher that does."""
    try:
        searcher = await open_index(settings, index_home(settings, state), queue)
    except BaseException:
        queue.give_up()
        raise
    metrics.watch(searcher)
    queue.open(QuoteService(searcher, state, kept_question_days=settings.kept_question_days))
    _spare_collector()
    logger.info("answering from %d quotes", len(searcher.generation.quotes))
    return searcher


async def _complete_and_post(
    settings: Settings,
    state: State,
    opening: asyncio.Task[LiveSearcher],
    platforms: Mapping[Platform, ChatPlatform],
    metrics: Metrics,
) -> None:
    """Once an index is open, post what is due, and have the full one built; a stop leaves the opening to its end."""
    searcher = await asyncio.shield(opening)
    runner = Runner(state, Composer(searcher, state), platforms, metrics)
    await asyncio.gather(complete(settings, searcher), runner.run())


def _spare_collector() -> None:
    """Have the garbage collector go no more through what lives as long as the bot, and less often through the rest.

    Under load it took a sixth of the event loop's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECTED_OBJECTS, *gc.get_threshold()[1:])


async def _serve_http(
    settings: Settings, state: State, queue: RequestQueue, platforms: Sequence[ChatPlatform], metrics: Metrics
) -> web.AppRunner | None:
    """Serve health, and what platforms call; where none calls, the bot does without a port that is taken."""
    app = health_app(lambda: _problem(state, queue, platforms), metrics)
    routes = [route for platform in platforms for route in platform.routes(queue)]
    app.add_routes(routes)
    try:
        runner = await serve_http(app, settings.http_host, settings.http_port)
    except SettingsError as error:
        if routes:
            raise
        logger.warning("no health check: %s", error)
        return None
    logger.info("listening on http://%s:%d", settings.http_host, settings.http_port)
    return runner


async def _problem(state: State, queue: RequestQueue, platforms: Sequence[ChatPlatform]) -> str | None:
    """Return why questions are not being answered now, None where they are."""
    of_platforms = [platform.problem for platform in platforms]
    problems = [await _index_problem(queue), *of_platforms, await _state_problem(state)]
    return "; ".join(problem for problem in problems if problem) or None


async def _index_problem(queue: RequestQueue) -> str | None:
    """Return why the index does not answer, None where it does."""
    if queue.problem:
        return queue.problem
    try:
        async with asyncio.timeout(_INDEX_SECONDS):
            await queue.check()
    except TimeoutError:
        return f"the index does not answer within {_INDEX_SECONDS:g} s"
    except QuotebotError as error:
        return str(error)
    return None


async def _state_problem(state: State) -> str | None:
    """Return why nothing can be written down; asked in its own threads, so that a queue there counts too."""
    try:
        async with asyncio.timeout(_STATE_SECONDS):
            await state.run(state.check)
    except TimeoutError:
        return f"the state does not answer within {_STATE_SECONDS:g} s"
    except StorageError as error:
        return str(error)
    return None


def _stop_signals() -> asyncio.Event:
    """Return an event that SIGTERM, SIGINT and SIGHUP set; a second SIGTERM or SIGINT ends the process at once.

    SIGHUP comes when a terminal is closed, often twice; under nohup, it changes nothing.
    """
    stopped = asyncio.Event()

    def stop() -> None:
        if stopped.is_set():
            os._exit(1)
        stopped.set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        loop.add_signal_handler(signal.SIGHUP, stopped.set)
    return stopped
