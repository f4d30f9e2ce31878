"""A mention that is added by an edit is answered, and what was answered is not answered again."""

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
