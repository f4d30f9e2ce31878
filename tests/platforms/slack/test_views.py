import json
from pathlib import Path

import pytest

from bot.domain.message import Button, Buttons, Message, line
from bot.slack.views import home_view, settings_modal, settings_values
from tests.peers.slack.validator import view_problems

PAYLOADS = Path(__file__).parent / "payloads"


def test_a_message_becomes_the_home_tab_with_the_button_for_a_daily_insight():
    view = home_view(Message(parts=(line("Ask the interviews"),)), "zh-Hant")
    assert view == {
        "type": "home",
        "blocks": [
            {
                "type": "rich_text",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "Ask the interviews"}]}
                ],
            },
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "button",
                        "action_id": "quote:daily:new",
                        "text": {"type": "plain_text", "text": "設定每日一句", "emoji": False},
                    }
                ],
            },
        ],
    }
    assert view_problems(view) == []


def test_a_page_that_brings_the_button_keeps_it_where_it_is():
    page = Message(parts=(Buttons((Button(action="daily:new", label="One a day"),)), line("who speaks")))
    assert [block["type"] for block in home_view(page, "en")["blocks"]] == ["actions", "rich_text"]


def test_the_home_tab_holds_a_hundred_blocks_the_button_among_them():
    row = Buttons((Button(action="next", label="Next"),))
    page = Message(parts=tuple(part for number in range(80) for part in (line(str(number)), row)))
    view = home_view(page, "en")
    assert len(view["blocks"]) == 100
    assert view["blocks"][-1]["elements"][0]["action_id"] == "quote:daily:new"
    assert view_problems(view) == []


def test_the_dialog_shows_what_is_set_and_the_first_choice_of_the_rest():
    view = settings_modal({"answers_first": "private", "interface": "zh-Hant", "follow_ups": "odd"}, "en", "", "C1")
    assert {block["block_id"]: block["element"]["initial_option"]["value"] for block in view["blocks"][1:]} == {
        "answers_first": "private",
        "follow_ups": "off",
        "interface": "zh-Hant",
        "quote_language": "any",
        "who_may_change": "everyone",
    }
    assert (view["callback_id"], view["private_metadata"]) == ("quote:settings", "C1")
    assert view_problems(view) == []


@pytest.mark.parametrize(
    ("interface", "title", "where", "language"),
    [
        ("en", "Quotebot here", "For #general only.", "The language I speak"),
        ("zh", "此处的 Quotebot", "只对 #general 有效。", "我说的语言"),
        ("zh-Hant", "此處的 Quotebot", "只對 #general 有效。", "我說的語言"),
    ],
)
def test_the_dialog_speaks_the_language_of_the_interface(interface, title, where, language):
    view = settings_modal({}, interface, "general", "")
    assert view["title"]["text"] == title
    assert view["blocks"][0]["elements"][0]["text"] == where
    assert view["blocks"][3]["label"]["text"] == language
    assert view_problems(view) == []


def test_the_dialog_for_a_conversation_without_a_name_says_so():
    where = settings_modal({}, "en", "", "")["blocks"][0]["elements"][0]["text"]
    assert where == "For this conversation only."


def test_a_hostile_channel_name_stays_a_name():
    view = settings_modal({}, "en", "<!channel>\n*b* \u202e{0}", "")
    assert view["blocks"][0]["elements"] == [
        {"type": "plain_text", "text": "For #<!channel> *b* {0} only.", "emoji": False}
    ]


def test_metadata_that_slack_would_refuse_is_refused_at_once():
    assert len(settings_modal({}, "en", "", "x" * 3000)["private_metadata"]) == 3000
    with pytest.raises(ValueError, match="3001 characters of metadata, but a view holds 3000"):
        settings_modal({}, "en", "", "x" * 3001)


def test_only_choices_that_the_dialog_offers_are_read_back():
    state = json.loads((PAYLOADS / "view_submission.json").read_text("utf-8"))["view"]["state"]
    assert settings_values(state) == {"answers_first": "private", "follow_ups": "on"}


@pytest.mark.parametrize("state", [{}, {"values": None}, {"values": {"interface": []}}, {"values": {"interface": {}}}])
def test_a_state_that_lacks_something_sets_nothing(state):
    assert settings_values(state) == {}


def test_what_the_dialog_shows_is_what_it_reads():
    shown = settings_modal({"interface": "zh"}, "zh", "general", "")["blocks"][1:]
    chosen = {
        block["block_id"]: {block["element"]["action_id"]: {"selected_option": block["element"]["initial_option"]}}
        for block in shown
    }
    assert settings_values({"values": chosen}) == {
        "answers_first": "public",
        "follow_ups": "off",
        "interface": "zh",
        "quote_language": "any",
        "who_may_change": "everyone",
    }
