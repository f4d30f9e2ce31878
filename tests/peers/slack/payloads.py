"""What Slack sends to an app, as pure functions: payloads, Socket Mode envelopes, signed HTTP requests.

Sources: https://docs.slack.dev/interactivity/implementing-slash-commands,
https://docs.slack.dev/reference/interaction-payloads, https://docs.slack.dev/apis/events-api,
https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from .records import Sent
from .workspace import APP, BOT_USER, TEAM, Channel

Payload = dict[str, Any]

_TOKEN = "legacy-verification-token"
_WHERE = {"api_app_id": APP, "token": _TOKEN}
_TEAM = {"id": TEAM, "domain": "example"}
_SELECTED = {
    "static_select": "selected_option", "radio_buttons": "selected_option", "overflow": "selected_option",
    "external_select": "selected_option", "multi_external_select": "selected_options",
    "checkboxes": "selected_options", "conversations_select": "selected_conversation",
    "channels_select": "selected_channel", "users_select": "selected_user", "timepicker": "selected_time",
    "datepicker": "selected_date",
}  # fmt: skip


def slash_command(
    text: str, *, user: str, channel: Channel, trigger_id: str, response_url: str,
    command: str = "/quote", user_name: str = "",
) -> Payload:  # fmt: skip
    """Return a slash command; `text` is what was typed behind it."""
    return _WHERE | {
        "team_id": TEAM, "team_domain": "example",
        "channel_id": channel.id, "channel_name": _channel_name(channel),
        "user_id": user, "user_name": user_name or user.lower(), "command": command, "text": text,
        "is_enterprise_install": "false", "response_url": response_url, "trigger_id": trigger_id,
    }  # fmt: skip


def event_callback(event: Payload, *, event_id: str, event_time: int) -> Payload:
    """Return an event with what the Events API puts around it."""
    authorization = {
        "enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True, "is_enterprise_install": False,
    }  # fmt: skip
    return _WHERE | {
        "type": "event_callback", "team_id": TEAM, "event": event, "event_id": event_id, "event_time": event_time,
        "event_context": f"4-{event_id}", "authorizations": [authorization], "is_ext_shared_channel": False,
    }  # fmt: skip


def mention_event(text: str, *, user: str, channel: str, ts: str, thread_ts: str | None = None) -> Payload:
    """Return that somebody mentioned the bot; `text` without the mention, which is put before it."""
    return message_event(f"<@{BOT_USER}> {text}", user=user, channel=channel, ts=ts, thread_ts=thread_ts) | {
        "type": "app_mention"
    }


def message_event(
    text: str, *, user: str, channel: str, ts: str, thread_ts: str | None = None,
    subtype: str | None = None, bot_id: str | None = None,
) -> Payload:  # fmt: skip
    """Return that a message was written in a channel or a direct message."""
    optional = {"thread_ts": thread_ts, "subtype": subtype, "bot_id": bot_id}
    return {
        "type": "message", "user": user, "text": text, "ts": ts, "event_ts": ts, "team": TEAM, "channel": channel,
        "channel_type": "im" if channel.startswith("D") else "channel",
    } | {name: value for name, value in optional.items() if value}  # fmt: skip


def home_opened_event(user: str, *, channel: str, ts: str, view: Payload | None = None) -> Payload:
    """Return that somebody opened the App Home; `view` is what was published there."""
    published = {"view": view} if view else {}
    return {"type": "app_home_opened", "user": user, "channel": channel, "tab": "home", "event_ts": ts} | published


def message_shortcut(
    message: Payload, *, user: str, channel: Channel, trigger_id: str, response_url: str, ts: str,
    callback_id: str = "quote:find",
) -> Payload:  # fmt: skip
    """Return that somebody chose a shortcut on a message."""
    return _interaction("message_action", user, trigger_id) | {
        "callback_id": callback_id, "action_ts": ts, "message_ts": message["ts"], "message": message,
        "channel": _channel(channel), "response_url": response_url,
    }  # fmt: skip


def global_shortcut(*, user: str, callback_id: str, trigger_id: str, ts: str) -> Payload:
    """Return that somebody chose a shortcut that stands on no message: no channel is told and no response_url.

    Source: https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload
    """
    return _interaction("shortcut", user, trigger_id) | {
        "callback_id": callback_id, "action_ts": ts, "is_enterprise_install": False,
    }  # fmt: skip


def block_actions(
    message: Payload, action: Payload, *, user: str, channel: Channel, trigger_id: str, response_url: str,
    is_ephemeral: bool = False,
) -> Payload:  # fmt: skip
    """Return that somebody used an element of a message; Slack does not say what an ephemeral message holds."""
    thread = {"thread_ts": message["thread_ts"]} if "thread_ts" in message else {}
    container = {
        "type": "message", "message_ts": message["ts"], "channel_id": channel.id, "is_ephemeral": is_ephemeral,
    }  # fmt: skip
    seen = {} if is_ephemeral else {"message": message}
    return _interaction("block_actions", user, trigger_id) | seen | {
        "container": container | thread, "channel": _channel(channel), "response_url": response_url,
        "state": {"values": {}}, "actions": [action],
    }  # fmt: skip


def view_actions(view: Payload, action: Payload, *, user: str, trigger_id: str) -> Payload:
    """Return that somebody used an element of a modal or an App Home."""
    return _interaction("block_actions", user, trigger_id) | {
        "container": {"type": "view", "view_id": view["id"]}, "view": view, "actions": [action],
    }  # fmt: skip


def block_suggestion(view: Payload, element: Payload, block_id: str, typed: str, *, user: str) -> Payload:
    """Return that somebody typed in a menu whose options come from the app."""
    payload = _interaction("block_suggestion", user, "") | {
        "container": {"type": "view", "view_id": view["id"]}, "view": view, "is_enterprise_install": False,
        "action_id": element["action_id"], "block_id": block_id, "value": typed,
    }  # fmt: skip
    del payload["trigger_id"]
    return payload


def view_submission(view: Payload, values: Mapping[str, Any], *, user: str, trigger_id: str) -> Payload:
    """Return that somebody sent a modal off; `values` by action_id, options by their value.

    Options that the app offered are whole. Slack lets nobody send off a modal with something missing: ValueError.
    """
    state = {"values": _state(view["blocks"], values)}
    return _interaction("view_submission", user, trigger_id) | {
        "view": view | {"state": state}, "response_urls": [], "is_enterprise_install": False, "enterprise": None,
    }  # fmt: skip


def find_action(blocks: Sequence[Payload], action_id: str, *, value: str | None = None) -> tuple[Payload, str]:
    """Return the first element with this id, and this value if one is given, and the id of its block.

    Raises:
        LookupError: Nobody could press that.
    """
    for element, block_id in _elements(blocks):
        options = {element.get("value")} | {option["value"] for option in element.get("options", ())}
        if element.get("action_id") == action_id and (value is None or value in options):
            return element, block_id
    there = [(element.get("action_id"), element.get("value")) for element, _ in _elements(blocks)]
    raise LookupError(f"no {action_id!r} with value {value!r}; there is {there}")


def action_of(element: Payload, block_id: str, *, ts: str, value: str | None = None) -> Payload:
    """Return the use of an element: a button is pressed, of a menu the option with `value` is chosen."""
    kept = ("type", "action_id", "text", "value", "style")
    action = {name: element[name] for name in kept if name in element} | {"block_id": block_id, "action_ts": ts}
    if element["type"] == "button":
        return action
    return action | chosen(element, value)


def chosen(element: Payload, value: Any) -> Payload:
    """Return the state of an input when `value` is filled in or chosen, by default what it begins with."""
    kind = element["type"]
    if kind not in _SELECTED:
        return {"type": kind, "value": element.get("initial_value") if value is None else value}
    name = _SELECTED[kind]
    if value is None:
        return {
            "type": kind,
            name: element.get(name.replace("selected", "initial"), [] if name.endswith("s") else None),
        }
    if "options" not in element:
        return {"type": kind, name: value}
    options = [
        option for option in element["options"] if option["value"] in (value if kind == "checkboxes" else [value])
    ]
    return {"type": kind, name: options if kind == "checkboxes" else options[0]}


def envelope(sent: Sent) -> Payload:
    """Return what goes over a Socket Mode connection."""
    retry = {"retry_attempt": sent.attempt, "retry_reason": sent.reason} if sent.type == "events_api" else {}
    return {
        "envelope_id": sent.envelope_id, "type": sent.type, "payload": sent.payload,
        "accepts_response_payload": sent.type != "events_api",
    } | retry  # fmt: skip


def http_request(sent: Sent, *, secret: str, timestamp: int) -> tuple[dict[str, str], bytes]:
    """Return the headers and body of the POST request that brings it to an app in HTTP mode."""
    if sent.type == "events_api":
        body, content_type = json.dumps(sent.payload), "application/json"
    elif sent.type == "interactive":
        body, content_type = urlencode({"payload": json.dumps(sent.payload)}), "application/x-www-form-urlencoded"
    else:
        body, content_type = urlencode(sent.payload), "application/x-www-form-urlencoded"
    headers = {"Content-Type": content_type, "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)"}
    retry = {"X-Slack-Retry-Num": str(sent.attempt), "X-Slack-Retry-Reason": sent.reason} if sent.attempt else {}
    return headers | retry | signature_headers(body.encode(), secret=secret, timestamp=timestamp), body.encode()


def signature_headers(body: bytes, *, secret: str, timestamp: int) -> dict[str, str]:
    """Return the headers that prove that a body is from Slack."""
    signature = hmac.new(secret.encode(), b"v0:%d:%s" % (timestamp, body), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(timestamp), "X-Slack-Signature": f"v0={signature}"}


def _interaction(kind: str, user: str, trigger_id: str) -> Payload:
    person = {"id": user, "username": user.lower(), "name": user.lower(), "team_id": TEAM}
    return _WHERE | {"type": kind, "team": _TEAM, "user": person, "trigger_id": trigger_id, "enterprise": None}


def _channel(channel: Channel) -> Payload:
    return {"id": channel.id, "name": _channel_name(channel)}


def _channel_name(channel: Channel) -> str:
    return "directmessage" if channel.is_direct else channel.name


def _elements(blocks: Sequence[Payload]) -> list[tuple[Payload, str]]:
    elements = []
    for block in blocks:
        inside = [*block.get("elements", ()), block.get("accessory", {}), block.get("element", {})]
        elements += [(element, block.get("block_id", "")) for element in inside if "action_id" in element]
    return elements


def _state(blocks: Sequence[Payload], values: Mapping[str, Any]) -> Payload:
    state: Payload = {}
    needed = {block["block_id"] for block in blocks if block["type"] == "input" and not block.get("optional")}
    for element, block_id in _elements(blocks):
        if element["type"] != "button":
            action_id = element["action_id"]
            filled_in = chosen(element, values.get(action_id))
            if block_id in needed and not any(value for name, value in filled_in.items() if name != "type"):
                raise ValueError(f"{block_id!r} has to be filled in")
            state.setdefault(block_id, {})[action_id] = filled_in
    return state
