"""A sentence of 40,000 characters on its way from the file to a message: whole as a quote, cut where it is shown."""

import pytest

from bot.answers.card import quote_card
from bot.discord.embeds import discord_message
from bot.domain.message import Message
from bot.slack.blocks import slack_blocks
from index.corpus.documents import Corpus
from index.corpus.people import Roster
from index.extraction import extract_corpus
from index.verify import verify_quotes
from tests.support.fakes import make_document

ENDLESS = {
    "en": "The river " + "froze and we sold the bicycle and " * 1177 + "that was all of it.",
    "zh": "河结了冰，" * 7999 + "我们就卖掉了自行车。",
}


@pytest.fixture(params=["en", "zh"])
def quote(request):
    words = ENDLESS[request.param]
    assert 40_000 <= len(words) < 40_100
    document = make_document(f"Ana Ruiz: Why?\n\nBo Lind: {words}\n", hosts=("Ana Ruiz",), guests=("Bo Lind",))
    corpus = Corpus(documents=(document,))
    quotes = extract_corpus(corpus).quotes
    assert verify_quotes(quotes, corpus).problems == ()
    [quote] = quotes
    assert quote.text == words
    return quote


def shown_in(block):
    """Return the words in a quote block of Slack."""
    if "elements" in block:
        return "".join(map(shown_in, block["elements"]))
    return block.get("text", "") if isinstance(block.get("text", ""), str) else ""


def test_discord_shows_the_beginning_with_whose_it_is_and_where(quote):
    payload = discord_message(Message(card=quote_card(quote, Roster().person("Bo Lind"), "en")))
    [embed] = payload["embeds"]
    said = embed["description"].split("\n")[0].removeprefix("> ")
    assert len(embed["description"]) <= 4096
    assert len(said) > 3000
    assert quote.text.startswith(said)
    assert embed["description"].endswith("\n…")
    assert (embed["author"]["name"], "A talk" in str(embed["footer"])) == ("Bo Lind", True)
    assert "https://example.com/talk" in str(payload)


def test_slack_shows_the_beginning_with_whose_it_is_and_where(quote):
    blocks = slack_blocks(Message(card=quote_card(quote, Roster().person("Bo Lind"), "en")))
    quoted = [
        element for block in blocks for element in block.get("elements", ()) if element["type"] == "rich_text_quote"
    ]
    said = "".join(shown_in(element) for element in quoted)
    assert 9900 < len(said) < 10_000
    assert quote.text.startswith(said)
    assert ("Bo Lind" in str(blocks), "A talk" in str(blocks)) == (True, True)
    assert "https://example.com/talk" in str(blocks)
