"""The real discord.py at the peer, with three commands that only keep what they are asked."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from .peer import DiscordPeer

NOBODY = discord.AllowedMentions.none()
INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)


class Client(discord.AutoShardedClient):
    """Keeps every message of others and every interaction, and answers none; reconnects without waiting."""

    def __init__(self, *, intents: discord.Intents = INTENTS, **options: Any) -> None:
        super().__init__(intents=intents, allowed_mentions=NOBODY, guild_ready_timeout=0.01, **options)
        self.tree = app_commands.CommandTree(self)
        self.messages: list[discord.Message] = []
        self.interactions: list[discord.Interaction] = []
        self.own_messages: list[discord.Message] = []
        _add_commands(self.tree)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        pass

    async def on_message(self, message: discord.Message) -> None:
        (self.own_messages if message.author.id == self.user.id else self.messages).append(message)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        self.interactions.append(interaction)


def _add_commands(tree: app_commands.CommandTree) -> None:
    @tree.command(name="quote", description="Ask for a quote")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.choices(language=[app_commands.Choice(name="English", value="en")])
    async def quote(
        interaction: discord.Interaction,
        question: str,
        speaker: str = "",
        language: str = "",
        private: bool = False,
    ) -> None:
        pass

    @quote.autocomplete("speaker")
    async def suggest(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{typed}man", value="Sam Altman")]

    @tree.context_menu(name="Find a quote")
    async def find(interaction: discord.Interaction, message: discord.Message) -> None:
        pass

    quotes = app_commands.Group(name="quotes", description="More of them")
    tree.add_command(quotes)

    @quotes.command(name="random", description="Any quote")
    async def random(interaction: discord.Interaction, topic: str = "") -> None:
        pass


@asynccontextmanager
async def at_peer(peer: DiscordPeer) -> AsyncIterator[None]:
    """Let everything of discord.py go to the peer."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = peer.api_url, yarl.URL(peer.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


@asynccontextmanager
async def connected(peer: DiscordPeer, **options: Any) -> AsyncIterator[Client]:
    """Run a client, with its commands registered.

    Raises:
        discord.DiscordException: It could not connect, or had to give up.
    """
    client = Client(**options)
    async with at_peer(peer):
        running = asyncio.create_task(client.start(peer.token))
        try:
            await peer.wait_for(lambda: running.done() or client.is_ready())
            if running.done():
                running.result()
            await client.tree.sync()
            yield client
        finally:
            await client.close()
            await running


def in_discord(scenario: Callable[[DiscordPeer, Client], Awaitable[None]], **options: Any) -> None:
    """Run a scenario with a peer and a client that is connected to it."""

    async def run() -> None:
        async with DiscordPeer() as peer, connected(peer, **options) as client:
            await scenario(peer, client)

    asyncio.run(run())
