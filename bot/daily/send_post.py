"""One post of the daily insight, from the claim to its end."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, ParamSpec, TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_random_exponential

from bot.daily.compose_post import Composed, Composer
from bot.daily.due import CATCH_UP_HOURS
from bot.domain.outlet import Outlet, Sleep
from bot.domain.records import Claim, EndOfPost
from bot.domain.request import Platform
from bot.domain.schedule import Schedule
from bot.runtime.metrics import Metrics
from bot.state import State
from index.errors import StorageError

logger = logging.getLogger(__name__)

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingPace:
    """How often is looked for what is due, and how long things may take.

    A lease is how long a silent process keeps what it took. What is later than `catch_up_seconds` is skipped. When
    the process ends, what is being posted has `drain_seconds`.
    """

    look_seconds: float = 15.0
    lease_seconds: float = 30.0
    drain_seconds: float = 15.0
    catch_up_seconds: float = CATCH_UP_HOURS * 3600.0
    first_retry_seconds: float = 60.0
    longest_retry_seconds: float = 1800.0
    most_at_once: int = 8


class _LostError(Exception):
    """A post that had to wait is not to be sent any more, or not as it is."""


class Sender:
    """Makes posts that were claimed under the name `owner`.

    A post is composed, marked as being sent, sent, and its end written down, each step in a transaction that checks
    that the post is still ours. What may have arrived is never sent again, unless the platform tells repeats.
    """

    def __init__(
        self,
        owner: str,
        state: State,
        composer: Composer,
        posters: Mapping[Platform, Outlet],
        metrics: Metrics,
        pace: SendingPace,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._owner = owner
        self._state = state
        self._composer = composer
        self._posters = posters
        self._metrics = metrics
        self._pace = pace
        self._clock = clock

    async def carry_out(self, claim: Claim) -> None:
        """See one post to its end, whatever happens."""
        await self._guarded(claim, self._resume(claim) if claim.was_sending else self._post(claim))

    async def _guarded(self, claim: Claim, doing: Awaitable[None]) -> None:
        """Leave a post for later where what is done about it breaks: nothing above would hear of it."""
        try:
            await doing
        except Exception:
            logger.exception("%s: the insight of %s broke", named(claim.schedule), claim.slot.date)
            await self._try_again(claim, "internal_error")

    async def _post(self, claim: Claim) -> None:
        """Compose, begin and send a post; compose it again if the channel was shown something else meanwhile."""
        if self._clock() - claim.slot.at > self._pace.catch_up_seconds:  # it lay there while no process ran
            await self._finish(claim, "failed" if claim.tries else "skipped", reason="too_late")
            return
        while composed := await asyncio.to_thread(self._composer.compose, claim.schedule, claim.slot.date):
            now = self._clock()
            verdict = await self._begin(claim, composed, now)
            if verdict == "begun":
                until, sleep = self._latest(claim, now), partial(self._sleep, claim, composed)
                sending = self._send(claim, composed, until=until, sleep=sleep)
                await self._guarded(replace(claim, was_sending=True), sending)
            if verdict != "again":
                return
        await self._finish(claim, "skipped", reason="no_insight")

    async def _begin(self, claim: Claim, composed: Composed, now: float) -> Literal["begun", "lost", "again"]:
        what = (composed.given, composed.quote_id, composed.shown_count)
        return await self._state.run(self._state.begin_post, claim, self._owner, *what, now)

    async def _sleep(self, claim: Claim, composed: Composed, seconds: float) -> None:
        """Wait while a post is being sent that surely is not there yet: who takes it over meanwhile makes it.

        Raises:
            _LostError: Somebody has, another quote has to be chosen, as where this one was taken out of the
                interviews or is withheld, or it is too late by now.
        """
        is_ours = await self._state.run(self._state.put_post_back, claim, self._owner)
        if is_ours:
            await asyncio.sleep(seconds)
        now = self._clock()
        if (
            not is_ours
            or not await asyncio.to_thread(self._composer.holds, claim.schedule.place, composed.quote_id)
            or await self._begin(claim, composed, now) != "begun"
            or self._clock() >= self._latest(claim, now)
        ):
            raise _LostError

    def _latest(self, claim: Claim, began_at: float) -> float:
        """Return until when a post may be sent by who began it: others send it too, as long as repeats are told."""
        too_late_at = claim.slot.at + self._pace.catch_up_seconds
        repeats_within_seconds = self._posters[claim.schedule.place.platform].repeats_within_seconds
        return min(began_at + repeats_within_seconds, too_late_at) if repeats_within_seconds else too_late_at

    async def _resume(self, claim: Claim) -> None:
        """Send again what a process that died was sending, if the platform then tells a repeat."""
        until = (claim.began_at or 0.0) + self._posters[claim.schedule.place.platform].repeats_within_seconds
        composed = None
        if claim.answer_id and self._clock() < until:
            what = (claim.schedule, claim.slot.date, claim.answer_id)
            composed = await asyncio.to_thread(self._composer.compose_again, *what)
        if composed:
            await self._send(claim, composed, until=until)
        else:
            await self._finish(claim, "ambiguous", reason="interrupted")

    async def _send(self, claim: Claim, composed: Composed, *, until: float, sleep: Sleep = asyncio.sleep) -> None:
        """Send a post, and write down what became of it.

        It is not sent after `until`, as when the whole process was paused. Nobody else sends what we began, or within
        that time under the same key.
        """
        if self._clock() >= until:
            await self._try_again(claim, "paused")
            return
        place, key = claim.schedule.place, f"daily:{claim.schedule.id}:{claim.slot.date.isoformat()}"
        try:
            posted = await self._posters[place.platform].post(place, composed.message, key, sleep=sleep)
        except _LostError:
            await self._try_again(claim, "held_off")
            return
        where = (place.platform, place.workspace, place.channel)
        if posted.outcome == "failed":
            await self._try_again(claim, posted.reason)
        elif posted.outcome == "refused":
            await self._patiently(self._state.refuse, *where, posted.reason, self._clock())
            await self._finish(claim, "failed", reason=posted.reason)
        else:
            await self._finish(claim, posted.outcome, reason=posted.reason, message=posted.message)
            if posted.outcome == "sent":
                await self._patiently(self._state.allow, *where)

    async def _try_again(self, claim: Claim, reason: str) -> None:
        """Leave a post for later, as long as it is not too late by then; one being sent may be there."""
        wait_seconds = min(self._pace.first_retry_seconds * 2**claim.tries, self._pace.longest_retry_seconds)
        retry_at = self._clock() + wait_seconds
        if retry_at - claim.slot.at > self._pace.catch_up_seconds:
            await self._finish(claim, "ambiguous" if claim.was_sending else "failed", reason=reason)
            return
        self._metrics.daily_posts.labels(claim.schedule.place.platform, "put_off").inc()
        logger.warning("%s: no insight yet (%s); tried again in %.0f s", named(claim.schedule), reason, wait_seconds)
        await self._patiently(self._state.retry_post, claim, self._owner, reason, retry_at)

    async def _finish(self, claim: Claim, status: EndOfPost, *, reason: str = "", message: str | None = None) -> None:
        """Write down how a post ended."""
        if status == "sent":
            logger.info("%s: the insight of %s is there", named(claim.schedule), claim.slot.date)
        else:
            logger.warning("%s: the insight of %s is %s: %s", named(claim.schedule), claim.slot.date, status, reason)
        self._metrics.daily_posts.labels(claim.schedule.place.platform, status).inc()
        finish = (claim, self._owner, status, self._clock(), reason, message)
        await self._patiently(self._state.finish_post, *finish)

    async def _patiently(
        self, function: Callable[_Arguments, _Result], *args: _Arguments.args, **kwargs: _Arguments.kwargs
    ) -> _Result:
        """Run a function of the state, again and again as long as the database does not take it."""
        waits = wait_random_exponential(multiplier=1, max=30)
        patient = AsyncRetrying(retry=retry_if_exception_type(StorageError), wait=waits, before_sleep=_log_wait)
        return await patient(self._state.run, function, *args, **kwargs)


def named(schedule: Schedule) -> str:
    """Return what to call a schedule in the log."""
    return f"schedule {schedule.id} for {schedule.place.channel} in {schedule.place.platform}"


def _log_wait(state: RetryCallState) -> None:
    logger.warning("the end of a daily post cannot be written down; tried again in %.0f s", state.upcoming_sleep)
