"""Where requests are taken: each is written down before it is acknowledged, and answered exactly once."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Mapping
from contextlib import suppress
from functools import partial

from bot.answers.audience import interface_for
from bot.answers.error_replies import apology, log_failure, rounded
from bot.answers.restrictions import Audience
from bot.domain.interface import Interface
from bot.domain.message import Message, notice
from bot.domain.outlet import Delivery, Outlet, Sleep
from bot.domain.records import Abandoned
from bot.domain.reply import Reply
from bot.domain.request import Platform, Request
from bot.intake.held_off import still_holds
from bot.intake.limits import Limits
from bot.intake.rate_limiter import RateLimiter
from bot.intake.readiness import Readiness
from bot.intake.reply_notes import note_outcome, note_reply, scrub_asker
from bot.intake.service import QuoteService
from bot.intake.thread_pools import Pool
from bot.intake.trials import try_first
from bot.intake.work_in_hand import LostError, OutdatedError, WorkInHand
from bot.runtime.logs import about_request
from bot.runtime.metrics import Metrics
from bot.state import State
from bot.wording.autocomplete import Choice
from index.errors import IndexUnreachableError, QuestionError, QuotebotError, StorageError

logger = logging.getLogger(__name__)


class RequestQueue:
    """Takes requests of every platform, has them answered by the service, and delivers the answers.

    `take` returns when a request is written down, so that the platform can be told. Until `open` is called with
    a service, who asks is told to wait, and how long `readiness` says that takes. Work of a process that died is
    done by the next one, or apologised for.
    """

    def __init__(self, state: State, outlets: Mapping[Platform, Outlet], metrics: Metrics, limits: Limits) -> None:
        self._state = state
        self._work = WorkInHand(state, limits.lease_seconds)
        self._outlets = outlets
        self._metrics = metrics
        self._limits = limits
        self._limiter = RateLimiter(burst=limits.burst_questions, seconds_each=limits.seconds_a_question)
        self._pool = Pool(limits.workers, metrics.observe)
        metrics.queue.set_function(lambda: self._pool.waiting)
        self._tasks: set[asyncio.Task[None]] = set()
        self._service: asyncio.Future[QuoteService] = asyncio.get_running_loop().create_future()
        self.readiness = Readiness()

    def open(self, service: QuoteService) -> None:
        """Begin to answer, those first who were told to wait."""
        if not self._service.done():
            self._service.set_result(service)

    @property
    def problem(self) -> str | None:
        """Why questions are not being answered yet, None where they are."""
        return None if self._service.done() else self.readiness.problem

    async def check(self) -> None:
        """Return if the index answers, once it is open; else raises as `LiveSearcher.check`."""
        await asyncio.to_thread(self._service.result().check)

    async def page(self, interface: Interface, platform: Platform, workspace: str, user: str) -> Message:
        """Return the bot's own page for somebody; that it is not open yet, as long as it is not."""
        if not self._service.done():
            return notice(self.readiness.text(interface, "page_not_ready"))
        home = self._service.result().home
        return await self._pool.run(self._limits.deadline_seconds, home, interface, platform, workspace, user)

    async def offer(self, option: str, typed: str, interface: Interface, audience: Audience) -> list[Choice]:
        """Return what somebody who is typing an option may mean; nothing as long as it is not open."""
        if not self._service.done():
            return []
        return await asyncio.to_thread(self._service.result().offer, option, typed, interface, audience)

    async def take(self, request: Request) -> None:
        """Write a request down, and see to its answer; one that came before is left to whoever took it then.

        Never raises: what cannot be written down is apologised for.
        """
        with about_request(request):
            await self._take(request)

    async def _take(self, request: Request) -> None:
        verdict = self._limiter.ask((request.platform, request.workspace, request.user), request.asked_at)
        if verdict == "tell":
            self._start(self._tell(request, "too_fast", seconds=rounded(self._limiter.seconds_each)))
        if verdict != "yes":
            return
        try:
            work_id = await self._written_down(request)
        except QuotebotError:
            self._start(self._tell(request, "broken", reference=log_failure("a request could not be written down")))
            return
        if work_id is not None:
            self._metrics.requests.labels(request.platform, request.kind).inc()
            self._start(self._answer(work_id, request))

    async def _written_down(self, request: Request) -> int | None:
        """Return the id of the work, None if it came before; where the state takes its time, who asks is told."""
        task = asyncio.ensure_future(self._work.accept(request))
        await asyncio.wait([task], timeout=self._limits.told_unwritten_seconds)
        if not task.done():
            self._start(self._tell(request, "slow"))
        return await task

    async def keep(self) -> None:
        """Keep hold of what is being answered, and take over what a process that died left; until cancelled."""
        await self._work.keep(self._take_over)

    def give_up(self) -> None:
        """Leave what waits for the service to the next start, where there is none yet."""
        self._service.cancel()

    @property
    def has_given_up(self) -> bool:
        """Whether a service is of no use any more."""
        return self._service.cancelled()

    async def close(self, within_seconds: float) -> None:
        """Finish what is being answered, as far as there is time, and leave the rest to the next start."""
        if not self.readiness.is_within(within_seconds):
            self.give_up()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=within_seconds)
        self.give_up()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._pool.close()
        await self._work.close()

    def _take_over(self, abandoned: Abandoned) -> None:
        with about_request(abandoned.request):
            self._start(self._make_good(abandoned))

    async def _make_good(self, abandoned: Abandoned) -> None:
        """Answer what a process that died left; apologise if it may have answered, or if it is long ago."""
        work_id, request = abandoned.work_id, abandoned.request
        if not abandoned.was_sending and time.time() - request.asked_at <= self._limits.too_old_seconds:
            await self._answer(work_id, request)
            return
        await self._tell(request, "interrupted")
        await self._work.finish(work_id, "ambiguous" if abandoned.was_sending else "failed")

    async def _answer(self, work_id: int, request: Request) -> None:
        began = time.monotonic()
        try:
            reply, outcome = await self._give(work_id, request)
        except LostError:
            return  # who took it over answers
        except StorageError:
            await self._tell(request, "broken", reference=log_failure("an answer could not be written down"))
            await self._work.finish(work_id, "failed")
            return
        note_outcome(request, reply, outcome, time.monotonic() - began, self._metrics)
        if outcome == "ambiguous":
            await self._tell(request, "interrupted")
        await self._work.finish(work_id, outcome)
        self._start(note_reply(reply, outcome, self._state, self._work, self._metrics))
        if reply.forgets:
            await scrub_asker(request, self._state, self._work)

    async def _give(self, work_id: int, request: Request) -> tuple[Reply, Delivery]:
        """Answer, and return with what and what came of it; anew where the interviews changed while it had to wait."""
        while True:
            reply = await self._reply(request)
            await self._work.begin(work_id, reply.given)
            with suppress(OutdatedError):
                return reply, await self._deliver(work_id, request, reply)

    async def _deliver(self, work_id: int, request: Request, reply: Reply) -> Delivery:
        """Deliver an answer, and return what became of it; nothing above would hear of what a platform raises.

        Raises:
            LostError: While it had to wait, somebody took it over, or (OutdatedError) the interviews changed.
            StorageError: That it had to wait could not be written down.
        """
        outlet, message = self._outlets[request.platform], reply.message
        sleep: Sleep = partial(self._work.sleep, work_id, partial(still_holds, self._service, request, reply))
        try:
            if reply.trial:
                message = await try_first(reply.trial, request, outlet, self._state, sleep)
                sleep = asyncio.sleep  # what was tried may be there, and is not to be tried again
            with self._metrics.seconds.labels("deliver").time():
                return await outlet.deliver(request, message, sleep=sleep)
        except OutdatedError:
            if reply.generation:
                raise
            await self._work.begin(work_id)
            return await outlet.deliver(request, apology(request, "gone").message)
        except (LostError, StorageError):
            raise
        except Exception:
            log_failure("an answer could not be delivered")
            return "failed"

    async def _reply(self, request: Request) -> Reply:
        """Return what is said back, whatever happens: on both platforms this is the outermost that could say it."""
        try:
            service = await self._opened(request)
            if (wait_seconds := self._pool.wait_seconds) > self._limits.longest_wait_seconds:
                return apology(request, "too_busy", seconds=rounded(wait_seconds))
            if wait_seconds > self._limits.told_wait_seconds:
                self._start(self._tell(request, "busy", seconds=rounded(wait_seconds)))
            return await self._pool.run(self._limits.deadline_seconds, service.respond, request)
        except QuestionError as error:
            return Reply(message=notice(str(error)))
        except IndexUnreachableError as error:
            logger.warning("a request is not answered: %s", error)
            self._metrics.unreachable.inc()
            return apology(request, "index_unreachable")
        except TimeoutError:
            return apology(request, "too_slow", reference=log_failure("a question took too long"))
        except Exception:
            return apology(request, "broken", reference=log_failure("a request could not be answered"))

    async def _opened(self, request: Request) -> QuoteService:
        """Return the service, once there is one; who asks before is told how long that takes, if anybody knows."""
        if not self._service.done() and self.readiness.waits:
            raise IndexUnreachableError(self.readiness.problem)
        await asyncio.wait([self._service], timeout=self._limits.told_wait_seconds)
        if not self._service.done():
            await self._say(request, notice(self.readiness.text(interface_for({}, request, request.text))))
        return await asyncio.shield(self._service)

    async def _tell(self, request: Request, key: str, **values: str) -> None:
        """Say something on the side, to the asker alone."""
        await self._say(request, apology(request, key, **values).message)

    async def _say(self, request: Request, message: Message) -> None:
        """Say what is no answer; nothing above would hear of what a platform raises."""
        try:
            await self._outlets[request.platform].deliver(request, message)
        except Exception:
            log_failure("an answer could not be delivered")

    def _start(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
