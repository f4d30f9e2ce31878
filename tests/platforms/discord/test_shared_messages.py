"""What somebody forwards to the bot, or asks in a poll there, is the question, as nothing else is said."""

import pytest

from tests.peers.discord import ANN, direct_channel
from tests.platforms.discord.discord_bot import quote_in, text_of
from tests.support.two_interviews import PRICE

QUESTION = "How do you set the price of a jar?"
DIRECT = direct_channel(ANN)


@pytest.mark.parametrize("way", ["forward", "poll"])
def test_what_is_shown_to_the_bot_alone_is_answered(run, way):
    async def scenario(bot):
        await getattr(bot.peer, way)(QUESTION, channel=DIRECT)
        return await bot.answer()

    answer = run(scenario)
    assert (answer.channel, quote_in(answer)) == (DIRECT, PRICE)


def test_a_forwarded_command_is_a_question_word_for_word(run):
    async def scenario(bot):
        await bot.peer.forward("help", channel=DIRECT)
        return text_of(await bot.answer())

    assert "Ask in your own words" not in run(scenario)


def test_what_is_shown_in_a_server_without_a_mention_is_left_alone(run):
    async def scenario(bot):
        await bot.peer.forward(QUESTION)
        await bot.peer.poll(QUESTION)
        await bot.peer.mention(QUESTION)  # what comes later is seen later
        return quote_in(await bot.answer())

    assert run(scenario) == PRICE
