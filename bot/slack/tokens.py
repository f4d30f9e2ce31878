"""What Slack's tokens look like: what is wrong with one, told from its form alone and never with the value."""

import re
from dataclasses import dataclass

from bot.runtime.settings import Settings
from index.errors import SettingsError

_QUOTATION_MARKS = "\"'`“”‘’«»"
_LINE_BREAKS = "\n\r\v\f\x85\u2028\u2029"
# The beginnings are at https://docs.slack.dev/authentication/tokens; the order matters.
_KINDS = {
    "xoxb-": "a bot token, which belongs in SLACK_BOT_TOKEN",
    "xapp-": "an app-level token, which belongs in SLACK_APP_TOKEN",
    "xoxp-": "a user token, which the bot does not need",
    "xoxe": "a token that expires; token rotation must be off, and an app that has it on cannot turn it off",
    "xox": "a token of another kind",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """One of the values that Slack gives out: the setting that holds it, its form, and where it is found."""

    setting: str
    begins: str
    form: re.Pattern[str]
    where: str


BOT_TOKEN = Secret(
    setting="SLACK_BOT_TOKEN",
    begins="xoxb-",
    form=re.compile(r"xoxb-(?!\d+\Z)[\w-]{3,}", re.ASCII),  # a double click selects up to a hyphen only
    where="Install App → Bot User OAuth Token",
)
APP_TOKEN = Secret(
    setting="SLACK_APP_TOKEN",
    begins="xapp-",
    form=re.compile(r"xapp-(?!\d+\Z)[\w-]{3,}", re.ASCII),
    where="Basic Information → App-Level Tokens",
)
SIGNING_SECRET = Secret(
    setting="SLACK_SIGNING_SECRET",
    begins="",
    form=re.compile(r"[0-9a-f]{32}"),
    where="Basic Information → App Credentials → Signing Secret",
)


def needed_secrets(settings: Settings) -> list[tuple[Secret, str | None]]:
    """Return what the mode needs, with its value."""
    bot = (BOT_TOKEN, settings.slack_bot_token)
    if settings.slack_mode == "http":
        return [bot, (SIGNING_SECRET, settings.slack_signing_secret)]
    return [bot, (APP_TOKEN, settings.slack_app_token)]


def check_secrets(settings: Settings) -> None:
    """Make sure that there is all that the mode needs.

    Raises:
        SettingsError: Something is missing, or holds a character that no token has.
    """
    if missing := [secret.setting for secret, value in needed_secrets(settings) if not value]:
        raise SettingsError(f"Slack needs {' and '.join(missing)}; run: quotebot setup slack")
    needed = [(secret, value or "") for secret, value in needed_secrets(settings)]
    if damaged := [problem_of(secret, value) or "" for secret, value in needed if any(map(_stray, value))]:
        raise SettingsError(*damaged)


def problem_of(secret: Secret, value: str | None) -> str | None:
    """Return what is wrong with a value and what to do, None where its form is right."""
    if value is None:
        return f"{secret.setting} is not set; copy it from {secret.where}"
    if not (flaw := _flaw(secret, value)):
        return None
    return f"{secret.setting} {flaw}; copy it again from {secret.where}"


def _flaw(secret: Secret, value: str) -> str | None:
    if stray := next(filter(None, map(_stray, value)), None):
        return f"has {stray} in it"
    begins = next((begins for begins in _KINDS if value.startswith(begins)), None)
    if begins and begins != secret.begins:
        return f"holds {_KINDS[begins]}"
    if not value.startswith(secret.begins):
        return f"does not begin with {secret.begins}"
    if not secret.form.fullmatch(value):
        return "is not 32 digits from 0 to f" if secret is SIGNING_SECRET else "is cut short"
    return None


def _stray(character: str) -> str | None:
    """Return what a character is called that no token has, None for all others."""
    if character in _QUOTATION_MARKS:
        return "a quotation mark"
    if character in _LINE_BREAKS:
        return "a line break"
    if character.isspace():
        return "a space"
    if not character.isprintable():
        return "an invisible character"
    if not re.fullmatch(r"[\w.-]", character, re.ASCII):
        return "a character that no token has"
    return None
