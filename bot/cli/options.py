"""What the subcommands share: options, settings, the console, JSON."""

import json
import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from bot.runtime.setting_values import folder
from bot.runtime.settings import Settings, load_settings
from bot.runtime.standard_streams import takes_every_character
from index.advice import advise_data_folder
from index.errors import SettingsError
from index.language_preference import LanguagePreference

DataOption = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="Folder of the index and the state; else QUOTEBOT_DATA, else data/."),
]
GuestOption = Annotated[
    list[str] | None, typer.Option("--guest", metavar="NAME", help="Who answers; once for each guest.")
]
HostOption = Annotated[list[str] | None, typer.Option("--host", metavar="NAME", help="Who asks; once for each host.")]
LinkOption = Annotated[
    str | None, typer.Option("--link", metavar="URL", help="Page or recording that readers are sent to.")
]
LanguageOption = Annotated[
    LanguagePreference | None,
    typer.Option(
        "--language",
        help="Only quotes in this language; with -first, the other where this one has no answer. "
        "Else QUOTEBOT_QUOTE_LANGUAGE, else any.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
_PIPED_WIDTH = 120


class PlatformName(StrEnum):
    """A platform as an argument; Typer takes no list of a Literal."""

    SLACK = "slack"
    DISCORD = "discord"


def settings_of(context: typer.Context, data: Path | None) -> Settings:
    """Return the settings, with the data folder of `--data`, before or behind the subcommand.

    Raises:
        SettingsError: A setting cannot work, or that folder begins with a ~ that means nothing.
    """
    settings, named = load_settings(), data or context.obj
    try:
        meant = folder(str(named)) if named else None  # a shell leaves the ~ in --data=~/quotes as it is
    except ValueError as error:
        raise SettingsError(f"--data {error}") from error
    advise_data_folder(meant)
    return replace(settings, data=meant) if meant else settings


def console() -> Console:
    """Return the console that answers go to; lines are never cut or broken for a file or a pipe."""
    if sys.stdout.isatty():
        return Console(highlight=False, emoji=False)
    return Console(highlight=False, emoji=False, soft_wrap=True, width=_PIPED_WIDTH)


def print_json(content: dict[str, Any]) -> None:
    """Print a JSON object on one line."""
    sys.stdout.write(_json(content) + "\n")


def print_json_list(contents: list[dict[str, Any]]) -> None:
    """Print a JSON list, one item a line."""
    lines = ",\n".join(_json(content) for content in contents)
    sys.stdout.write(f"[\n{lines}\n]\n")


def _json(content: dict[str, Any]) -> str:
    """Return JSON on one line; what the output cannot hold, such as half a surrogate pair, is written as an escape."""
    as_escapes = not takes_every_character(sys.stdout.encoding)
    return json.dumps(content, ensure_ascii=as_escapes).encode("utf-8", "backslashreplace").decode()
