"""Discord, put together: the connection, what is done with what comes, and the way out."""

import asyncio

from aiohttp import web

from bot.discord.app import Listeners
from bot.discord.circuit import Circuit
from bot.discord.connection import DiscordConnection
from bot.discord.delivery import DiscordDelivery
from bot.discord.rest import Rest
from bot.discord.tokens import check_token
from bot.domain.channel_post import Place, Posted
from bot.domain.message import Message
from bot.domain.outlet import Delivery, Sleep
from bot.domain.request import Request
from bot.intake.request_queue import RequestQueue
from bot.runtime.metrics import Metrics
from bot.runtime.settings import Settings
from bot.state import State


class DiscordPlatform:
    """One bot in all the servers that have it."""

    repeats_within_seconds = 60.0  # Discord says "the past few minutes" of a nonce, and our tries go on for 90 s

    def __init__(self, settings: Settings, state: State, metrics: Metrics) -> None:
        self._token = check_token(settings)
        self._api_url = settings.discord_api_url
        self._state = state
        self._metrics = metrics
        self._circuit = Circuit(metrics)
        self._delivery = DiscordDelivery(Rest(self._token, self._api_url, self._circuit), state)
        self._connection: DiscordConnection | None = None

    @property
    def problem(self) -> str | None:
        """Why Discord's events do not reach the bot, None where they do."""
        return self._connection.problem if self._connection else "not connected to Discord yet"

    def routes(self, queue: RequestQueue) -> list[web.RouteDef]:
        """Return nothing: Discord calls nobody."""
        return []

    async def deliver(self, request: Request, message: Message, *, sleep: Sleep = asyncio.sleep) -> Delivery:
        """Deliver a message that answers a request."""
        return await self._delivery.deliver(request, message, sleep=sleep)

    async def post(self, place: Place, message: Message, key: str, *, sleep: Sleep = asyncio.sleep) -> Posted:
        """Post a message that answers nobody."""
        return await self._delivery.post(place, message, key, sleep=sleep)

    async def run(self, queue: RequestQueue) -> None:
        """Take what Discord sends, until cancelled.

        Raises:
            SettingsError: Discord does not take the token.
        """
        self._connection = DiscordConnection(
            self._token,
            self._api_url,
            Listeners(queue, self._state).handlers(),
            metrics=self._metrics,
            circuit=self._circuit,
        )
        await self._connection.run()
