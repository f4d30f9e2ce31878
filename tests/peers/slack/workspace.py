"""The workspace that the peer plays: who is there, which channels, and what stands in them now."""

import itertools
import time
from dataclasses import dataclass, field, replace
from typing import Any

from .records import SlackError

TEAM, BOT_USER, BOT, APP = "T1", "U0BOT", "B0BOT", "A1"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody in the workspace."""

    id: str
    name: str = ""
    is_admin: bool = False
    is_owner: bool = False
    tz: str = "Europe/Berlin"
    tz_offset: int = 3600
    locale: str = "en-US"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel or a direct message; `members` are people, None for everybody; `has_bot`: the bot is in it."""

    id: str
    name: str = ""
    members: frozenset[str] | None = None
    has_bot: bool = True
    is_private: bool = False
    is_archived: bool = False

    @property
    def is_direct(self) -> bool:
        return self.id.startswith("D")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as it stands now; `only_for` is who alone sees it. Blocks have ids, as Slack gives them."""

    channel: str
    ts: str
    author: str
    text: str = ""
    blocks: tuple[dict[str, Any], ...] = ()
    thread_ts: str | None = None
    only_for: str | None = None


class Clock:
    """The time in Slack; can be moved ahead."""

    def __init__(self) -> None:
        self.ahead_seconds = 0.0
        self._last = 0

    def now(self) -> float:
        return time.time() + self.ahead_seconds

    def new_ts(self) -> str:
        """Return the time of a new message: later than of any before."""
        self._last = max(int(self.now() * 1_000_000), self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"


@dataclass(slots=True, kw_only=True)
class Workspace:
    """Users, channels and messages. C1 has everybody and the bot in it; D1 is the direct message of U1, and so on."""

    clock: Clock = field(default_factory=Clock)
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    messages: dict[tuple[str, str], Message] = field(default_factory=dict)
    _block_ids: itertools.count = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        for user in (User(id="U1", name="ann"), User(id="U2", name="ben"), User(id="U9", name="ada", is_admin=True)):
            self.add(user)
        self.add(Channel(id="C1", name="general"))

    def add(self, newcomer: User | Channel) -> None:
        """Add or change a user, who gets a direct message with the bot, or a channel."""
        if isinstance(newcomer, Channel):
            self.channels[newcomer.id] = newcomer
            return
        self.users[newcomer.id] = newcomer
        direct = Channel(id=direct_channel(newcomer.id), members=frozenset({newcomer.id}), is_private=True)
        self.channels[direct.id] = direct

    def channel(self, channel_id: str) -> Channel:
        """Return a channel that the bot may know of; a user's id stands for their direct message.

        Raises:
            SlackError: There is none, or it is private and the bot is not in it.
        """
        if channel_id in self.users:
            channel_id = direct_channel(channel_id)
        channel = self.channels.get(channel_id)
        if channel is None or (channel.is_private and not channel.has_bot):
            raise SlackError("channel_not_found")
        return channel

    def is_member(self, user: str, channel: Channel) -> bool:
        return user in self.users and (channel.members is None or user in channel.members)

    def put(self, message: Message) -> Message:
        """Let a message stand in its channel, in the place of the one with the same time; return it with block ids."""
        blocks = tuple({"block_id": f"b{next(self._block_ids)}"} | block for block in message.blocks)
        message = replace(message, blocks=blocks)
        self.messages[message.channel, message.ts] = message
        return message

    def own_message(self, channel_id: str, ts: str, *, to: str) -> Message:
        """Return a message of the bot's that all can see, to update or to delete.

        Raises:
            SlackError: There is no such message, or somebody else wrote it.
        """
        message = self.messages.get((channel_id, ts))
        if message is None or message.only_for:
            raise SlackError("message_not_found")
        if message.author != BOT_USER:
            raise SlackError(f"cant_{to}_message")
        return message

    def visible(self, channel: str, user: str, *, thread: str | None = None) -> list[Message]:
        """Return what the bot said that a user sees: in the channel itself, or as replies in one thread."""
        return [
            message
            for message in self.messages.values()
            if message.channel == channel
            and message.author == BOT_USER
            and message.only_for in (None, user)
            and message.thread_ts == thread
            and self.is_member(user, self.channels[channel])
        ]


def direct_channel(user: str) -> str:
    """Return the id of a user's direct message with the bot."""
    return f"D{user.removeprefix('U')}"
