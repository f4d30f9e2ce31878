"""What is asked by an edit is answered, and what was answered is not answered again."""

import pytest

from tests.platforms.slack.slack_bot import quote_in, run_bot, text_of
from tests.support.two_interviews import PRICE, TEA_LOSS

PRICE_QUESTION = "How do you set the price of a jar?"
LOSS_QUESTION = "第一年亏了多少钱？"


@pytest.fixture
def run(make_service, tmp_path):
    return lambda scenario: run_bot(make_service, tmp_path, scenario)


async def settled(bot):
    await bot.peer.wait_for(lambda: not bot.peer.unacked)
    await bot.idle.wait()


def test_a_mention_added_by_an_edit_is_answered_once(run):
    async def scenario(bot):
        asked = await bot.peer.message(PRICE_QUESTION)
        await bot.peer.edit_mention(asked.ts, PRICE_QUESTION)
        answer = await bot.answer()
        await bot.peer.edit_mention(asked.ts, LOSS_QUESTION)
        await settled(bot)
        return asked.ts, answer, len(bot.peer.posts)

    asked, answer, count = run(scenario)
    assert (answer.thread_ts, quote_in(answer), count) == (asked, PRICE, 1)


def test_a_question_that_was_answered_is_not_answered_again_when_it_is_edited(run):
    async def scenario(bot):
        asked = await bot.peer.mention(PRICE_QUESTION)
        await bot.answer()
        await bot.peer.edit_mention(asked.ts, LOSS_QUESTION)
        await settled(bot)
        return [quote_in(post) for post in bot.peer.posts]

    assert run(scenario) == [PRICE]


def test_whoever_takes_the_hint_by_an_edit_is_answered(run):
    async def scenario(bot):
        asked = await bot.peer.mention("")
        hint = text_of(await bot.answer())
        await bot.peer.edit_mention(asked.ts, LOSS_QUESTION)
        return hint.startswith("Write your question behind my name"), quote_in(await bot.answer(2))

    assert run(scenario) == (True, TEA_LOSS)


def test_a_late_edit_is_left_alone(run):
    async def scenario(bot):
        asked = await bot.peer.message(PRICE_QUESTION)
        bot.peer.age(86_401)
        await bot.peer.edit_mention(asked.ts, PRICE_QUESTION)
        await settled(bot)
        return bot.peer.posts

    assert run(scenario) == []


def test_a_direct_message_that_was_answered_is_not_answered_again_when_it_is_edited(run):
    async def scenario(bot):
        asked = await bot.peer.message(PRICE_QUESTION, channel="D1")
        await bot.answer()
        await bot.peer.edit_direct(asked.ts, LOSS_QUESTION)
        await settled(bot)
        return [quote_in(post) for post in bot.peer.posts]

    assert run(scenario) == [PRICE]


def test_words_that_are_added_to_a_direct_message_are_answered_once(run):
    async def scenario(bot):
        asked = await bot.peer.message("", channel="D1", subtype="file_share")
        told = text_of(await bot.answer())
        await bot.peer.unfurl_direct(asked.ts, "")
        await bot.peer.edit_direct(asked.ts, LOSS_QUESTION)
        answer = await bot.answer(2)
        await bot.peer.edit_direct(asked.ts, PRICE_QUESTION)
        await settled(bot)
        return told, quote_in(answer), len(bot.peer.posts)

    told, quote, count = run(scenario)
    assert (told.split(";")[0], quote, count) == ("Ask in your own words, in Chinese or English", TEA_LOSS, 2)


def test_a_direct_message_that_came_while_nobody_listened_is_answered_when_it_is_edited(run):
    async def scenario(bot):
        await bot.peer.edit_direct(bot.peer.workspace.clock.new_ts(), PRICE_QUESTION)
        return quote_in(await bot.answer())

    assert run(scenario) == PRICE
