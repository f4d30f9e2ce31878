"""Parts of a command, named and described in English and both Chinese scripts, as Discord's API takes them."""

from typing import Any

from index.text.chinese import to_traditional

Definition = dict[str, Any]

_SUBCOMMAND = 1


def subcommand(
    name: str, chinese_name: str, description: str, chinese_description: str, *options: Definition
) -> Definition:
    """Return a part of a command that is chosen like one of its own."""
    made: Definition = {"type": _SUBCOMMAND, "options": list(options)}
    return described(named(made, name, chinese_name), description, chinese_description)


def named(definition: Definition, name: str, chinese: str) -> Definition:
    """Return a command, an option or a choice with its name."""
    return definition | {"name": name, "name_localizations": _in_both_scripts(chinese)}


def described(definition: Definition, description: str, chinese: str) -> Definition:
    """Return a command or an option with what is said below its name."""
    return definition | {"description": description, "description_localizations": _in_both_scripts(chinese)}


def _in_both_scripts(chinese: str) -> dict[str, str]:
    return {"zh-CN": chinese, "zh-TW": to_traditional(chinese)}
