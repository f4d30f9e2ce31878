"""The bot in Discord, put together as `quotebot serve` does, in the test's own loop with the peer as Discord."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from bot.discord.platform import DiscordPlatform
from bot.intake.limits import Limits
from bot.intake.request_queue import RequestQueue
from bot.intake.service import QuoteService
from bot.runtime.metrics import Metrics
from bot.runtime.settings import Settings
from bot.state import State
from tests.peers.discord import GENERAL, DiscordPeer, Post
from tests.peers.discord.client import at_peer
from tests.platforms.discord import markdown_reader
from tests.platforms.idle_loop import IdleWatch
from tests.support.fresh_state import open_fresh

Result = TypeVar("Result")
Service = QuoteService | Callable[[State], QuoteService]


class DiscordBot:
    """The running parts, for a test to look at; `peer` is Discord, and `idle` tells when nothing is under way."""

    idle: IdleWatch

    def __init__(self, peer: DiscordPeer, folder: Path, limits: Limits, **options: Any) -> None:
        settings = Settings(data=folder, discord_token=peer.token, discord_api_url=peer.api_url, **options)
        self.peer = peer
        self.metrics = Metrics()
        self.state = open_fresh(settings.state_url)
        self.discord = DiscordPlatform(settings, self.state, self.metrics)
        self.queue = RequestQueue(self.state, {"discord": self.discord}, self.metrics, limits)

    async def answer(self, count: int = 1) -> Post:
        """Return the newest of that many posts; then nothing more comes."""
        await self.peer.wait_for(count)
        await self.idle.wait()
        assert len(self.peer.posts) == count
        return self.peer.posts[-1]

    async def ask(self, question: str, **options: Any) -> Post:
        """Ask with /quote, and return what comes."""
        await self.peer.slash("quote", question=question, **options)
        return await self.answer(len(self.peer.posts) + 1)

    async def browse(self, subcommand: str, **options: Any) -> Post:
        """Use /quotes, and return what comes."""
        await self.peer.subcommand("quotes", subcommand, **options)
        return await self.answer(len(self.peer.posts) + 1)

    async def press(self, post: Post, action: str, *, posts: int = 1, **fields: Any) -> Post:
        """Press a button, and return the last of the posts that come of it."""
        before = len(self.peer.posts)
        await self.peer.press(post, f"quote:{action}", **fields)
        return await self.answer(before + posts)


@asynccontextmanager
async def discord_bot(
    service: Service | None, folder: Path, peer: DiscordPeer, *, limits: Limits | None = None, **options: Any
) -> AsyncIterator[DiscordBot]:
    """Run the bot with a service, or while there is none yet; its state is in the folder."""
    bot = DiscordBot(peer, folder, limits or Limits(), **options)
    if service:
        bot.queue.open(service(bot.state) if callable(service) else service)
    running = [asyncio.ensure_future(bot.discord.run(bot.queue)), asyncio.ensure_future(bot.queue.keep())]
    try:
        async with asyncio.timeout(10), at_peer(peer):
            while bot.discord.problem:
                await asyncio.sleep(0.01)
            bot.idle = IdleWatch()
            yield bot
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await bot.queue.close(5)
        bot.state.close()


def run_bot(
    service: Service | None, folder: Path, scenario: Callable[[DiscordBot], Awaitable[Result]], **options: Any
) -> Result:
    """Run a scenario with the bot, and see that Discord found nothing wrong with what it posted."""

    async def run() -> Result:
        async with DiscordPeer() as peer, discord_bot(service, folder, peer, **options) as bot:
            result = await scenario(bot)
            assert peer.violations == []
            return result

    return asyncio.run(run())


def text_of(post: Any) -> str:
    """Return what a post or a message shows, without buttons."""
    [embed] = post.embeds or [{}]
    parts = [
        markdown_reader.shown(post.content),
        embed.get("author", {}).get("name"),
        markdown_reader.shown(embed.get("description", "")),
        embed.get("footer", {}).get("text"),
    ]
    return "\n".join(part for part in parts if part)


def quote_in(post: Post) -> str:
    """Return the words in the block quote, as they are seen."""
    [embed] = post.embeds
    lines = [line.removeprefix("> ") for line in embed["description"].split("\n") if line.startswith("> ")]
    return markdown_reader.shown("\n".join(lines))


def speaker_in(post: Post) -> str:
    """Return who speaks."""
    [embed] = post.embeds
    return embed["author"]["name"]


def links_in(post: Post) -> list[str]:
    """Return the addresses that can be clicked."""
    named = [address for embed in post.embeds for _, address in markdown_reader.links(embed.get("description", ""))]
    return [button["url"] for button in post.buttons if "url" in button] + named


def actions_in(post: Post) -> list[str]:
    """Return what the buttons do, without "quote:" and their values."""
    ids = [button["custom_id"] for button in post.buttons if "custom_id" in button]
    return [custom_id.removeprefix("quote:").rpartition(":")[0] for custom_id in ids]


def labels_in(post: Post) -> list[str]:
    """Return what stands on the buttons."""
    return [button["label"] for button in post.buttons]


def seen(bot: DiscordBot, user: str, channel: str = GENERAL) -> list[str]:
    """Return what the bot said in a channel that a user sees now."""
    return [text_of(message) for message in bot.peer.visible(channel, user)]
