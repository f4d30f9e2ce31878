"""What somebody did in a chat, in one form for every platform; what the adapters make and the request queue takes."""

from dataclasses import dataclass, fields
from typing import Any, Literal

from bot.domain.button_value import carries_question
from bot.domain.command import Ask, Command
from bot.domain.command_record import command_record, read_command

Platform = Literal["slack", "discord"]
RequestKind = Literal["command", "mention", "direct", "follow_up", "shortcut", "button", "form"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One thing that somebody asks of the bot; holds nothing that JSON cannot.

    `keys` are the names under which the platform may deliver it again; any of them seen before makes it the same.
    `command` is what is wanted, None for a button that is known by its `action` alone. `text` is what was typed,
    already plain (no mark-up of the platform); for a button it is the question that the button carries. It tells the
    language, and what the log must not repeat; nothing in it is parsed again. `action` is what stands behind "quote:"
    in a button's id, such as "next" or "down:words", and `value` what the button carries. `message` is the platform's
    id of the message that asks or has the button, and `message_is_private` whether only the presser sees it.
    `reply_to` is an address that answers this one request (Slack's response_url, Discord's interaction token).
    `asked_at` is in seconds since 1970; `is_admin` is looked up only where it decides something, and so is `zone`, the
    asker's IANA time zone. `command_name` is the slash command as it was typed, where an operator may rename it.
    `parent_channel` is the channel of a thread that has an id of its own.
    """

    platform: Platform
    kind: RequestKind
    keys: tuple[str, ...]
    workspace: str
    channel: str
    user: str
    asked_at: float
    user_name: str = ""
    thread: str | None = None
    text: str = ""
    command: Command | None = None
    action: str = ""
    value: str = ""
    message: str | None = None
    message_is_private: bool = False
    reply_to: str | None = None
    locale: str | None = None
    is_admin: bool = False
    zone: str | None = None
    parent_channel: str | None = None
    command_name: str = ""

    def record(self) -> dict[str, Any]:
        """Return this request as JSON."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return values | {"command": command_record(self.command) if self.command else None}

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> "Request":
        """Return the request that `record` tells of; what another version wrote besides is left out."""
        known = {field.name: record[field.name] for field in fields(cls) if field.name in record}
        return cls(**known | {"keys": tuple(record["keys"]), "command": _command_in(record)})


def _command_in(record: dict[str, Any]) -> Command | None:
    """Return the command in a record; one that an older version wrote has none, and asks the question in its text."""
    kind, written = record["kind"], record.get("command")
    is_known = "command" in record or (kind == "button" and not carries_question(record.get("action", "")))
    if is_known and not written:
        return None
    question = Ask(question=" ".join(record.get("text", "").split()), is_private=kind in ("shortcut", "button"))
    return (read_command(written) if written else None) or question
