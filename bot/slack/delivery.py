"""How a message reaches Slack: which of its ways fits, and the next one where the first surely failed."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from aiohttp import ClientConnectorError, ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import Delivery
from bot.messages import Message
from bot.requests import Request
from bot.slack.blocks import message_arguments
from bot.slack.web_client import make_webhook_client
from bot.state import State

logger = logging.getLogger(__name__)

_RESPONSE_URL_SECONDS = 29 * 60  # Slack: 30 minutes, 5 uses; docs.slack.dev/interactivity/handling-user-interaction
_PERHAPS_DONE = ("internal_error", "fatal_error", "service_unavailable", "request_timeout")
_SHUT = ("channel_not_found", "not_in_channel", "is_archived", "restricted_action")

Arguments = dict[str, Any]
Way = Callable[[], Awaitable[Delivery]]


class SlackDelivery:
    """Delivers messages with one bot token; notes channels that refuse them."""

    def __init__(self, client: AsyncWebClient, state: State) -> None:
        self._client = client
        self._state = state

    async def deliver(self, request: Request, message: Message) -> Delivery:
        """Deliver a message that answers a request.

        A way is left for the next only when Slack surely did not do what was asked. "ambiguous" is a message that
        may have arrived although nobody said so: it is never sent again.
        """
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
        plain = {key: value for key, value in arguments.items() if key != "blocks"}
        ways = [lambda: self._post(request, arguments), lambda: self._post(request, plain)]
        if request.reply_to:
            visible = arguments | {"response_type": "in_channel", "replace_original": False}
            ways.insert(0, lambda: self._respond(request, visible))
        return [*ways, *(() if request.kind == "direct" else (lambda: self._write_to(request, arguments),))]

    def _private_ways(self, request: Request, arguments: Arguments) -> list[Way]:
        whispered = arguments | {"response_type": "ephemeral", "replace_original": False}
        return [
            lambda: self._respond(request, whispered),
            lambda: self._whisper(request, arguments),
            lambda: self._write_to(request, arguments),
        ]

    def _replacing_ways(self, request: Request, arguments: Arguments) -> list[Way]:
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
            response = await make_webhook_client(request.reply_to).send_dict(arguments)
        except ClientConnectorError:
            return "failed"
        except (ClientError, TimeoutError, OSError):
            return "ambiguous"
        if response.status_code == 200:
            return "answered"
        return "ambiguous" if response.status_code >= 500 else "failed"

    async def _post(self, request: Request, arguments: Arguments) -> Delivery:
        reason: list[str] = []
        call = self._client.chat_postMessage(channel=request.channel, thread_ts=request.thread, **arguments)
        outcome = await _called(call, reason)
        await asyncio.to_thread(self._note, request, outcome, "".join(reason))
        return outcome

    async def _whisper(self, request: Request, arguments: Arguments) -> Delivery:
        told = {key: value for key, value in arguments.items() if not key.startswith(("unfurl", "mrkdwn"))}
        call = self._client.chat_postEphemeral(
            channel=request.channel, user=request.user, thread_ts=_begun_thread(request), **told
        )
        return await _called(call)

    async def _write_to(self, request: Request, arguments: Arguments) -> Delivery:
        """Write to the asker directly, where the channel cannot be written in."""
        return await _called(self._client.chat_postMessage(channel=request.user, **arguments))

    async def _delete(self, channel: str, message: str | None) -> Delivery:
        return await _called(self._client.chat_delete(channel=channel, ts=message or ""))

    async def _update(self, request: Request, arguments: Arguments) -> Delivery:
        if not request.message:
            return "failed"
        told = {key: value for key, value in arguments.items() if not key.startswith(("unfurl", "mrkdwn"))}
        return await _called(self._client.chat_update(channel=request.channel, ts=request.message, **told))

    def _note(self, request: Request, outcome: Delivery, reason: str) -> None:
        """Note a channel that cannot be posted to, for `quotebot doctor`; or that it can again."""
        if reason in _SHUT:
            self._state.refuse(request.platform, request.workspace, request.channel, reason, time.time())
        elif outcome == "answered":
            self._state.allow(request.platform, request.workspace, request.channel)


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


async def _called(call: Awaitable[Any], reason: list[str] | None = None) -> Delivery:
    """Return what became of a call of the web API; a refusal's reason is put into the list."""
    try:
        await call
    except SlackApiError as error:
        refusal = str(error.response.get("error") or "")
        if refusal in _PERHAPS_DONE or error.response.status_code >= 500:
            return "ambiguous"
        logger.warning("Slack refused a message: %s", refusal)
        if reason is not None:
            reason.append(refusal)
        return "failed"
    except ClientConnectorError:
        return "failed"
    except (ClientError, TimeoutError, OSError):
        return "ambiguous"
    return "answered"
