"""The requests that this process has taken on and not answered yet; what it writes down of them at each step."""

import asyncio
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from bot.answers.error_replies import log_failure
from bot.domain.outlet import Delivery
from bot.domain.records import Abandoned, GivenAnswer
from bot.domain.request import Request
from bot.intake.batched_writes import BatchedWrites
from bot.state import State
from bot.state.leases import keep_up, new_owner
from index.errors import QuotebotError

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


class LostError(QuotebotError):
    """Somebody else has taken work over, or it was given up."""


class OutdatedError(LostError):
    """The interviews changed while an answer had to wait, so that it has to be given anew."""


class WorkInHand:
    """Work under the name of this process, and under a lease that others see run out when it dies.

    Each step raises a StorageError where it cannot be written down.
    """

    def __init__(self, state: State, lease_seconds: float) -> None:
        self._state = state
        self._lease_seconds = lease_seconds
        self._owner = new_owner()
        self._batched_writes = BatchedWrites(state)
        self._unwritten: dict[int, Delivery] = {}  # how work ended that the state does not know of yet

    async def accept(self, request: Request) -> int | None:
        """Write a request down, and return the id of the work; None if it came before."""
        return await self._batched_writes.write_first(self._state.accept, request, *self._hold())

    async def begin(self, work_id: int, answer: GivenAnswer | None = None) -> None:
        """Write down that an answer is about to be sent.

        Raises:
            LostError: It must not be.
        """
        if not await self._batched_writes.write(self._state.begin_sending, work_id, self._owner, answer):
            raise LostError

    async def sleep(self, work_id: int, holds: Callable[[], bool], seconds: float) -> None:
        """Wait while an answer is being sent of which surely nothing has arrived: who takes it over meanwhile answers.

        Raises:
            LostError: Somebody has, or it does not hold any more (OutdatedError): it must not be sent.
        """
        if not await self._batched_writes.write(self._state.put_back, work_id, self._owner):
            raise LostError
        await asyncio.sleep(seconds)
        try:
            still_holds = await asyncio.to_thread(holds)
        except QuotebotError:  # nothing is indexed any more
            still_holds = False
        if not still_holds:
            raise OutdatedError
        await self.begin(work_id)

    async def finish(self, work_id: int, status: Delivery) -> None:
        """Write down how work ended; where that fails, it is tried again until this process ends."""
        try:
            await self._batched_writes.write(self._state.finish, work_id, self._owner, status)
        except QuotebotError:
            log_failure("the end of an answer could not be written down")
            self._unwritten[work_id] = status

    async def note(
        self, function: Callable[_Arguments, _Result], *args: _Arguments.args, **kwargs: _Arguments.kwargs
    ) -> _Result:
        """Return what a method of the state returns that writes what nobody waits for; in order, behind all else."""
        return await self._batched_writes.write_last(function, *args, **kwargs)

    async def keep(self, take: Callable[[Abandoned], None]) -> None:
        """Keep hold of it, and have what a process that died left taken on; until cancelled."""

        async def renew() -> None:
            for work_id, status in tuple(self._unwritten.items()):
                await self._batched_writes.write(self._state.finish, work_id, self._owner, status)
                del self._unwritten[work_id]
            await self._state.run(self._state.renew, *self._hold())
            for abandoned in await self._state.run(self._state.take_over, *self._hold()):
                take(abandoned)

        await keep_up(renew, self._lease_seconds)

    async def close(self) -> None:
        """Write what was begun to be written, and let others take on at once what is not answered."""
        self._batched_writes.close()
        try:
            await self._state.run(self._state.let_go, self._owner)
        except QuotebotError:
            log_failure("what is not answered could not be let go; it is taken on when the lease has run out")

    def _hold(self) -> tuple[str, float, float]:
        return self._owner, time.time(), self._lease_seconds
