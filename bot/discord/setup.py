"""The links by which the bot comes into a server, or to a person, with exactly what it needs."""

from urllib.parse import urlencode

# View channels, send messages, embed links, read message history (for replies), send messages in threads.
# Source: https://docs.discord.com/developers/topics/permissions
PERMISSIONS = 1 << 10 | 1 << 11 | 1 << 14 | 1 << 16 | 1 << 38
DEVELOPERS = "https://discord.com/developers/applications"
_AUTHORIZE = "https://discord.com/oauth2/authorize"


def server_link(application_id: str) -> str:
    """Return the link that brings the bot and its commands into a server."""
    asked = {"client_id": application_id, "scope": "bot applications.commands", "permissions": PERMISSIONS}
    return f"{_AUTHORIZE}?{urlencode(asked | {'integration_type': 0})}"


def person_link(application_id: str) -> str:
    """Return the link that gives its commands to one person, wherever they are."""
    asked = {"client_id": application_id, "scope": "applications.commands", "integration_type": 1}
    return f"{_AUTHORIZE}?{urlencode(asked)}"
