"""A bot on one platform, put together as `quotebot serve` does, in the test's own loop with a peer as the platform."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from bot.intake.limits import Limits
from bot.intake.request_queue import RequestQueue
from bot.intake.service import QuoteService
from bot.runtime.metrics import Metrics
from bot.runtime.settings import Settings
from bot.state import State
from tests.platforms.idle_loop import IdleWatch
from tests.support.fresh_state import open_fresh

Service = QuoteService | Callable[[State], QuoteService]


class RunningBot:
    """The running parts, for a test to look at; `peer` is the platform, and `idle` tells when nothing is under way."""

    idle: IdleWatch

    def __init__(
        self, name: str, peer: Any, make_platform: Callable[..., Any], settings: Settings, limits: Limits
    ) -> None:
        self.peer = peer
        self.metrics = Metrics()
        self.state = open_fresh(settings.state_url)
        self.platform = make_platform(settings, self.state, self.metrics)
        self.queue = RequestQueue(self.state, {name: self.platform}, self.metrics, limits)

    @asynccontextmanager
    async def run(self, service: Service | None) -> AsyncIterator[None]:
        """Run until the block ends, with a service, or while there is none yet."""
        if service:
            self.queue.open(service(self.state) if callable(service) else service)
        running = [asyncio.ensure_future(self.platform.run(self.queue)), asyncio.ensure_future(self.queue.keep())]
        try:
            async with asyncio.timeout(10):
                while self.platform.problem:
                    await asyncio.sleep(0.01)
            self.idle = IdleWatch()
            yield
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
            await self.queue.close(5)
            self.state.close()

    async def answer(self, count: int = 1) -> Any:
        """Return the newest of that many posts; then nothing more comes."""
        await self.peer.wait_for(count)
        await self.idle.wait()
        assert len(self.peer.posts) == count
        return self.peer.posts[-1]

    async def press(self, post: Any, action: str, *, posts: int = 1, **fields: Any) -> Any:
        """Press a button, and return the last of the posts that come of it."""
        before = len(self.peer.posts)
        await self.peer.press(post, f"quote:{action}", **fields)
        return await self.answer(before + posts)
