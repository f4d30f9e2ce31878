"""What the bot says, however it is sent, and what becomes of it."""

from dataclasses import replace
from typing import Any

from . import payloads
from .errors import DiscordError
from .records import Post, PostKind
from .state import Interaction, State
from .validator import message_problems, ping_problems
from .world import BOT, EMBED, HISTORY, SEND, SEND_IN_THREADS, Channel, Message

Arguments = dict[str, Any]


def check_message(arguments: Arguments) -> None:
    """Check a message that is to be sent, or what is to change in one.

    Raises:
        DiscordError: Discord would not take it.
    """
    if problems := message_problems(arguments):
        raise DiscordError(50035, problems=problems)


def writable(state: State, channel_id: str, arguments: Arguments) -> Channel:
    """Return a channel that the bot can write such a message to.

    Raises:
        DiscordError: It cannot.
    """
    channel = state.world.reachable(channel_id)
    if channel.guild is None:
        if not state.world.users[channel.members[0]].accepts_direct:
            raise DiscordError(50007)
        return channel
    if channel.is_archived:
        raise DiscordError(50083)
    needed = (SEND_IN_THREADS if channel.parent else SEND) | (EMBED if arguments.get("embeds") else 0)
    if needed & ~channel.permissions:
        raise DiscordError(50013)
    if arguments.get("message_reference") and not channel.permissions & HISTORY:
        raise DiscordError(160002)
    return channel


def referenced(state: State, channel: Channel, arguments: Arguments) -> str | None:
    """Return the id of the message that is replied to; None where it is gone and that does not matter.

    Raises:
        DiscordError: It is gone, and that matters.
    """
    reference = arguments.get("message_reference")
    if not reference:
        return None
    message = state.world.messages.get(str(reference["message_id"]))
    if message and message.channel == channel.id and not message.only_for:
        return message.id
    if not reference.get("fail_if_not_exists", True):
        return None
    problem = (("message_reference",), "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message")
    raise DiscordError(50035, problems=[problem])


def say(
    state: State, channel: str, arguments: Arguments, *, interaction: Interaction | None = None,
    only_for: str | None = None, reference: str | None = None,
) -> Message:  # fmt: skip
    """Put a new message of the bot's into a channel.

    Raises:
        DiscordError: There is nothing in it.
    """
    message = Message(
        id=state.world.clock.new_id(), channel=channel, author=BOT, reference=reference, only_for=only_for,
        interaction=interaction.id if interaction else None, nonce=_nonce(arguments),
    )  # fmt: skip
    return state.world.put(_filled(message, arguments))


def start_loading(state: State, interaction: Interaction, *, is_ephemeral: bool) -> Message:
    """Put a message into the channel that says that the bot is thinking."""
    message = Message(
        id=state.world.clock.new_id(), channel=interaction.channel, author=BOT, interaction=interaction.id,
        only_for=interaction.user if is_ephemeral else None, is_loading=True,
    )  # fmt: skip
    return state.world.put(message)


def change(state: State, message: Message, arguments: Arguments) -> Message:
    """Change what is told of a message and keep the rest; who sees it remains.

    Raises:
        DiscordError: Nothing would be left in it.
    """
    changed = _filled(message, arguments)
    return state.world.put(replace(changed, is_loading=False, is_edited=not message.is_loading))


def remove(state: State, message: Message) -> None:
    """Take a message away."""
    del state.world.messages[message.id]
    place = {"id": message.id, "channel_id": message.channel}
    guild = state.world.channels[message.channel].guild
    if not message.only_for:
        state.tell("MESSAGE_DELETE", place | ({"guild_id": guild} if guild else {}), guild)


def record(
    state: State, kind: PostKind, message: Message, arguments: Arguments, interaction: Interaction | None = None
) -> dict[str, Any]:
    """Write down that the bot did something with a message, tell it of that, and return the message."""
    state.diary.posts.append(
        Post(
            kind=kind,
            channel=message.channel,
            id=message.id,
            user=message.only_for,
            content=arguments.get("content") or "",
            embeds=arguments.get("embeds") or [],
            components=arguments.get("components") or [],
            reference=message.reference,
            nonce=message.nonce,
            interaction=interaction.id if interaction else None,
            arguments=arguments,
        )
    )
    payload = payloads.message_event(state.world, message)
    if kind != "delete":
        state.diary.violations += [f"{kind}: {problem}" for problem in ping_problems(arguments)]
        if not message.only_for:
            event = "MESSAGE_UPDATE" if kind == "edit" else "MESSAGE_CREATE"
            state.tell(event, payload, state.world.channels[message.channel].guild)
    return payload


def _filled(message: Message, arguments: Arguments) -> Message:
    changes = {name: arguments[name] for name in ("content", "embeds", "components") if name in arguments}
    message = replace(
        message,
        content=(changes.get("content", message.content) or "").strip(),
        embeds=tuple(changes.get("embeds", message.embeds) or ()),
        components=tuple(changes.get("components", message.components) or ()),
    )
    if not (message.content or any(_shows(embed) for embed in message.embeds)):
        raise DiscordError(50006)
    return message


def _shows(embed: dict[str, Any]) -> bool:
    return any(embed.get(name) for name in ("title", "description", "author", "fields", "footer", "image", "thumbnail"))


def _nonce(arguments: Arguments) -> str | None:
    nonce = arguments.get("nonce")
    return None if nonce is None else str(nonce)
