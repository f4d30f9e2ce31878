import asyncio
import json
from collections import Counter

import pytest

from tests.peers.discord import ANN
from tests.platforms.both_platforms import both_platforms
from tests.platforms.discord import discord_bot
from tests.platforms.slack import slack_bot
from tests.support.command_line import json_lines
from tests.support.two_interviews import NOT_HERE

QUESTIONS = [
    "How do you set the price of a jar?",
    "how did you begin with bees",
    "What do city bees have that country bees lack?",
    "how do bees survive the winter",
    "is there lead in city honey?",
    "What advice do you have for new beekeepers?",
    "does honey from a city taste of smoke",
    "Why open a tea house next to the underground?",
    "How precisely does a robot pour?",
    "Do young people still drink tea?",
    "how much was lost in the first year",
    "price",
    "为什么开在地铁站旁边？",
    "机器人泡茶好吗",
    "年轻人还喝茶吗？",
    "第一年虧了多少錢？",
    "茶叶从哪里来",
    "给创业者的建议是什么？",
    "昨天的足球赛谁赢了？",
    NOT_HERE,
]
NOTHING = ("Nothing in these interviews answers that.", "这些访谈里没有能回答这个问题的话。")


@pytest.fixture
def run(make_service, tmp_path):
    def run_scenario(scenario):
        async def on_both():
            async with both_platforms(make_service, tmp_path) as both:
                return await scenario(both)

        return asyncio.run(on_both())

    return run_scenario


def answer_in(chat, post):
    """Return what is shown, what of it is the quote, and its first link; quote and link are "" where nothing is."""
    text = chat.text_of(post)
    if any(nothing in text for nothing in NOTHING):
        return text, "", ""
    return text, chat.quote_in(post), chat.links_in(post)[0]


def test_twenty_questions_have_the_same_answer_in_terminal_slack_and_discord(quotebot, run):
    async def scenario(both):
        return [(await both.ask_slack(question), await both.ask_discord(question)) for question in QUESTIONS]

    lines = "\n".join(json.dumps({"query": question}) for question in QUESTIONS)
    asked = json_lines(quotebot("ask", "--batch", "-", "--json", stdin=lines.encode()))
    for result, (in_slack, in_discord) in zip(asked, run(scenario), strict=True):
        quote = {"text": "", "link": "", "speaker": ""} if result["outcome"] == "nothing" else result["hits"][0]
        for chat, post in ((slack_bot, in_slack), (discord_bot, in_discord)):
            text, words, link = answer_in(chat, post)
            assert (words, link) == (quote["text"], quote["link"]), result["query"]
            assert quote["speaker"] in text
            assert (post.user is None) == (result["outcome"] == "answer")
    assert Counter(result["outcome"] for result in asked) == {"answer": 15, "unsure": 1, "nothing": 4}


def test_a_vote_in_each_counts_once_in_each(run):
    async def scenario(both):
        in_slack, in_discord = await both.ask_slack(QUESTIONS[0]), await both.ask_discord(QUESTIONS[0])
        for _ in range(2):
            await both.slack.press(in_slack, "quote:up")
            await both.discord.press(in_discord, "quote:up")
        await both.slack.press(in_slack, "quote:up", user="U2")
        await both.slack.wait_for(4)
        await both.discord.wait_for(3)
        answer_id = in_discord.buttons[1]["custom_id"].split(":")[2].split(".")[0]
        return both.state.all_votes().get(both.state.answer_given(answer_id).hits[0].quote_id, (0, 0))

    assert run(scenario) == (3, 0)


def test_settings_of_one_platform_leave_the_other_alone(run):
    async def scenario(both):
        both.state.save_settings("discord", "", "", {"answers_first": "private"})
        both.state.save_settings("discord", "700", "800", {"answers_first": "private"})
        return (await both.ask_slack(QUESTIONS[0])).user, (await both.ask_discord(QUESTIONS[0])).user

    assert run(scenario) == (None, ANN)
