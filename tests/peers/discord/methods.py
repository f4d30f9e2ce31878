"""The operations of the API that the peer knows, each a function of the state and of what path and body say.

Source: https://docs.discord.com/developers/reference
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import interactions, payloads
from .errors import DiscordError
from .messages import change, check_message, record, referenced, remove, say, writable
from .state import State
from .validator import check_commands
from .world import APP, BOT, direct_channel

Arguments = dict[str, Any]


def get_gateway(state: State, arguments: Arguments) -> dict[str, Any]:
    return {"url": state.gateway_url}


def get_gateway_bot(state: State, arguments: Arguments) -> dict[str, Any]:
    return {"url": state.gateway_url, "shards": state.shards, "session_start_limit": dict(state.session_start_limit)}


def get_current_user(state: State, arguments: Arguments) -> dict[str, Any]:
    return payloads.user(state.world.users[BOT]) | {"verified": True, "mfa_enabled": False, "locale": "en-US"}


def get_current_application(state: State, arguments: Arguments) -> dict[str, Any]:
    return payloads.application(state.application_flags)


def get_user(state: State, arguments: Arguments) -> dict[str, Any]:
    if arguments["user"] not in state.world.users:
        raise DiscordError(10013)
    return payloads.user(state.world.users[arguments["user"]])


def get_guild(state: State, arguments: Arguments) -> dict[str, Any]:
    guild = state.world.guilds.get(arguments["guild"])
    if guild is None or not guild.has_bot:
        raise DiscordError(10004)
    return payloads.guild(state.world, guild)


def get_member(state: State, arguments: Arguments) -> dict[str, Any]:
    get_guild(state, arguments)
    somebody = state.world.users.get(arguments["user"])
    if somebody is None:
        raise DiscordError(10007)
    return payloads.member(somebody) | {"user": payloads.user(somebody)}


def get_channel(state: State, arguments: Arguments) -> dict[str, Any]:
    return payloads.channel(state.world.reachable(arguments["channel"]), state.world)


def create_dm(state: State, arguments: Arguments) -> dict[str, Any]:
    recipient = str(arguments.get("recipient_id"))
    if recipient not in state.world.users:
        raise DiscordError(10013)
    return payloads.channel(state.world.channels[direct_channel(recipient)], state.world)


def trigger_typing(state: State, arguments: Arguments) -> None:
    writable(state, arguments["channel"], {})


def create_message(state: State, arguments: Arguments) -> dict[str, Any]:
    channel = writable(state, arguments["channel"], arguments)
    check_message(arguments)
    if arguments.get("enforce_nonce") and (earlier := state.world.created_with(str(arguments.get("nonce")))):
        return payloads.message(state.world, earlier)
    message = say(state, channel.id, arguments, reference=referenced(state, channel, arguments))
    if message.nonce:
        state.world.nonces[message.nonce] = message.id, state.world.clock.now()
    return record(state, "post", message, arguments)


def get_message(state: State, arguments: Arguments) -> dict[str, Any]:
    channel = state.world.reachable(arguments["channel"])
    return payloads.message(state.world, state.world.own_message(channel.id, arguments["message"]))


def edit_message(state: State, arguments: Arguments) -> dict[str, Any]:
    channel = writable(state, arguments["channel"], {})
    message = state.world.own_message(channel.id, arguments["message"])
    if message.author != BOT:
        raise DiscordError(50005)
    check_message(arguments)
    return record(state, "edit", change(state, message, arguments), arguments)


def delete_message(state: State, arguments: Arguments) -> None:
    channel = state.world.reachable(arguments["channel"])
    message = state.world.own_message(channel.id, arguments["message"])
    if message.author != BOT:
        raise DiscordError(50013)
    remove(state, message)
    record(state, "delete", message, arguments)


def get_commands(state: State, arguments: Arguments) -> list[dict[str, Any]]:
    return state.commands.get(arguments.get("guild"), [])


def set_commands(state: State, arguments: Arguments) -> list[dict[str, Any]]:
    return _set_commands(state, arguments, arguments["body"])


def create_command(state: State, arguments: Arguments) -> dict[str, Any]:
    command = {name: value for name, value in arguments.items() if name not in ("application", "guild")}
    others = [other for other in get_commands(state, arguments) if other["name"] != command.get("name")]
    return _set_commands(state, arguments, [*others, command])[-1]


def _entry_points(commands: list[dict[str, Any]]) -> set[str]:
    return {command["name"] for command in commands if command.get("type") == 4}


def _set_commands(state: State, arguments: Arguments, commands: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put commands in the place of those that are there; one with a known type and name keeps its id."""
    check_commands(commands)
    guild = arguments.get("guild")
    if _entry_points(get_commands(state, arguments)) - _entry_points(commands):
        raise DiscordError(50240)
    ids = {(known["type"], known["name"]): known["id"] for known in get_commands(state, arguments)}
    place = {"guild_id": guild} if guild else {}
    defaults = {"type": 1, "description": "", "default_member_permissions": None, "nsfw": False}
    state.commands[guild] = [
        defaults | command | place | {
            "id": ids.get((command.get("type", 1), command["name"])) or state.world.clock.new_id(),
            "application_id": APP, "version": state.world.clock.new_id(),
        }
        for command in commands
    ]  # fmt: skip
    return state.commands[guild]


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation with its method and path; some are open to who knows the token in the path."""

    method: str
    path: str
    call: Callable[[State, Arguments], Any]
    needs_token: bool = True
    name: str = ""


_APP, _WEBHOOK = "/applications/{application}", "/webhooks/{application}/{token}"
OPERATIONS = [
    Operation("GET", "/gateway", get_gateway, needs_token=False),
    Operation("GET", "/gateway/bot", get_gateway_bot),
    Operation("GET", "/users/@me", get_current_user),
    Operation("GET", "/users/{user}", get_user),
    Operation("POST", "/users/@me/channels", create_dm),
    Operation("GET", "/applications/@me", get_current_application),
    Operation("GET", "/oauth2/applications/@me", get_current_application),
    Operation("GET", f"{_APP}/commands", get_commands),
    Operation("PUT", f"{_APP}/commands", set_commands),
    Operation("POST", f"{_APP}/commands", create_command),
    Operation("GET", f"{_APP}/guilds/{{guild}}/commands", get_commands, name="get_guild_commands"),
    Operation("PUT", f"{_APP}/guilds/{{guild}}/commands", set_commands, name="set_guild_commands"),
    Operation("POST", f"{_APP}/guilds/{{guild}}/commands", create_command, name="create_guild_command"),
    Operation("GET", "/guilds/{guild}", get_guild),
    Operation("GET", "/guilds/{guild}/members/{user}", get_member),
    Operation("GET", "/channels/{channel}", get_channel),
    Operation("POST", "/channels/{channel}/typing", trigger_typing),
    Operation("POST", "/channels/{channel}/messages", create_message),
    Operation("GET", "/channels/{channel}/messages/{message}", get_message),
    Operation("PATCH", "/channels/{channel}/messages/{message}", edit_message),
    Operation("DELETE", "/channels/{channel}/messages/{message}", delete_message),
    Operation("POST", "/interactions/{interaction}/{token}/callback", interactions.create_response, False),
    Operation("POST", _WEBHOOK, interactions.create_followup, False),
    Operation("GET", f"{_WEBHOOK}/messages/@original", interactions.get_original, False),
    Operation("PATCH", f"{_WEBHOOK}/messages/@original", interactions.edit_original, False),
    Operation("DELETE", f"{_WEBHOOK}/messages/@original", interactions.delete_original, False),
    Operation("GET", f"{_WEBHOOK}/messages/{{message}}", interactions.get_original, False, "get_followup"),
    Operation("PATCH", f"{_WEBHOOK}/messages/{{message}}", interactions.edit_original, False, "edit_followup"),
    Operation("DELETE", f"{_WEBHOOK}/messages/{{message}}", interactions.delete_original, False, "delete_followup"),
]
