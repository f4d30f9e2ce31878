"""One life of the Discord client, from login to its end; what happens in Discord goes to the handlers."""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable
from copy import copy
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket, KeepAliveHandler
from discord.http import HTTPClient
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_random_exponential

from bot.discord.circuit import Circuit
from bot.runtime.metrics import Metrics
from bot.runtime.network_problems import network_line
from index.proxies import proxy_of

logger = logging.getLogger(__name__)

INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
_LEAST_STARTS_LEFT = 0.1  # of all: at 0 Discord resets the token


@dataclass(frozen=True, slots=True, kw_only=True)
class Handlers:
    """What is done with what comes from Discord.

    `on_login` is awaited before anything comes, when it is known who the bot is; again after each new login.
    """

    on_login: Callable[[discord.Client], Awaitable[None]]
    on_message: Callable[[discord.Message], Awaitable[None]]
    on_change: Callable[[discord.Message], Awaitable[None]]
    on_interaction: Callable[[discord.Interaction], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayTimings:
    """How patient the connection is.

    A gateway that says nothing for `silence_seconds` is dead; `open_seconds` are for a handshake. Before any but the
    first session is begun anew, `identify_seconds` pass. What fails is tried again after a wait: at random up to
    `first_wait_seconds`, then up to twice as long each time, never more than `longest_wait_seconds`. A client that
    has lived for `steady_seconds` is made anew as if it were the first time. `close_seconds` are for the farewell.
    """

    silence_seconds: float = 60
    open_seconds: float = 15
    identify_seconds: float = 5
    first_wait_seconds: float = 1
    longest_wait_seconds: float = 60
    steady_seconds: float = 300
    close_seconds: float = 4


class SpentError(Exception):
    """Too few sessions may still be begun before Discord resets the token; `wait_seconds` until there are more."""

    def __init__(self, limits: discord.SessionStartLimits) -> None:
        self.wait_seconds = limits.reset_after / 1000
        super().__init__(f"{limits.remaining} of {limits.total} session starts are left")


class DiscordClient(discord.AutoShardedClient):
    """discord.py's client without any privileged intent; keeps no members and no messages, and pings nobody.

    `proxy` leads to the API; which one leads to the gateway, its address tells.
    """

    def __init__(
        self,
        handlers: Handlers,
        *,
        metrics: Metrics,
        circuit: Circuit,
        timings: GatewayTimings,
        proxy: str | None = None,
    ) -> None:
        super().__init__(
            intents=INTENTS,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            heartbeat_timeout=timings.silence_seconds,
            shard_connect_timeout=None,
            http_trace=circuit.trace(),
            proxy=proxy,
        )
        self._doing = handlers
        self._metrics = metrics
        self._timings = timings
        self._met: set[int] = set()
        self._live: set[int] = set()
        self._is_launched = False
        self.http.ws_connect = self._patient(self._ws_connect)  # type: ignore  # there is no other way in

    @property
    def is_live(self) -> bool:
        """Whether Discord reaches us on at least one connection."""
        return bool(self._live)

    async def setup_hook(self) -> None:
        """Go on from the login; discord.py calls it before it connects."""
        await self._doing.on_login(self)

    async def on_message(self, message: discord.Message) -> None:
        """Take a message."""
        await self._doing.on_message(message)

    async def on_raw_message_edit(self, change: discord.RawMessageUpdateEvent) -> None:
        """Take a message that changed, as it is now."""
        await self._doing.on_change(change.message)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Take a command, a button or a half-typed option."""
        await self._doing.on_interaction(interaction)

    async def on_shard_connect(self, shard_id: int) -> None:
        """Note a new session."""
        if shard_id in self._met:
            self._metrics.reconnects.labels("discord", "new_session").inc()
        self._met.add(shard_id)
        self._count(self._live | {shard_id})
        logger.info("connected to Discord")

    async def on_shard_resumed(self, shard_id: int) -> None:
        """Note a session that goes on."""
        self._metrics.reconnects.labels("discord", "resumed").inc()
        self._count(self._live | {shard_id})

    async def on_shard_disconnect(self, shard_id: int) -> None:
        """Note a lost connection."""
        self._count(self._live - {shard_id})

    async def launch_shards(self) -> None:
        """Connect, if there are session starts to spare.

        Raises:
            SpentError: There are not.
        """
        self.shard_count, address, limits = await self.http.get_bot_gateway()
        # Where discord.py goes after an invalid session, and, once it knows how many shards there are, at first.
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(address)
        _refuse_if_spent(discord.SessionStartLimits(**limits))
        await super().launch_shards()
        self._is_launched = True

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait before a session is begun anew, and see that there are session starts to spare.

        Raises:
            SpentError: There are not; discord.py then ends.
        """
        if not initial:
            await asyncio.sleep(self._timings.identify_seconds)
        if self._is_launched:
            _refuse_if_spent(await self.fetch_session_start_limits())

    async def close(self) -> None:
        """Say goodbye; who has gone silent does not say it back."""
        farewell = asyncio.ensure_future(super().close())
        done, _ = await asyncio.wait([farewell], timeout=self._timings.close_seconds)
        if not done:
            await self.http.close()
        await farewell
        await self._end_strays()
        self._count(set())

    async def _end_strays(self) -> None:
        """End connections on which no session could be begun; discord.py forgets them, and their hearts beat on."""
        beating = [thread for thread in threading.enumerate() if isinstance(thread, KeepAliveHandler)]
        strays = [thread.ws for thread in beating if thread.ws._connection is self._connection]
        await asyncio.gather(*(stray.close(code=1000) for stray in strays))

    def _count(self, live: set[int]) -> None:
        self._live = live
        self._metrics.connections.labels("discord").set(len(live))

    async def _ws_connect(self, url: str, *, compress: int) -> aiohttp.ClientWebSocketResponse:
        """Connect by the proxy that leads to `url`; discord.py would take the one that leads to the API."""
        http = copy(self.http)
        http.proxy = proxy_of(url)
        return await HTTPClient.ws_connect(http, url, compress=compress)

    def _patient(self, connect: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        """Return `connect` so that it tries again by itself.

        discord.py gives a session up when the gateway cannot be reached at once, and what happens meanwhile is lost.
        """

        async def connect_once(url: str, compress: int) -> aiohttp.ClientWebSocketResponse:
            async with asyncio.timeout(self._timings.open_seconds):
                socket: aiohttp.ClientWebSocketResponse = await connect(url, compress=compress)
                return socket

        async def connect_patiently(url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
            return await AsyncRetrying(
                retry=retry_if_exception_type((aiohttp.ClientError, OSError, TimeoutError)),
                wait=wait_random_exponential(self._timings.first_wait_seconds, self._timings.longest_wait_seconds),
                before_sleep=self._note_failure,
            )(connect_once, url, compress)

        return connect_patiently

    def _note_failure(self, state: RetryCallState) -> None:
        error = state.outcome and state.outcome.exception()
        self._metrics.reconnects.labels("discord", "unreachable").inc()
        reason = network_line(str(state.args[0]), "DISCORD_API_URL", error) if isinstance(error, Exception) else ""
        logger.warning("no gateway of Discord in %.1f s more: %s", state.upcoming_sleep, reason)


def _refuse_if_spent(limits: discord.SessionStartLimits) -> None:
    if limits.remaining < limits.total * _LEAST_STARTS_LEFT:
        raise SpentError(limits)
