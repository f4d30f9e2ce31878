"""What is public nowhere (`link = false`) shows title and place, and never an empty link or a broken button."""

import datetime
import json
import re
from dataclasses import replace

import pytest

from bot.answers.about import sources_message
from bot.answers.card import AnswerView, answer_message, context_message, down_message
from bot.daily.post_message import insight_message
from bot.discord.embeds import discord_message
from bot.domain.button_value import ButtonValue
from bot.domain.message import Buttons, Line
from bot.domain.records import GivenAnswer, GivenHit
from bot.slack.blocks import message_arguments
from index.domain import Person
from index.storage.generations import read_current
from tests.peers.discord.validator import message_problems as discord_problems
from tests.peers.slack import message_problems as slack_problems
from tests.support.fakes import make_quote, make_source, write_corpus
from tests.support.two_interviews import BEES, INTERVIEWS, PRICE, SOURCES

SOURCE = make_source(link=None, link_kind=None, title="A talk at work", published="2024-05-02")
QUOTE = make_quote("Small models cost less.", source=SOURCE, answers="Why?")
GIVEN = GivenAnswer(
    id="a1", platform="slack", workspace="T1", channel="C1", thread=None, user="U1", asked_at=0.0, interface="en",
    outcome="answer", confidence=1.0, hits=(GivenHit(quote_id="q1", score=0.0, similarity=0.0, word_score=0.0),),
)  # fmt: skip
SHOWN = AnswerView(
    quote=QUOTE,
    person=Person(name="Ada"),
    given=GIVEN,
    button_value=ButtonValue(answer_id="a1", question="why"),
    interface="en",
)
MESSAGES = [
    answer_message(SHOWN, "public"),
    answer_message(replace(SHOWN, interface="zh"), "private"),
    context_message(SHOWN),
    insight_message(SHOWN, datetime.date(2025, 11, 22)),
]
WITHOUT_LINKS = re.sub(r"link = .*\nlink_kind = .*\n(recording = .*\n)?", "link = false\n", SOURCES)


def urls_in(payload):
    return re.findall(r'"url"|https?:', json.dumps(payload))


@pytest.mark.parametrize("message", MESSAGES, ids=["answer", "answer in Chinese", "context", "insight"])
def test_it_is_set_without_a_link_on_both_platforms(message):
    assert "Ada\nA talk at work" in message.text
    assert all(part.text for part in message.parts if isinstance(part, Line))
    slack, discord = message_arguments(message), discord_message(message)
    assert (slack_problems(slack["blocks"]), discord_problems(discord)) == ([], [])
    assert (urls_in(slack), urls_in(discord)) == ([], [])
    assert discord["embeds"][0]["footer"]["text"].startswith("A talk at work")


def test_nobody_is_asked_whether_a_link_works_that_there_is_not():
    buttons = [
        button.action
        for part in down_message(SHOWN.button_value, "en", has_link=False).parts
        if isinstance(part, Buttons)
        for button in part.buttons
    ]
    assert buttons == ["down:off_point", "down:person", "down:words"]


@pytest.fixture(scope="module")
def unlinked(commands, tmp_path_factory):
    """A folder with two indexed interviews that are public nowhere."""
    folder = tmp_path_factory.mktemp("unlinked")
    write_corpus(folder / "seeds", {**INTERVIEWS, "sources.toml": WITHOUT_LINKS})
    assert commands.run(folder, "index").code == 0
    return folder


def price_id(commands, folder):
    quotes = json.loads(commands.run(folder, "quotes", "--source", "bees", "--json").out)
    return next(quote["id"] for quote in quotes if quote["text"] == PRICE)


def test_the_command_line_shows_title_and_no_link(commands, unlinked):
    shown = commands.run(unlinked, "show", price_id(commands, unlinked)).out.splitlines()
    assert shown[4:7] == ["  Mara Field (玛拉·菲尔德)", "  Bees above the city, 2 May 2024, line 11", ""]
    assert commands.run(unlinked, "show", price_id(commands, unlinked), "--markdown").out == (
        f"> {PRICE}\n>\n> — **Mara Field \\(玛拉·菲尔德\\)**, Bees above the city, 2 May 2024, line 11.\n"
    )
    asked = commands.run(unlinked, "ask", "How do you set the price of a jar?")
    assert "  Bees above the city, 2 May 2024, line 11\n\n" in asked.out
    assert "http" not in asked.out


def test_in_json_there_is_no_link_and_no_kind_of_one(commands, unlinked):
    quotes = json.loads(commands.run(unlinked, "quotes", "--json").out)
    assert len(quotes) == 13
    assert {(quote["link"], quote["link_kind"], quote["deep_link"]) for quote in quotes} == {(None, None, None)}


def test_that_there_is_no_link_is_right_when_quotes_are_verified(commands, unlinked):
    run = commands.run(unlinked, "verify")
    assert (run.code, run.out) == (
        0,
        "13 quotes from 2 interviews: every one verbatim, by one speaker, with a link but for 13 from interviews "
        "without one.\n",
    )


def test_a_link_that_was_stated_later_has_changed(commands, unlinked, tmp_path):
    write_corpus(tmp_path / "seeds", INTERVIEWS)
    run = commands.run(tmp_path, "verify", "--data", unlinked / "data")
    again = f"run: quotebot --data {unlinked / 'data'} index"
    assert run.err == f"quotebot: 13 of 13 quotes differ from the files; {again}\n"
    assert run.out.count("its link is missing or has changed\n") == 13


def test_the_list_of_interviews_names_it_without_a_link(commands, unlinked):
    parts = sources_message(read_current(unlinked / "data"), "en").parts
    assert [(part.text, [span.link for span in part.spans]) for part in parts] == [
        ("The interviews", [None]),
        ("Bees above the city · 2 May 2024", [None]),
        ("机器人茶馆 · 26 Feb 2025", [None]),
    ]


def test_an_interview_whose_link_is_not_stated_is_still_refused(commands, tmp_path):
    write_corpus(tmp_path / "seeds", {"bees.v2.txt": BEES})
    run = commands.run(tmp_path, "index")
    assert run.err == (
        'quotebot: no quotes in these interviews: no link: write ["bees.v2"] and link = "https://…" '
        "(or link = false) in sources.toml\n"
    )
