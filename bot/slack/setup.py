"""How the app comes to be in Slack: the manifest that ships with the bot, as a link that opens Slack's own form."""

import json
import re
from importlib.resources import files
from urllib.parse import quote as percent_encode
from urllib.parse import urlsplit

from index.errors import SettingsError

EVENTS_PATH = "/slack/events"
_NEW_APP = "https://api.slack.com/apps?new_app=1&manifest_yaml="
_ADDRESS = re.compile(r"#(url|request_url|message_menu_options_url): .*")
_COMMENT = re.compile(r"(?m)^ *#.*\n|(?<=\S) +#.*$")


def slack_manifest(events_url: str | None = None) -> str:
    """Return the manifest of the app as YAML without comments.

    Args:
        events_url: Where Slack sends what happens, from `slack_events_url`; None for Socket Mode.
    """
    text = files("bot.slack").joinpath("manifest.yaml").read_text("utf-8")
    if events_url is not None:
        address = json.dumps(events_url)  # a JSON text is a YAML text: https://yaml.org/spec/1.2.2/#12-overview
        text = _ADDRESS.sub(lambda setting: f"{setting[1]}: {address}", text)
        text = text.replace("socket_mode_enabled: true", "socket_mode_enabled: false")
    return _COMMENT.sub("", text)


def new_app_link(manifest: str) -> str:
    """Return the address that opens Slack's form for a new app, filled in.

    Source: https://docs.slack.dev/app-manifests/configuring-apps-with-app-manifests
    """
    return _NEW_APP + percent_encode(manifest, safe="")


def slack_events_url(public_url: str) -> str:
    """Return the address that Slack sends to, for a bot that the world reaches at `public_url`.

    Raises:
        SettingsError: It is no address that Slack would send to.
    """
    if not _is_public(public_url):
        raise SettingsError(f"--http is {public_url!r}; it is the bot's address, such as https://quotebot.example.com")
    return public_url.rstrip("/").removesuffix(EVENTS_PATH) + EVENTS_PATH


def _is_public(url: str) -> bool:
    """Tell whether it is https:// with a host, and neither a question mark, a fragment, a user nor white space."""
    try:
        parts = urlsplit(url)
        is_port_right = parts.port != 0
    except ValueError:
        return False
    is_plain = not re.search(r"[\s?#@\\]", url) and url.isprintable()
    return parts.scheme == "https" and bool(parts.hostname) and is_port_right and is_plain
