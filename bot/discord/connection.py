"""The connection to Discord, kept up: a client at a time, and when it ends the next, after a wait where need be."""

import logging
import re
from time import monotonic
from typing import NoReturn

import aiohttp
import discord
from discord.http import Route
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_random_exponential

from bot.discord.circuit import Circuit
from bot.discord.client import DiscordClient, GatewayTimings, Handlers, SpentError
from bot.runtime.metrics import Metrics
from bot.runtime.network_problems import network_line
from index.errors import SettingsError
from index.proxies import proxy_of

logger = logging.getLogger(__name__)

_LONGEST_ORDERED_WAIT_SECONDS = 3600.0
_WRONG_TOKEN, *_WRONG_INTENTS = 4004, 4013, 4014
# They print addresses that hold tokens, and whole tracebacks; what goes wrong is told here.
_TOO_TALKATIVE = ("discord.http", "discord.shard", "discord.webhook")


class DiscordConnection:
    """Keeps the bot connected to Discord. No token gets into a log line or an exception.

    Args:
        token: The bot's token.
        api_url: Discord's REST address, ending with the version; the gateway is asked for there.
        handlers: What is done with what comes.
        metrics: Where connections are counted.
        circuit: What stops calls when too many are refused.
        timings: How patient it is.
    """

    def __init__(
        self,
        token: str,
        api_url: str,
        handlers: Handlers,
        *,
        metrics: Metrics,
        circuit: Circuit,
        timings: GatewayTimings | None = None,
    ) -> None:
        self._token = token
        self._api_url = api_url
        self._handlers = handlers
        self._metrics = metrics
        self._circuit = circuit
        self._timings = timings or GatewayTimings()
        self._client: DiscordClient | None = None

    @property
    def problem(self) -> str | None:
        """Why what people do does not reach the bot, None where it does."""
        if self._client is None or not self._client.is_live:
            return "no connection to Discord is alive"
        if self._circuit.is_open:
            return "Discord refuses too much of what is sent; waiting"
        return None

    async def run(self) -> None:
        """Be connected until cancelled.

        Raises:
            SettingsError: Discord takes the token or the intents never.
        """
        _prepare_library(self._api_url)
        timings = self._timings
        backoff = wait_random_exponential(timings.first_wait_seconds, timings.longest_wait_seconds)
        patient = AsyncRetrying(
            retry=retry_if_exception_type(_LostError),
            wait=lambda state: backoff(state) + _lost(state).least_wait_seconds,
            before_sleep=lambda state: self._note(_lost(state), state.upcoming_sleep),
        )
        while True:
            await patient(self._live_once)

    async def _live_once(self) -> None:
        """Have a client for as long as it lives; what ended a long life needs no wait.

        Raises:
            _LostError: The next one has to wait.
            SettingsError: There is no use in a next one.
        """
        began = monotonic()
        lost = await self._live()
        if lost.least_wait_seconds or monotonic() - began < self._timings.steady_seconds:
            raise lost
        self._note(lost, 0)

    async def _live(self) -> "_LostError":
        client = DiscordClient(
            self._handlers,
            metrics=self._metrics,
            circuit=self._circuit,
            timings=self._timings,
            proxy=proxy_of(self._api_url),
        )
        self._client = client
        try:
            async with client:
                await client.start(self._token)
        except SettingsError:
            raise
        except (discord.DiscordException, aiohttp.ClientError, OSError, SpentError) as error:
            return _translated(error, self._api_url)
        except Exception:
            logger.exception("the client of Discord failed")
            return _LostError("failed")
        return _LostError("closed")

    def _note(self, lost: "_LostError", wait_seconds: float) -> None:
        self._metrics.reconnects.labels("discord", lost.reason).inc()
        logger.warning("connection to Discord to be made anew in %.1f s: %s", wait_seconds, lost)


class _LostError(Exception):
    """A client ended; `reason` is a word of ours, `detail` never what Discord or a person wrote."""

    def __init__(self, reason: str, detail: str = "", least_wait_seconds: float = 0.0) -> None:
        self.reason = reason
        self.least_wait_seconds = min(least_wait_seconds, _LONGEST_ORDERED_WAIT_SECONDS)
        super().__init__(f"{reason} ({detail})" if detail else reason)


def _prepare_library(api_url: str) -> None:
    """Point discord.py at a Discord, and have it print nothing that opens a door."""
    Route.BASE = api_url
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    logging.getLogger("discord").setLevel(logging.WARNING)
    for name in _TOO_TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _translated(error: Exception, api_url: str) -> _LostError:
    """Return what an error of discord.py comes to.

    Raises:
        SettingsError: No waiting mends it.
    """
    code = error.code if isinstance(error, discord.ConnectionClosed) else None
    if isinstance(error, discord.LoginFailure) or code == _WRONG_TOKEN:
        _refuse("Discord refuses DISCORD_TOKEN; copy it again, or run: quotebot setup discord")
    if isinstance(error, discord.PrivilegedIntentsRequired) or code in _WRONG_INTENTS:
        _refuse(
            f"Discord refuses the intents that are asked for (close code {code or _WRONG_INTENTS[1]}): Guilds, Guild"
            " Messages and Direct Messages. Leave Presence, Server Members and Message Content off, and run:"
            " quotebot setup discord"
        )
    if isinstance(error, SpentError):
        return _LostError("session_starts", str(error), error.wait_seconds)
    if isinstance(error, discord.GatewayNotFound) and isinstance(error.__cause__, discord.HTTPException):
        error = error.__cause__
    if isinstance(error, discord.HTTPException):
        return _LostError("refused", f"HTTP {error.status}", _ordered_wait_seconds(error))
    if code:
        return _LostError("closed", f"code {code}")
    is_network = isinstance(error, aiohttp.ClientError | OSError)
    return _LostError(
        "unreachable", network_line(api_url, "DISCORD_API_URL", error) if is_network else type(error).__name__
    )


def _refuse(text: str) -> NoReturn:
    raise SettingsError(text) from None


def _ordered_wait_seconds(error: discord.HTTPException) -> float:
    """Return how long a Retry-After header says to wait; discord.py heeds none that lacks a Via header as well."""
    seconds = error.response.headers.get("Retry-After", "")
    return float(seconds) if error.status == 429 and re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", seconds) else 0.0


def _lost(state: RetryCallState) -> _LostError:
    error = state.outcome and state.outcome.exception()
    return error if isinstance(error, _LostError) else _LostError("unknown")
