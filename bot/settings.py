"""What an operator can set; the only reader of the environment and of `.env`."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values

from index.errors import SettingsError


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the index lives, where the interviews are, what embeds. Paths are relative to the working folder."""

    data: Path = Path("data")
    seeds: Path = Path("seeds")
    embedder: str = "auto"

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Return the settings in a mapping of environment variables; a blank value counts as none, ~ is home."""
        told = {name: value.strip() for name, value in environ.items() if value.strip()}
        return cls(
            data=Path(told.get("QUOTEBOT_DATA", cls().data)).expanduser(),
            seeds=Path(told.get("QUOTEBOT_SEEDS", cls().seeds)).expanduser(),
            embedder=told.get("QUOTEBOT_EMBEDDER", cls().embedder),
        )


def load_settings() -> Settings:
    """Return the settings of this process: `.env` of the working folder, and the environment, which wins.

    Raises:
        SettingsError: `.env` cannot be read as text.
    """
    try:
        from_file = dotenv_values(Path.cwd() / ".env", encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(".env is not UTF-8; save it again as UTF-8") from error
    told = {name: value for name, value in os.environ.items() if value.strip()}
    return Settings.from_env({name: value or "" for name, value in from_file.items()} | told)
