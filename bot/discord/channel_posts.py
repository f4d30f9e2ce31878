"""A message in a channel of Discord: there once, however often it is asked for, and in plain words where it must be.

Source: https://docs.discord.com/developers/resources/message#create-message
"""

import hashlib
from typing import Any

from bot.discord.call_outcome import called
from bot.discord.embeds import discord_message
from bot.discord.markdown import escaped
from bot.discord.rest import UNKNOWN_MESSAGE, CallRefusedError, Calls, UnsureError
from bot.domain.channel_post import Posted
from bot.domain.message import Message
from bot.wording.truncation import shortened

_SHUT_TO_PLAIN_WORDS = (10003, 50001, 50083)
_MAY_TAKE_PLAIN_WORDS = (400, 403)
_MOST_PLAIN_CHARACTERS = 1000  # of the 2000 that a message may have; escapes can double them
_NONCE_CHARACTERS = 25

Payload = dict[str, Any]


async def post_message(calls: Calls, channel: str, message: Message, key: str) -> Posted:
    """Post a message that nobody asked for; for some minutes, the same key gives the message that is there."""
    payload = discord_message(message)
    plain = marked(in_plain_words(message, payload), f"{key}\nin plain words")
    return await called(say_in(calls, channel, marked(payload, key), plain))


async def say_in(calls: Calls, channel: str, payload: Payload, plain: Payload) -> Payload:
    """Write in a channel; where that is surely refused once more in plain words, which need fewer permissions.

    Raises:
        RefusedError: It is surely not there.
        UnsureError: Nobody knows.
    """
    try:
        return await create_message(calls, channel, payload)
    except CallRefusedError as error:
        if error.status not in _MAY_TAKE_PLAIN_WORDS or error.code in _SHUT_TO_PLAIN_WORDS:
            raise
    return await create_message(calls, channel, plain)


async def create_message(calls: Calls, channel: str, payload: Payload) -> Payload:
    """Create a message that is `marked`, and return it, without an id where somebody deleted it meanwhile.

    Raises:
        RefusedError: It is surely not there.
        UnsureError: Nobody knows.
    """
    try:
        created = await calls.call("POST", f"/channels/{channel}/messages", payload)
    except CallRefusedError as error:
        if error.code == UNKNOWN_MESSAGE:  # by its nonce: https://github.com/discord/discord-api-docs/pull/6647
            return {}
        raise
    if "id" not in created:
        raise UnsureError("Discord answers a message without its id")
    return created


def marked(payload: Payload, key: str) -> Payload:
    """Return a message with a nonce: who sends the same key again soon gets the message that is there."""
    nonce = hashlib.sha256(key.encode()).hexdigest()[:_NONCE_CHARACTERS]
    return payload | {"nonce": nonce, "enforce_nonce": True}


def in_plain_words(message: Message, payload: Payload) -> Payload:
    """Return a message without an embed, for channels where the bot may not set any."""
    return payload | {"content": escaped(shortened(message.text, _MOST_PLAIN_CHARACTERS)), "embeds": []}
