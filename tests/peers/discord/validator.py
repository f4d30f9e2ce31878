"""Says what Discord would find wrong with a message, with choices or with commands, in words much like its own."""

from typing import Any

from pydantic import BaseModel, ValidationError

from .errors import DiscordError
from .forms import ChoicesForm, CommandsForm, MessageForm

Problem = tuple[tuple[Any, ...], str, str]
_TYPES = ("str", "int", "float")
_MOST_COMMANDS = {1: 100, 2: 15, 3: 15}


def message_problems(arguments: dict[str, Any]) -> list[Problem]:
    """Return what is wrong with a message, each with its path, code and words; nothing if it can be sent."""
    return _problems(MessageForm, arguments)


def choices_problems(data: dict[str, Any]) -> list[Problem]:
    """Return what is wrong with the answer to an autocompletion."""
    return _problems(ChoicesForm, data)


def command_problems(commands: list[dict[str, Any]]) -> list[Problem]:
    """Return what is wrong with commands; paths begin with the number of the command."""
    return [(path[1:], code, message) for path, code, message in _problems(CommandsForm, {"commands": commands})]


def ping_problems(arguments: dict[str, Any]) -> list[str]:
    """Return why a message might ping somebody; it is allowed, but never meant."""
    allowed = arguments.get("allowed_mentions")
    if allowed is None:
        return ["allowed_mentions is missing"]
    if allowed.get("parse") != [] or any(allowed.get(name) for name in ("users", "roles", "replied_user")):
        return [f"allowed_mentions would ping: {allowed}"]
    return []


def check_commands(commands: list[dict[str, Any]]) -> None:
    """Check all commands of one place.

    Raises:
        DiscordError: One has something wrong, or there are too many.
    """
    if problems := command_problems(commands):
        raise DiscordError(50035, problems=problems)
    types = [command.get("type", 1) for command in commands]
    if any(types.count(kind) > most for kind, most in _MOST_COMMANDS.items()):
        raise DiscordError(30032)


def _problems(form: type[BaseModel], value: Any) -> list[Problem]:
    try:
        form.model_validate(value)
    except ValidationError as error:
        return [_as_problem(problem) for problem in error.errors()]
    return []


def _as_problem(error: dict[str, Any]) -> Problem:
    path, context = _path(error["loc"]), error.get("ctx", {})
    if error["type"] == "discord":
        return path, context["code"], context["message"]
    if error["type"] in ("string_too_long", "too_long"):
        return path, "BASE_TYPE_MAX_LENGTH", f"Must be {context['max_length']} or fewer in length."
    if error["type"] in ("string_too_short", "too_short"):
        return path, "BASE_TYPE_MIN_LENGTH", f"Must be {context['min_length']} or more in length."
    if error["type"] == "missing":
        return path, "BASE_TYPE_REQUIRED", "This field is required"
    return path, "BASE_TYPE_CHOICES", error["msg"]


def _path(path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Return a path without the types that pydantic puts into it."""
    return tuple(step for step in path if isinstance(step, int) or (step.isidentifier() and step not in _TYPES))
