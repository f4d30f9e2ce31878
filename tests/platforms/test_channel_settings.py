import asyncio

import pytest

from index.embed import make_embedder
from index.language_preference import LanguagePreference
from index.search.live_searcher import LiveSearcher
from tests.chat.conversation import Conversation, actions_of, buttons_of, lines_of, quotes_in
from tests.platforms.both_platforms import both_platforms
from tests.platforms.discord import discord_bot
from tests.platforms.slack import slack_bot
from tests.support.two_interviews import TEA_LOSS

LOSS_QUESTION = "第一年亏了多少钱？"


@pytest.fixture
def talk(live, state, platform):
    return Conversation(live, state, platform)


@pytest.fixture(scope="module")
def english_live(indexed):
    """A searcher of an operator who wants English quotes alone."""
    searcher = LiveSearcher(indexed / "data", make_embedder(), reading=LanguagePreference.ENGLISH)
    yield searcher
    searcher.close()


def test_what_the_operator_sets_holds_until_a_channel_sets_something_else(english_live, state, platform):
    talk = Conversation(english_live, state, platform)
    assert lines_of(talk.ask(LOSS_QUESTION))[2] == "英文访谈里没有答案，中文访谈里可能有。"
    assert "Which quotes I show: English quotes only" in lines_of(talk.ask("settings", kind="mention"))
    talk.reads("any")
    assert quotes_in(talk.ask(LOSS_QUESTION)) == [TEA_LOSS]
    assert quotes_in(talk.ask(LOSS_QUESTION, channel="C2")) == []


def test_the_setting_is_changed_by_a_button_that_says_what_it_does(talk):
    message = talk.ask("settings", kind="mention")
    labels = {
        button.action: button.label for button in buttons_of(message) if button.action.startswith("set:quote_language:")
    }
    assert labels == {
        "set:quote_language:en-first": "English quotes first, then Chinese",
        "set:quote_language:en": "English quotes only",
        "set:quote_language:zh-first": "Chinese quotes first, then English",
        "set:quote_language:zh": "Chinese quotes only",
    }
    changed = talk.press(message, "set:quote_language:en-first")
    assert "Which quotes I show: English quotes first, then Chinese" in lines_of(changed)
    assert "set:quote_language:any" in actions_of(changed)


def test_the_setting_speaks_both_chinese_scripts(talk):
    talk.reads("zh-first")
    talk.state.save_settings(talk.platform, "T1", "C1", {"interface": "zh-Hant"})
    assert "我用哪些引文：先中文引文，沒有再用英文" in lines_of(talk.ask("settings", kind="mention"))


def test_the_form_shows_what_the_operator_sets_and_keeps_nothing_that_it_did_not_change(make_service, tmp_path):
    async def scenario(bot):
        form = await bot.ask("settings")
        await bot.peer.submit_view(form, {"interface": "zh"}, user="U1")
        await bot.peer.wait_for(lambda: not bot.peer.unacked)
        before = bot.state.settings("slack", "T1", "C1")
        await bot.peer.submit_view(await bot.ask("settings"), {"quote_language": "any"}, user="U1")
        await bot.peer.wait_for(lambda: not bot.peer.unacked)
        return form, before, bot.state.settings("slack", "T1", "C1")

    form, before, after = slack_bot.run_bot(make_service, tmp_path, scenario, quote_language=LanguagePreference.ENGLISH)
    [block] = [block for block in form.view["blocks"] if block.get("block_id") == "quote_language"]
    assert block["element"]["initial_option"]["value"] == "en"
    assert ("quote_language" in before, before["interface"]) == (False, "zh")
    assert (after["quote_language"], after["interface"]) == ("any", "zh")


def test_what_a_form_changes_is_noted_with_who_sent_it(make_service, tmp_path):
    async def scenario(bot):
        for _ in range(2):
            await bot.peer.submit_view(await bot.ask("settings"), {"interface": "zh"}, user="U2")
            await bot.peer.wait_for(lambda: not bot.peer.unacked)
        return [
            (entry.actor, entry.action, entry.subject, entry.after["interface"]) for entry in bot.state.audit_entries()
        ]

    noted = slack_bot.run_bot(make_service, tmp_path, scenario)
    assert noted == [("slack:T1:U2", "change settings", "slack:T1:C1", "zh")]


@pytest.mark.parametrize(
    ("chat", "ask"), [(slack_bot, "ask_slack"), (discord_bot, "ask_discord")], ids=["slack", "discord"]
)
def test_a_channel_of_either_platform_reads_what_it_sets(make_service, tmp_path, chat, ask):
    async def scenario():
        async with both_platforms(make_service, tmp_path) as both:
            return await read_english(both, chat, getattr(both, ask))

    nothing, shown, first = asyncio.run(scenario())
    assert "英文访谈里没有答案，中文访谈里可能有。" in chat.text_of(nothing)
    assert "ask:in:zh" in chat.actions_in(nothing)
    assert (chat.quote_in(shown), "只看 中文" in chat.text_of(shown)) == (TEA_LOSS, True)
    said, _, quote = chat.text_of(first).partition("英文访谈里没有答案；这一条是中文的。")
    assert (said.casefold().strip(), TEA_LOSS in quote) == (f"ann：{LOSS_QUESTION}", True)


async def read_english(both, chat, ask):
    """Have the channel read English alone, look at what is Chinese all the same, then read English first."""
    peer = both.slack if chat is slack_bot else both.discord

    async def next_post(happening):
        count = len(peer.posts)
        await happening
        return (await peer.wait_for(count + 1))[-1]

    async def choose(value):
        if chat is discord_bot:
            form = await next_post(peer.subcommand("quotes", "settings"))
            await next_post(peer.press(form, f"quote:set:quote_language:{value}"))
        else:
            form = await next_post(peer.slash("settings"))
            await peer.submit_view(form, {"quote_language": value}, user="U1")
            await peer.wait_for(lambda: not peer.unacked)

    await choose("en")
    nothing = await ask(LOSS_QUESTION)
    shown = await next_post(peer.press(nothing, "quote:ask:in:zh"))
    await choose("en-first")
    return nothing, shown, await ask(LOSS_QUESTION)
