"""Slack, put together: who the bot is there, the app, and the way its events come in."""

import asyncio
import logging
import time

import aiohttp
from aiohttp import web
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.request import SocketModeRequest
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_random_exponential

from bot.domain.channel_post import Place, Posted
from bot.domain.message import Message
from bot.domain.outlet import Delivery, Sleep
from bot.domain.request import Request
from bot.intake.request_queue import RequestQueue
from bot.runtime.metrics import Metrics
from bot.runtime.network_problems import network_line
from bot.runtime.settings import Settings
from bot.slack.app import Identity, make_app
from bot.slack.delivery import SlackDelivery
from bot.slack.edge import SlackEdge
from bot.slack.refusals import fix_of_waiting, what_slack_refuses
from bot.slack.sockets import SocketConnections
from bot.slack.tokens import BOT_TOKEN, check_secrets
from bot.slack.web_client import make_web_client
from bot.slack.workspace import Workspace
from bot.state import State
from index.errors import SettingsError

logger = logging.getLogger(__name__)

# No waiting mends these: https://docs.slack.dev/reference/methods/auth.test#errors
_HOPELESS = (
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "not_allowed_token_type",
)


class SlackPlatform:
    """One workspace of Slack, over Socket Mode or HTTP as the settings say."""

    repeats_within_seconds = 0.0  # Slack takes the same message again as a new one

    def __init__(self, settings: Settings, state: State, metrics: Metrics) -> None:
        check_secrets(settings)
        self._settings = settings
        self._state = state
        self._client = make_web_client(settings)
        self._delivery = SlackDelivery(self._client, state)
        self._workspace: Workspace | None = None
        self._app: asyncio.Future[AsyncApp] = asyncio.get_running_loop().create_future()
        self._sockets: SocketConnections | None = None
        if settings.slack_mode == "socket":
            token = settings.slack_app_token or ""
            self._sockets = SocketConnections(self._client, token, self._dispatch_envelope, metrics=metrics)

    def routes(self, queue: RequestQueue) -> list[web.RouteDef]:
        """Return what a web app has to answer: in HTTP mode Slack's requests, else nothing."""
        if self._settings.slack_mode == "socket":
            return []

        async def is_seen(key: str) -> bool:
            """Tell whether it came before; as long as nobody knows, the request queue apologises for it."""
            return await self._state.run_soon(False, self._state.is_seen, key)

        edge = SlackEdge(
            signing_secret=self._settings.slack_signing_secret or "",
            dispatch=self._dispatch,
            is_seen=is_seen,
            clock=time.time,
        )
        return edge.routes()

    @property
    def problem(self) -> str | None:
        """Why Slack's events do not reach the bot, None where they do."""
        if not self._app.done():
            return "Slack has not said yet who the bot is"
        if self._sockets and not self._sockets.is_alive:
            return "no connection to Slack is alive"
        return None

    async def deliver(self, request: Request, message: Message, *, sleep: Sleep = asyncio.sleep) -> Delivery:
        """Deliver a message that answers a request; what a form of the bot's page changed is shown there too."""
        outcome = await self._delivery.deliver(request, message, sleep=sleep)
        is_from_home = request.kind == "form" and not request.reply_to
        if is_from_home and self._workspace:
            await self._workspace.refresh_home(request.workspace, request.user)
        return outcome

    async def post(self, place: Place, message: Message, key: str, *, sleep: Sleep = asyncio.sleep) -> Posted:
        """Post a message that nobody asked for, at most once."""
        return await self._delivery.post(place, message, key, sleep=sleep)

    async def run(self, queue: RequestQueue) -> None:
        """Take what Slack sends, until cancelled.

        Raises:
            SettingsError: Slack does not take a token.
        """
        identity = await self._identify()
        self._workspace = Workspace(self._client, self._state, queue, self._delivery, self._settings.quote_language)
        self._app.set_result(make_app(self._client, identity, queue, self._workspace))
        logger.info("Slack: %s, in the workspace %s", identity.name, identity.workspace_name)
        if self._sockets:
            await self._sockets.run()

    async def _identify(self) -> Identity:
        """Return who the bot is; asks again for as long as Slack cannot be reached."""
        waits = wait_random_exponential(multiplier=1, max=60)
        failures = retry_if_exception_type((aiohttp.ClientError, OSError, TimeoutError, _UnreachableError))
        async for attempt in AsyncRetrying(wait=waits, retry=failures, before_sleep=self._log_wait):
            with attempt:
                return await self._ask_who()
        raise AssertionError("tenacity tries until it returns or raises")

    def _log_wait(self, state: RetryCallState) -> None:
        error = state.outcome and state.outcome.exception()
        if isinstance(error, aiohttp.ClientError | OSError):
            reason = network_line(self._settings.slack_api_url, "SLACK_API_URL", error)
        else:
            reason = str(error)
        logger.warning("Slack does not say who the bot is (%s); asked again in %.0f s", reason, state.upcoming_sleep)

    async def _ask_who(self) -> Identity:
        try:
            reply = await self._client.auth_test()
        except SlackApiError as error:
            refusal = _refusal(error)
            if refusal in _HOPELESS:
                raise SettingsError(what_slack_refuses(BOT_TOKEN, refusal)) from None
            fix = fix_of_waiting(refusal)
            raise _UnreachableError(f"it says {refusal}{fix and ': '}{fix}") from None
        except (AttributeError, TypeError, ValueError):  # how slack_sdk trips over what is no answer of Slack's
            raise _UnreachableError("what answers is not Slack") from None
        return Identity(
            workspace=reply.get("team_id") or "",
            workspace_name=reply.get("team") or "",
            name=reply.get("user") or "quotebot",
            bot_user=reply.get("user_id") or "",
            bot_id=reply.get("bot_id") or "",
        )

    async def _dispatch(self, request: AsyncBoltRequest) -> BoltResponse:
        return await (await asyncio.shield(self._app)).async_dispatch(request)

    async def _dispatch_envelope(self, request: SocketModeRequest) -> BoltResponse:
        response: BoltResponse = await run_async_bolt_app(await asyncio.shield(self._app), request)
        return response


class _UnreachableError(Exception):
    """Slack did not say who the bot is, but may later."""


def _refusal(error: SlackApiError) -> str:
    data = getattr(error.response, "data", None)
    return str(data.get("error")) if isinstance(data, dict) else "nothing that can be read"
