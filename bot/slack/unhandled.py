"""What somebody did in Slack that no listener handles: told to them, and named for the log."""

from bot.domain.command import Tell
from bot.domain.request import Request
from bot.slack.payloads import Payload, part_at, presser_of, text_at, trigger_keys
from bot.wording.truncation import one_line, shortened

_DONE_BY_PEOPLE = (
    *("block_actions", "message_action", "shortcut", "view_submission"),
    *("interactive_message", "dialog_submission"),  # from before Block Kit; Slack still sends them
)
_MOST_NAME_CHARACTERS = 80


def unhandled_request(body: Payload, *, asked_at: float, extra_keys: tuple[str, ...] = ()) -> Request | None:
    """Return a request that is answered with "I do not know what to do with that"; None for what nobody did.

    Args:
        body: A payload of any kind.
        asked_at: When it arrived, in seconds since 1970.
        extra_keys: More names under which it may be delivered again.
    """
    presser = presser_of(body)
    if text_at(body, "type") not in _DONE_BY_PEOPLE or not presser["user"]:
        return None
    return Request(
        platform="slack",
        kind="command",
        keys=(*trigger_keys(body), *extra_keys),
        asked_at=asked_at,
        thread=text_at(body, "container", "thread_ts") or text_at(body, "message", "thread_ts") or None,
        command=Tell("unhandled"),
        **presser,
    )


def payload_name(body: Payload) -> str:
    """Return what a payload is called, for the log: its type and the app's own id of it, nothing that people wrote."""
    actions = body.get("actions")
    action = actions[0] if isinstance(actions, list) and actions else None
    ids = (
        text_at(body, "callback_id"),
        text_at(part_at(body, "view"), "callback_id"),
        text_at(action, "action_id") or text_at(body, "action_id"),
    )
    name = " ".join(part for part in (text_at(body, "type"), *ids) if part)
    return shortened(one_line(name), _MOST_NAME_CHARACTERS)
