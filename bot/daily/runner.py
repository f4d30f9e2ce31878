"""Posts what is due, once: by one process of several, over crashes and clock changes; no timer decides that."""

import asyncio
import datetime
import logging
import time
from collections.abc import Callable, Mapping, Sequence

from bot.daily.compose_post import Composer
from bot.daily.due import due_at
from bot.daily.send_post import Sender, SendingPace, named
from bot.domain.outlet import Outlet
from bot.domain.records import Claim, Scheduled
from bot.domain.request import Platform
from bot.domain.schedule import Schedule, Slot
from bot.runtime.metrics import Metrics
from bot.state import State
from bot.state.leases import keep_up, new_owner
from index.errors import SettingsError

logger = logging.getLogger(__name__)

_MOST_DATES_LOGGED = 10
_DAY_SECONDS = 86_400.0
_PACE = SendingPace()


class Runner:
    """Posts the insights of the platforms that this process serves.

    Which post is whose is decided by the state, in one transaction a step.
    """

    def __init__(
        self,
        state: State,
        composer: Composer,
        posters: Mapping[Platform, Outlet],
        metrics: Metrics,
        *,
        pace: SendingPace = _PACE,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._state = state
        self._platforms = tuple(posters)
        self._metrics = metrics
        self._pace = pace
        self._clock = clock
        self._owner = new_owner()
        self._sender = Sender(self._owner, state, composer, posters, metrics, pace, clock=clock)
        self._posting: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Post what is due, until cancelled; what is being posted then is finished."""
        keeping = asyncio.ensure_future(keep_up(self._renew, self._pace.lease_seconds))
        try:
            while True:
                await self.look()
                if len(self._posting) < self._pace.most_at_once:
                    await asyncio.sleep(self._pace.look_seconds)
                else:
                    await asyncio.wait(self._posting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            if self._posting:
                await asyncio.wait(self._posting, timeout=self._pace.drain_seconds)
            keeping.cancel()

    async def look(self) -> None:
        """Take what is due, and what processes that died left, and begin to post it; whatever breaks, go on."""
        try:
            hold = (self._owner, self._clock(), self._pace.lease_seconds)
            left = await self._state.run(self._state.take_over_posts, self._platforms, *hold, self._free)
            for claim in left:
                self._start(claim)
            for scheduled in await self._state.run(self._state.due, self._platforms, self._clock(), self._free):
                await self._begin(scheduled)
        except Exception:
            logger.exception("the daily insights that are due are not known; looked for again soon")

    @property
    def _free(self) -> int:
        """How many more posts may be made at once."""
        return max(self._pace.most_at_once - len(self._posting), 0)

    async def finished(self) -> None:
        """Wait until everything that was begun is posted, or known not to be."""
        await asyncio.gather(*self._posting, return_exceptions=True)

    async def _renew(self) -> None:
        """Keep hold of what is being posted."""
        await self._state.run(self._state.renew, self._owner, self._clock(), self._pace.lease_seconds)

    async def _begin(self, scheduled: Scheduled) -> None:
        """Take the latest post that is due for a schedule; the ones before it, or one too late, are only noted."""
        schedule, waits_for = scheduled.schedule, scheduled.next_slot
        if waits_for is None:
            return
        try:
            due = due_at(self._clock(), schedule, waits_for, self._pace.catch_up_seconds)
        except SettingsError as error:  # its time zone is not known any more: nobody else's posts wait for that
            a_day_later = Slot(waits_for.at + _DAY_SECONDS, waits_for.date + datetime.timedelta(days=1))
            await self._skip(scheduled, a_day_later, [waits_for], str(error))
            return
        if due.missed and not await self._skip(scheduled, due.posted or due.following, due.missed, "too_late"):
            return
        if due.posted is None:
            return
        taken = Scheduled(schedule=schedule, next_slot=due.posted)
        if refusal := await self._state.run(self._state.refusal, *_where(schedule)):
            await self._skip(taken, due.following, [due.posted], refusal.reason)
            return
        lease = self._pace.lease_seconds
        claim = await self._state.run(self._state.claim, taken, due.following, self._owner, self._clock(), lease)
        if claim:
            self._start(claim)

    async def _skip(self, scheduled: Scheduled, after: Slot | None, slots: Sequence[Slot], reason: str) -> bool:
        """Note posts that are not made; tell whether nobody else was first."""
        is_first = await self._state.run(self._state.skip, scheduled, after, slots, reason, self._clock())
        if is_first:
            platform = scheduled.schedule.place.platform
            self._metrics.daily_posts.labels(platform, "skipped").inc(len(slots))
            dates = ", ".join(slot.date.isoformat() for slot in slots[-_MOST_DATES_LOGGED:])
            logger.warning("%s: no insight on %s: %s", named(scheduled.schedule), dates, reason)
        return is_first

    def _start(self, claim: Claim) -> None:
        task = asyncio.ensure_future(self._sender.carry_out(claim))
        self._posting.add(task)
        task.add_done_callback(self._posting.discard)


def _where(schedule: Schedule) -> tuple[Platform, str, str]:
    place = schedule.place
    return place.platform, place.workspace, place.channel
