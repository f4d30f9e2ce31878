"""Whoever wants a quote for a message means all the words that stand in it."""

import pytest

from bot.discord.message_words import words_of
from tests.platforms.discord.discord_bot import quote_in, run_bot, text_of
from tests.support.two_interviews import PRICE

PRICE_QUESTION = "How do you set the price of a jar?"


def text_display(content):
    return {"type": 10, "id": 1, "content": content}


BUTTON = {"type": 2, "style": 1, "custom_id": "x", "label": "Press me"}
FORWARDED = {"message_snapshots": [{"message": {"type": 0, "content": PRICE_QUESTION, "embeds": []}}]}
POLL = {"question": {"text": "Tea or coffee?"}, "answers": [{"answer_id": 1, "poll_media": {"text": "Tea"}}]}
CASES = [
    ({"content": "**Why** <@8>?", "mentions": [{"id": "8", "username": "ali", "global_name": "Ali G"}]}, "Why Ali G?"),
    (FORWARDED, PRICE_QUESTION),
    ({"message_snapshots": [{"message": {"content": "", "embeds": [{"title": "In a card"}]}}]}, "In a card"),
    (FORWARDED | {"content": "See:"}, f"See: {PRICE_QUESTION}"),
    ({"embeds": [{"title": "A", "description": "> b", "fields": [{"name": "c", "value": "d"}]}, {"title": "E"}]},
     "A b c d E"),
    ({"content": "Look", "embeds": [{"title": "A page", "author": {"name": "Ben"}, "footer": {"text": "Web"}}]},
     "Look A page"),
    ({"embeds": [{"author": {"name": "Ben"}, "footer": {"text": "Web"}}]}, "Ben Web"),
    ({"poll": POLL}, "Tea or coffee? Tea"),
    ({"flags": 1 << 15, "components": [text_display("# Weekly *report*")]}, "Weekly report"),
    ({"components": [{"type": 17, "components": [
        text_display("Above"), {"type": 9, "components": [text_display("beside")], "accessory": BUTTON},
        {"type": 12, "items": [{"description": "a cat"}]}]}]}, "Above beside"),
    ({"embeds": [{"title": None, "description": None, "fields": None, "author": None}], "poll": None}, ""),
    ({"components": [{"type": 1, "components": [BUTTON]}]}, ""),
    ({"attachments": [{"filename": "cat.png", "description": "a cat"}], "sticker_items": [{"name": "Wave"}]}, ""),
    ({}, ""),
]  # fmt: skip


@pytest.mark.parametrize(("message", "words"), CASES)
def test_every_text_that_members_see_is_read(message, words):
    assert words_of(message) == words


@pytest.mark.parametrize(
    "fields",
    [
        FORWARDED,
        {"embeds": [{"title": PRICE_QUESTION}]},
        {"poll": {"question": {"text": PRICE_QUESTION}, "answers": []}},
        {"components": [{"type": 17, "components": [text_display(PRICE_QUESTION)]}]},
    ],
    ids=["forwarded", "card", "poll", "text display"],
)
def test_the_menu_asks_what_members_see(make_service, tmp_path, fields):
    async def scenario(bot):
        await bot.peer.context_menu("Find a quote", "", **fields)
        return await bot.answer()

    assert quote_in(run_bot(make_service, tmp_path, scenario)) == PRICE


def test_a_message_without_words_is_said_to_have_none(make_service, tmp_path):
    async def scenario(bot):
        await bot.peer.context_menu("Find a quote", "", attachments=[])
        return await bot.answer()

    assert text_of(run_bot(make_service, tmp_path, scenario)) == "There are no words in that message."
