"""What Discord sends, as requests. What asks nothing of the bot, or lacks what an answer needs, gives None."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import discord

from bot.answers.restrictions import Audience, audience_of
from bot.discord.commands import chosen_command, typed_text
from bot.discord.custom_ids import read_custom_id
from bot.discord.definitions import FIND_A_QUOTE
from bot.discord.limits import plain
from bot.discord.markdown import unescaped
from bot.discord.message_words import words_of
from bot.discord.plain_text import plain_text
from bot.domain.button_value import ButtonValue
from bot.domain.command import Command, Tell
from bot.domain.request import Request, RequestKind
from bot.intake.commands import button_command, message_command
from bot.wording.truncation import one_line, shortened

Payload = Mapping[str, Any]

_SPOKEN = (discord.MessageType.default, discord.MessageType.reply)  # every other type is a notice of Discord's
_MOST_NAME_CHARACTERS = 80
_LATEST_EDIT = timedelta(days=1)
_COLONS = (": ", "：")


def message_request(message: discord.Message, bot_user: int, *, asked_at: float) -> Request | None:
    """Return what a message asks: a direct one, one that mentions the bot, or a reply to it.

    Discord withholds what a reply to the answer of a command says; its text is then empty. One such reply below an
    answer is enough, whoever writes it. A message without words has a key of its own, so that its question may
    follow in an edit of it.

    Source: https://docs.discord.com/developers/gateway/you-might-not-need-a-privileged-intent

    Args:
        message: As it was sent.
        bot_user: The bot's own user id.
        asked_at: When it arrived, in seconds since 1970.
    """
    guild = _guild(message)
    if message.author.bot or message.webhook_id or message.type not in _SPOKEN:
        return None
    withheld = _withheld(message, bot_user)
    roles = _own_roles(message, bot_user)
    if guild and not withheld and (not (roles or _is_mentioned(message, bot_user)) or _is_only_shown(message)):
        return None
    own = _message_text(message, bot_user)
    text = own or ("" if guild else _shared_text(message))
    kind: RequestKind = "mention" if guild else "direct"
    return Request(
        platform="discord",
        kind=kind,
        keys=(f"discord:{'message' if text else 'wordless'}:{message.id}", *withheld),
        workspace=guild,
        channel=str(message.channel.id),
        parent_channel=_parent_of(message.channel),
        user=str(message.author.id),
        user_name=plain(message.author.display_name, _MOST_NAME_CHARACTERS),
        text=text,
        command=Tell("role_mention")
        if roles and not message.content
        else message_command(kind, text, is_shared=text != own),
        message=str(message.id),
        asked_at=asked_at,
    )


def is_asked_by_edit(message: discord.Message) -> bool:
    """Tell whether a message that changed may ask now: somebody edited it, at most a day after writing it.

    Discord also changes a message when it shows what a link in it leads to; that is no edit.
    """
    edited_at = message.edited_at
    return edited_at is not None and edited_at - message.created_at <= _LATEST_EDIT


def interaction_request(interaction: discord.Interaction, *, asked_at: float) -> Request:
    """Return what a command, the entry in a message's menu or a button asks.

    Args:
        interaction: As it arrived; of any other kind it asks for something that nothing handles.
        asked_at: When it arrived, in seconds since 1970.
    """
    data: Payload = interaction.data or {}
    request = None
    if interaction.type is discord.InteractionType.component:
        request = _button(interaction, data, asked_at)
    elif interaction.type is discord.InteractionType.application_command:
        request = _command(interaction, data, asked_at)
    return request or _whence(interaction, "command", asked_at, "", Tell("unhandled"))


def interaction_name(interaction: discord.Interaction) -> str:
    """Return what an interaction is called, for the log: its type and its name or id, nothing that people wrote."""
    data: Payload = interaction.data or {}
    name = one_line(str(data.get("name") or data.get("custom_id") or ""))
    return shortened(f"{interaction.type.name} {name}".strip(), _MOST_NAME_CHARACTERS)


def interaction_audience(interaction: discord.Interaction) -> Audience:
    """Return who sees what is offered to somebody who is typing."""
    return audience_of(_whence(interaction, "command", 0.0, "", None), {})


def focused_option(interaction: discord.Interaction) -> tuple[str, str]:
    """Return which option of a command somebody is typing in, and what stands there so far."""
    data: Payload = interaction.data or {}
    chosen = data.get("options", ())
    options = [*chosen, *(option for subcommand in chosen for option in subcommand.get("options", ()))]
    focused = next((option for option in options if option.get("focused")), {"name": ""})
    return focused["name"], str(focused.get("value", ""))


def _command(interaction: discord.Interaction, data: Payload, asked_at: float) -> Request | None:
    """Return what a command asks, or the entry in a message's menu; None for a name or type that is not ours."""
    if (data.get("type"), data["name"]) == (discord.AppCommandType.message.value, FIND_A_QUOTE):
        text = _target_text(data)
        return _whence(interaction, "shortcut", asked_at, text, message_command("shortcut", text))
    if data.get("type", discord.AppCommandType.chat_input.value) != discord.AppCommandType.chat_input.value:
        return None
    options = data.get("options", ())
    command = chosen_command(data["name"], options)
    return _whence(interaction, "command", asked_at, typed_text(options), command) if command else None


def _button(interaction: discord.Interaction, data: Payload, asked_at: float) -> Request | None:
    pressed, message = read_custom_id(str(data.get("custom_id", ""))), interaction.message
    if pressed is None or message is None:
        return None
    action, value = pressed.action, pressed.value
    button_value = ButtonValue.decode(value)
    if button_value:
        asker, question = _asked(message, pressed.asker_characters)
        button_value = replace(button_value, asker=asker, question=question)
    value = button_value.encode() if button_value else value or _label(message, data["custom_id"])
    text = button_value.question if button_value else value
    request = _whence(interaction, "button", asked_at, text, button_command(action, value))
    is_private = message.flags.ephemeral
    return replace(request, action=action, value=value, message=str(message.id), message_is_private=is_private)


def _whence(
    interaction: discord.Interaction, kind: RequestKind, asked_at: float, text: str, command: Command | None
) -> Request:
    """Return a request with what every interaction has: by whom, where, and where to answer."""
    return Request(
        platform="discord",
        kind=kind,
        keys=(f"discord:interaction:{interaction.id}",),
        workspace=str(interaction.guild_id or ""),
        channel=str(interaction.channel_id or ""),
        parent_channel=_parent_of(interaction.channel),
        user=str(interaction.user.id),
        user_name=plain(interaction.user.display_name, _MOST_NAME_CHARACTERS),
        text=text,
        command=command,
        reply_to=f"{interaction.application_id}/{interaction.token}",
        locale=str(interaction.locale.value),
        asked_at=asked_at,
    )


def _parent_of(channel: object) -> str | None:
    """Return the id of the channel that a thread is in, None of what is no thread."""
    return str(channel.parent_id) if isinstance(channel, discord.Thread) else None


def _guild(message: discord.Message) -> str:
    """Return the id of the guild; discord.py has no guild for one whose news has not come yet, but its id."""
    return str(message.guild.id if message.guild else getattr(message.channel, "guild_id", None) or "")


def _is_mentioned(message: discord.Message, bot_user: int) -> bool:
    return any(user.id == bot_user for user in message.mentions)


def _own_roles(message: discord.Message, bot_user: int) -> list[discord.Role]:
    """Return the roles that a message mentions and that Discord made for the bot, named as it is.

    To Discord it is no mention of the bot: what such a message says is withheld, unless it replies to the bot as well.
    """
    return [role for role in message.role_mentions if role.tags and role.tags.bot_id == bot_user]


def _withheld(message: discord.Message, bot_user: int) -> list[str]:
    """Return a name for the answer to a command below which a reply stands whose words are withheld, [] if none is."""
    answer = message.reference.resolved if message.reference else None
    if message.content or not isinstance(answer, discord.Message) or not answer.webhook_id:
        return []
    return [f"discord:withheld:{answer.id}"] if answer.author.id == bot_user else []


def _is_only_shown(message: discord.Message) -> bool:
    """Tell whether a message is a picture or the like, without a word; what is withheld lacks its files too."""
    return not message.content and bool(message.attachments or message.stickers or message.poll)


def _message_text(message: discord.Message, bot_user: int) -> str:
    named: Iterable[Any] = (*message.role_mentions, *message.channel_mentions)
    names = {str(item.id): item.name for item in named} | {str(user.id): user.display_name for user in message.mentions}
    names |= {str(role.id): " " for role in _own_roles(message, bot_user)}
    return plain_text(message.content, names, str(bot_user))


def _shared_text(message: discord.Message) -> str:
    """Return the words that a message forwards, or asks in a poll."""
    snapshots = [
        {"message": {"content": one.content, "embeds": [embed.to_dict() for embed in one.embeds]}}
        for one in message.message_snapshots
    ]
    poll = {"question": {"text": message.poll.question}} if message.poll else {}
    return words_of({"message_snapshots": snapshots, "poll": poll})


def _target_text(data: Payload) -> str:
    """Return the words of the message whose menu was used."""
    messages: Payload = data.get("resolved", {}).get("messages", {})
    return words_of(messages.get(str(data.get("target_id", "")), {}))


def _label(message: discord.Message, custom_id: str) -> str:
    buttons = [child for row in message.components for child in getattr(row, "children", ())]
    return next((button.label or "" for button in buttons if getattr(button, "custom_id", None) == custom_id), "")


def _asked(message: discord.Message, asker_characters: int) -> tuple[str, str]:
    """Return who asked what.

    The question of a command is nowhere but in the first line of its answer: Discord tells it no more, an id has no
    room for it, and the state keeps none. An answer without such a line replies to the question.
    """
    if asker_characters:
        heading = unescaped(message.content.partition("\n")[0])
        asker, asked = heading[:asker_characters], heading[asker_characters:]
        return asker, next((asked.removeprefix(colon) for colon in _COLONS if asked.startswith(colon)), "")
    question = message.reference.resolved if message.reference else None
    if not isinstance(question, discord.Message) or question.author.id == message.author.id:
        return "", ""
    return "", _message_text(question, message.author.id)
