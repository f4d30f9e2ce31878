"""What an operator can set; the only reader of the environment and of `.env`."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values

from index.errors import SettingsError


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the index lives and where the interviews are. Paths are relative to the working folder."""

    data: Path = Path("data")
    seeds: Path = Path("seeds")

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Return the settings in a mapping of environment variables.

        Raises:
            SettingsError: A value cannot work; names each one.
        """
        problems = [
            f"{name} contains a NUL character"
            for name in ("QUOTEBOT_DATA", "QUOTEBOT_SEEDS")
            if "\0" in environ.get(name, "")
        ]
        if problems:
            raise SettingsError("; ".join(problems))
        return cls(
            data=Path(environ.get("QUOTEBOT_DATA") or cls().data),
            seeds=Path(environ.get("QUOTEBOT_SEEDS") or cls().seeds),
        )


def load_settings() -> Settings:
    """Return the settings of this process: `.env` of the working folder, and the environment, which wins."""
    from_file = {name: value for name, value in dotenv_values(Path.cwd() / ".env").items() if value is not None}
    return Settings.from_env({**from_file, **os.environ})
