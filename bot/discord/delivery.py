"""How a message reaches Discord: which of its ways fits, and the next one where the first surely failed.

Works from a stored request alone, so that what a process that died left can still be answered.

Source: https://docs.discord.com/developers/interactions/receiving-and-responding
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, ParamSpec

from tenacity import AsyncRetrying, retry_if_exception, stop_after_delay, wait_fixed

from bot.discord.acknowledgement import UPDATE, ack_type
from bot.discord.call_outcome import SHUT, called
from bot.discord.channel_posts import create_message, in_plain_words, marked, post_message, say_in
from bot.discord.embeds import discord_message
from bot.discord.rest import CallRefusedError, Calls, Rest, UnsureError
from bot.domain.channel_post import Place, Posted
from bot.domain.message import Message
from bot.domain.outlet import Delivery, Sleep
from bot.domain.request import Request
from bot.intake.delivery_ways import Way, first_of, note_channel
from bot.state import State

_TOKEN_SECONDS = 14.5 * 60  # Discord: 15 minutes
_ACK_SECONDS = 3.0
_POLL_SECONDS = 0.2
_EPHEMERAL, _IS_LOADING = 1 << 6, 1 << 7
_UNKNOWN_WEBHOOK = 10015
_NO_TOKEN = (_UNKNOWN_WEBHOOK, 50027)

Payload = dict[str, Any]
_Arguments = ParamSpec("_Arguments")


class DiscordDelivery:
    """Delivers messages; notes channels that refuse them."""

    def __init__(self, rest: Rest, state: State) -> None:
        self._rest = rest
        self._state = state

    async def deliver(self, request: Request, message: Message, *, sleep: Sleep = asyncio.sleep) -> Delivery:
        """Deliver a message that answers a request.

        A way is left for the next only when Discord surely did not do what was asked. "ambiguous" is a message that
        may have arrived although nobody said so: it is never sent again.
        """
        async with self._rest.connected(sleep) as calls:
            outcome = await _Answering(calls, self._state, request).deliver(message)
        if message.removes and message.parts and outcome != "failed":
            async with self._rest.connected() as calls:
                await _Answering(calls, self._state, request).remove()
        return outcome

    async def post(self, place: Place, message: Message, key: str, *, sleep: Sleep = asyncio.sleep) -> Posted:
        """Post a message that answers nobody; what a refusal means for its channel is the caller's to note."""
        async with self._rest.connected(sleep) as calls:
            return await post_message(calls, place.channel, message, key)


class _Answering:
    """The ways in which one request can be answered.

    What can be repeated without harm is repeated by `calls`: edits, deletions, and messages with a nonce.
    """

    def __init__(self, calls: Calls, state: State, request: Request) -> None:
        self._calls = calls
        self._state = state
        self._request = request
        self._has_token = bool(request.reply_to) and time.time() - request.asked_at < _TOKEN_SECONDS
        self._is_update = request.kind == "button" and (
            ack_type(request.action, is_private=request.message_is_private) == UPDATE
        )

    async def deliver(self, message: Message) -> Delivery:
        """Deliver a message."""
        if not message.parts:
            return await self.remove()
        payload = discord_message(message)
        if message.replaces and self._is_update:
            return await first_of(self._replacing_ways(payload))
        if message.visibility == "private" and self._request.kind != "direct":
            return await first_of(await self._private_ways(message, payload))
        return await first_of(self._public_ways(message, payload))

    def _public_ways(self, message: Message, payload: Payload) -> list[Way]:
        respond = [_way(self._respond, payload, is_private=False)] if self._has_token else []
        write = [] if self._request.kind == "direct" else [_way(self._write, payload)]
        return [*respond, partial(self._say, payload, in_plain_words(message, payload)), *write]

    async def _private_ways(self, message: Message, payload: Payload) -> list[Way]:
        """Return the ways to the asker alone. A mention has none but a direct message.

        So it is answered in the channel, where it was asked aloud; unless answers are set to be private there.
        """
        respond = [_way(self._respond, payload, is_private=True)] if self._has_token else []
        write = _way(self._write, payload)
        if self._request.kind != "mention":
            return [*respond, write]
        say = partial(self._say, payload, in_plain_words(message, payload))
        return [write, say] if await self._is_quiet() else [say, write]

    def _replacing_ways(self, payload: Payload) -> list[Way]:
        """Return the ways to put a message in the place of the one whose button was pressed."""
        ways: list[Way] = []
        if self._has_token:
            ways.append(_way(self._at_token, "PATCH", "/messages/@original", payload))
        if self._request.message_is_private:
            return [*ways, _way(self._write, payload)]
        return [*ways, _way(self._at_pressed, "PATCH", payload)]

    async def remove(self) -> Delivery:
        """Take away the message whose button was pressed."""
        ways: list[Way] = []
        if self._has_token and self._is_update:
            ways.append(_way(self._at_token, "DELETE", "/messages/@original"))
        if not self._request.message_is_private:
            ways.append(_way(self._at_pressed, "DELETE"))
        return await first_of(ways)

    async def _respond(self, payload: Payload, *, is_private: bool) -> None:
        """Answer an interaction, in the message that waits for it if the right people see that."""
        if self._is_update or not await self._fill(payload, is_private=is_private):
            flagged = payload | ({"flags": _EPHEMERAL} if is_private else {})
            await self._at_token("POST", "", flagged, is_repeatable=False)

    async def _fill(self, payload: Payload, *, is_private: bool) -> bool:
        """Fill the message that waits, and return whether there was one. One for the wrong people is taken away.

        Who sees it was fixed when it was made: https://docs.discord.com/developers/resources/message#message-object
        """
        try:
            flags = await self._waiting_flags()
            if not flags & _IS_LOADING:
                return False
            is_fitting = bool(flags & _EPHEMERAL) == is_private
            if not is_fitting:
                await self._at_token("DELETE", "/messages/@original")
        except UnsureError as error:
            raise CallRefusedError from error  # nothing was said so far
        if is_fitting:
            await self._at_token("PATCH", "/messages/@original", payload)
        return is_fitting

    async def _waiting_flags(self) -> int:
        """Return the flags of the first answer to an interaction, 0 where it is gone or not told of."""
        try:
            return int((await self._at_token("GET", "/messages/@original")).get("flags", 0))
        except CallRefusedError as error:
            if error.code in _NO_TOKEN:
                raise
            return 0

    async def _at_token(
        self, method: str, path: str, payload: Payload | None = None, *, is_repeatable: bool = True
    ) -> dict[str, Any]:
        """Make a call with the interaction's own token, which works only once it was acknowledged."""
        left_seconds = self._request.asked_at + _ACK_SECONDS - time.time()
        patient = AsyncRetrying(
            retry=retry_if_exception(_is_not_acknowledged),
            wait=wait_fixed(_POLL_SECONDS),
            stop=stop_after_delay(max(left_seconds, 0.0)),
            reraise=True,
        )
        address = f"/webhooks/{self._request.reply_to}{path}"
        return await patient(self._calls.call, method, address, payload, is_repeatable=is_repeatable)

    async def _at_pressed(self, method: str, payload: Payload | None = None) -> None:
        """Change or take away the message whose button was pressed, where all can see it."""
        await self._calls.call(method, f"/channels/{self._request.channel}/messages/{self._request.message}", payload)

    async def _say(self, payload: Payload, plain: Payload) -> Posted:
        """Write in the channel, and note whether that is possible."""
        channel = self._request.channel
        replies = {"message_reference": {"message_id": self._request.message, "fail_if_not_exists": False}}
        first = payload | (replies if self._request.kind == "mention" else {})
        said = say_in(self._calls, channel, self._marked(first, channel), self._marked(plain, channel))
        posted = await called(said)
        await note_channel(self._state, self._request, posted, SHUT.values())
        return posted

    async def _write(self, payload: Payload) -> Payload:
        """Write to the asker directly."""
        try:
            direct = await self._calls.call("POST", "/users/@me/channels", {"recipient_id": self._request.user})
            channel = str(direct["id"])
        except (UnsureError, KeyError) as error:
            raise CallRefusedError from error  # nothing was said so far
        return await create_message(self._calls, channel, self._marked(payload, channel))

    def _marked(self, payload: Payload, channel: str) -> Payload:
        """Return a message that is said to a request once in a channel."""
        return marked(payload, f"{self._request.keys[0]}\n{channel}\n{payload['content']}\n{payload['embeds']}")

    async def _is_quiet(self) -> bool:
        place = (self._request.platform, self._request.workspace, self._request.channel)
        settings = await self._state.run_soon({"answers_first": "private"}, self._state.settings, *place)
        return settings.get("answers_first") == "private"


def _way(
    call: Callable[_Arguments, Awaitable[Payload | None]], *args: _Arguments.args, **kwargs: _Arguments.kwargs
) -> Way:
    """Return a way that makes calls as soon as it is tried."""
    return lambda: called(call(*args, **kwargs))


def _is_not_acknowledged(error: BaseException) -> bool:
    return isinstance(error, CallRefusedError) and error.code == _UNKNOWN_WEBHOOK
