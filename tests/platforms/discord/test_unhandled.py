"""Whoever addresses the bot in a way that it has no use for is told so; never silence."""

import pytest

from tests.peers.discord import ANN, BEN, GENERAL, GUILD, Channel, Guild, bot_role
from tests.platforms.discord.discord_bot import quote_in, run_bot, seen, text_of
from tests.support.two_interviews import PRICE

PRICE_QUESTION = "How do you set the price of a jar?"
UNHANDLED = (
    "I do not know what to do with that: it is none of my commands, buttons or forms as they are now. "
    "What I can do: /quotes help. Whoever runs me finds it in the log."
)
ROLE = bot_role(GUILD)
ROLE_HINT = (
    "You mentioned my role, and Discord does not show me what such a message says. Pick my name among the members "
    "instead, or use /quote."
)


@pytest.fixture
def run(make_service, tmp_path):
    return lambda scenario: run_bot(make_service, tmp_path, scenario)


def test_a_mention_of_the_bots_role_is_told_that_its_words_are_withheld(run):
    async def scenario(bot):
        asked = await bot.peer.message(f"<@&{ROLE}> {PRICE_QUESTION}")
        hint = await bot.answer()
        await bot.peer.redeliver(asked)
        return asked.id, hint, await bot.answer()

    asked, hint, last = run(scenario)
    assert (hint.reference, hint.id, text_of(hint)) == (asked, last.id, ROLE_HINT)


def test_a_mention_of_both_is_answered_and_the_role_says_nothing(run):
    async def scenario(bot):
        await bot.peer.mention(f"<@&{ROLE}> {PRICE_QUESTION}")
        answer = await bot.answer()
        await bot.peer.message(f"<@&{ROLE}> {PRICE_QUESTION}", reply_to=answer)
        return answer, await bot.answer(2)

    answer, second = run(scenario)
    assert [quote_in(post) for post in (answer, second)] == [PRICE, PRICE]


def test_a_role_of_another_server_is_not_the_bots(run):
    async def scenario(bot):
        bot.peer.add(Guild(id="705", name="other"))
        bot.peer.add(Channel(id="805", name="general", guild="705"))
        await bot.peer.message(f"<@&{ROLE}> hello", channel="805")
        await bot.peer.message(f"<@&{bot_role('705')}> hello", channel="805", user=BEN)
        return (await bot.answer()).channel, seen(bot, ANN, "805")

    assert run(scenario) == ("805", [ROLE_HINT])


@pytest.mark.parametrize(
    ("act", "name"),
    [
        (lambda peer: peer.foreign_command("poem"), "application_command poem"),
        (lambda peer: peer.foreign_command("Find a quote", kind=2), "application_command Find a quote"),
        (lambda peer: peer.foreign_command("Quote this", kind=3), "application_command Quote this"),
        (lambda peer: peer.press_foreign("vote"), "component vote"),
        (lambda peer: peer.submit_foreign("survey"), "modal_submit survey"),
    ],
    ids=["command", "menu on a person", "menu of another name", "button", "form"],
)
def test_what_nothing_handles_is_told_to_who_did_it_and_to_the_log(run, caplog, act, name):
    async def scenario(bot):
        await act(bot.peer)
        post = await bot.answer()
        [response] = bot.peer.responses.values()
        return post, response.is_ephemeral, seen(bot, BEN)

    post, is_ephemeral, to_others = run(scenario)
    assert (post.kind, post.channel, post.user, text_of(post)) == ("response", GENERAL, ANN, UNHANDLED)
    assert (is_ephemeral, UNHANDLED in to_others) == (True, False)
    assert caplog.messages == [f"nothing here handles what Discord sent: {name}"]


def test_a_command_with_a_question_is_answered_whatever_it_is_called(run):
    async def scenario(bot):
        await bot.peer.foreign_command("ask", options=[{"name": "question", "type": 3, "value": PRICE_QUESTION}])
        return await bot.answer()

    post = run(scenario)
    assert (post.user, quote_in(post)) == (None, PRICE)
