"""What stands where in a payload of Slack's, whatever kind it is of; what is not there is ""."""

from typing import Any

Payload = dict[str, Any]


def text_at(payload: object, *path: str) -> str:
    """Return the text at a path of keys, without what no database takes; "" where there is none."""
    for key in path:
        payload = payload.get(key) if isinstance(payload, dict) else None
    if not isinstance(payload, str):
        return ""
    return payload.replace("\0", "").encode(errors="ignore").decode()


def part_at(body: Payload, key: str) -> Payload:
    """Return the object under a key, an empty one where there is none."""
    part = body.get(key)
    return part if isinstance(part, dict) else {}


def workspace_of(body: Payload) -> str:
    """Return the id of the workspace, of the organisation where the app is installed for all of it."""
    return (
        text_at(body, "team_id")
        or text_at(body, "team", "id")
        or text_at(body, "user", "team_id")
        or text_at(body, "event", "team")
        or text_at(body, "enterprise_id")
        or text_at(body, "enterprise", "id")
    )


def presser_of(body: Payload) -> Payload:
    """Return the fields that shortcuts and buttons share: who used them, where, and where to reply."""
    user = text_at(body, "user", "id")
    return {
        "workspace": workspace_of(body),
        # On the bot's own page there is no channel; posting to a person reaches their direct messages.
        "channel": text_at(body, "channel", "id") or text_at(body, "container", "channel_id") or user,
        "user": user,
        "user_name": text_at(body, "user", "name") or text_at(body, "user", "username"),
        "reply_to": text_at(body, "response_url") or None,
    }


def trigger_keys(body: Payload) -> tuple[str, ...]:
    """Return the name under which a command or a use of an element may be delivered again."""
    trigger = text_at(body, "trigger_id")
    return (f"slack:trigger:{trigger}",) if trigger else ()
