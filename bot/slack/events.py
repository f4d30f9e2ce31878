"""What Slack sends, as requests. A payload that asks nothing of the bot, or lacks what an answer needs, gives None."""

import json
from dataclasses import replace

from bot.answers.restrictions import Audience
from bot.domain.button_value import ButtonValue
from bot.domain.command import Daily
from bot.domain.request import Request, RequestKind
from bot.intake.commands import button_command, message_command
from bot.slack.daily_form import chosen_channel, chosen_topic, chosen_wish
from bot.slack.edits import as_edited, is_direct, is_late_edit, sent_at
from bot.slack.message_words import words_of
from bot.slack.payloads import Payload, part_at, presser_of, text_at, trigger_keys, workspace_of
from bot.slack.plain_text import is_mentioned, plain_text
from bot.wording.truncation import one_line

BUTTON_PREFIX = "quote:"
_SPOKEN = ("", "file_share", "thread_broadcast", "me_message")  # every other subtype is a notice, an edit or a deletion
_SLACKBOT = "USLACKBOT"


def slash_request(body: Payload, *, asked_at: float, extra_keys: tuple[str, ...] = ()) -> Request | None:
    """Return what a slash command asks.

    Args:
        body: The command's form fields.
        asked_at: When it arrived, in seconds since 1970.
        extra_keys: More names under which it may be delivered again.
    """
    text = plain_text(text_at(body, "text"))
    return _answerable(
        Request(
            platform="slack",
            kind="command",
            keys=(*trigger_keys(body), *extra_keys),
            workspace=workspace_of(body),
            channel=text_at(body, "channel_id"),
            user=text_at(body, "user_id"),
            asked_at=asked_at,
            user_name=text_at(body, "user_name"),
            thread=text_at(body, "thread_ts") or None,  # Slack runs no commands in threads; servers like it do
            text=text,
            command=message_command("command", text),
            reply_to=text_at(body, "response_url") or None,
            command_name=one_line(text_at(body, "command")),
        )
    )


def mention_request(
    body: Payload, bot_user: str, *, asked_at: float, extra_keys: tuple[str, ...] = ()
) -> Request | None:
    """Return what an `app_mention` event asks; it is answered in the thread of the message, or in a new one below it.

    A mention that was added by an edit counts, if that was within a day. What was answered has a key of its own
    message, so that no later edit of it is answered; one without words has another, so that its question may follow.

    Args:
        body: The event with its envelope.
        bot_user: The bot's own user id.
        asked_at: When it arrived, in seconds since 1970.
        extra_keys: More names under which it may be delivered again.
    """
    event = part_at(body, "event")
    if not _is_spoken(event, bot_user) or is_late_edit(event):
        return None
    said = _said(event, bot_user, "mention")
    return _answerable(
        Request(
            platform="slack",
            kind="mention",
            thread=text_at(event, "thread_ts") or sent_at(event) or None,
            asked_at=asked_at,
            **said,
            **_whence(body, event, extra_keys, has_words=bool(said["text"])),
        )
    )


def message_request(
    body: Payload, bot_user: str, *, asked_at: float, extra_keys: tuple[str, ...] = ()
) -> Request | None:
    """Return what a `message` event asks: a direct message, a mention, or ("follow_up") any other reply in a thread.

    A mention has a key in common with the `app_mention` event that Slack sends besides. Whether a follow-up is
    meant for the bot is for the caller to know. An edit of a direct message counts as that of a mention does. The
    arguments are those of `mention_request`.
    """
    event = as_edited(part_at(body, "event"))
    text, thread = text_at(event, "text"), text_at(event, "thread_ts")
    if not is_direct(event) and is_mentioned(text, bot_user):
        return mention_request(body, bot_user, asked_at=asked_at, extra_keys=extra_keys)
    is_reply = bool(thread) and thread != sent_at(event)
    if not _is_spoken(event, bot_user) or not (is_direct(event) or is_reply):
        return None
    if is_late_edit(event) or (event.get("edited") and not is_direct(event)):
        return None
    kind: RequestKind = "direct" if is_direct(event) else "follow_up"
    said = _said(event, bot_user, kind)
    return _answerable(
        Request(
            platform="slack",
            kind=kind,
            thread=thread or None,
            asked_at=asked_at,
            **said,
            **_whence(body, event, extra_keys, has_words=bool(said["text"])),
        )
    )


def shortcut_request(body: Payload, *, asked_at: float, extra_keys: tuple[str, ...] = ()) -> Request | None:
    """Return what the shortcut on a message asks: the message is the question.

    Args:
        body: The `message_action` payload.
        asked_at: When it arrived, in seconds since 1970.
        extra_keys: More names under which it may be delivered again.
    """
    text = words_of(part_at(body, "message"))
    return _answerable(
        Request(
            platform="slack",
            kind="shortcut",
            keys=(*trigger_keys(body), *extra_keys),
            asked_at=asked_at,
            thread=text_at(body, "message", "thread_ts") or None,
            text=text,
            command=message_command("shortcut", text),
            **presser_of(body),
        )
    )


def button_request(body: Payload, *, asked_at: float, extra_keys: tuple[str, ...] = ()) -> Request | None:
    """Return what one of the bot's buttons asks.

    Args:
        body: The `block_actions` payload.
        asked_at: When it arrived, in seconds since 1970.
        extra_keys: More names under which it may be delivered again.
    """
    actions = body.get("actions")
    action = actions[0] if isinstance(actions, list) and actions else {}
    action_id, presser = text_at(action, "action_id"), presser_of(body)
    if not action_id.startswith(BUTTON_PREFIX):
        return None
    value = text_at(action, "value") or text_at(action, "selected_option", "value")
    button_value, action_name = ButtonValue.decode(value), action_id.removeprefix(BUTTON_PREFIX)
    message = text_at(body, "container", "message_ts") or text_at(body, "message", "ts")
    pressed_at = text_at(action, "action_ts")
    press = (presser["workspace"], presser["channel"], message, presser["user"], action_id, pressed_at)
    return _answerable(
        Request(
            platform="slack",
            kind="button",
            keys=(*trigger_keys(body), *((f"slack:press:{':'.join(press)}",) if pressed_at else ()), *extra_keys),
            asked_at=asked_at,
            thread=text_at(body, "container", "thread_ts") or text_at(body, "message", "thread_ts") or None,
            text=button_value.question if button_value else value,
            command=button_command(action_name, value),
            action=action_name,
            value=value,
            message=message or None,
            message_is_private=part_at(body, "container").get("is_ephemeral") is True,
            **presser,
        )
    )


def form_request(body: Payload, *, asked_at: float, extra_keys: tuple[str, ...] = ()) -> Request | None:
    """Return what the form for a daily insight asks, as if it had been typed where it was opened.

    Args:
        body: The `view_submission` payload.
        asked_at: When it arrived, in seconds since 1970.
        extra_keys: More names under which it may be delivered again.
    """
    view = part_at(body, "view")
    opening = opening_request(view)
    sent_off = f"slack:form:{text_at(view, 'id')}:{text_at(view, 'hash')}"
    return _answerable(
        replace(
            opening,
            kind="form",
            keys=(sent_off, *trigger_keys(body), *extra_keys),
            channel=chosen_channel(view) or opening.channel,
            user=text_at(body, "user", "id"),
            asked_at=asked_at,
            text=chosen_topic(view),
            command=Daily("set", wish=chosen_wish(view)),
        )
    )


def opening_request(view: Payload) -> Request:
    """Return what opened the form for a daily insight; its locale is the language of the form."""
    return Request.from_record(json.loads(text_at(view, "private_metadata")))


def form_audience(view: Payload, workspace: str) -> Audience:
    """Return who will see what is chosen in the form for a daily insight."""
    opening = opening_request(view)
    return Audience(platform="slack", workspace=workspace, channel=chosen_channel(view) or opening.channel)


def _answerable(request: Request) -> Request | None:
    return request if request.channel and request.user else None


def _is_spoken(event: Payload, bot_user: str) -> bool:
    """Tell whether a person said this: no bot, no notice, no deletion."""
    if event.get("bot_id") or event.get("bot_profile") or event.get("hidden"):
        return False
    return text_at(event, "user") not in (bot_user, _SLACKBOT) and (event.get("subtype") or "") in _SPOKEN


def _said(event: Payload, bot_user: str, kind: RequestKind) -> Payload:
    """Return what a message says and asks: where it has no words of its own, the message that it shares is asked."""
    own = plain_text(text_at(event, "text"), bot_user)
    text = own or words_of({"attachments": event.get("attachments")})
    return {"text": text, "command": message_command(kind, text, is_shared=text != own)}


def _whence(body: Payload, event: Payload, extra_keys: tuple[str, ...], *, has_words: bool = True) -> Payload:
    """Return the fields that every message shares: from whom and where, and its keys."""
    workspace, channel = workspace_of(body), text_at(event, "channel")
    event_id, message = text_at(body, "event_id"), sent_at(event)
    kind = "message" if has_words else "wordless"
    keys = [f"slack:{kind}:{workspace}:{channel}:{message}"] if message else []
    keys += [f"slack:event:{event_id}"] if event_id else []
    return {
        "keys": (*keys, *extra_keys),
        "workspace": workspace,
        "channel": channel,
        "user": text_at(event, "user"),
        "message": message or None,
    }
