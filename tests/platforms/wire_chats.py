"""What people do on each platform in a walk through it, under the same names on both where it is the same."""

from collections.abc import Awaitable, Callable
from typing import Any

from tests.peers import discord, slack
from tests.peers.discord import ANN, GENERAL, GUILD
from tests.platforms.canary import ANSWERED_IN_CHINESE, IN_CHINESE, MENTIONED, OTHER_QUESTION, QUESTION, TOPIC
from tests.support.two_interviews import NOT_HERE

Ways = dict[str, Callable[[], Awaitable[Any]]]
_CHANNELS = ("chinese", *(f"{name} {when}" for name in ("daily", "scheduled") for when in ("old", "new")))
_QUESTIONS = {
    "role": "What does the head of Vale Bees say about prices?",
    "mentioned": f"What does {MENTIONED} say about the price?",
    "other": OTHER_QUESTION,
    "nothing": NOT_HERE,
    "answered in chinese": ANSWERED_IN_CHINESE,
}


class InSlack:
    """What people do in Slack."""

    name, workspace = "slack", "T1"

    def __init__(self, bot: Any, quote_id: str) -> None:
        self.bot, self.peer, self._quote_id = bot, bot.peer, quote_id
        self.channels = {name: f"C{number}" for number, name in enumerate(_CHANNELS, 21)}
        for name, channel in self.channels.items():
            self.peer.add(slack.Channel(id=channel, name=name.replace(" ", "-")))

    def ways(self, when: str) -> Ways:
        daily = self.channels[f"daily {when}"]
        typed = {
            **_QUESTIONS,
            "command": QUESTION,
            "private": f"{QUESTION} --private",
            "speaker": f"{QUESTION} from:Mara",
            "source": f"{QUESTION} source:wexbees",
            "wrong source": f"{QUESTION} source:bees",
            "wrong speaker": f"{QUESTION} from:Maro",
            "id": f"id:{self._quote_id}",
            "random": f"random {TOPIC}",
            **{subject: subject for subject in ("help", "speakers", "sources", "privacy", "settings", "forget me")},
        }
        dailies = {"list": "list", "preview": "preview", "now": "now"}
        return {
            **{name: lambda text=text: self.peer.slash(text) for name, text in typed.items()},
            "mention": lambda: self.peer.mention(f"<@U0BOT> {QUESTION}"),
            "mention without words": lambda: self.peer.mention("<@U0BOT>"),
            "edited": self._edit,
            "thread": lambda: self.peer.mention(f"<@U0BOT> {QUESTION}", thread_ts="1.000001"),
            "direct": lambda: self.peer.message(QUESTION, channel="D1"),
            "shortcut": lambda: self.peer.shortcut(QUESTION),
            "chinese": lambda: self.peer.slash(QUESTION, channel=self.channels["chinese"]),
            "in chinese": lambda: self.peer.slash(IN_CHINESE),
            "daily set": lambda: self._set_daily(daily),
            **{
                f"daily {name}": lambda text=text: self.peer.slash(f"daily {text}", channel=daily)
                for name, text in dailies.items()
            },
            "home": self.peer.open_home,
            "offered": self._offer,
        }  # fmt: skip

    async def press(self, post: Any, action: str) -> None:
        await self.peer.press(post, f"quote:{action}")

    def actions(self, post: Any) -> list[str]:
        """Return what the buttons of a post as it stands now do."""
        if post.view:
            blocks = self.peer.views[post.view["id"]]["blocks"] if post.view["type"] == "home" else []
        else:
            message = self.peer.workspace.messages.get((post.channel, post.ts))
            blocks = message.blocks if message and message.author == slack.workspace.BOT_USER else []
        buttons = [element for block in blocks if block["type"] == "actions" for element in block["elements"]]
        return [button["action_id"].removeprefix("quote:") for button in buttons]

    async def _edit(self) -> None:
        sent = await self.peer.mention("<@U0BOT>")
        await self.bot.idle.wait()
        await self.peer.edit_mention(sent.ts, f"<@U0BOT> {QUESTION}")

    async def _set_daily(self, channel: str) -> None:
        await self.peer.slash("daily", channel=channel)
        await self.bot.idle.wait()
        await self.peer.submit_view(self.peer.posts[-1], {"topic": TOPIC})

    async def _offer(self) -> None:
        await self.peer.slash("daily")
        await self.bot.idle.wait()
        await self.peer.suggest(self.peer.posts[-1], "quote:daily:speakers", "")


class InDiscord:
    """What people do in Discord."""

    name, workspace = "discord", GUILD
    thread = "8900"

    def __init__(self, bot: Any, quote_id: str) -> None:
        self.bot, self.peer, self._quote_id = bot, bot.peer, quote_id
        self.channels = {name: f"8{number}" for number, name in enumerate(_CHANNELS, 21)}
        for name, channel in self.channels.items():
            self.peer.add(discord.Channel(id=channel, name=name.replace(" ", "-"), guild=GUILD))
        self.peer.add(discord.Channel(id=self.thread, name="thread", guild=GUILD, parent=GENERAL))

    def ways(self, when: str) -> Ways:
        daily = self.channels[f"daily {when}"]
        asked = {
            **{name: {"question": question} for name, question in _QUESTIONS.items()},
            "command": {"question": QUESTION},
            "private": {"question": QUESTION, "private": True},
            "speaker": {"question": QUESTION, "speaker": "Mara"},
            "source": {"question": QUESTION, "source": "wexbees"},
            "wrong source": {"question": QUESTION, "source": "bees"},
            "wrong speaker": {"question": QUESTION, "speaker": "Maro"},
            "chinese": {"question": QUESTION, "channel": self.channels["chinese"]},
            "in chinese": {"question": IN_CHINESE},
        }
        told = ("help", "speakers", "sources", "privacy", "settings")
        wish = {"time": "09:00", "zone": "UTC", "topic": TOPIC}
        dailies = {"set": wish, "list": {}, "preview": {}, "now": {}}
        return {
            **{name: lambda options=options: self.peer.slash("quote", **options) for name, options in asked.items()},
            **{name: lambda name=name: self.peer.subcommand("quotes", name) for name in told},
            "id": lambda: self.peer.mention(f"id:{self._quote_id}"),
            "random": lambda: self.peer.subcommand("quotes", "random", topic=TOPIC),
            "mention": lambda: self.peer.mention(QUESTION),
            "mention without words": lambda: self.peer.mention(""),
            "edited": self._edit,
            "thread": lambda: self.peer.mention(QUESTION, channel=self.thread),
            "direct": lambda: self.peer.message(QUESTION, channel=discord.direct_channel(ANN)),
            "shortcut": lambda: self.peer.context_menu("Find a quote", QUESTION),
            **{
                f"daily {name}": lambda name=name, options=options: self.peer.subcommand(
                    "daily", name, channel=daily, **options
                )
                for name, options in dailies.items()
            },
            "offered speaker": lambda: self._offer("quote", "speaker"),
            "offered source": lambda: self._offer("quote", "source"),
            "offered": lambda: self._offer("daily", "speaker", subcommand="set"),
        }  # fmt: skip

    async def press(self, post: Any, action: str) -> None:
        await self.peer.press(post, f"quote:{action}")

    def actions(self, post: Any) -> list[str]:
        """Return what the buttons of a post as it stands now do."""
        message = self.peer.world.messages.get(post.id)
        buttons = [button for row in (message.components if message else ()) for button in row["components"]]
        ids = [button["custom_id"] for button in buttons if "custom_id" in button]
        return [custom_id.removeprefix("quote:").rpartition(":")[0] for custom_id in ids]

    async def _edit(self) -> None:
        sent = await self.peer.mention("")
        await self.bot.idle.wait()
        await self.peer.edit(sent, f"<@{discord.BOT}> {QUESTION}")

    async def _offer(self, command: str, option: str, **fields: Any) -> None:
        await self.peer.autocomplete(command, focused=option, value="", **fields)
