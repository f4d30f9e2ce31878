"""Which commands people find where, and what they can put into them."""

from typing import Any

from .payloads import context_of
from .state import State

Command = dict[str, Any]
_TYPES = {3: str, 4: int, 5: bool, 10: float}


def find_command(state: State, name: str, *, user: str, channel: str, kind: int = 1) -> Command:
    """Return a command that the bot registered, if this user is offered it in this channel.

    Raises:
        LookupError: They are not; says why.
    """
    place = state.world.channels[channel]
    known = [*state.commands.get(None, []), *(state.commands.get(place.guild, []) if place.guild else [])]
    command = next((candidate for candidate in known if (candidate["name"], candidate["type"]) == (name, kind)), None)
    if command is None:
        raise LookupError(f"no {name!r} among the commands {[candidate['name'] for candidate in known]}")
    is_installed = state.world.guilds[place.guild].has_bot if place.guild else place.has_bot
    if (0 if is_installed else 1) not in (command.get("integration_types") or [0]):
        raise LookupError(f"{name!r} cannot be used where the bot is not; integration_types")
    contexts = command.get("contexts")
    if contexts is not None and context_of(place) not in contexts:
        raise LookupError(f"{name!r} cannot be used in {channel}; contexts are {contexts}")
    if command["default_member_permissions"] is not None and not state.world.users[user].is_admin:
        raise LookupError(f"{name!r} is for administrators")
    return command


def find_subcommand(command: Command, name: str) -> Command:
    """Return a subcommand.

    Raises:
        LookupError: There is none.
    """
    known = {option["name"]: option for option in command.get("options") or () if option["type"] == 1}
    if name not in known:
        raise LookupError(f"no {name!r} among the subcommands {list(known)}")
    return known[name]


def given_options(command: Command, values: dict[str, Any]) -> list[Command]:
    """Return options with their values, in the command's order.

    Raises:
        LookupError: One is not known, is missing, or cannot have this value.
    """
    known = {option["name"]: option for option in command.get("options") or ()}
    if unknown := values.keys() - known.keys():
        raise LookupError(f"no {sorted(unknown)} among the options {list(known)}")
    missing = [name for name, option in known.items() if option.get("required") and name not in values]
    if missing:
        raise LookupError(f"{missing} must be given")
    return [_given(option, values[name]) for name, option in known.items() if name in values]


def autocomplete_options(command: Command, focused: str, value: str, values: dict[str, Any]) -> list[Command]:
    """Return options while one of them is being typed; required ones may still be missing.

    Raises:
        LookupError: The option suggests nothing, or as for `given_options`.
    """
    known = {option["name"]: option for option in command.get("options") or ()}
    if not known.get(focused, {}).get("autocomplete"):
        raise LookupError(f"{focused!r} suggests nothing")
    optional = [option | {"required": False} for option in known.values()]
    given = given_options({"options": optional}, values | {focused: value})
    return [option | {"focused": True} if option["name"] == focused else option for option in given]


def _given(option: Command, value: Any) -> Command:
    choices = [choice["value"] for choice in option.get("choices") or ()]
    if choices and value not in choices:
        raise LookupError(f"{value!r} is not among the choices {choices} of {option['name']!r}")
    if not isinstance(value, _TYPES.get(option["type"], str)):
        raise LookupError(f"{option['name']!r} is of type {option['type']} and cannot be {value!r}")
    return {"type": option["type"], "name": option["name"], "value": value}
