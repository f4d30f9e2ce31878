"""The way back to a platform, as everything sees it that has something to say there."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Literal, Protocol

from bot.domain.channel_post import Place, Posted
from bot.domain.message import Message
from bot.domain.request import Request

Delivery = Literal["answered", "failed", "ambiguous"]
Sleep = Callable[[float], Awaitable[None]]


class Outlet(Protocol):
    """The way back to a platform.

    It waits by `sleep` as long as surely nothing of a message has arrived, such as for a rate limit; what that raises
    ends the delivery.
    """

    @property
    def repeats_within_seconds(self) -> float:
        """For how long a message with the same key is not posted again; 0 where the platform does not tell."""

    async def deliver(self, request: Request, message: Message, *, sleep: Sleep = asyncio.sleep) -> Delivery:
        """Deliver a message that answers a request."""

    async def post(self, place: Place, message: Message, key: str, *, sleep: Sleep = asyncio.sleep) -> Posted:
        """Post a message that nobody asked for."""
