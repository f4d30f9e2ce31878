"""Messages that somebody edited: a mention that is added comes as an event of its own, a direct message as a change."""

from bot.slack.payloads import Payload, part_at, text_at

_CHANGED = "message_changed"
_LATEST_EDIT_SECONDS = 86_400.0


def is_direct(event: Payload) -> bool:
    """Tell whether an event is about a conversation of one person with the bot."""
    return text_at(event, "channel_type") == "im" or text_at(event, "channel").startswith("D")


def as_edited(event: Payload) -> Payload:
    """Return a direct message that was changed as it reads now; any other event as it is.

    Slack also changes a message when it shows what a link in it leads to; that is no edit.

    Source: https://docs.slack.dev/reference/events/message/message_changed
    """
    message = part_at(event, "message")
    if text_at(event, "subtype") != _CHANGED or not is_direct(event) or not message.get("edited"):
        return event
    return message | {name: event[name] for name in ("channel", "channel_type") if name in event}


def is_late_edit(event: Payload) -> bool:
    """Tell whether a message was edited later than anybody asks, and than the state surely knows what was answered."""
    if not event.get("edited"):
        return False
    try:
        return float(text_at(event, "edited", "ts")) - float(sent_at(event)) > _LATEST_EDIT_SECONDS
    except ValueError:
        return True


def sent_at(event: Payload) -> str:
    """Return Slack's name for a message, which is when it was sent."""
    return text_at(event, "ts") or text_at(event, "event_ts")
