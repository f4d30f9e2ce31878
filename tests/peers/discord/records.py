"""What the peer keeps of everything that happens, in order, and waiting for it."""

import time
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.peers.waiting import Waiting

PostKind = Literal["post", "response", "followup", "edit", "delete"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One thing that the bot said, changed or took away, and that Discord accepted.

    A "post" goes to a channel without an interaction; a "response" is the first answer to one, at once or in the place
    of a loading message, a "followup" each further one. A loading message itself is not a post, nor is its deletion.
    `user` is who alone sees it, None where all of the channel do. `arguments` is all that was sent, `id` the message
    that it made, changed or took away, `reference` the message replied to, `interaction` the id of the interaction
    whose token was used. `at` is in seconds since 1970.
    """

    kind: PostKind
    channel: str
    id: str
    user: str | None = None
    content: str = ""
    embeds: list[dict[str, Any]] = field(default_factory=list)
    components: list[dict[str, Any]] = field(default_factory=list)
    reference: str | None = None
    nonce: str | None = None
    interaction: str | None = None
    arguments: dict[str, Any] = field(default_factory=dict, repr=False)
    at: float = field(default_factory=time.time, compare=False)

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """All buttons, row by row."""
        return [button for row in self.components for button in row["components"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request to the API, and what came of it.

    `method` is the name of the operation, such as "create_message"; `arguments` what the path and the body say.
    `outcome` is "ok", the error's code as text, or what was done to it on purpose: "request dropped", "reply lost".
    `status` is None where no answer came. `at` is in seconds of the event loop's clock.
    """

    method: str
    arguments: dict[str, Any] = field(repr=False)
    outcome: str
    status: int | None
    at: float
    is_shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The first answer to an interaction: its type, how long after it was sent, and what it said.

    `type` is 4 for a message, 5 for a loading message, 6 and 7 for changing the message whose button was pressed
    later and at once, 8 for the choices of an autocompletion.
    """

    interaction: str
    type: int
    seconds: float
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def is_ephemeral(self) -> bool:
        return bool(self.data.get("flags", 0) & 64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One event that Discord told the bot of; `payload` is all of it, also what the bot's intents withhold from it."""

    event: str
    payload: dict[str, Any] = field(repr=False)
    guild: str | None

    @property
    def id(self) -> str:
        """The id of the interaction or message."""
        return self.payload["id"]

    @property
    def token(self) -> str:
        """The token that answers the interaction."""
        return self.payload["token"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """A heartbeat: on which connection, when, the number of the last event that it tells of, and how late it came."""

    connection: int
    at: float
    seq: int | None
    late_seconds: float


@dataclass(slots=True, kw_only=True)
class Diary(Waiting):
    """Everything that happened, in order; `received` are the bytes in which the bot said all of it.

    `violations` are posts that broke a limit, so that none may go unseen.
    `responses` are by the interaction's id. `undelivered` is what was sent while no session was there to take it;
    what comes while a connection is broken but its session alive is kept for the resumption.
    """

    posts: list[Post] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    responses: dict[str, Response] = field(default_factory=dict)
    beats: list[Beat] = field(default_factory=list)
    undelivered: list[Sent] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    received: list[bytes] = field(default_factory=list)

    @property
    def unanswered(self) -> list[Sent]:
        """The interactions that had no response so far."""
        interactions = [sent for sent in self.sent if sent.event == "INTERACTION_CREATE"]
        return [sent for sent in interactions if sent.id not in self.responses]

    @property
    def invalid_calls(self) -> list[Call]:
        """The calls that count towards a ban of the address: refused with 401, 403 or a 429 that is not shared."""
        return [call for call in self.calls if call.status in (401, 403, 429) and not call.is_shared]
