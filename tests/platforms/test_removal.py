"""What a running bot shows of an interview and of a person that `quotebot remove` takes out beside it."""

import asyncio

import pytest

from tests.peers.discord import DiscordPeer
from tests.peers.slack import SlackPeer
from tests.platforms.discord import discord_bot
from tests.platforms.slack import slack_bot
from tests.support.bot_process import BotProcess, DiscordBotProcess
from tests.support.command_line import run_afresh
from tests.support.two_interviews import BEES, PRICE

QUESTION = "How do you set the price of a jar?"
GONE = "This quote is no longer in the interviews. Ask again to find what is."
OF_BEES = [line.partition(": ")[2] for line in BEES.split("\n") if line.startswith("Mara Field: ")]


class InSlack:
    make_bot, make_peer = BotProcess, SlackPeer
    quote_in, text_of = staticmethod(slack_bot.quote_in), staticmethod(slack_bot.text_of)

    @staticmethod
    async def ask(peer, question):
        await peer.slash(question)

    @staticmethod
    async def tell(peer, subject):
        await peer.slash(subject)


class InDiscord:
    make_bot, make_peer = DiscordBotProcess, DiscordPeer
    quote_in, text_of = staticmethod(discord_bot.quote_in), staticmethod(discord_bot.text_of)

    @staticmethod
    async def ask(peer, question):
        await peer.slash("quote", question=question)

    @staticmethod
    async def tell(peer, subject):
        await peer.subcommand("quotes", subject)


def is_answer(post):
    return "Getting ready" not in (getattr(post, "content", "") or getattr(post, "text", ""))


@pytest.mark.parametrize("removed", [["bees"], ["--speaker", "Mara Field"]])
@pytest.mark.parametrize("platform", [InSlack, InDiscord])
def test_older_cards_lists_and_answers_show_nothing_of_what_was_removed(folder, platform, removed):
    async def scenario():
        async with platform.make_peer() as peer:
            bot = platform.make_bot(peer, folder)
            await bot.start()

            async def next_post(doing):
                before = len(peer.posts)
                await doing
                await peer.wait_for(
                    lambda: any(map(is_answer, peer.posts[before:])) and not bot.work_in_hand(), timeout_seconds=120
                )
                return next(post for post in peer.posts[before:] if is_answer(post))

            try:
                card = await next_post(platform.ask(peer, QUESTION))
                listed = await next_post(platform.tell(peer, "speakers"))
                run = await asyncio.to_thread(run_afresh, folder, "remove", *removed, "--yes")
                pressed = {
                    verb: await next_post(peer.press(card, f"quote:{verb}")) for verb in ("context", "why", "next")
                }
                again = await next_post(platform.ask(peer, QUESTION))
                relisted = await next_post(platform.tell(peer, "speakers"))
                return card, listed, run, pressed, again, relisted, await bot.stop()
            finally:
                await bot.end()

    card, listed, run, pressed, again, relisted, code = asyncio.run(scenario())
    text_of = platform.text_of
    assert (platform.quote_in(card), run.code, run.err, code) == (PRICE, 0, "", 0)
    assert [text_of(pressed[verb]) for verb in ("context", "why")] == [GONE, GONE]
    shown = "\n".join(map(text_of, (*pressed.values(), again, relisted)))
    assert [words for words in OF_BEES if words in shown] == []
    assert ("Mara Field" in text_of(listed), "Mara Field" in text_of(relisted)) == (True, False)
    assert "林晓" in text_of(relisted)
