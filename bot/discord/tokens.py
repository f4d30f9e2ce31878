"""What a Discord bot's token looks like, and which application it belongs to; never the token itself."""

import base64
import binascii
import re

from bot.runtime.settings import Settings
from index.errors import SettingsError

# Source: https://docs.discord.com/developers/reference#authentication; the first part is the application's id.
_FORM = re.compile(r"(?P<id>[\w-]{4,})\.[\w-]+\.[\w-]{3,}", re.ASCII)
WHERE = "https://discord.com/developers/applications → your application → Bot → Reset Token"


def application_id(token: str) -> str | None:
    """Return the id of the application that a token belongs to, None where the token does not tell."""
    parts = _FORM.fullmatch(token)
    if not parts:
        return None
    part = parts["id"]
    try:
        identity = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
    return identity if identity.isascii() and identity.isdigit() else None


def check_token(settings: Settings) -> str:
    """Return the token.

    Raises:
        SettingsError: There is none, or it is certain that it is none of a bot's.
    """
    if not settings.discord_token:
        raise SettingsError("Discord needs DISCORD_TOKEN; run: quotebot setup discord")
    if problem := problem_of(settings.discord_token):
        raise SettingsError(problem)
    return settings.discord_token


def problem_of(token: str) -> str | None:
    """Return what is wrong with the form of a token and what to do, None where nothing is."""
    if token.startswith("Bot "):
        return 'DISCORD_TOKEN begins with "Bot "; leave that out'
    if not token.isprintable() or any(character.isspace() or character in "\"'“”" for character in token):
        return f"DISCORD_TOKEN has a space, a quotation mark or a line break in it; copy it again from {WHERE}"
    if re.fullmatch(r"[0-9]{15,}|[0-9a-f]{64}", token):
        return f"DISCORD_TOKEN holds an application's id or public key, not its bot's token; copy that from {WHERE}"
    if token.startswith(("xoxb-", "xapp-")):
        return "DISCORD_TOKEN holds a token of Slack's, which belongs in SLACK_BOT_TOKEN or SLACK_APP_TOKEN"
    return None
