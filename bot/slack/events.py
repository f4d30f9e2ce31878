"""What Slack sends, as requests. A payload that asks nothing of the bot, or lacks what an answer needs, gives None."""

from typing import Any

from bot.requests import Request
from bot.slack.plain_text import is_mentioned, plain_text
from bot.tickets import Ticket

Payload = dict[str, Any]

BUTTON_PREFIX = "quote:"
_SPOKEN = ("", "file_share", "thread_broadcast")  # every other subtype is a notice, an edit or a deletion
_SLACKBOT = "USLACKBOT"


def slash_request(body: Payload, *, asked_at: float, extra_keys: tuple[str, ...] = ()) -> Request | None:
    """Return what a slash command asks.

    Args:
        body: The command's form fields.
        asked_at: When it arrived, in seconds since 1970.
        extra_keys: More names under which it may be delivered again.
    """
    return _answerable(
        Request(
            platform="slack",
            kind="command",
            keys=(*_trigger_keys(body), *extra_keys),
            workspace=_workspace(body),
            channel=_at(body, "channel_id"),
            user=_at(body, "user_id"),
            asked_at=asked_at,
            user_name=_at(body, "user_name"),
            thread=_at(body, "thread_ts") or None,  # Slack runs no commands in threads; servers like it do
            text=plain_text(_at(body, "text")),
            reply_to=_at(body, "response_url") or None,
        )
    )


def mention_request(
    body: Payload, bot_user: str, *, asked_at: float, extra_keys: tuple[str, ...] = ()
) -> Request | None:
    """Return what an `app_mention` event asks; it is answered in the thread of the message, or in a new one below it.

    Args:
        body: The event with its envelope.
        bot_user: The bot's own user id.
        asked_at: When it arrived, in seconds since 1970.
        extra_keys: More names under which it may be delivered again.
    """
    event = _part(body, "event")
    if not _is_spoken(event, bot_user):
        return None
    return _answerable(
        Request(
            platform="slack",
            kind="mention",
            thread=_at(event, "thread_ts") or _sent_at(event) or None,
            text=plain_text(_at(event, "text"), bot_user),
            asked_at=asked_at,
            **_whence(body, event, extra_keys),
        )
    )


def message_request(
    body: Payload, bot_user: str, *, asked_at: float, extra_keys: tuple[str, ...] = ()
) -> Request | None:
    """Return what a `message` event asks: a direct message, a mention, or ("follow_up") any other reply in a thread.

    A mention has a key in common with the `app_mention` event that Slack sends besides. Whether a follow-up is
    meant for the bot is for the caller to know. The arguments are those of `mention_request`.
    """
    event = _part(body, "event")
    text, thread = _at(event, "text"), _at(event, "thread_ts")
    is_direct = _at(event, "channel_type") == "im" or _at(event, "channel").startswith("D")
    if not is_direct and is_mentioned(text, bot_user):
        return mention_request(body, bot_user, asked_at=asked_at, extra_keys=extra_keys)
    is_reply = bool(thread) and thread != _sent_at(event)
    if not _is_spoken(event, bot_user) or not (is_direct or is_reply):
        return None
    return _answerable(
        Request(
            platform="slack",
            kind="direct" if is_direct else "follow_up",
            thread=thread or None,
            text=plain_text(text, bot_user),
            asked_at=asked_at,
            **_whence(body, event, extra_keys),
        )
    )


def shortcut_request(body: Payload, *, asked_at: float, extra_keys: tuple[str, ...] = ()) -> Request | None:
    """Return what the shortcut on a message asks: the message is the question.

    Args:
        body: The `message_action` payload.
        asked_at: When it arrived, in seconds since 1970.
        extra_keys: More names under which it may be delivered again.
    """
    return _answerable(
        Request(
            platform="slack",
            kind="shortcut",
            keys=(*_trigger_keys(body), *extra_keys),
            asked_at=asked_at,
            thread=_at(body, "message", "thread_ts") or None,
            text=plain_text(_at(body, "message", "text")),
            **_presser(body),
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
    action_id, presser = _at(action, "action_id"), _presser(body)
    if not action_id.startswith(BUTTON_PREFIX):
        return None
    value = _at(action, "value") or _at(action, "selected_option", "value")
    ticket = Ticket.decode(value)
    message = _at(body, "container", "message_ts") or _at(body, "message", "ts")
    pressed_at = _at(action, "action_ts")
    press = (presser["workspace"], presser["channel"], message, presser["user"], action_id, pressed_at)
    return _answerable(
        Request(
            platform="slack",
            kind="button",
            keys=(*_trigger_keys(body), *((f"slack:press:{':'.join(press)}",) if pressed_at else ()), *extra_keys),
            asked_at=asked_at,
            thread=_at(body, "container", "thread_ts") or _at(body, "message", "thread_ts") or None,
            text=ticket.question if ticket else value,
            action=action_id.removeprefix(BUTTON_PREFIX),
            value=value,
            message=message or None,
            message_is_private=_part(body, "container").get("is_ephemeral") is True,
            **presser,
        )
    )


def _answerable(request: Request) -> Request | None:
    return request if request.channel and request.user else None


def _is_spoken(event: Payload, bot_user: str) -> bool:
    """Tell whether a person said this just now: no bot, no edit, no deletion."""
    if event.get("bot_id") or event.get("bot_profile") or event.get("edited") or event.get("hidden"):
        return False
    return _at(event, "user") not in (bot_user, _SLACKBOT) and (event.get("subtype") or "") in _SPOKEN


def _whence(body: Payload, event: Payload, extra_keys: tuple[str, ...]) -> Payload:
    """Return the fields that every message shares: from whom and where, and its keys."""
    workspace, channel = _workspace(body), _at(event, "channel")
    event_id, sent_at = _at(body, "event_id"), _sent_at(event)
    keys = [f"slack:message:{workspace}:{channel}:{sent_at}"] if sent_at else []
    keys += [f"slack:event:{event_id}"] if event_id else []
    return {
        "keys": (*keys, *extra_keys),
        "workspace": workspace,
        "channel": channel,
        "user": _at(event, "user"),
        "message": sent_at or None,
    }


def _presser(body: Payload) -> Payload:
    """Return the fields that shortcuts and buttons share: who used them, where, and where to reply."""
    user = _at(body, "user", "id")
    return {
        "workspace": _workspace(body),
        # On the bot's own page there is no channel; posting to a person reaches their direct messages.
        "channel": _at(body, "channel", "id") or _at(body, "container", "channel_id") or user,
        "user": user,
        "user_name": _at(body, "user", "name") or _at(body, "user", "username"),
        "reply_to": _at(body, "response_url") or None,
    }


def _trigger_keys(body: Payload) -> tuple[str, ...]:
    trigger = _at(body, "trigger_id")
    return (f"slack:trigger:{trigger}",) if trigger else ()


def _workspace(body: Payload) -> str:
    """Return the id of the workspace, of the organisation where the app is installed for all of it."""
    return (
        _at(body, "team_id")
        or _at(body, "team", "id")
        or _at(body, "user", "team_id")
        or _at(body, "event", "team")
        or _at(body, "enterprise_id")
        or _at(body, "enterprise", "id")
    )


def _sent_at(event: Payload) -> str:
    return _at(event, "ts") or _at(event, "event_ts")


def _part(body: Payload, key: str) -> Payload:
    part = body.get(key)
    return part if isinstance(part, dict) else {}


def _at(payload: object, *path: str) -> str:
    """Return the text at a path of keys, without what no database takes; "" where there is none."""
    for key in path:
        payload = payload.get(key) if isinstance(payload, dict) else None
    if not isinstance(payload, str):
        return ""
    return payload.replace("\0", "").encode(errors="ignore").decode()
