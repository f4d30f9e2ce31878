"""What the bot says calls its command as it is called in this workspace, once anybody has typed it."""

import pytest

from bot.answers.renamed_command import with_command_name
from bot.domain.message import AnswerCard, Message, QuoteBlock, line
from tests.platforms.slack.slack_bot import quote_in, run_bot, text_of
from tests.support.two_interviews import TEA_LOSS

QUESTION = "How do you set the price of a jar?"


@pytest.fixture
def run(make_service, tmp_path):
    return lambda scenario, **options: run_bot(make_service, tmp_path, scenario, **options)


async def typed(bot, command):
    """Type the command once, and forget what came of it."""
    await bot.ask(QUESTION, command=command)


async def next_post(bot, act):
    before = len(bot.peer.posts)
    await act
    return text_of(await bot.answer(before + 1))


WAYS = {
    "a mention": lambda bot: bot.peer.mention("help"),
    "a direct message": lambda bot: bot.peer.message("help", channel="D1"),
    "a mention without words": lambda bot: bot.peer.mention(""),
    "advice": lambda bot: bot.peer.mention("daily pause"),
    "what nothing handles": lambda bot: bot.peer.press_foreign("vote"),
    "the page of the bot": lambda bot: bot.peer.open_home(),
    "privacy in Chinese": lambda bot: bot.peer.message("隐私", channel="D1"),
}


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_whatever_speaks_of_the_command_calls_it_as_it_was_typed_last(run, mode):
    async def scenario(bot):
        said = []
        for command in ("/quote", "/quotebot", "/quote"):
            await typed(bot, command)
            said.append([await next_post(bot, act(bot)) for act in WAYS.values()])
        return said

    at_first, then, at_last = run(scenario, slack_mode=mode)
    assert ["/quote" in text for text in at_first] == [True] * len(WAYS)
    assert then == [text.replace("/quote", "/quotebot") for text in at_first]
    assert at_last == at_first


def test_another_workspace_and_a_restart_change_nothing(make_service, tmp_path):
    async def type_it(bot):
        await typed(bot, "/zitat")

    async def ask_help(bot):
        return await next_post(bot, bot.peer.message("help", channel="D1")), bot.state.settings("slack", "T2", "")

    run_bot(make_service, tmp_path, type_it)
    shown, elsewhere = run_bot(make_service, tmp_path, ask_help)
    assert ("More: /zitat daily" in shown, "/quote" in shown, elsewhere) == (True, False, {})


def test_the_notes_of_a_card_call_the_command_so_and_nothing_else_does(run):
    async def scenario(bot):
        await typed(bot, "/quotebot")
        bot.state.save_settings("slack", "T1", "C1", {"quote_language": "en"})
        await bot.ask("第一年亏了多少钱？ /quote", command="/quotebot")
        return bot.peer.posts[-1]

    shown = text_of(run(scenario))
    assert "/quotebot settings" in shown


def test_quotes_questions_and_addresses_keep_their_words():
    card = AnswerCard(
        quote="Type /quote, he said.",
        speaker="Ada",
        source="On /quote",
        asked=line("Maya: what does /quote do?"),
        notes=(line("Set with /quote settings."),),
        footnotes=(line("Said in answer to: why /quote?"),),
    )
    message = with_command_name(Message(card=card), "/quotebot")
    assert message.text == (
        "Maya: what does /quote do?\nSet with /quotebot settings.\nType /quote, he said.\nAda\nOn /quote\n"
        "Said in answer to: why /quote?"
    )
    parts = (line("See https://a.b/quote, a/quote and /quotes; /quote-x. 中文：/quote 帮助"), QuoteBlock("/quote"))
    renamed = with_command_name(Message(parts=parts), r"/q\1")
    assert renamed.text == "See https://a.b/quote, a/quote and /quotes; /quote-x. 中文：/q\\1 帮助\n/quote"


def test_an_answer_is_the_same_whatever_the_command_is_called(run):
    async def scenario(bot):
        return await bot.ask("第一年亏了多少钱？", command="/quotebot")

    assert quote_in(run(scenario)) == TEA_LOSS
