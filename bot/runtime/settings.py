"""What an operator can set; the only reader of the environment and of `.env`."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values

from index.errors import SettingsError
from index.language_preference import Reading
from index.processors import thread_limits, usable_processors, visible_processors

SlackMode = Literal["socket", "http"]
SLACK_API_URL = "https://slack.com/api/"
DISCORD_API_URL = "https://discord.com/api/v10"
_ADDRESSES = {"SLACK_API_URL": SLACK_API_URL, "DISCORD_API_URL": DISCORD_API_URL}
_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_SERVER_URL = re.compile(r"https?://(?:[\w.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?(?:/[\w./~-]*)?", re.IGNORECASE)
_SERVERS = {"QUOTEBOT_CHROMA_URL": "http://chroma:8000", "QUOTEBOT_LLM_URL": "http://localhost:11434/v1"}
_SERVER_SECRETS = {"QUOTEBOT_CHROMA_URL": "QUOTEBOT_CHROMA_TOKEN", "QUOTEBOT_LLM_URL": "QUOTEBOT_LLM_KEY"}
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_YES, _NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator can set. Paths are relative to the working folder; tokens never show in a repr.

    `slack_bot_token` begins xoxb-, `slack_app_token` (Socket Mode) xapp-; `slack_signing_secret` is for HTTP mode.
    `database_url` is SQLAlchemy's; without one, state is kept in `state.db` in the data folder.
    `chroma_url` is a Chroma server's, and `chroma_token` for a proxy in front of it; without one, Chroma is embedded.
    `llm_url` and `llm_key` are of the server that a `reranker` "llm:MODEL" is on.
    `quote_language` is what is read wherever nobody says otherwise.
    """

    data: Path = Path("data")
    seeds: Path = Path("seeds")
    embedder: str = "auto"
    reranker: str | None = None
    slack_bot_token: str | None = field(default=None, repr=False)
    slack_app_token: str | None = field(default=None, repr=False)
    slack_signing_secret: str | None = field(default=None, repr=False)
    slack_api_url: str = SLACK_API_URL
    slack_mode: SlackMode = "socket"
    discord_token: str | None = field(default=None, repr=False)
    discord_api_url: str = DISCORD_API_URL
    database_url: str | None = field(default=None, repr=False)
    chroma_url: str | None = None
    chroma_token: str | None = field(default=None, repr=False)
    llm_url: str | None = None
    llm_key: str | None = field(default=None, repr=False)
    http_host: str = "127.0.0.1"
    http_port: int = 8080
    log_level: str = "INFO"
    log_questions: bool = False
    quote_language: Reading = Reading.ANY

    @property
    def state_url(self) -> str:
        """Where votes, settings and seen events are kept."""
        return self.database_url or f"sqlite:///{self.data.absolute() / 'state.db'}"

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Return the settings in a mapping of environment variables; a blank value counts as none, ~ is home.

        Raises:
            SettingsError: Values that cannot work, each with its reason; never says what a token is.
        """
        told = {name: value.strip() for name, value in environ.items() if value.strip()}
        problems = [problem for name, value in told.items() if (problem := _problem(name, value))]
        if problems := problems or [*_open_secrets(told)]:
            raise SettingsError(*problems)
        return cls(
            data=Path(told.get("QUOTEBOT_DATA", cls().data)).expanduser(),
            seeds=Path(told.get("QUOTEBOT_SEEDS", cls().seeds)).expanduser(),
            embedder=told.get("QUOTEBOT_EMBEDDER", cls().embedder),
            reranker=told.get("QUOTEBOT_RERANKER"),
            slack_bot_token=told.get("SLACK_BOT_TOKEN"),
            slack_app_token=told.get("SLACK_APP_TOKEN"),
            slack_signing_secret=told.get("SLACK_SIGNING_SECRET"),
            slack_api_url=told.get("SLACK_API_URL", SLACK_API_URL).rstrip("/") + "/",
            slack_mode="http" if told.get("QUOTEBOT_SLACK_MODE") == "http" else "socket",
            discord_token=told.get("DISCORD_TOKEN"),
            discord_api_url=told.get("DISCORD_API_URL", DISCORD_API_URL).rstrip("/"),
            database_url=told.get("QUOTEBOT_DATABASE_URL"),
            chroma_url=told.get("QUOTEBOT_CHROMA_URL", "").rstrip("/") or None,
            chroma_token=told.get("QUOTEBOT_CHROMA_TOKEN"),
            llm_url=told.get("QUOTEBOT_LLM_URL", "").rstrip("/").removesuffix("/chat/completions") or None,
            llm_key=told.get("QUOTEBOT_LLM_KEY"),
            http_host=told.get("QUOTEBOT_HTTP_HOST", cls().http_host),
            http_port=int(told.get("QUOTEBOT_HTTP_PORT", cls().http_port)),
            log_level=told.get("QUOTEBOT_LOG_LEVEL", cls().log_level).upper(),
            log_questions=told.get("QUOTEBOT_LOG_QUESTIONS", "").lower() in _YES,
            quote_language=Reading(told.get("QUOTEBOT_QUOTE_LANGUAGE", Reading.ANY).lower()),
        )


def _problem(name: str, value: str) -> str | None:
    """Return what is wrong with a setting, None where nothing is."""
    if name == "QUOTEBOT_SLACK_MODE" and value not in ("socket", "http"):
        return f"{name} is {value!r}; it can be socket or http"
    if name == "QUOTEBOT_HTTP_PORT" and not (re.fullmatch(r"[0-9]{1,5}", value) and int(value) < 65536):
        return f"{name} is {value!r}; it is a port, such as 8080"
    if name == "QUOTEBOT_LOG_LEVEL" and value.upper() not in _LOG_LEVELS:
        return f"{name} is {value!r}; it can be {', '.join(_LOG_LEVELS)}"
    if name == "QUOTEBOT_LOG_QUESTIONS" and value.lower() not in (*_YES, *_NO):
        return f"{name} is {value!r}; it can be 1 or 0"
    if name == "QUOTEBOT_QUOTE_LANGUAGE" and value.lower() not in list(Reading):
        return f"{name} is {value!r}; it can be {', '.join(Reading)}"
    if name in _ADDRESSES and not value.startswith(("http://", "https://")):
        return f"{name} is {value!r}; it is an address such as {_ADDRESSES[name]}"
    if name in _SERVERS and not _is_server(value):
        return f"{name} is no address such as {_SERVERS[name]}, without user, password or query"  # it may hold them
    if name in _SERVER_SECRETS.values() and not re.fullmatch(r"[!-~]+", value):
        return f"{name} holds what no HTTP header can; it is made of printable ASCII without spaces"
    return None


def _is_server(value: str) -> bool:
    try:
        return _SERVER_URL.fullmatch(value) is not None and urlsplit(value).port != 0
    except ValueError:  # no such port
        return False


def _open_secrets(told: Mapping[str, str]) -> Iterator[str]:
    """Yield which secret everybody on the way to its server could read: then it protects nothing."""
    for server, secret in _SERVER_SECRETS.items():
        address = urlsplit(told.get(server, "https:"))
        if secret in told and address.scheme == "http" and address.hostname not in _LOOPBACK:
            yield (
                f"{secret} would go to {address.hostname} unencrypted; give {server} as https://, or leave "
                f"the {secret.rpartition('_')[2].lower()} out"
            )


def load_settings() -> Settings:
    """Return the settings of this process: `.env` of the working folder, and the environment, which wins.

    Raises:
        SettingsError: `.env` cannot be read as text, or a value cannot work.
    """
    try:
        from_file = dotenv_values(Path.cwd() / ".env", encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(".env is not UTF-8; save it again as UTF-8") from error
    told = {name: value for name, value in os.environ.items() if value.strip()}
    return Settings.from_env({name: value or "" for name, value in from_file.items()} | told)


def limit_threads() -> None:
    """Have numerical libraries that are not loaded yet, here and in child processes, start no needless threads."""
    os.environ |= thread_limits(os.environ, usable=usable_processors(), visible=visible_processors())
