"""Whoever wants a quote for a message means all the words that stand in it."""

import pytest

from bot.slack.message_words import words_of
from tests.platforms.slack.slack_bot import quote_in, run_bot, text_of
from tests.support.two_interviews import PRICE

PRICE_QUESTION = "How do you set the price of a jar?"
PLACEHOLDER = "This content can't be displayed."


def rich(*elements):
    return {"type": "rich_text", "block_id": "b", "elements": list(elements)}


def section(*texts):
    return {"type": "rich_text_section", "elements": [{"type": "text", "text": text} for text in texts]}


def plain(text):
    return {"type": "plain_text", "text": text, "emoji": True}


def mrkdwn(text):
    return {"type": "mrkdwn", "text": text, "verbatim": False}


BUTTON = {"type": "button", "action_id": "a", "text": plain("Press me")}
LINK = {"type": "link", "url": "https://a.b", "text": "this page"}
BLOCKS = [
    (rich(section("Why ", "small"), section("models?")), "Why small models?"),
    (rich({"type": "rich_text_list", "style": "bullet", "elements": [section("one"), section("two")]}), "one two"),
    (rich({"type": "rich_text_quote", "elements": [{"type": "text", "text": "2*3*4 & more"}]}), "2*3*4 & more"),
    (rich({"type": "rich_text_section", "elements": [LINK, {"type": "user", "user_id": "U2"}]}), "this page"),
    ({"type": "section", "text": mrkdwn("*Price* of a <https://a.b|jar>"), "accessory": BUTTON}, "Price of a jar"),
    ({"type": "section", "fields": [mrkdwn("Who"), plain("Mara *")]}, "Who Mara *"),
    ({"type": "header", "text": plain("Weekly report")}, "Weekly report"),
    ({"type": "context", "elements": [mrkdwn("_quiet_"), {"type": "image", "alt_text": "a cat"}]}, "quiet"),
    ({"type": "markdown", "text": "a *bold* word"}, "a bold word"),
    ({"type": "video", "title": plain("A talk"), "description": plain("on bees"), "alt_text": "x"}, "A talk on bees"),
    ({"type": "table", "rows": [[{"type": "raw_text", "text": "jar"}, rich(section("9 euros"))]]}, "jar 9 euros"),
]
ATTACHMENTS = [
    ({"text": "*Bold* words", "fallback": "fallback"}, "Bold words"),
    ({"pretext": "Look:", "title": "Bees", "text": "above", "fields": [{"title": "Jar", "value": "9"}]},
     "Look: Bees above Jar 9"),
    ({"blocks": [{"type": "header", "text": plain("In a card")}], "fallback": "[no preview available]"}, "In a card"),
    ({"is_share": True, "author_name": "Ben", "text": "the same", "footer": "Posted in #general",
      "message_blocks": [{"team": "T1", "message": {"blocks": [rich(section("Shared words"))]}}]}, "Shared words"),
    ({"fallback": "Only a fallback"}, "Only a fallback"),
    ({"author_name": "Ben", "footer": "GitHub"}, "Ben GitHub"),
]  # fmt: skip


@pytest.mark.parametrize(("block", "words"), BLOCKS)
def test_what_a_block_says_is_read_and_not_what_stands_in_for_it(block, words):
    assert words_of({"text": PLACEHOLDER, "blocks": [block]}) == words
    assert words_of({"text": "A notification", "blocks": [block]}) == words


@pytest.mark.parametrize(("attachment", "words"), ATTACHMENTS)
def test_what_an_attachment_says_is_read_behind_the_text(attachment, words):
    assert words_of({"text": "", "attachments": [attachment]}) == words


def test_text_blocks_and_attachments_are_read_in_the_order_in_which_they_stand():
    message = {"text": "Look", "attachments": [{"text": "first"}, {"text": "second", "footer": "Slack"}]}
    assert words_of(message) == "Look first second"


def test_a_text_is_read_where_its_blocks_have_no_words():
    assert words_of({"text": "Look", "blocks": [{"type": "actions", "elements": [BUTTON]}]}) == "Look"


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"text": PLACEHOLDER},
        {"text": "This message contains interactive elements."},
        {"text": "", "files": [{"name": "cat.png", "title": "cat"}]},
        {"text": PLACEHOLDER, "blocks": [{"type": "image", "alt_text": "a cat"}, {"type": "divider"}]},
        {"text": "", "blocks": [{"type": "actions", "elements": [BUTTON]}]},
        {"text": 5, "blocks": "odd", "attachments": [None, {"fields": 3, "message_blocks": ["odd"]}]},
    ],
)
def test_a_message_without_words_gives_none(message):
    assert words_of(message) == ""


@pytest.mark.parametrize(
    "fields",
    [
        {"blocks": [{"type": "section", "text": mrkdwn(PRICE_QUESTION)}]},
        {"attachments": [{"text": PRICE_QUESTION}]},
    ],
)
def test_the_shortcut_asks_what_members_see(make_service, tmp_path, fields):
    async def scenario(bot):
        await bot.peer.shortcut(PLACEHOLDER, **fields)
        return await bot.answer()

    assert quote_in(run_bot(make_service, tmp_path, scenario)) == PRICE


def test_a_message_without_words_is_said_to_have_none(make_service, tmp_path):
    async def scenario(bot):
        await bot.peer.shortcut(PLACEHOLDER)
        return await bot.answer()

    post = run_bot(make_service, tmp_path, scenario)
    assert (post.user, post.response_type, text_of(post)) == ("U1", "ephemeral", "There are no words in that message.")
