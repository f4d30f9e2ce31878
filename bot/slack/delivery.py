"""How a message reaches Slack: which of its ways fits, and the next one where the first surely failed."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import copy
from dataclasses import replace
from functools import partial
from typing import Any

from aiohttp import ClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.channel_post import Place, Posted
from bot.domain.message import Message
from bot.domain.outlet import Delivery, Sleep
from bot.domain.request import Request
from bot.intake.delivery_ways import Way, first_of, note_channel
from bot.runtime.http_sessions import SharedSession
from bot.slack.blocks import message_arguments
from bot.slack.call_outcome import UNREACHED, called
from bot.slack.command_names import CommandNames
from bot.slack.web_client import make_session, make_webhook_client, retry_handlers
from bot.state import State

_RESPONSE_URL_SECONDS = 29 * 60  # Slack: 30 minutes, 5 uses; docs.slack.dev/interactivity/handling-user-interaction
_SHUT = ("channel_not_found", "not_in_channel", "is_archived", "restricted_action")
_FAILED = Posted(outcome="failed")

Arguments = dict[str, Any]


class SlackDelivery:
    """Delivers messages with one bot token; notes channels that refuse them."""

    def __init__(self, client: AsyncWebClient, state: State) -> None:
        self._client = client
        self._shared = SharedSession(partial(make_session, client.timeout))
        self._state = state
        self._command_names = CommandNames(state)

    async def deliver(self, request: Request, message: Message, *, sleep: Sleep = asyncio.sleep) -> Delivery:
        """Deliver a message that answers a request, and calls the command as it is called in the workspace.

        A way is left for the next only when Slack surely did not do what was asked. "ambiguous" is a message that
        may have arrived although nobody said so: it is never sent again.
        """
        message = await self._command_names.spoken(message, request.workspace, request.command_name)
        async with self._connected(sleep) as client:
            outcome = await _Answering(client, self._state, _in_thread(request, message)).deliver(message)
        if message.removes and message.parts and outcome != "failed":
            async with self._connected(asyncio.sleep) as client:
                await _Answering(client, self._state, request).remove()
        return outcome

    async def post(self, place: Place, message: Message, key: str, *, sleep: Sleep = asyncio.sleep) -> Posted:
        """Post a message that nobody asked for in a channel, at most once; what Slack finds too rich, as plain text.

        The key is of no use: Slack takes the same message again as a new one. What the channel refuses is for the
        caller to note.
        """
        message = await self._command_names.spoken(message, place.workspace)
        async with self._connected(sleep) as client:
            return await _say_in(client, place.channel, None, message_arguments(message))

    @asynccontextmanager
    async def _connected(self, sleep: Sleep) -> AsyncIterator[AsyncWebClient]:
        """Have a client for a few calls, on the connections that all who call at the same time share."""
        async with self._shared.opened() as session:
            client = copy(self._client)
            client.session, client.retry_handlers = session, retry_handlers(sleep)
            yield client


class _Answering:
    """The ways in which one request can be answered."""

    def __init__(self, client: AsyncWebClient, state: State, request: Request) -> None:
        self._client = client
        self._state = state
        self._request = request
        # What is private in a thread that has not begun yet is seen by nobody.
        self._begun_thread = None if request.thread == request.message else request.thread

    async def deliver(self, message: Message) -> Delivery:
        """Deliver a message."""
        if not message.parts:
            return await self.remove()
        arguments = message_arguments(message)
        if message.replaces and self._request.message_is_private and self._begun_thread:
            # In a thread, a replacement of a private message can land in the channel: remove it, and say it anew.
            await self.remove()
            return await first_of(self._private_ways(arguments))
        if message.replaces:
            return await first_of(self._replacing_ways(arguments))
        if message.visibility == "private" and self._request.kind != "direct":
            return await first_of(self._private_ways(arguments))
        return await first_of(self._public_ways(arguments))

    def _public_ways(self, arguments: Arguments) -> list[Way]:
        visible = arguments | {"response_type": "in_channel", "replace_original": False}
        respond = [partial(self._respond, visible)] if self._request.reply_to else []
        write = [] if self._request.kind == "direct" else [partial(self._write, arguments)]
        return [*respond, partial(self._say, arguments), *write]

    def _private_ways(self, arguments: Arguments) -> list[Way]:
        whispered = arguments | {"response_type": "ephemeral", "replace_original": False}
        ways: list[Way] = [partial(self._respond, whispered)]
        if self._request.channel != self._request.user:  # on the bot's own page there is no channel to whisper in
            ways.append(partial(self._whisper, arguments))
        return [*ways, partial(self._write, arguments)]

    def _replacing_ways(self, arguments: Arguments) -> list[Way]:
        if not self._request.message:
            return self._private_ways(arguments)
        respond = partial(self._respond, arguments | {"replace_original": True})
        if self._request.message_is_private:
            return [respond, *self._private_ways(arguments)[1:]]
        return [respond, partial(self._update, arguments)]

    async def remove(self) -> Delivery:
        """Take away the message whose button was pressed."""
        ways: list[Way] = [partial(self._respond, {"delete_original": True})]
        if self._request.message and not self._request.message_is_private:
            ways.append(self._delete)
        return await first_of(ways)

    async def _respond(self, arguments: Arguments) -> Posted:
        """Answer at the request's own address, which works in channels that the bot is no member of."""
        if not self._request.reply_to or time.time() - self._request.asked_at > _RESPONSE_URL_SECONDS:
            return _FAILED
        if self._begun_thread and "delete_original" not in arguments:
            arguments = arguments | {"thread_ts": self._begun_thread}
        try:
            webhook = make_webhook_client(self._request.reply_to, self._client)
            response = await webhook.send_dict(arguments)
        except UNREACHED as error:
            return Posted(outcome="failed", reason=type(error).__name__)
        except (ClientError, TimeoutError, OSError) as error:
            return Posted(outcome="ambiguous", reason=type(error).__name__)
        if response.status_code == 200:
            return Posted(outcome="sent")
        reason = f"HTTP {response.status_code}"
        return Posted(outcome="ambiguous" if response.status_code >= 500 else "failed", reason=reason)

    async def _say(self, arguments: Arguments) -> Posted:
        """Write in the channel, and note whether that is possible."""
        request = self._request
        posted = await _say_in(self._client, request.channel, request.thread, arguments)
        await note_channel(self._state, request, posted, _SHUT)
        return posted

    async def _whisper(self, arguments: Arguments) -> Posted:
        where: Arguments = {"channel": self._request.channel, "user": self._request.user}
        in_thread = where | {"thread_ts": self._begun_thread}
        return await called(self._client.chat_postEphemeral(**in_thread, **_without_unfurling(arguments)))

    async def _write(self, arguments: Arguments) -> Posted:
        """Write to the asker directly, where the channel cannot be written in."""
        return await called(self._client.chat_postMessage(channel=self._request.user, **arguments))

    async def _update(self, arguments: Arguments) -> Posted:
        where: Arguments = {"channel": self._request.channel, "ts": self._request.message}
        return await called(self._client.chat_update(**where, **_without_unfurling(arguments)))

    async def _delete(self) -> Posted:
        where: Arguments = {"channel": self._request.channel, "ts": self._request.message}
        return await called(self._client.chat_delete(**where))


def _in_thread(request: Request, message: Message) -> Request:
    """Return a request as if it had been made in the thread where the message belongs."""
    return replace(request, thread=message.thread) if message.thread and not request.thread else request


async def _say_in(client: AsyncWebClient, channel: str, thread: str | None, arguments: Arguments) -> Posted:
    """Write in a channel; what is refused there, once more without blocks."""
    posted = await called(client.chat_postMessage(channel=channel, thread_ts=thread, **arguments))
    if posted.outcome != "refused" or posted.reason in _SHUT:
        return posted
    plain = {name: value for name, value in arguments.items() if name != "blocks"}
    return await called(client.chat_postMessage(channel=channel, thread_ts=thread, **plain))


def _without_unfurling(arguments: Arguments) -> Arguments:
    return {name: value for name, value in arguments.items() if not name.startswith(("unfurl", "mrkdwn"))}
