"""The way back to a platform, as everything sees it that has something to say there."""

from typing import Literal, Protocol

from bot.domain.channel_post import Place, Posted
from bot.domain.message import Message
from bot.domain.request import Request

Delivery = Literal["answered", "failed", "ambiguous"]


class Outlet(Protocol):
    """The way back to a platform."""

    async def deliver(self, request: Request, message: Message) -> Delivery:
        """Deliver a message that answers a request."""

    async def post(self, place: Place, message: Message, key: str) -> Posted:
        """Post a message that nobody asked for."""
