"""What the peer keeps of everything that happens, in order, and waiting for it."""

from dataclasses import dataclass, field
from typing import Any, Literal

from tests.peers.waiting import Waiting

PostKind = Literal["post", "ephemeral", "response", "update", "delete", "view"]


class SlackError(Exception):
    """What Slack answers instead of doing it: `error`, and more fields of the answer."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.answer = {"ok": False, "error": error} | more


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One thing that the bot said, changed or took away, and that Slack accepted.

    `user` is who alone sees it, None where all of the channel do. `blocks` are as they were sent; `arguments` is all
    that was sent. `ts` is the message that it made, changed or took away. `view` is the view as Slack holds it.
    `response_url` is the address that it was said to, if it was one.
    """

    kind: PostKind
    channel: str | None = None
    user: str | None = None
    thread_ts: str | None = None
    text: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    arguments: dict[str, Any] = field(default_factory=dict, repr=False)
    ts: str | None = None
    response_type: Literal["ephemeral", "in_channel"] | None = None
    replace_original: bool = False
    delete_original: bool = False
    view: dict[str, Any] | None = None
    response_url: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request to the Web API or to a response_url (method "response_url"), and what came of it.

    `outcome` is "ok", the error, or what was done to it on purpose: "request dropped", "reply lost". `at` is in
    seconds of the event loop's clock.
    """

    method: str
    arguments: dict[str, Any] = field(repr=False)
    outcome: str
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ack:
    """An acknowledgement of an envelope: how long after it was sent, on which connection, with what in it."""

    envelope_id: str
    seconds: float
    connection: int
    payload: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One thing that Slack told the bot. `type` is that of a Socket Mode envelope, `attempt` counts retries from 0.

    In HTTP mode `status` is what the bot answered, None if it did not within three seconds.
    """

    type: Literal["slash_commands", "events_api", "interactive"]
    payload: dict[str, Any] = field(repr=False)
    envelope_id: str
    attempt: int = 0
    reason: str = ""
    status: int | None = None

    @property
    def trigger_id(self) -> str:
        return self.payload["trigger_id"]

    @property
    def response_url(self) -> str:
        return self.payload["response_url"]

    @property
    def event_id(self) -> str:
        return self.payload["event_id"]

    @property
    def ts(self) -> str:
        """The time of the message that an event tells of."""
        return self.payload["event"]["ts"]


@dataclass(slots=True, kw_only=True)
class Diary(Waiting):
    """Everything that happened, in order; `received` are the bytes in which the bot said all of it.

    `violations` are posts that broke a limit, so that none may go unseen.
    `undelivered` is what was sent while no connection was there to take it.
    """

    posts: list[Post] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    acks: dict[str, list[Ack]] = field(default_factory=dict)
    undelivered: list[Sent] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    received: list[bytes] = field(default_factory=list)

    @property
    def unacked(self) -> list[Sent]:
        """What was sent over Socket Mode and not acknowledged so far."""
        return [sent for sent in self.sent if sent.envelope_id not in self.acks and sent.status is None]
