"""What all parts of the peer share: the workspace, the diary, tokens, triggers, views."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from .records import Diary, SlackError
from .workspace import APP, Workspace

TRIGGER_LASTS_SECONDS = 3
SCOPES = ["app_mentions:read", "channels:history", "chat:write", "commands", "im:history", "users:read"]
_LIMITS = {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "no_text",
           "too_many_attachments", "invalid_arguments", "view_too_large"}  # fmt: skip


@dataclass(kw_only=True, eq=False, repr=False)
class State:
    """What the peer knows. `events_url` is where the bot listens in HTTP mode, None for Socket Mode.

    `triggers` are the trigger_ids with who caused them and when, None once they are used.
    `offered` are the options, by value, that came for what was typed in a menu of a view.
    """

    workspace: Workspace = field(default_factory=Workspace)
    diary: Diary = field(default_factory=Diary)
    scopes: list[str] = field(default_factory=lambda: list(SCOPES))
    bot_token: str = "xoxb-peer-bot"
    app_token: str = "xapp-peer-app"
    signing_secret: str = "peer-signing-secret"
    events_url: str | None = None
    triggers: dict[str, tuple[str, float] | None] = field(default_factory=dict)
    views: dict[str, dict[str, Any]] = field(default_factory=dict)
    offered: dict[tuple[str, str], dict[str, dict[str, Any]]] = field(default_factory=dict)
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)
    socket_url: str = ""
    tickets: set[str] = field(default_factory=set)
    most_connections: int = 10

    def new_trigger(self, user: str) -> str:
        """Return a trigger_id, good for one view within three seconds."""
        trigger_id = new_id("")
        self.triggers[trigger_id] = user, self.workspace.clock.now()
        return trigger_id

    def use_trigger(self, trigger_id: str | None) -> str:
        """Use a trigger_id up and return whose it is.

        Raises:
            SlackError: It was never given, is used already, or is too old.
        """
        if trigger_id not in self.triggers:
            raise SlackError("invalid_trigger_id")
        trigger, self.triggers[trigger_id] = self.triggers[trigger_id], None
        if trigger is None:
            raise SlackError("exchanged_trigger_id")
        user, born = trigger
        if self.workspace.clock.now() - born > TRIGGER_LASTS_SECONDS:
            raise SlackError("expired_trigger_id")
        return user

    def new_socket_url(self) -> str:
        """Return the address for one Socket Mode connection."""
        ticket = new_id("")
        self.tickets.add(ticket)
        return f"{self.socket_url}?ticket={ticket}&app_id={APP}"

    def note(self, method: str, error: SlackError) -> None:
        """Write down what broke a limit."""
        if error.answer["error"] in _LIMITS:
            details = error.answer.get("response_metadata", {}).get("messages", [])
            self.diary.violations.append(f"{method}: {'; '.join([error.answer['error'], *details])}")


def new_id(prefix: str) -> str:
    """Return an id that nothing else has, not even in another run."""
    return prefix + uuid.uuid4().hex[:16].upper()
