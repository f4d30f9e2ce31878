"""The bot in Discord, put together as `quotebot serve` does, in the test's own loop with the peer as Discord."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from bot.discord.platform import DiscordPlatform
from bot.intake.limits import Limits
from bot.runtime.settings import Settings
from tests.peers.discord import GENERAL, DiscordPeer, Post
from tests.peers.discord.client import at_peer
from tests.platforms.discord import markdown_reader
from tests.platforms.running_bot import RunningBot, Service

Result = TypeVar("Result")


class DiscordBot(RunningBot):
    """A bot in Discord, and what people do there."""

    def __init__(self, peer: DiscordPeer, folder: Path, limits: Limits, **options: Any) -> None:
        settings = Settings(data=folder, discord_token=peer.token, discord_api_url=peer.api_url, **options)
        super().__init__("discord", peer, DiscordPlatform, settings, limits)

    async def ask(self, question: str, **options: Any) -> Post:
        """Ask with /quote, and return what comes."""
        await self.peer.slash("quote", question=question, **options)
        return await self.answer(len(self.peer.posts) + 1)

    async def browse(self, subcommand: str, **options: Any) -> Post:
        """Use /quotes, and return what comes."""
        await self.peer.subcommand("quotes", subcommand, **options)
        return await self.answer(len(self.peer.posts) + 1)


@asynccontextmanager
async def discord_bot(
    service: Service | None,
    folder: Path,
    peer: DiscordPeer,
    *,
    limits: Limits | None = None,
    timeout_seconds: float = 10,
    **options: Any,
) -> AsyncIterator[DiscordBot]:
    """Run the bot with a service, or while there is none yet; its state is in the folder."""
    bot = DiscordBot(peer, folder, limits or Limits(), **options)
    async with at_peer(peer), bot.run(service), asyncio.timeout(timeout_seconds):
        yield bot


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
