"""What is asked by an edit is answered, and what was answered is not answered again."""

import pytest

from tests.peers.discord import ANN, BOT, GENERAL, GUILD, bot_role, direct_channel
from tests.platforms.discord.discord_bot import quote_in, run_bot, text_of
from tests.support.two_interviews import PRICE, TEA_LOSS

PRICE_QUESTION = "How do you set the price of a jar?"
LOSS_QUESTION = "第一年亏了多少钱？"
MENTION = f"<@{BOT}>"


@pytest.fixture
def run(make_service, tmp_path):
    return lambda scenario: run_bot(make_service, tmp_path, scenario)


def test_a_mention_added_by_an_edit_is_answered_once(run):
    async def scenario(bot):
        asked = await bot.peer.message(PRICE_QUESTION)
        await bot.peer.edit(asked, f"{MENTION} {PRICE_QUESTION}")
        answer = await bot.answer()
        await bot.peer.edit(asked, f"{MENTION} {LOSS_QUESTION}")
        return asked.id, answer, (await bot.answer()).id

    asked, answer, last = run(scenario)
    assert (answer.reference, answer.id, quote_in(answer)) == (asked, last, PRICE)


def test_a_question_that_was_answered_is_not_answered_again_when_it_is_edited_or_unfurled(run):
    async def scenario(bot):
        asked = await bot.peer.mention(f"{PRICE_QUESTION} https://example.com")
        await bot.answer()
        await bot.peer.unfurl(asked)
        await bot.peer.edit(asked, f"{MENTION} {LOSS_QUESTION}")
        return quote_in(await bot.answer())

    assert run(scenario) == PRICE


@pytest.mark.parametrize(
    ("first", "hint"),
    [(MENTION, "Write your question behind my name"), (f"<@&{bot_role(GUILD)}> why", "You mentioned my role")],
    ids=["nothing but the mention", "the role"],
)
def test_whoever_takes_the_hint_by_an_edit_is_answered(run, first, hint):
    async def scenario(bot):
        asked = await bot.peer.message(first)
        told = text_of(await bot.answer())
        await bot.peer.edit(asked, f"{MENTION} {LOSS_QUESTION}")
        return told.startswith(hint), quote_in(await bot.answer(2))

    assert run(scenario) == (True, TEA_LOSS)


def test_what_asks_nothing_after_the_edit_is_left_alone(run):
    async def scenario(bot):
        said, long_ago = await bot.peer.message("Good morning"), await bot.peer.message("Good evening")
        await bot.peer.edit(said, "Good morning all")
        bot.peer.age(86_401)
        await bot.peer.edit(long_ago, f"{MENTION} {PRICE_QUESTION}")
        await bot.peer.message(LOSS_QUESTION, channel=direct_channel(ANN))  # what comes later is seen later
        return quote_in(await bot.answer())

    assert run(scenario) == TEA_LOSS


def test_a_direct_message_that_was_answered_is_not_answered_again_when_it_is_edited(run):
    async def scenario(bot):
        asked = await bot.peer.message(PRICE_QUESTION, channel=direct_channel(ANN))
        await bot.answer()
        await bot.peer.edit(asked, LOSS_QUESTION)
        await bot.peer.mention(LOSS_QUESTION)  # what comes later is seen later
        return [quote_in(post) for post in (await bot.answer(2), bot.peer.posts[0])]

    assert run(scenario) == [TEA_LOSS, PRICE]


def test_words_that_are_added_to_a_direct_message_are_answered_once(run):
    async def scenario(bot):
        asked = await bot.peer.message("", channel=direct_channel(ANN))
        told = text_of(await bot.answer())
        await bot.peer.edit(asked, LOSS_QUESTION)
        answer = await bot.answer(2)
        await bot.peer.edit(asked, PRICE_QUESTION)
        await bot.peer.mention(PRICE_QUESTION)
        return told, quote_in(answer), (await bot.answer(3)).channel

    told, quote, last = run(scenario)
    assert (told.split(";")[0], quote, last) == ("Ask in your own words, in Chinese or English", TEA_LOSS, GENERAL)
