"""What a reader of a document sees is shown character for character, wherever a quote is shown."""

import io
import json

import pytest
from rich.console import Console

from bot.answers.card import quote_card
from bot.cli.terminal import print_card
from bot.discord.embeds import discord_message
from bot.domain.message import Message, QuoteBlock
from bot.slack.blocks import slack_blocks
from bot.wording.truncation import shortened
from index.corpus.documents import read_documents
from index.extraction import extract_corpus
from index.storage.quote_records import quote_record
from index.verify import verify_quotes
from tests.platforms.discord import markdown_reader

SOURCES = '[talk]\ntitle = "A talk"\nlink = "https://a.b/c"\nlink_kind = "article"\nhosts = ["Ada"]\nguests = ["Bo"]\n'
SEEN = {
    "a joined emoji": "\U0001f469\u200d\U0001f4bb",
    "a family": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "a skin tone": "\U0001f44d\U0001f3fd",
    "a sign as an emoji": "\u2764\ufe0f",
    "a flag": "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "Persian": "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "Hindi": "\u0915\u094d\u200d\u0937",
    "accents": "e\u0301a\u0302\u0323",
    "Hebrew": "\u05e9\u05dc\u05d5\u05dd C++\u200e \u05e2\u05d5\u05dc\u05dd",
    "a kind of character": "\u845b\U000e0100\u57ce",
}


@pytest.fixture(params=SEEN.values(), ids=SEEN)
def quote(request, tmp_path):
    """A quote with such characters, from a document in which others play tricks."""
    said = f"We wrote {request.param} on the wall of the workshop, and for a year nobody took it down again."
    tricky = said.replace("year", "ye\u200bar\u202e").replace("workshop", "work\u00adshop")
    (tmp_path / "talk.txt").write_text(f"Ada: What did you write on the wall?\n\nBo: {tricky}\n", encoding="utf-8")
    (tmp_path / "sources.toml").write_text(SOURCES)
    corpus = read_documents([tmp_path])
    extraction = extract_corpus(corpus)
    assert (corpus.failures, extraction.failures) == ({}, {})
    assert verify_quotes(extraction.quotes, corpus).problems == ()
    [quote] = [quote for quote in extraction.quotes if quote.speaker == "Bo"]
    assert quote.text == said
    assert corpus.documents[0].raw[quote.raw_start : quote.raw_end] == tricky
    return quote, corpus.roster.person("Bo")


def test_slack_shows_every_character(quote):
    blocks = slack_blocks(Message(parts=(QuoteBlock(quote[0].text),)))
    assert json.loads(json.dumps(blocks))[0]["elements"][0]["elements"] == [{"type": "text", "text": quote[0].text}]


def test_discord_shows_every_character(quote):
    payload = discord_message(Message(card=quote_card(*quote, "en")))
    [shown] = [row for row in payload["embeds"][0]["description"].split("\n") if row.startswith("> ")]
    assert markdown_reader.shown(shown.removeprefix("> ")) == quote[0].text


def test_a_terminal_shows_every_character(quote):
    screen = Console(file=io.StringIO(), width=60, force_terminal=True, color_system=None, highlight=False)
    print_card(quote_card(*quote, "en"), screen)
    rows = [row.split("▎ ", 1)[1].rstrip() for row in screen.file.getvalue().split("\n") if "▎ " in row]
    assert " ".join(rows) == quote[0].text


def test_json_holds_every_character(quote):
    assert json.loads(json.dumps(quote_record(quote[0]), ensure_ascii=False))["text"] == quote[0].text


@pytest.mark.parametrize("seen", [SEEN[name] for name in ("a joined emoji", "a family", "a skin tone", "a flag")])
def test_what_is_cut_ends_before_a_character_that_does_not_fit(seen):
    whole = f"{'x' * 20}{seen}{'y' * 20}"
    for most in range(22, 21 + len(seen)):
        assert shortened(whole, most) == f"{'x' * 20}…"
    assert shortened(whole, 21 + len(seen)) == f"{'x' * 20}{seen}…"
