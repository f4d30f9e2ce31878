"""Goes through all that people can say and press on a platform, and keeps the bytes that each step sends there."""

import datetime
import time
from collections.abc import Awaitable, Iterable
from typing import Any

from bot.daily.compose_post import Composer
from bot.daily.runner import Runner
from bot.domain.channel_post import Place
from bot.domain.schedule import Schedule, Slot
from bot.intake.button_verbs import VERBS, verb_of
from index.language_preference import LanguagePreference
from tests.peers.received import readable
from tests.platforms.canary import TOPIC, WORDS

_MOST_NEXT = 10
# What changes its message comes later, and what takes something away last.
_ORDER = ("context", "why", "like", "up", "down", "ask:", "share", "language", "next", "set:", "daily:", "delete")
_NOT_PRESSED = ("forget", "daily:new")  # what forgets the answers of who presses it; a form, which is a step of its own


class Walk:
    """A walk through a platform: `seen` is what each step sent, `pressed` the buttons that were there to press."""

    def __init__(self, chat: Any, live: Any) -> None:
        self.chat, self.bot = chat, chat.bot
        self.seen: dict[str, str] = {}
        self.seen_before: dict[str, str] = {}
        self.pressed: set[str] = set()
        outlets = {chat.name: self.bot.platform}
        self._runner = Runner(self.bot.state, Composer(live, self.bot.state), outlets, self.bot.metrics)
        self._reads_chinese_alone()

    async def say_all(self, when: str) -> dict[str, list[Any]]:
        """Take every way to ask for something, and return what was posted by name; `when` tells walks apart."""
        ways = self.chat.ways(when) | {"daily scheduled": lambda: self._post_scheduled(f"scheduled {when}")}
        return {f"{when} {name}": await self._step(f"{when} {name}", way()) for name, way in ways.items()}

    async def press_all(self, posts: dict[str, list[Any]], *, but_alike: bool) -> None:
        """Press every button of posts that still stand; where `but_alike`, of those with the same buttons but one."""
        known: set[tuple[frozenset[str], bool]] = set()
        for name, posted in posts.items():
            for post in posted:
                kind = frozenset(self.chat.actions(post)), WORDS[0] in self.seen_before[name]
                if not but_alike or kind not in known:
                    await self._press_each(name, post)
                known.add(kind)

    def begin_again(self) -> None:
        """Keep apart what was sent until now, as `seen_before`."""
        self.seen_before, self.seen = self.seen, {}

    async def _press_each(self, name: str, post: Any, but: tuple[str, ...] = ()) -> None:
        done = {*but, *_NOT_PRESSED}
        while left := sorted(set(self.chat.actions(post)) - done, key=_turn):
            action = left[0]
            done.add(action)
            self.pressed.add(action)
            for _ in range(_MOST_NEXT if action == "next" else 1):
                if action not in self.chat.actions(post):
                    break
                brought = await self._step(f"{name} > {_verb(action)}", self.chat.press(post, action))
                for posted in brought if action in ("down", "like") else ():
                    await self._press_each(f"{name} > {action}", posted, but=("share",))  # which takes "next" away

    async def _step(self, name: str, doing: Awaitable[Any]) -> list[Any]:
        """Do something, wait until nothing is under way, note what was sent, and return what was posted."""
        peer = self.bot.peer
        sent_before, posts_before = len(peer.received), len(peer.posts)
        await doing
        await self.bot.idle.wait()
        self.seen[name] = self.seen.get(name, "") + readable(peer.received[sent_before:])
        return peer.posts[posts_before:]

    async def _post_scheduled(self, channel: str) -> None:
        now, day = time.time(), datetime.date(2026, 1, 1)
        schedule = Schedule(
            id=channel, place=self._place(channel), at=datetime.time(0, 1), zone="UTC", interface="en", user="U1",
            made_at=now, topic=TOPIC,
        )  # fmt: skip
        self.bot.state.add_schedule(schedule, Slot(now - 1, day))
        await self._runner.look()
        await self._runner.finished()

    def _place(self, channel: str) -> Place:
        return Place(platform=self.chat.name, workspace=self.chat.workspace, channel=self.chat.channels[channel])

    def _reads_chinese_alone(self) -> None:
        place = self._place("chinese")
        settings = {"quote_language": LanguagePreference.CHINESE}
        self.bot.state.save_settings(place.platform, place.workspace, place.channel, settings)


def _verb(action: str) -> str:
    """Return the verb of a button, as in the table of verbs."""
    return max((key for key in VERBS if VERBS[key] is verb_of(action) and action.startswith(key)), key=len)


def _turn(action: str) -> tuple[int, str]:
    return next((turn for turn, start in enumerate(_ORDER) if action.startswith(start)), 0), action


def verbs_of(actions: Iterable[str]) -> set[str]:
    """Return the verbs of buttons."""
    return set(map(_verb, actions))
