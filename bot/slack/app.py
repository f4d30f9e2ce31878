"""The Slack app: listeners that turn what Slack sends into requests, and hand them to the request queue."""

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.daily.zones import zone_choices
from bot.domain.command import Command, Daily, Tell
from bot.domain.interface import Interface
from bot.domain.request import Request
from bot.intake.button_verbs import verb_of
from bot.intake.request_queue import RequestQueue
from bot.slack import events
from bot.slack.daily_form import DAILY_CALLBACK, SPEAKERS, ZONE, menu_options
from bot.slack.edge import SIGNATURE_KEY
from bot.slack.payloads import Payload, part_at, text_at, workspace_of
from bot.slack.unhandled import payload_name, unhandled_request
from bot.slack.web_client import silent_logger
from bot.slack.workspace import Workspace
from bot.wording.language import interface_of_locale
from index.errors import StorageError

logger = logging.getLogger(__name__)

_ACK_SECONDS = 2.5  # Slack waits 3 s, and so does bolt
_ASKS = re.compile(r"[?？]\s*\Z")

Form = Callable[[Request, Payload], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who the bot is in its workspace, as auth.test says."""

    workspace: str
    workspace_name: str
    name: str
    bot_user: str
    bot_id: str


def make_app(client: AsyncWebClient, identity: Identity, queue: RequestQueue, workspace: Workspace) -> AsyncApp:
    """Return the app with all its listeners; signatures are checked before it, by the edge or the socket."""
    app = AsyncApp(
        name="quotebot",
        logger=silent_logger(),
        client=client,
        authorize=_authorize(client, identity),
        request_verification_enabled=False,
        raise_error_for_unhandled_request=True,
        # Else Bolt acknowledges an event before its listener runs, and looks every 10 ms whether another has
        # acknowledged: with a hundred of them waiting, the loop does little else.
        process_before_response=True,
    )
    listeners = Listeners(identity.bot_user, queue, workspace)
    app.command(re.compile(""))(listeners.on_command)  # an operator may have to call it otherwise than /quote
    app.event("app_mention")(listeners.on_mention)
    app.event("message")(listeners.on_message)
    app.event("app_home_opened")(listeners.on_home_opened)
    app.shortcut("quote:find")(listeners.on_shortcut)
    app.action("quote:daily:new")(listeners.on_new_daily)
    app.action(re.compile(f"^{events.BUTTON_PREFIX}"))(listeners.on_button)
    app.view("quote:settings")(listeners.on_settings)
    app.view(DAILY_CALLBACK)(listeners.on_daily)
    app.options(ZONE)(listeners.on_zone_typed)
    app.options(SPEAKERS)(listeners.on_speaker_typed)
    app.error(listeners.on_error)
    return app


class Listeners:
    """One method for each thing that Slack sends; each acknowledges what is written down, or asks nothing.

    Bolt sends the acknowledgement when the method returns, so what takes longer is begun and left to itself.
    """

    def __init__(self, bot_user: str, queue: RequestQueue, workspace: Workspace) -> None:
        self._bot_user = bot_user
        self._queue = queue
        self._workspace = workspace
        self._forms: dict[Command | None, Form] = {
            Tell("settings"): workspace.open_settings,
            Daily("form"): workspace.open_daily,
        }
        self._begun: set[asyncio.Task[None]] = set()

    async def on_command(self, ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        """/quote, whatever it is called: a question, or one of the other commands; for some there is a form."""
        request = events.slash_request(body, **_arrival(context))
        open_form = self._forms.get(request.command) if request else None
        if request and open_form:
            self._begin(self._open(open_form, request, body))
        else:
            await self._take(request)
        if request:
            self._begin(self._workspace.note_command(request))
        await ack()

    async def on_mention(self, body: Payload, context: AsyncBoltContext) -> None:
        """@quotebot, in a channel or a thread."""
        await self._take(events.mention_request(body, self._bot_user, **_arrival(context)))

    async def on_message(self, body: Payload, context: AsyncBoltContext) -> None:
        """A direct message; where the app may see others too, a mention or a follow-up in a thread."""
        request = events.message_request(body, self._bot_user, **_arrival(context))
        if request and request.kind == "follow_up" and not await self._is_meant(request):
            request = None
        await self._take(request)

    async def on_shortcut(self, ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        """Somebody's message, for which "Find a quote for this" was chosen."""
        await self._take(events.shortcut_request(body, **_arrival(context)))
        await ack()

    async def on_button(self, ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        """A button of an answer, or of another message."""
        await self._take(events.button_request(body, **_arrival(context)))
        await ack()

    async def on_new_daily(self, ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        """The button that opens the form for a daily insight."""
        if request := events.button_request(body, **_arrival(context)):
            self._begin(self._open(self._workspace.open_daily, request, body))
        await ack()

    async def on_home_opened(self, body: Payload, event: Payload) -> None:
        """The bot's own page."""
        if event.get("tab", "home") == "home" and (user := event.get("user")):
            self._begin(self._workspace.show_home(workspace_of(body), user))

    async def on_settings(self, ack: AsyncAck, body: Payload, view: Payload) -> None:
        """The form of /quote settings, filled in."""
        if problem := await self._workspace.save_settings(body, view):
            await ack(response_action="errors", errors={"who_may_change": problem})
        else:
            await ack()

    async def on_daily(self, ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        """The form for a daily insight, filled in."""
        await self._take(events.form_request(body, **_arrival(context)))
        await ack()

    async def on_zone_typed(self, ack: AsyncAck, body: Payload) -> None:
        """Somebody looks for a time zone."""
        zones = await asyncio.to_thread(zone_choices, text_at(body, "value"), _interface(body))
        await ack(options=menu_options(zones))

    async def on_speaker_typed(self, ack: AsyncAck, body: Payload) -> None:
        """Somebody looks for a speaker."""
        audience = events.form_audience(part_at(body, "view"), workspace_of(body))
        speakers = await self._queue.offer("speaker", text_at(body, "value"), _interface(body), audience)
        await ack(options=menu_options(speakers))

    async def on_error(self, error: Exception, body: Payload, context: AsyncBoltContext) -> BoltResponse | None:
        """Say that nothing handles what somebody did; log what went wrong here, without what was sent."""
        if not isinstance(error, BoltUnhandledRequestError):
            _log(error)
        elif text_at(body, "type") != "event_callback":  # an event that somebody subscribed to asks nothing
            logger.warning("nothing here handles what Slack sent: %s", payload_name(body))
            await self._take(unhandled_request(body, **_arrival(context)))
        if context.ack.response:
            return None  # bolt fails on a second acknowledgement
        is_menu = text_at(body, "type") == "block_suggestion"
        return BoltResponse(status=200, body={"options": []} if is_menu else "")

    async def _take(self, request: Request | None) -> None:
        """Wait until the request is written down, but not longer than Slack waits for the acknowledgement."""
        if request:
            taking = asyncio.ensure_future(self._hand_over(request))
            await asyncio.wait([taking], timeout=_ACK_SECONDS)

    async def _hand_over(self, request: Request) -> None:
        verb = verb_of(request.action) if request.kind == "button" else None
        if isinstance(request.command, Daily) or (verb and verb.needs_identity):
            request = await self._workspace.introduced(request)
        await self._queue.take(request)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something beside the acknowledgement; what goes wrong with it is logged."""
        task = asyncio.create_task(_logged(work))
        self._begun.add(task)
        task.add_done_callback(self._begun.discard)

    async def _open(self, form: Form, request: Request, body: Payload) -> None:
        """Open a form; without the state there is none, and the request queue apologises."""
        try:
            await form(request, body)
        except StorageError:
            await self._queue.take(request)

    async def _is_meant(self, request: Request) -> bool:
        """Tell whether a message without a mention is for the bot: a question in a thread that it was asked in."""
        return bool(_ASKS.search(request.text)) and await self._workspace.follows_up(request)


def _interface(body: Payload) -> Interface:
    """Return the language of the form that somebody types in."""
    return interface_of_locale(events.opening_request(part_at(body, "view")).locale) or "en"


def _arrival(context: AsyncBoltContext) -> dict[str, Any]:
    key = context.get(SIGNATURE_KEY)
    return {"asked_at": time.time(), "extra_keys": (key,) if key else ()}


def _authorize(client: AsyncWebClient, identity: Identity) -> Callable[..., Awaitable[AuthorizeResult]]:
    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None,
            team_id=identity.workspace,
            bot_token=client.token,
            bot_id=identity.bot_id,
            bot_user_id=identity.bot_user,
        )

    return authorize


async def _logged(work: Awaitable[None]) -> None:
    try:
        await work
    except Exception as error:
        _log(error)


def _log(error: Exception) -> None:
    if isinstance(error, SlackApiError):
        logger.warning("Slack refused a call: %s", error.response.get("error"))
    else:
        logger.error("a request from Slack was not handled", exc_info=error)
