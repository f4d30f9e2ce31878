"""How a message reaches Slack: which of its ways fits, and the next one where the first surely failed."""

import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from copy import copy
from dataclasses import replace
from functools import partial
from typing import Any

from aiohttp import ClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.channel_post import Place, Posted
from bot.domain.message import Message
from bot.domain.outlet import Delivery
from bot.domain.request import Request
from bot.runtime.http_sessions import SharedSession
from bot.slack.blocks import message_arguments
from bot.slack.call_outcome import UNREACHED, called
from bot.slack.web_client import make_session, make_webhook_client
from bot.state import State
from index.errors import StorageError

logger = logging.getLogger(__name__)

_RESPONSE_URL_SECONDS = 29 * 60  # Slack: 30 minutes, 5 uses; docs.slack.dev/interactivity/handling-user-interaction
_SHUT = ("channel_not_found", "not_in_channel", "is_archived", "restricted_action")
_TOO_MUCH = ("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long")
_DELIVERIES: dict[str, Delivery] = {
    "sent": "answered",
    "ambiguous": "ambiguous",
    "refused": "failed",
    "failed": "failed",
}

Arguments = dict[str, Any]
Way = Callable[[], Awaitable[Delivery]]


class SlackDelivery:
    """Delivers messages with one bot token; notes channels that refuse them."""

    def __init__(self, client: AsyncWebClient, state: State) -> None:
        self._client = copy(client)  # whose session is the shared one
        self._shared = SharedSession(partial(make_session, client.timeout))
        self._state = state

    async def deliver(self, request: Request, message: Message) -> Delivery:
        """Deliver a message that answers a request.

        A way is left for the next only when Slack surely did not do what was asked. "ambiguous" is a message that
        may have arrived although nobody said so: it is never sent again.
        """
        async with self._connected():
            return await self._deliver(request, message)

    async def post(self, place: Place, message: Message, key: str) -> Posted:
        """Post a message that nobody asked for in a channel, at most once; what Slack finds too rich, as plain text.

        The key is of no use: Slack takes the same message again as a new one. What the channel refuses is for the
        caller to note.
        """
        arguments = message_arguments(message)
        async with self._connected():
            posted = await called(self._client.chat_postMessage(channel=place.channel, **arguments))
            if posted.reason in _TOO_MUCH:
                posted = await called(self._client.chat_postMessage(channel=place.channel, **_plain(arguments)))
        return posted

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[None]:
        async with self._shared.opened() as session:
            self._client.session = session
            yield

    async def _deliver(self, request: Request, message: Message) -> Delivery:
        if not message.parts:
            return await self._remove(request)
        arguments = message_arguments(message)
        if message.replaces and request.message_is_private and _begun_thread(request):
            # In a thread, a replacement of a private message can land in the channel: remove it, and say it anew.
            await self._remove(request)
            return await _first_of(self._private_ways(request, arguments))
        if message.replaces:
            return await _first_of(self._replacing_ways(request, arguments))
        if message.visibility == "private" and request.kind != "direct":
            return await _first_of(self._private_ways(request, arguments))
        outcome = await _first_of(self._public_ways(_in_thread(request, message), arguments))
        if message.removes and outcome != "failed":
            await self._remove(request)
        return outcome

    def _public_ways(self, request: Request, arguments: Arguments) -> list[Way]:
        ways = [lambda: self._post(request, arguments), lambda: self._post(request, _plain(arguments))]
        if request.reply_to:
            visible = arguments | {"response_type": "in_channel", "replace_original": False}
            ways.insert(0, lambda: self._respond(request, visible))
        return [*ways, *(() if request.kind == "direct" else (lambda: self._write_to(request, arguments),))]

    def _private_ways(self, request: Request, arguments: Arguments) -> list[Way]:
        whispered = arguments | {"response_type": "ephemeral", "replace_original": False}
        ways: list[Way] = [lambda: self._respond(request, whispered)]
        if request.channel != request.user:  # on the bot's own page there is no channel to whisper in
            ways.append(lambda: self._whisper(request, arguments))
        return [*ways, lambda: self._write_to(request, arguments)]

    def _replacing_ways(self, request: Request, arguments: Arguments) -> list[Way]:
        if not request.message:
            return self._private_ways(request, arguments)
        replacing = arguments | {"replace_original": True}
        if request.message_is_private:
            return [lambda: self._respond(request, replacing), *self._private_ways(request, arguments)[1:]]
        return [lambda: self._respond(request, replacing), lambda: self._update(request, arguments)]

    async def _remove(self, request: Request) -> Delivery:
        """Take away the message whose button was pressed."""
        ways: list[Way] = [lambda: self._respond(request, {"delete_original": True})]
        if request.message and not request.message_is_private:
            ways.append(lambda: self._delete(request.channel, request.message))
        return await _first_of(ways)

    async def _respond(self, request: Request, arguments: Arguments) -> Delivery:
        """Answer at the request's own address, which works in channels that the bot is no member of."""
        if not request.reply_to or time.time() - request.asked_at > _RESPONSE_URL_SECONDS:
            return "failed"
        if (thread := _begun_thread(request)) and "delete_original" not in arguments:
            arguments = arguments | {"thread_ts": thread}
        try:
            response = await make_webhook_client(request.reply_to, self._client.session).send_dict(arguments)
        except UNREACHED:
            return "failed"
        except (ClientError, TimeoutError, OSError):
            return "ambiguous"
        if response.status_code == 200:
            return "answered"
        return "ambiguous" if response.status_code >= 500 else "failed"

    async def _post(self, request: Request, arguments: Arguments) -> Delivery:
        posted = await called(
            self._client.chat_postMessage(channel=request.channel, thread_ts=request.thread, **arguments)
        )
        await self._note(request, posted)
        return _DELIVERIES[posted.outcome]

    async def _whisper(self, request: Request, arguments: Arguments) -> Delivery:
        told = {key: value for key, value in arguments.items() if not key.startswith(("unfurl", "mrkdwn"))}
        call = self._client.chat_postEphemeral(
            channel=request.channel, user=request.user, thread_ts=_begun_thread(request), **told
        )
        return await _delivered(call)

    async def _write_to(self, request: Request, arguments: Arguments) -> Delivery:
        """Write to the asker directly, where the channel cannot be written in."""
        return await _delivered(self._client.chat_postMessage(channel=request.user, **arguments))

    async def _delete(self, channel: str, message: str | None) -> Delivery:
        return await _delivered(self._client.chat_delete(channel=channel, ts=message or ""))

    async def _update(self, request: Request, arguments: Arguments) -> Delivery:
        if not request.message:
            return "failed"
        told = {key: value for key, value in arguments.items() if not key.startswith(("unfurl", "mrkdwn"))}
        return await _delivered(self._client.chat_update(channel=request.channel, ts=request.message, **told))

    async def _note(self, request: Request, posted: Posted) -> None:
        """Note a channel that cannot be posted to, for `quotebot doctor`; or that it can again."""
        where = (request.platform, request.workspace, request.channel)
        try:
            if posted.reason in _SHUT:
                await self._state.run(self._state.refuse, *where, posted.reason, time.time())
            elif posted.outcome == "sent":
                await self._state.run(self._state.allow, *where)
        except StorageError:  # what was posted remains so, whether it is noted or not
            logger.exception("whether a channel takes messages could not be written down")


def _in_thread(request: Request, message: Message) -> Request:
    return replace(request, thread=message.thread) if message.thread and not request.thread else request


def _begun_thread(request: Request) -> str | None:
    """Return the thread that the asker sees; what is private in one that has not begun yet is seen by nobody."""
    return None if request.thread == request.message else request.thread


async def _first_of(ways: list[Way]) -> Delivery:
    """Try one way after the other, as long as each surely failed."""
    for way in ways:
        outcome = await way()
        if outcome != "failed":
            return outcome
    logger.warning("a message could not be delivered in any way")
    return "failed"


async def _delivered(call: Awaitable[Any]) -> Delivery:
    return _DELIVERIES[(await called(call)).outcome]


def _plain(arguments: Arguments) -> Arguments:
    return {name: value for name, value in arguments.items() if name != "blocks"}
