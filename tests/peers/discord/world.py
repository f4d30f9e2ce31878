"""The Discord that the peer plays: who is there, which guilds and channels, and what stands in them now."""

import itertools
import re
import time
from dataclasses import dataclass, field

from .errors import DiscordError

APP, BOT = "400", "500"
ANN, BEN, ADA = "101", "102", "109"
GUILD, GENERAL = "700", "800"
VIEW, SEND, EMBED, HISTORY, SEND_IN_THREADS = 1 << 10, 1 << 11, 1 << 14, 1 << 16, 1 << 38
ALL_THAT_THE_BOT_NEEDS = VIEW | SEND | EMBED | HISTORY | SEND_IN_THREADS
NONCE_LASTS_SECONDS = 120  # "the past few minutes"
_EPOCH_MILLISECONDS = 1_420_070_400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody; `locale` is the language of their Discord, `is_admin` holds in every guild, `admin_of` in one."""

    id: str
    name: str = ""
    locale: str = "en-US"
    is_admin: bool = False
    admin_of: str | None = None
    is_bot: bool = False
    accepts_direct: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Guild:
    """A server; without the bot in it, the app is there only for users who installed it for themselves."""

    id: str
    name: str = ""
    locale: str = "en-US"
    has_bot: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel of a guild, a thread if it has a `parent`; a direct message if it has no guild.

    `members` are who else is in a direct message. `permissions` are what the bot may do here.
    """

    id: str
    name: str = ""
    guild: str | None = None
    parent: str | None = None
    members: tuple[str, ...] = ()
    has_bot: bool = True
    permissions: int = ALL_THAT_THE_BOT_NEEDS
    is_archived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as it stands now.

    `only_for` is who alone sees it; `is_loading` that the bot is "thinking"; `interaction` the id of the interaction
    that it answers; `mentions` who is pinged.
    """

    id: str
    channel: str
    author: str
    content: str = ""
    embeds: tuple[dict, ...] = ()
    components: tuple[dict, ...] = ()
    mentions: tuple[str, ...] = ()
    reference: str | None = None
    only_for: str | None = None
    interaction: str | None = None
    nonce: str | None = None
    is_loading: bool = False
    is_edited: bool = False


class Clock:
    """The time at Discord; can be moved ahead."""

    def __init__(self) -> None:
        self.ahead_seconds = 0.0
        self._last = 0

    def now(self) -> float:
        return time.time() + self.ahead_seconds

    def new_id(self) -> str:
        """Return a new snowflake: greater than any before."""
        self._last = max((int(self.now() * 1000) - _EPOCH_MILLISECONDS) << 22, self._last + 1)
        return str(self._last)


@dataclass(slots=True, kw_only=True)
class World:
    """Users, guilds, channels and messages: Ann, Ben and the administrator Ada in one guild with one channel."""

    clock: Clock = field(default_factory=Clock)
    users: dict[str, User] = field(default_factory=dict)
    guilds: dict[str, Guild] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    nonces: dict[str, tuple[str, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        people = User(id=ANN, name="ann"), User(id=BEN, name="ben"), User(id=ADA, name="ada", is_admin=True)
        for newcomer in (*people, Guild(id=GUILD, name="example"), Channel(id=GENERAL, name="general", guild=GUILD)):
            self.add(newcomer)
        self.users[BOT] = User(id=BOT, name="quotebot", is_bot=True)

    def add(self, newcomer: User | Guild | Channel) -> None:
        """Add or change a user, who gets a direct message with the bot, a guild or a channel."""
        if isinstance(newcomer, Channel):
            self.channels[newcomer.id] = newcomer
        elif isinstance(newcomer, Guild):
            self.guilds[newcomer.id] = newcomer
        else:
            self.users[newcomer.id] = newcomer
            direct = Channel(id=direct_channel(newcomer.id), members=(newcomer.id,))
            self.channels.setdefault(direct.id, direct)

    def reachable(self, channel_id: str) -> Channel:
        """Return a channel that the bot may look into.

        Raises:
            DiscordError: There is none, or the bot has no access.
        """
        channel = self.channels.get(channel_id)
        if channel is None or (channel.guild is None and not channel.has_bot):
            raise DiscordError(10003)
        if channel.guild and not (
            self.guilds[channel.guild].has_bot and channel.has_bot and channel.permissions & VIEW
        ):
            raise DiscordError(50001)
        return channel

    def own_message(self, channel_id: str, message_id: str) -> Message:
        """Return a message of the bot's that all can see.

        Raises:
            DiscordError: There is no such message.
        """
        message = self.messages.get(message_id)
        if message is None or message.channel != channel_id or message.only_for:
            raise DiscordError(10008)
        return message

    def created_with(self, nonce: str) -> Message | None:
        """Return the message that the bot lately created with a nonce, in whatever channel.

        Raises:
            DiscordError: It was deleted since (https://github.com/discord/discord-api-docs/pull/6647).
        """
        message_id, at = self.nonces.get(nonce, ("", 0.0))
        if self.clock.now() - at > NONCE_LASTS_SECONDS:
            return None
        if message_id not in self.messages:
            raise DiscordError(10008)
        return self.messages[message_id]

    def put(self, message: Message) -> Message:
        """Let a message stand in its channel, in the place of the one with the same id."""
        self.messages[message.id] = message
        return message

    def mentioned_in(self, content: str) -> tuple[str, ...]:
        """Return whom a text mentions, each once."""
        ids = re.findall(r"<@!?(\d+)>", content)
        return tuple(itertools.filterfalse(lambda user: user not in self.users, dict.fromkeys(ids)))

    def roles_mentioned_in(self, content: str, guild: str | None) -> tuple[str, ...]:
        """Return which roles of a guild a text mentions, each once; there is the bot's own and no other."""
        ids = dict.fromkeys(re.findall(r"<@&(\d+)>", content))
        return tuple(role for role in ids if guild and role == bot_role(guild))

    def visible(self, channel: str, user: str) -> list[Message]:
        """Return what the bot said in a channel that a user sees, loading messages among it."""
        return [
            message
            for message in self.messages.values()
            if message.channel == channel and message.author == BOT and message.only_for in (None, user)
        ]


def bot_role(guild: str) -> str:
    """Return the id of the role that Discord made for the bot, with its name, when it came into a guild."""
    return f"60{guild}"


def direct_channel(user: str) -> str:
    """Return the id of a user's direct message with the bot."""
    return f"90{user}"
