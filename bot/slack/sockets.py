"""Two Socket Mode connections kept up: one serves while the other is made anew. What they bring goes to bolt.

Source: https://docs.slack.dev/apis/events-api/using-socket-mode/
"""

import asyncio
import logging
import re
from dataclasses import dataclass
from time import monotonic

from aiohttp import ClientError, ClientSession, ClientWebSocketResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_random_exponential

from bot.runtime.metrics import Metrics
from bot.runtime.network_problems import network_line
from bot.slack.connection import Connection, Dispatch
from bot.slack.refusals import fix_of_waiting, what_slack_refuses
from bot.slack.tokens import APP_TOKEN
from index.errors import SettingsError
from index.proxies import proxy_of

logger = logging.getLogger(__name__)

_CONNECTIONS = 2
_REFRESHES = ("warning", "refresh_requested")
_NEED_PATIENCE = ("too_many_websockets", "link_disabled", "ratelimited")
# No waiting mends these: https://docs.slack.dev/reference/methods/apps.connections.open/
_HOPELESS = (
    *("not_authed", "invalid_auth", "not_allowed_token_type", "token_expired", "token_revoked", "account_inactive"),
    *("app_uninstalled", "missing_scope", "no_permission", "access_denied", "team_access_not_granted"),
    *("forbidden_team", "enterprise_is_restricted", "two_factor_setup_required"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SocketTimings:
    """How patient the connections are.

    After `ping_seconds` without a word from Slack it is asked for a sign of life; half as long again, and the
    connection is dead. `open_seconds` are for a handshake, and again for the greeting; `linger_seconds` for an old
    connection whose successor is up; `close_seconds` for the last acknowledgements. A connection that has lived for
    `steady_seconds` is made anew at once, others after a wait: at random up to `first_wait_seconds`, then up to
    twice as long each time, never more than `longest_wait_seconds`.
    """

    ping_seconds: float = 10
    open_seconds: float = 15
    linger_seconds: float = 15
    close_seconds: float = 4
    steady_seconds: float = 10
    first_wait_seconds: float = 1
    longest_wait_seconds: float = 60


class SocketConnections:
    """Keeps two connections to Slack up and hands what they bring to `dispatch`.

    Slack sends each envelope on any one of them. When it asks for a fresh connection, that is opened before the old
    one is given up. No address (a ticket is in it) and no token gets into a log line or an exception.
    """

    def __init__(
        self,
        client: AsyncWebClient,
        app_token: str,
        dispatch: Dispatch,
        *,
        metrics: Metrics,
        timings: SocketTimings | None = None,
    ) -> None:
        self._client = client
        self._app_token = app_token
        self._dispatch = dispatch
        self._metrics = metrics
        self._timings = timings or SocketTimings()
        self._connections: set[Connection] = set()
        self._retiring: set[asyncio.Task[None]] = set()
        self._alive = asyncio.Event()
        self._opening = asyncio.Lock()

    @property
    def is_alive(self) -> bool:
        """Whether Slack reaches us on at least one connection."""
        return self._alive.is_set()

    async def run(self) -> None:
        """Keep the connections up until cancelled; then acknowledge what is being handled, and close them.

        Raises:
            SettingsError: Slack does not take the app-level token.
        """
        async with ClientSession() as session:
            try:
                async with asyncio.TaskGroup() as slots:
                    for _ in range(_CONNECTIONS):
                        slots.create_task(self._keep_up(session))
            except ExceptionGroup as group:
                raise group.exceptions[0] from None
            finally:
                ends = [connection.end(self._timings.close_seconds) for connection in self._connections]
                await asyncio.gather(*ends, *self._retiring)

    async def _keep_up(self, session: ClientSession) -> None:
        """Have one connection after the other."""
        timings = self._timings
        backoff = wait_random_exponential(multiplier=timings.first_wait_seconds, max=timings.longest_wait_seconds)
        patient = AsyncRetrying(
            retry=retry_if_exception_type(_LostError),
            wait=lambda state: backoff(state) + self._least_wait_seconds(_lost(state)),
            before_sleep=lambda state: self._note(_lost(state), state.upcoming_sleep),
        )
        while True:
            await patient(self._have_one, session)

    async def _have_one(self, session: ClientSession) -> None:
        """Have a connection until a successor is needed.

        Raises:
            _LostError: The successor needs to wait.
        """
        connection = await self._open(session)
        began = monotonic()
        lost = _LostError(await connection.spent)
        if lost.reason in _NEED_PATIENCE:
            await connection.end(self._timings.close_seconds)
        elif lost.reason in _REFRESHES or monotonic() - began >= self._timings.steady_seconds:
            return self._note(lost, 0)
        raise lost

    async def _open(self, session: ClientSession) -> Connection:
        """Return a connection on which Slack has greeted; those whose successor is needed can retire then."""
        async with self._opening:  # never two at a time: a token that is refused is shown once
            socket = await self._shake_hands(session)
        connection = Connection(socket, self._dispatch)
        self._connections.add(connection)
        connection.ended.add_done_callback(lambda _: self._forget(connection))
        if not await connection.is_greeted(within_seconds=self._timings.open_seconds):
            lost = _LostError(connection.spent.result() if connection.spent.done() else "no_hello")
            await connection.end(self._timings.close_seconds)
            raise lost
        self._count()
        self._retire_spent()
        logger.info("connected to Slack")
        return connection

    async def _shake_hands(self, session: ClientSession) -> ClientWebSocketResponse:
        url = self._client.base_url
        try:
            reply = await self._client.apps_connections_open(app_token=self._app_token)
            url = str(reply["url"])
            async with asyncio.timeout(self._timings.open_seconds):
                return await session.ws_connect(
                    url,
                    heartbeat=self._timings.ping_seconds,
                    proxy=proxy_of(url),
                    ssl=True if self._client.ssl is None else self._client.ssl,
                )
        except SlackApiError as error:
            raise _refusal(error) from None
        # The last three are how slack_sdk and aiohttp trip over replies that are no Slack's, such as a proxy's.
        except (ClientError, OSError, AttributeError, TypeError, ValueError) as error:
            if not isinstance(error, ClientError | OSError):
                url, error = self._client.base_url, ValueError("no answer of Slack's")
            raise _LostError("unreachable", network_line(url, "SLACK_API_URL", error)) from None

    def _retire_spent(self) -> None:
        for connection in [one for one in self._connections if one.spent.done()]:
            task = asyncio.create_task(connection.retire(self._timings.linger_seconds, self._timings.close_seconds))
            self._retiring.add(task)
            task.add_done_callback(self._retiring.discard)

    def _forget(self, connection: Connection) -> None:
        self._connections.discard(connection)
        self._count()

    def _count(self) -> None:
        live = sum(connection.is_live for connection in self._connections)
        self._metrics.connections.labels("slack").set(live)
        if live:
            self._alive.set()
        else:
            self._alive.clear()

    def _least_wait_seconds(self, lost: "_LostError") -> float:
        return self._timings.longest_wait_seconds / 2 if lost.reason in _NEED_PATIENCE else 0

    def _note(self, lost: "_LostError", wait_seconds: float) -> None:
        self._metrics.reconnects.labels("slack", lost.reason).inc()
        level = logging.INFO if lost.reason in _REFRESHES else logging.WARNING
        logger.log(level, "connection to Slack to be made anew in %.1f s: %s", wait_seconds, lost)


class _LostError(Exception):
    """A connection ended, or never came about. `reason` is a word of ours or one of Slack's codes, never free text."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason if re.fullmatch("[a-z_]{1,40}", reason) else "unknown"
        super().__init__(f"{self.reason} ({detail})" if detail else self.reason)


def _lost(state: RetryCallState) -> _LostError:
    error = state.outcome and state.outcome.exception()
    return error if isinstance(error, _LostError) else _LostError("unknown")


def _refusal(error: SlackApiError) -> _LostError | SettingsError:
    """Return what a refusal of Slack's comes to; its text is left out, for the request with its token is part of it."""
    answer = getattr(error.response, "data", None)
    code = str(answer.get("error")) if isinstance(answer, dict) else "unknown"
    if code not in _HOPELESS:
        return _LostError(code, fix_of_waiting(code))
    return SettingsError(what_slack_refuses(APP_TOKEN, code))
