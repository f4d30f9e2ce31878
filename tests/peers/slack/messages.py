"""What a message has to be for Slack to take it, however it is sent."""

from dataclasses import replace
from typing import Any

from .records import Post, SlackError
from .state import State
from .validator import TEXT_OF_A_MESSAGE, message_problems, text_length
from .workspace import BOT_USER, Channel, Message

TEXT_LENGTH, ATTACHMENTS = 40_000, 100


def check_message(arguments: dict[str, Any]) -> None:
    """Check the text, blocks and attachments of a message.

    Raises:
        SlackError: Slack would not take it.
    """
    text, blocks, attachments = (arguments.get(name) for name in ("text", "blocks", "attachments"))
    if not (text or blocks or attachments):
        raise SlackError("no_text")
    if len(text or "") > TEXT_LENGTH:
        raise SlackError("msg_too_long")
    if len(attachments or ()) > ATTACHMENTS:
        raise SlackError("too_many_attachments")
    if blocks is not None and not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    if problems := message_problems(blocks or []):
        raise SlackError("invalid_blocks", response_metadata={"messages": problems})
    if text_length(blocks) > TEXT_OF_A_MESSAGE:
        raise SlackError("msg_blocks_too_long")


def writable(state: State, channel_id: str | None) -> Channel:
    """Return a channel that the bot can write to.

    Raises:
        SlackError: It cannot.
    """
    channel = state.workspace.channel(channel_id or "")
    if channel.is_archived:
        raise SlackError("is_archived")
    if not channel.has_bot and "chat:write.public" not in state.scopes:
        raise SlackError("not_in_channel")
    return channel


def say(state: State, channel: str, arguments: dict[str, Any], *, only_for: str | None = None) -> Message:
    """Put a new message of the bot's into a channel."""
    message = Message(
        channel=channel,
        ts=state.workspace.clock.new_ts(),
        author=BOT_USER,
        text=arguments.get("text") or "",
        blocks=tuple(arguments.get("blocks") or ()),
        thread_ts=arguments.get("thread_ts"),
        only_for=only_for,
    )
    return state.workspace.put(message)


def change(state: State, message: Message, arguments: dict[str, Any]) -> Message:
    """Give a message another text and other blocks; who sees it and where it stands remains."""
    text, blocks = arguments.get("text") or "", tuple(arguments.get("blocks") or ())
    return state.workspace.put(replace(message, text=text, blocks=blocks))


def record(state: State, kind: str, message: Message, arguments: dict[str, Any], **more: Any) -> Post:
    """Write down that the bot did something with a message."""
    post = Post(
        kind=kind,
        channel=message.channel,
        user=message.only_for,
        thread_ts=message.thread_ts,
        ts=message.ts,
        text=arguments.get("text") or "",
        blocks=arguments.get("blocks") or [],
        arguments=arguments,
        **more,
    )
    state.diary.posts.append(post)
    return post


def as_json(message: Message) -> dict[str, Any]:
    """Return a message of the bot's as Slack tells of it."""
    thread = {"thread_ts": message.thread_ts} if message.thread_ts else {}
    return {
        "type": "message", "user": message.author, "bot_id": "B0BOT", "app_id": "A1", "team": "T1",
        "ts": message.ts, "text": message.text, "blocks": list(message.blocks),
    } | thread  # fmt: skip
