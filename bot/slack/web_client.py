"""Clients of Slack's web API and of response_url; they try again only what surely was not done."""

import asyncio
import logging
import re
from collections.abc import Sequence
from http import HTTPStatus

from aiohttp import (
    ClientConnectorError,
    ClientHttpProxyError,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    TCPConnector,
)
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.http_retry.jitter import RandomJitter
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.domain.outlet import Sleep
from bot.runtime.settings import Settings
from index.proxies import proxy_of

TIMEOUT_SECONDS = 10
LONGEST_WAIT_SECONDS = 60
_RATE_LIMIT_RETRIES = 4
_CONNECTION_RETRIES = 2


def make_web_client(settings: Settings) -> AsyncWebClient:
    """Return a client of the web API with the bot's token.

    It opens a connection for each call, as slack_sdk does by itself, unless it is given a session.

    Raises:
        SettingsError: The proxy that leads to Slack cannot be used.
    """
    client = AsyncWebClient(
        token=settings.slack_bot_token,
        base_url=settings.slack_api_url,
        timeout=TIMEOUT_SECONDS,
        logger=silent_logger(),
        retry_handlers=retry_handlers(asyncio.sleep),
    )
    client.proxy = proxy_of(settings.slack_api_url)  # slack_sdk heeds no NO_PROXY, and would put its own in for None
    return client


def make_webhook_client(url: str, client: AsyncWebClient) -> AsyncWebhookClient:
    """Return a client that answers at `url`, the response_url of a request, and otherwise is as one of the web API."""
    webhook = AsyncWebhookClient(
        url,
        timeout=TIMEOUT_SECONDS,
        session=client.session,
        logger=silent_logger(),
        retry_handlers=client.retry_handlers,
    )
    webhook.proxy = proxy_of(url)
    return webhook


def make_session(timeout_seconds: float, connector: TCPConnector) -> ClientSession:
    """Return a session that spends at most half of its time on connecting.

    With slack_sdk's one time-out for everything nobody knows whether a slow call ever reached Slack.
    """
    timeout = ClientTimeout(total=timeout_seconds, connect=timeout_seconds / 2)
    return ClientSession(connector=connector, cookie_jar=DummyCookieJar(), timeout=timeout)


def silent_logger() -> logging.Logger:
    """Return a logger for slack_sdk that no configuration can wake: it would print payloads and addresses.

    What goes wrong comes as an exception all the same.
    """
    return logging.Logger("slack_sdk", level=logging.CRITICAL + 1)


def retry_after_seconds(values: Sequence[str], attempt: int) -> int:
    """Return how long a Retry-After header says to wait, at most a minute.

    Args:
        values: Those of the header.
        attempt: How often it was tried again before, from 0; without a usable value the wait doubles with it.
    """
    if values and re.fullmatch("[0-9]{1,5}", values[0]):
        return min(int(values[0]), LONGEST_WAIT_SECONDS)
    return min(1 << attempt, LONGEST_WAIT_SECONDS)


class RateLimitHandler(AsyncRateLimitErrorRetryHandler):
    """Waits as long as Slack says, and a moment more; slack_sdk's own fails on a header that is no number.

    What the wait raises ends the call: slack_sdk asks once more whether that can be retried, and would go on if the
    next attempt had been requested before.
    """

    def __init__(self, sleep: Sleep) -> None:
        super().__init__(max_retry_count=_RATE_LIMIT_RETRIES)
        self._sleep = sleep

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        return error is None and response is not None and response.status_code == HTTPStatus.TOO_MANY_REQUESTS

    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> None:
        """Wait."""
        headers = response.headers if response else {}
        waits = next((values for name, values in headers.items() if name.lower() == "retry-after"), [])
        await self._sleep(RandomJitter().recalculate(retry_after_seconds(waits, state.current_attempt)))
        state.next_attempt_requested = True
        state.increment_current_attempt()


class UnreachedHandler(AsyncConnectionErrorRetryHandler):
    """Waits for a Slack to which no connection came about.

    A connection that breaks later is left broken: the message may have been posted, and would be posted twice.
    """

    def __init__(self, sleep: Sleep) -> None:
        super().__init__(max_retry_count=_CONNECTION_RETRIES, error_types=[ClientConnectorError, ClientHttpProxyError])
        self._sleep = sleep

    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> None:
        """Wait."""
        await self._sleep(self.interval_calculator.calculate_sleep_duration(state.current_attempt))
        state.next_attempt_requested = True
        state.increment_current_attempt()


def retry_handlers(sleep: Sleep) -> list[AsyncRetryHandler]:
    """Return what is tried again, since it surely was not done, after a wait by `sleep`."""
    return [RateLimitHandler(sleep), UnreachedHandler(sleep)]
