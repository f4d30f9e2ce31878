"""The bot in Slack, put together as `quotebot serve` does, in the test's own loop with the peer as Slack."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from bot.intake.limits import Limits
from bot.intake.service import QuoteService
from bot.runtime.http_server import health_app, serve_http
from bot.runtime.settings import Settings
from bot.slack.platform import SlackPlatform
from bot.state import State
from tests.peers.slack import Post, SlackPeer
from tests.platforms.running_bot import RunningBot, Service

Result = TypeVar("Result")


class SlackBot(RunningBot):
    """A bot in Slack, and what people do there."""

    def __init__(self, peer: SlackPeer, settings: Settings, limits: Limits) -> None:
        super().__init__("slack", peer, SlackPlatform, settings, limits)

    async def ask(self, text: str, **fields: Any) -> Post:
        """Ask with /quote, and return what comes."""
        before = len(self.peer.posts)  # over HTTP something may be there when the command is acknowledged
        await self.peer.slash(text, **fields)
        return await self.answer(before + 1)


@asynccontextmanager
async def slack_bot(
    service: Service,
    folder: Path,
    *,
    limits: Limits | None = None,
    peer: SlackPeer | None = None,
    **options: Any,
) -> AsyncIterator[SlackBot]:
    """Run the bot with a service, over Socket Mode unless told otherwise; its state is in the folder."""
    async with peer or SlackPeer() as peer:
        peer.signing_secret = "0123456789abcdef" * 2
        settings = Settings(
            data=folder,
            slack_bot_token=peer.bot_token,
            slack_app_token=peer.app_token,
            slack_signing_secret=peer.signing_secret,
            slack_api_url=peer.api_url,
            **options,
        )
        bot = SlackBot(peer, settings, limits or Limits())

        async def why_not_ready() -> str | None:
            return bot.platform.problem

        app = health_app(why_not_ready, bot.metrics)
        app.add_routes(bot.platform.routes(bot.queue))
        server = await serve_http(app, "127.0.0.1", 0)
        if settings.slack_mode == "http":
            peer.events_url = f"http://127.0.0.1:{server.addresses[0][1]}/slack/events"
        async with bot.run(service):
            try:
                yield bot
            finally:
                await server.cleanup()


def run_bot(
    service: Callable[[State], QuoteService],
    folder: Path,
    scenario: Callable[[SlackBot], Awaitable[Result]],
    **options: Any,
) -> Result:
    """Run a scenario with the bot, and see that Slack found nothing wrong with what it posted."""

    async def run() -> Result:
        async with slack_bot(service, folder, **options) as bot:
            result = await scenario(bot)
            assert bot.peer.violations == []
            return result

    return asyncio.run(run())


def text_of(post: Post) -> str:
    """Return what a post shows, without buttons."""
    return "\n".join(_text(block) for block in post.blocks if block["type"] != "actions") if post.blocks else post.text


def quote_in(post: Post) -> str:
    """Return the words in the quote block."""
    [quote] = [
        element
        for block in post.blocks
        if block["type"] == "rich_text"
        for element in block["elements"]
        if element["type"] == "rich_text_quote"
    ]
    return _text(quote)


def links_in(post: Post) -> list[str]:
    """Return the addresses that can be clicked."""
    return [
        element["url"]
        for block in post.blocks
        if block["type"] == "rich_text"
        for stretch in block["elements"]
        for element in stretch["elements"]
        if element["type"] == "link"
    ]


def actions_in(post: Post) -> list[str]:
    """Return the ids of the buttons, without "quote:"."""
    return [
        element["action_id"].removeprefix("quote:")
        for block in post.blocks
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def _text(block: Any) -> str:
    if isinstance(block, str):
        return block
    if "elements" in block:
        return "".join(_text(element) for element in block["elements"])
    return _text(block.get("text", ""))
