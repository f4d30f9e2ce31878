import datetime
from dataclasses import replace

import pytest

from bot.answers.card import AnswerView
from bot.daily.post_message import insight_message
from bot.discord.embeds import discord_message
from bot.domain.button_value import ButtonValue
from bot.domain.message import Button, Buttons, QuoteBlock, Span, line
from bot.domain.records import GivenAnswer, GivenHit
from bot.slack.blocks import message_arguments
from index.domain import Person
from tests.peers.discord.validator import message_problems as discord_problems
from tests.peers.slack import message_problems as slack_problems
from tests.support.fakes import make_quote, make_source

DAY = datetime.date(2025, 11, 22)
VALUE = "a1.0\n\n"
ALI = Person(name="Ali Ghodsi", other_script="阿里·戈德西")
TALK = make_source(id="talk", title="The Logan Bartlett Show", published="2024-11-22", link="https://example.com/talk")
QUOTE = make_quote("Small models *win* <!channel>.", speaker="Ali Ghodsi", source=TALK, answers="What did you do next?")
GIVEN = GivenAnswer(
    id="a1", platform="slack", workspace="T1", channel="C1", thread=None, user="U1", asked_at=0.0, interface="en",
    outcome="answer", confidence=1.0, hits=(GivenHit(quote_id="q1", score=0.0, similarity=0.0, word_score=0.0),),
)  # fmt: skip
SHOWN = AnswerView(quote=QUOTE, person=ALI, given=GIVEN, button_value=ButtonValue(answer_id="a1"), interface="en")
IN_CHINESE = replace(SHOWN, interface="zh")


def buttons(context, more, delete, confirmation):
    plain = {"up": "👍", "down": "👎", "context": context, "like": more}
    made = [Button(action=action, label=label, value=VALUE) for action, label in plain.items()]
    last = Button(action="delete", label=delete, value=VALUE, style="danger", confirmation=confirmation)
    return Buttons((*made, last))


ENGLISH_BUTTONS = buttons("Context", "More like this", "Delete", "Delete this answer for everyone?")


def test_an_insight_is_date_quote_speaker_source_link_context_and_buttons():
    message = insight_message(SHOWN, DAY)
    assert message.parts == (
        line("Saturday, 22 November · today's insight"),
        QuoteBlock("Small models *win* <!channel>."),
        line(Span("Ali Ghodsi (阿里·戈德西)", bold=True)),
        line("The Logan Bartlett Show, 22 Nov 2024", quiet=True),
        line(Span("Read it in the article", link="https://example.com/talk")),
        line("Said in answer to: What did you do next?", quiet=True),
        ENGLISH_BUTTONS,
    )
    assert (message.visibility, message.replaces, message.thread) == ("public", False, None)


def test_in_a_chinese_channel_all_but_the_quote_is_chinese():
    assert insight_message(IN_CHINESE, DAY).parts == (
        line("11月22日 星期六 · 今日一句"),
        line("这一条是英文的。", quiet=True),
        QuoteBlock("Small models *win* <!channel>."),
        line(Span("Ali Ghodsi（阿里·戈德西）", bold=True)),
        line("The Logan Bartlett Show，2024年11月22日", quiet=True),
        line(Span("在文章中阅读", link="https://example.com/talk")),
        line("回答的问题：What did you do next?", quiet=True),
        buttons("上下文", "更多类似的", "删除", "为所有人删除这条回答？"),
    )


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (SHOWN, "Every insight there is has been shown; from here on they come again."),
        (IN_CHINESE, "所有金句都已展示过，从这里开始会再次出现。"),
    ],
)
def test_it_says_when_everything_was_shown_and_comes_again(shown, said):
    parts = insight_message(shown, DAY, begins_again=True).parts
    assert parts[1] == line(said, quiet=True)
    assert (parts[0], *parts[2:]) == insight_message(shown, DAY).parts


def test_what_was_said_unasked_has_no_context_line():
    message = insight_message(replace(SHOWN, quote=replace(QUOTE, answers=None)), DAY)
    assert message.parts[4:] == (line(Span("Read it in the article", link="https://example.com/talk")), ENGLISH_BUTTONS)


def test_slack_takes_it_as_it_is():
    arguments = message_arguments(insight_message(SHOWN, DAY))
    assert slack_problems(arguments["blocks"]) == []
    assert [block["type"] for block in arguments["blocks"]] == [
        "rich_text",
        "context",
        "rich_text",
        "context",
        "actions",
    ]
    quotes = [part for part in arguments["blocks"][0]["elements"] if part["type"] == "rich_text_quote"]
    assert [quote["elements"] for quote in quotes] == [[{"type": "text", "text": "Small models *win* <!channel>."}]]
    assert arguments["text"] == (
        "Saturday, 22 November · today's insight\n"
        "Small models *win* &lt;!channel&gt;.\n"
        "Ali Ghodsi (阿里·戈德西)\n"
        "The Logan Bartlett Show, 22 Nov 2024\n"
        "Read it in the article https://example.com/talk\n"
        "Said in answer to: What did you do next?"
    )


def test_discord_takes_it_as_it_is():
    payload = discord_message(insight_message(SHOWN, DAY))
    assert discord_problems(payload) == []
    assert payload["content"] == "Saturday, 22 November · today's insight"
    assert payload["embeds"] == [
        {
            "color": 0x6B7A8F,
            "author": {"name": "Ali Ghodsi (阿里·戈德西)"},
            "description": "> Small models \\*win\\* \\<!channel\\>.\n-# Said in answer to: What did you do next?",
            "footer": {"text": "The Logan Bartlett Show, 22 Nov 2024"},
        }
    ]
    [links, pressed] = [row["components"] for row in payload["components"]]
    assert [(button["label"], button["url"]) for button in links] == [
        ("Read it in the article", "https://example.com/talk")
    ]
    assert [button["custom_id"] for button in pressed] == [
        f"quote:{action}:a1.0" for action in ("up", "down", "context", "like", "delete")
    ]
