"""What becomes of a question whose answer a platform holds off with 429, when the bot is killed while it waits."""

import asyncio
import contextlib
import sqlite3

import pytest

from tests.peers.discord import DiscordPeer
from tests.peers.slack import SlackPeer
from tests.platforms.discord import discord_bot
from tests.platforms.slack import slack_bot
from tests.support.bot_process import BotProcess, DiscordBotProcess
from tests.support.two_interviews import PRICE

QUESTION = "How do you set the price of a jar?"
LONG_SECONDS = 50.0  # far longer than anything is waited for here


class InSlack:
    """Slack, with a bot that is going to be held off."""

    make_bot, make_peer, quote_in = BotProcess, SlackPeer, staticmethod(slack_bot.quote_in)

    @staticmethod
    def hold_off(peer, way):
        method = {"command": "response_url", "mention": "chat.postMessage"}[way]
        peer.fail(method, "ratelimited", status=429, retry_after=LONG_SECONDS)

    @staticmethod
    async def ask(peer, way):
        await (peer.slash(QUESTION) if way == "command" else peer.mention(f"<@U0BOT> {QUESTION}"))


class InDiscord:
    """Discord, with a bot that is going to be held off."""

    make_bot, make_peer, quote_in = DiscordBotProcess, DiscordPeer, staticmethod(discord_bot.quote_in)

    @staticmethod
    def hold_off(peer, way):
        peer.rate_limit({"command": "edit_original", "mention": "create_message"}[way], LONG_SECONDS)

    @staticmethod
    async def ask(peer, way):
        await (peer.slash("quote", question=QUESTION) if way == "command" else peer.mention(QUESTION))


def works(folder):
    """Return how each request stands."""
    with contextlib.closing(sqlite3.connect(folder / "data" / "state.db")) as connection:
        return [status for [status] in connection.execute("SELECT status FROM work ORDER BY id")]


def is_answer(post):
    """Tell an answer from the notice that the bot is not ready yet; an apology is taken for an answer."""
    return "Getting ready" not in (getattr(post, "content", "") or getattr(post, "text", ""))


def was_refused(peer):
    return any(call.outcome in ("ratelimited", "429") for call in peer.calls)


@pytest.mark.parametrize("way", ["command", "mention"])
@pytest.mark.parametrize("platform", [InSlack, InDiscord])
def test_who_is_held_off_is_answered_once_though_the_bot_is_killed_while_it_waits(folder, platform, way):
    async def scenario():
        async with platform.make_peer() as peer:
            bot = platform.make_bot(peer, folder)
            await bot.start()
            try:
                await platform.ask(peer, way)  # until it is answered, the bot may say that it is not ready yet
                await peer.wait_for(lambda: works(folder) == ["answered"], timeout_seconds=120)
                platform.hold_off(peer, way)
                earlier = len(peer.posts)
                await platform.ask(peer, way)
                await peer.wait_for(
                    lambda: was_refused(peer) and works(folder) == ["answered", "accepted"], timeout_seconds=60
                )
                is_silent = len(peer.posts) == earlier
                await bot.kill()
                bot.end_leases()
                await bot.start()
                await peer.wait_for(lambda: works(folder) == ["answered", "answered"], timeout_seconds=120)
                await peer.quiet(1)
                answers = [platform.quote_in(post) for post in peer.posts[earlier:] if is_answer(post)]
                return is_silent, answers, await bot.stop()
            finally:
                await bot.end()

    assert asyncio.run(scenario()) == (True, [PRICE], 0)
