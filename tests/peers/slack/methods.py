"""The methods of the Web API that the peer knows, each a function of the state and the arguments.

Source: https://docs.slack.dev/reference/methods
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from .messages import as_json, change, check_message, record, say, writable
from .records import SlackError
from .state import State
from .views import open_view, publish_view, update_view
from .workspace import APP, BOT, BOT_USER, TEAM

Arguments = dict[str, Any]


def test_auth(state: State, arguments: Arguments) -> dict[str, Any]:
    return {
        "url": "https://example.slack.com/", "team": "Example", "user": "quotebot", "team_id": TEAM,
        "user_id": BOT_USER, "bot_id": BOT, "app_id": APP, "is_enterprise_install": False,
    }  # fmt: skip


def open_connection(state: State, arguments: Arguments) -> dict[str, Any]:
    return {"url": state.new_socket_url()}


def post_message(state: State, arguments: Arguments) -> dict[str, Any]:
    channel = writable(state, arguments.get("channel"))
    check_message(arguments)
    message = say(state, channel.id, arguments)
    record(state, "post", message, arguments)
    return {"channel": channel.id, "ts": message.ts, "message": as_json(message)}


def post_ephemeral(state: State, arguments: Arguments) -> dict[str, Any]:
    channel = writable(state, arguments.get("channel"))
    if not state.workspace.is_member(arguments.get("user", ""), channel):
        raise SlackError("user_not_in_channel")
    check_message(arguments)
    message = say(state, channel.id, arguments, only_for=arguments["user"])
    record(state, "ephemeral", message, arguments)
    return {"message_ts": message.ts}


def update_message(state: State, arguments: Arguments) -> dict[str, Any]:
    channel = writable(state, arguments.get("channel"))
    message = state.workspace.own_message(channel.id, arguments.get("ts", ""), to="update")
    check_message(arguments)
    message = change(state, message, arguments)  # a text without blocks takes the blocks away
    record(state, "update", message, arguments)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": as_json(message)}


def delete_message(state: State, arguments: Arguments) -> dict[str, Any]:
    channel = state.workspace.channel(arguments.get("channel", ""))
    message = state.workspace.own_message(channel.id, arguments.get("ts", ""), to="delete")
    del state.workspace.messages[channel.id, message.ts]
    record(state, "delete", message, arguments)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(state: State, arguments: Arguments) -> dict[str, Any]:
    channel = state.workspace.channel(arguments.get("channel", ""))
    message = state.workspace.messages.get((channel.id, arguments.get("message_ts", "")))
    if message is None or message.only_for:
        raise SlackError("message_not_found")
    link = f"https://example.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    thread = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.thread_ts else ""
    return {"channel": channel.id, "permalink": link + thread}


def user_info(state: State, arguments: Arguments) -> dict[str, Any]:
    user = state.workspace.users.get(arguments.get("user", ""))
    if user is None:
        raise SlackError("user_not_found")
    fields = {name: getattr(user, name) for name in ("id", "name", "is_admin", "is_owner", "tz", "tz_offset", "locale")}
    return {"user": fields | {"team_id": TEAM, "deleted": False, "is_bot": False, "real_name": user.name}}


def conversation_info(state: State, arguments: Arguments) -> dict[str, Any]:
    channel = state.workspace.channel(arguments.get("channel", ""))
    fields = {name: getattr(channel, name) for name in ("id", "name", "is_private", "is_archived")}
    return {"channel": fields | {"is_im": channel.is_direct, "is_member": channel.has_bot}}


@dataclass(frozen=True, slots=True)
class Method:
    """A method with the scope that it needs and the kind of token that it takes."""

    call: Callable[[State, Arguments], dict[str, Any]]
    scope: str | None = None
    token: Literal["bot", "app"] = "bot"


METHODS = {
    "auth.test": Method(test_auth),
    "apps.connections.open": Method(open_connection, token="app"),
    "chat.postMessage": Method(post_message, "chat:write"),
    "chat.postEphemeral": Method(post_ephemeral, "chat:write"),
    "chat.update": Method(update_message, "chat:write"),
    "chat.delete": Method(delete_message, "chat:write"),
    "chat.getPermalink": Method(get_permalink),
    "users.info": Method(user_info, "users:read"),
    "conversations.info": Method(conversation_info, "channels:read"),
    "views.open": Method(open_view),
    "views.update": Method(update_view),
    "views.publish": Method(publish_view),
}
