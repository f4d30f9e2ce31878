"""Each button that is drawn has its line in the one table of verbs."""

import datetime
import re

import pytest

from bot.answers.card import AnswerView, answer_message
from bot.daily.post_message import insight_message
from bot.discord.acknowledgement import LOADING, UPDATE, ack_type
from bot.domain.button_value import ButtonValue
from bot.domain.records import GivenAnswer, GivenHit
from bot.intake.button_verbs import VERBS, verb_of, vote_in
from index.answer import Absent, Filters
from index.domain import Person
from tests.support.fakes import make_quote
from tests.support.paths import ROOT
from tests.support.request_builder import make_request

BOT = ROOT / "bot"
DRAWN = {
    action.partition("{")[0]
    for room in ("answers", "daily")
    for file in sorted((BOT / room).glob("*.py"))
    for action in re.findall(r'Button\(action=f?"([\w:{}]+)"', file.read_text("utf-8"))
}


def test_each_button_below_a_quote_has_a_verb():
    hits = tuple(GivenHit(quote_id=name, score=0.0, similarity=0.0, word_score=0.0) for name in ("q1", "q2"))
    given = GivenAnswer(
        id="a1", platform="slack", workspace="T1", channel="C1", thread=None, user="U1", asked_at=0.0, interface="en",
        outcome="unsure", confidence=0.2, hits=hits, other_language="q2", filters=Filters(after="2024"), lacking="zh",
    )  # fmt: skip
    view = AnswerView(
        quote=make_quote(),
        person=Person(name="Ada"),
        given=given,
        button_value=ButtonValue(answer_id="a1", question="why"),
        interface="en",
        absent=(Absent(name="Zoe", mentions=1),),
    )
    day = datetime.date(2025, 11, 22)
    messages = (answer_message(view, "public"), answer_message(view, "private"), insight_message(view, day))
    actions = {button.action for message in messages for button in message.card.buttons}
    assert actions == {
        *("next", "context", "up", "down", "why", "language", "share", "delete", "like"),
        *("ask:where", "ask:in:en", "ask:without:days"),
    }
    assert [action for action in actions if verb_of(action) is None] == []


def test_each_button_that_is_drawn_elsewhere_has_a_verb():
    assert {"delete", "down:", "ask:", "ask:where", "set:", "forget"} <= DRAWN
    assert [action for action in DRAWN if verb_of(action) is None] == []


@pytest.mark.parametrize(
    ("action", "key"),
    [
        ("next", "next"),
        ("down", "down"),
        ("down:words", "down:"),
        ("ask:1", "ask:"),
        ("ask:in:zh", "ask:in:"),
        ("ask:where", "ask:where"),
        ("set:interface:zh", "set:"),
        ("daily:off:a1", "daily:"),
    ],
)
def test_an_action_is_found_by_what_it_begins_with(action, key):
    assert verb_of(action) is VERBS[key]


@pytest.mark.parametrize("action", ["", "nonsense", "nextx", "next:", "up:words", "ask", "set"])
def test_any_other_action_is_none_of_ours(action):
    assert verb_of(action) is None


@pytest.mark.parametrize(
    ("action", "in_public", "in_private"),
    [
        *((action, UPDATE, UPDATE) for action in ("next", "share", "delete", "down:link", "set:a:b", "daily:off:a")),
        *((action, LOADING, UPDATE) for action in ("ask:1", "ask:without:days", "ask:where", "forget")),
        *((action, LOADING, LOADING) for action in ("context", "why", "up", "down", "like", "nonsense")),
    ],
)
def test_discord_acknowledges_a_press_by_what_becomes_of_its_message(action, in_public, in_private):
    assert (ack_type(action, is_private=False), ack_type(action, is_private=True)) == (in_public, in_private)


def test_who_presses_matters_where_not_everybody_may():
    assert [key for key, verb in VERBS.items() if verb.needs_identity] == ["down:", "delete", "set:", "daily:"]


def test_a_vote_is_counted_and_the_reason_for_one_is_not_another():
    pressed = {action: vote_in(make_request(kind="button", action=action)) for action in ("up", "down", "share")}
    assert pressed == {"up": "up", "down": "down", "share": "share"}
    assert vote_in(make_request(kind="button", action="down:words")) is None
    assert vote_in(make_request(kind="command", text="up")) is None
