"""Calls of Discord's API that say for sure, where that can be known, whether they were done.

discord.py repeats every call on a server error; a follow-up, which has no nonce, would then come twice.

Source: https://docs.discord.com/developers/reference, https://docs.discord.com/developers/topics/rate-limits
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

import aiohttp
from tenacity import (
    AsyncRetrying,
    retry_if_exception,
    stop_after_attempt,
    stop_before_delay,
    wait_random_exponential,
)

from bot.discord.circuit import Circuit, CircuitOpenError
from bot.domain.outlet import Sleep
from bot.runtime.http_sessions import SharedSession
from index.errors import QuotebotError
from index.proxies import proxy_of

_TIMEOUT_SECONDS = 10.0
_LONGEST_PAUSE_SECONDS = 60.0
_UNTOLD_PAUSE_SECONDS = 1.0
_LONGEST_WAIT_SECONDS = 8.0
_MOST_TRIES = 5
_TRIES_SECONDS = 80.0  # and the last one's timeout: Discord knows a nonce for "the past few minutes"
_EVERYWHERE = ""
_USER_AGENT = {"User-Agent": f"DiscordBot (quotebot, {version('quotebot')})"}
UNKNOWN_MESSAGE = 10008

Payload = Mapping[str, Any]


class CallRefusedError(QuotebotError):
    """A call was surely not done.

    `status` and `code` (Discord's number for the reason) are 0 where Discord gave none; `may_pass` that it is worth
    another try.
    """

    def __init__(self, status: int = 0, code: int = 0, *, may_pass: bool = False) -> None:
        self.status, self.code, self.may_pass = status, code, may_pass
        super().__init__(f"Discord did not do what was asked: HTTP {status}, code {code}")


class UnsureError(QuotebotError):
    """Nobody knows whether a call was done."""


class Rest:
    """Discord's API with the bot's token.

    Args:
        token: The bot's token.
        api_url: Discord's REST address, ending with the version.
        circuit: What stops calls when too many are refused.
        first_wait_seconds: The most to wait before the second try; it doubles with each.

    Raises:
        SettingsError: The proxy that leads to Discord cannot be used.
    """

    def __init__(self, token: str, api_url: str, circuit: Circuit, *, first_wait_seconds: float = 1.0) -> None:
        self.api_url = api_url
        self.authorization = {"Authorization": f"Bot {token}"}
        self.pauses = Pauses()
        self.wait = wait_random_exponential(first_wait_seconds, _LONGEST_WAIT_SECONDS)
        self._circuit = circuit
        self._proxy = proxy_of(api_url)
        self._shared = SharedSession(self._session)

    @asynccontextmanager
    async def connected(self, sleep: Sleep = asyncio.sleep) -> AsyncIterator["Calls"]:
        """Have a connection for a few calls, which wait by `sleep` as long as they surely have done nothing."""
        async with self._shared.opened() as session:
            yield Calls(self, session, sleep)

    def _session(self, connector: aiohttp.TCPConnector) -> aiohttp.ClientSession:
        timeout, traces = aiohttp.ClientTimeout(total=_TIMEOUT_SECONDS), [self._circuit.trace()]
        return aiohttp.ClientSession(
            connector=connector,
            headers=_USER_AGENT,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=timeout,
            trace_configs=traces,
            proxy=self._proxy,
        )


class Calls:
    """Calls on one connection."""

    def __init__(self, rest: Rest, session: aiohttp.ClientSession, sleep: Sleep) -> None:
        self._rest = rest
        self._session = session
        self._sleep = sleep

    async def call(
        self, method: str, path: str, payload: Payload | None = None, *, is_repeatable: bool = True
    ) -> dict[str, Any]:
        """Make a call, again and again as long as that may help and does no harm; return what Discord answers.

        Args:
            method: GET, POST, PATCH or DELETE.
            path: What stands behind the address of the API.
            payload: What is sent, as JSON.
            is_repeatable: Whether the call can be made again when nobody knows if it was done.

        Raises:
            RefusedError: It was surely not done.
            UnsureError: Nobody knows.
        """
        unsure: list[UnsureError] = []

        def may_help(error: BaseException) -> bool:
            if isinstance(error, UnsureError):
                unsure.append(error)
                return is_repeatable
            return isinstance(error, CallRefusedError) and error.may_pass

        async def sleep(seconds: float) -> None:
            await (asyncio.sleep if unsure else self._sleep)(seconds)

        tries = AsyncRetrying(
            sleep=sleep,
            retry=retry_if_exception(may_help),
            wait=self._rest.wait,
            stop=stop_after_attempt(_MOST_TRIES) | stop_before_delay(_TRIES_SECONDS),
            reraise=True,
        )
        try:
            return await tries(self._once, method, path, payload, time.monotonic() + _TRIES_SECONDS, sleep)
        except CallRefusedError as error:
            if unsure and _leaves_doubt(method, error):
                raise unsure[-1] from error
            raise

    async def _once(
        self, method: str, path: str, payload: Payload | None, latest: float, sleep: Sleep
    ) -> dict[str, Any]:
        """Make a call as soon as Discord allows, if that is not later than `latest`, by the monotonic clock."""
        route = f"{method} {path}"
        # The token in a webhook's path is enough; without the bot's own, its global rate limit does not count the call.
        headers = {} if path.startswith("/webhooks/") else self._rest.authorization
        await self._rest.pauses.wait(route, latest, sleep)
        try:
            address = self._rest.api_url + path
            async with self._session.request(method, address, json=payload, headers=headers) as response:
                answer = _json(await response.read())
        except CircuitOpenError as error:
            raise CallRefusedError from error
        except (aiohttp.ClientConnectorError, aiohttp.ClientHttpProxyError) as error:
            raise CallRefusedError(may_pass=True) from error
        except (aiohttp.ClientError, OSError) as error:
            raise UnsureError(f"{type(error).__name__} on a call of Discord") from error
        self._rest.pauses.heed(route, response.status, response.headers, answer)
        if response.status >= 500:
            raise UnsureError(f"Discord answers a call with HTTP {response.status}")
        if response.status >= 400:
            code = answer.get("code")
            raise CallRefusedError(
                response.status, code if isinstance(code, int) else 0, may_pass=response.status == 429
            )
        return answer


class Pauses:
    """Until when Discord wants no call, of one route or of all."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    async def wait(self, route: str, latest: float, sleep: Sleep = asyncio.sleep) -> None:
        """Wait by `sleep` until a route is open, if that is not later than `latest`, by the monotonic clock.

        Raises:
            RefusedError: That takes too long.
        """
        until = max(self._until.get(route, 0.0), self._until.get(_EVERYWHERE, 0.0))
        pause_seconds = until - time.monotonic()
        if pause_seconds > _LONGEST_PAUSE_SECONDS or until > latest:
            raise CallRefusedError(429)
        if pause_seconds > 0:
            await sleep(pause_seconds)

    def heed(self, route: str, status: int, headers: Mapping[str, str], answer: Payload) -> None:
        """Keep in mind what an answer says; a refusal that is no JSON comes from before Discord, and is for all."""
        if status == 429:
            shut = _EVERYWHERE if "X-RateLimit-Global" in headers or "retry_after" not in answer else route
            seconds = _seconds(answer.get("retry_after", headers.get("Retry-After")))
        elif headers.get("X-RateLimit-Remaining") == "0":
            shut, seconds = route, _seconds(headers.get("X-RateLimit-Reset-After"))
        else:
            return
        now = time.monotonic()
        self._until = {key: until for key, until in self._until.items() if until > now}
        self._until[shut] = now + seconds


def _leaves_doubt(method: str, error: CallRefusedError) -> bool:
    """Tell whether an earlier try may have done what the last one was refused.

    Nothing is known of it where the last did not reach what decides; and who may no longer write may have written.
    """
    return error.status in (0, 429) or (method == "POST" and error.code != UNKNOWN_MESSAGE)


def _json(body: bytes) -> dict[str, Any]:
    """Return the JSON object in an answer; an empty one where there is none."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def _seconds(value: object) -> float:
    try:
        seconds = float(str(value))
    except ValueError:
        return _UNTOLD_PAUSE_SECONDS
    return seconds if 0 <= seconds < 1e6 else _UNTOLD_PAUSE_SECONDS
