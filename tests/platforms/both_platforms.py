"""One bot in Slack and in Discord at once, put together as `quotebot serve` does, with both peers."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.discord.platform import DiscordPlatform
from bot.intake.limits import Limits
from bot.intake.request_queue import RequestQueue
from bot.intake.service import QuoteService
from bot.runtime.metrics import Metrics
from bot.runtime.settings import Settings
from bot.slack.platform import SlackPlatform
from bot.state import State
from tests.peers.discord import DiscordPeer
from tests.peers.discord.client import at_peer
from tests.peers.slack import SlackPeer
from tests.support.fresh_state import open_fresh


@dataclass(frozen=True, slots=True, kw_only=True)
class BothPlatforms:
    """Slack, Discord, and what the bot keeps of both."""

    slack: SlackPeer
    discord: DiscordPeer
    state: State

    async def ask_slack(self, question: str):
        """Ask with /quote in Slack, and return what comes."""
        await self.slack.slash(question)
        return (await self.slack.wait_for(len(self.slack.posts) + 1))[-1]

    async def ask_discord(self, question: str):
        """Ask with /quote in Discord, and return what comes."""
        await self.discord.slash("quote", question=question)
        return (await self.discord.wait_for(len(self.discord.posts) + 1))[-1]


@asynccontextmanager
async def both_platforms(
    service: Callable[[State], QuoteService], folder: Path, **options: Any
) -> AsyncIterator[BothPlatforms]:
    """Run the bot on both platforms with one queue and one state; neither finds anything wrong with what it posts."""
    async with SlackPeer() as slack, DiscordPeer() as discord, at_peer(discord):
        settings = Settings(
            data=folder,
            slack_bot_token=slack.bot_token,
            slack_app_token=slack.app_token,
            slack_api_url=slack.api_url,
            discord_token=discord.token,
            discord_api_url=discord.api_url,
            **options,
        )
        state, metrics = open_fresh(settings.state_url), Metrics()
        platforms = {
            "slack": SlackPlatform(settings, state, metrics),
            "discord": DiscordPlatform(settings, state, metrics),
        }
        queue = RequestQueue(state, platforms, metrics, Limits())
        queue.open(service(state))
        running = [
            asyncio.ensure_future(work)
            for work in (queue.keep(), *(platform.run(queue) for platform in platforms.values()))
        ]
        try:
            async with asyncio.timeout(10):
                while any(platform.problem for platform in platforms.values()):
                    await asyncio.sleep(0.01)
            yield BothPlatforms(slack=slack, discord=discord, state=state)
            assert (slack.violations, discord.violations) == ([], [])
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
            await queue.close(5)
            state.close()
