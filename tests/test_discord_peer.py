import asyncio
from contextlib import asynccontextmanager

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from discord_peer import BEN, GENERAL, DiscordPeer

NOBODY = discord.AllowedMentions.none()
INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)


class Bot(discord.AutoShardedClient):
    """Hears everything; what a test wants done it says in `do`, an interaction at a time."""

    def __init__(self, *, intents=INTENTS, **told):
        super().__init__(intents=intents, allowed_mentions=NOBODY, guild_ready_timeout=0.01, **told)
        self.tree = app_commands.CommandTree(self)
        self.messages, self.interactions = [], []

        @self.tree.command(name="quote", description="Ask")
        @app_commands.allowed_installs(guilds=True, users=True)
        @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
        async def quote(interaction, question: str, speaker: str = "", private: bool = False):
            await self.do(interaction)

        @quote.autocomplete("speaker")
        async def speakers(interaction, typed):
            return [app_commands.Choice(name=f"{typed}man", value="Sam Altman")]

        quotes = app_commands.Group(name="quotes", description="More")
        self.tree.add_command(quotes)

        @quotes.command(name="random", description="Any")
        async def random(interaction, topic: str = ""):
            await self.do(interaction)

        @self.tree.context_menu(name="Find a quote")
        async def find(interaction, message: discord.Message):
            await self.do(interaction)

    async def do(self, interaction):
        await interaction.response.defer()

    async def on_message(self, message):
        if message.author.id != self.user.id:
            self.messages.append(message)

    async def on_interaction(self, interaction):
        self.interactions.append(interaction)


@asynccontextmanager
async def running(peer, **told):
    """A bot that is connected and has its commands registered."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = peer.api_url, yarl.URL(peer.gateway_url)
    bot = Bot(**told)
    task = asyncio.create_task(bot.start(peer.token))
    try:
        await peer.wait_for(lambda: task.done() or bot.is_ready())
        if task.done():
            task.result()
        await bot.tree.sync()
        yield bot
    finally:
        await bot.close()
        await asyncio.gather(task, return_exceptions=True)
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


def in_discord(scenario, **told):
    async def run():
        async with DiscordPeer() as peer, running(peer, **told) as bot:
            await scenario(peer, bot)

    asyncio.run(run())


def test_a_question_is_deferred_and_answered():
    async def scenario(peer, bot):
        sent = await peer.slash("quote", question="what is luck", private=True)
        await peer.wait_for(lambda: not peer.unanswered)
        assert (peer.responses[sent.id].type, peer.responses[sent.id].is_ephemeral) == (5, False)
        [loading] = peer.visible(GENERAL, BEN)
        assert (loading.is_loading, peer.posts) == (True, [])
        await bot.interactions[0].edit_original_response(content="a quote")
        [post] = peer.posts
        assert (post.kind, post.content, post.user, post.interaction) == ("response", "a quote", None, sent.id)
        assert [(each.content, each.is_loading) for each in peer.visible(GENERAL, BEN)] == [("a quote", False)]
        assert peer.violations == []

    in_discord(scenario)
