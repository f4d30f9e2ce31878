"""Requests as a platform makes them: each with the command that its text or its button stands for."""

from bot.domain.request import Request
from bot.intake.commands import button_command, message_command


def make_request(**fields: object) -> Request:
    """Return a request in a channel, typed behind /quote where no other kind is told."""
    known = {
        "platform": "slack", "kind": "command", "keys": ("k1",), "workspace": "T1", "channel": "C1", "user": "U1",
        "user_name": "ann", "asked_at": 1000.0, "text": "", "action": "", "value": "",
    } | fields  # fmt: skip
    is_button = known["kind"] == "button"
    text = known["text"] or (known["value"] if is_button else "")
    command = button_command(known["action"], known["value"]) if is_button else message_command(known["kind"], text)
    return Request(**{"command": command} | known)
