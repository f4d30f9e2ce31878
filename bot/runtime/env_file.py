"""What stands in `.env` of the working folder; a line of it that would count for nothing is an error, not silence."""

import re
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from io import StringIO
from pathlib import Path

from dotenv import dotenv_values
from dotenv.parser import Original, parse_stream

from index.errors import SettingsError

NAME = ".env"
_LEAST_LIKENESS = 0.8  # less would take any two names with the same beginning for alike
_OURS = ("QUOTEBOT_", "SLACK_", "DISCORD_")
_OF_COMPOSE = ("QUOTEBOT_DOMAIN",)  # read by deploy/compose.yaml


def read_env_file() -> dict[str, str]:
    """Return the settings in `.env` of the working folder, none where there is no such file.

    Raises:
        SettingsError: It cannot be read, or a line of it says nothing; the line, which may hold a secret, is not
            repeated.
    """
    text = _text()
    if problems := [_no_setting(binding.original) for binding in parse_stream(StringIO(text)) if binding.error]:
        raise SettingsError(*problems)
    return {name: value or "" for name, value in dotenv_values(stream=StringIO(text)).items()}


def unknown_settings(names: Iterable[str], known: Collection[str]) -> Iterator[str]:
    """Yield of each name in `.env` that seems to be meant for us and is no setting, what it may have been meant for."""
    for name in names:
        if name.startswith(_OURS) and name not in (*known, *_OF_COMPOSE):
            nearest = get_close_matches(name, known, n=1, cutoff=_LEAST_LIKENESS)
            meant = f"did you mean {nearest[0]}?" if nearest else "take it out;"
            yield f"{name} in {NAME} is no setting and counts for nothing; {meant} see .env.example"


def _text() -> str:
    try:
        file = Path.cwd() / NAME
    except OSError as error:
        raise SettingsError(f"the working folder cannot be used ({error.strerror}); cd to another") from error
    if file.is_symlink() and not file.exists():
        raise SettingsError(f"{NAME} is a link that leads nowhere; mend it, or remove it")
    try:
        return file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except IsADirectoryError as error:
        raise SettingsError(f"{NAME} is a folder; move it, and write the settings into a file of that name") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{NAME} is not UTF-8; save it again as UTF-8") from error
    except OSError as error:
        raise SettingsError(
            f"{NAME} cannot be read ({error.strerror}); let the user who runs this read it, or take it out of the "
            "folder"
        ) from error


def _no_setting(original: Original) -> str:
    start = re.match(r"\s*", original.string)  # blank lines before it, which the parser does not count
    line = original.line + (len(start[0].splitlines()) if start else 0)
    return (
        f"{NAME}, line {line}, is no setting; write NAME=VALUE, where a quotation mark that begins the value has to "
        "end it, or put # before the line"
    )
