import json
import re
from html import unescape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from bot.domain.message import Button, Buttons, Line, Message, QuoteBlock, Span, line
from bot.slack.blocks import fallback_text, message_arguments, slack_blocks
from bot.wording.truncation import pieces, shortened
from index.text.unseen import without_unseen
from tests.peers.slack.validator import message_problems, text_length

HOSTILE = (
    "<!channel> <@U1> <!subteam^S1> @everyone *b* _i_ ~s~ `c` ```f``` > q http://evil.example javascript: | "
    "&amp; :tada: <http://a.b|c>"
)
QUOTE = "总的来说，我们实际上从小模型中赚到了更多的钱。"


def text(string, **style):
    return {"type": "text", "text": string, **({"style": style} if style else {})}


def label(string):
    return {"type": "plain_text", "text": string, "emoji": False}


def section(*elements):
    return {"type": "rich_text_section", "elements": list(elements)}


def quote(*elements):
    return {"type": "rich_text_quote", "elements": list(elements)}


def rich(*elements):
    return {"type": "rich_text", "elements": list(elements)}


def every(part, kind):
    """Yield every object of a kind, however deep."""
    if isinstance(part, dict) and part.get("type") == kind:
        yield part
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from every(inner, kind)


def quoted(blocks):
    return ["".join(element["text"] for element in part["elements"]) for part in every(blocks, "rich_text_quote")]


ANSWER = Message(
    parts=(
        line("Maya: why small models"),
        QuoteBlock(QUOTE),
        line(Span("Ali Ghodsi (阿里·戈德西)", bold=True), " · host"),
        line("The Logan Bartlett Show, 22 Nov 2024", quiet=True),
        line(Span("Read it", link="https://a.b/c?x=1&y#:~:text=a"), " · ", Span("Watch", link="https://y.t/w")),
        Buttons((Button(action="next", label="Next", value="a.0"), Button(action="up", label="👍", value="a.0"))),
    )
)


def test_an_answer_is_rich_text_with_pale_lines_and_buttons():
    assert slack_blocks(ANSWER) == [
        rich(
            section(text("Maya: why small models"), text("\n\n")),
            quote(text(QUOTE)),
            section(text("\n"), text("Ali Ghodsi (阿里·戈德西)", bold=True), text(" · host")),
        ),
        {"type": "context", "elements": [label("The Logan Bartlett Show, 22 Nov 2024")]},
        rich(
            section(
                {"type": "link", "url": "https://a.b/c?x=1&y#:~:text=a", "text": "Read it"},
                text(" · "),
                {"type": "link", "url": "https://y.t/w", "text": "Watch"},
            )
        ),
        {
            "type": "actions",
            "elements": [
                {"type": "button", "action_id": "quote:next", "text": label("Next"), "value": "a.0"},
                {"type": "button", "action_id": "quote:up", "text": label("👍"), "value": "a.0"},
            ],
        },
    ]


def test_a_message_goes_with_a_fallback_and_without_any_parsing():
    assert message_arguments(ANSWER) == {
        "text": f"Maya: why small models\n{QUOTE}\nAli Ghodsi (阿里·戈德西) · host\n"
        "The Logan Bartlett Show, 22 Nov 2024\n"
        "Read it https://a.b/c?x=1&amp;y#:~:text=a · Watch https://y.t/w",
        "blocks": slack_blocks(ANSWER),
        "mrkdwn": False,
        "parse": "none",
        "link_names": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }


def test_lines_that_follow_each_other_share_a_section():
    message = Message(parts=(line("one"), line("two", quiet=True), line("three", quiet=True), line("four"), line("5")))
    assert slack_blocks(message) == [
        rich(section(text("one"))),
        {"type": "context", "elements": [label("two\nthree")]},
        rich(section(text("four"), text("\n"), text("5"))),
    ]


def test_a_quiet_line_with_bold_or_a_link_is_rich_text():
    message = Message(parts=(line(Span("a", bold=True), quiet=True), line(Span("b", link="http://b.c"), quiet=True)))
    assert slack_blocks(message) == [
        rich(section(text("a", bold=True), text("\n"), {"type": "link", "url": "http://b.c", "text": "b"}))
    ]


def test_a_danger_asks_before_it_counts_in_the_language_of_its_question():
    delete = Button(action="delete", label="删除", style="danger", confirmation="为所有人删除这条回答？")
    assert slack_blocks(Message(parts=(Buttons((delete,)),))) == [
        {
            "type": "actions",
            "elements": [
                {
                    "type": "button",
                    "action_id": "quote:delete",
                    "text": label("删除"),
                    "style": "danger",
                    "confirm": {
                        "title": label("删除"),
                        "text": label("为所有人删除这条回答？"),
                        "confirm": label("删除"),
                        "deny": label("取消"),
                        "style": "danger",
                    },
                }
            ],
        }
    ]


def test_a_blank_question_is_not_asked_and_a_blank_button_not_shown():
    buttons = (Button(action="a", label="A", confirmation="\0"), Button(action="b", label=" \u200b"))
    assert slack_blocks(Message(parts=(Buttons(buttons),))) == [
        {"type": "actions", "elements": [{"type": "button", "action_id": "quote:a", "text": label("A")}]}
    ]


def test_a_message_of_buttons_alone_says_their_names_in_the_notification():
    message = Message(parts=(Buttons((Button(action="a", label="One <b>"), Button(action="b", label="Two"))),))
    assert fallback_text(message) == "One &lt;b&gt; · Two"


@pytest.mark.parametrize("parts", [(), (line(""),), (line("  \u200b "),), (QuoteBlock("\u202e\n"),), (Buttons(()),)])
def test_nothing_to_say_is_no_block(parts):
    assert (slack_blocks(Message(parts=parts)), fallback_text(Message(parts=parts))) == ([], "")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://a.b",
        "//a.b",
        "http://",
        "https://good.example@evil.example/",
        "https://a.b/ c",
        "https://a.b/\nx",
        "https://a.b/\u202ex",
        "https://a.b/\ud800",
        "https://a.b\\@c.d",
        "https://a.b/" + "x" * 3000,
        "",
    ],
)
def test_what_is_no_web_address_stays_without_a_link(address):
    message = Message(parts=(line(Span("Read it", link=address)),))
    assert slack_blocks(message) == [rich(section(text("Read it")))]
    assert fallback_text(message) == "Read it"


def test_a_link_without_a_name_shows_its_address():
    assert slack_blocks(Message(parts=(line(Span("", link="https://a.b")),))) == [
        rich(section({"type": "link", "url": "https://a.b", "text": "https://a.b"}))
    ]


def test_a_quote_keeps_every_character_and_our_words_lose_those_that_play_tricks():
    odd = "a\u202eb\u2066c\u200bd\u00ade\U000e0041f\x07g\ud800h\ni\tj"
    message = Message(parts=(line(odd), QuoteBlock(f"{HOSTILE}\n第二段　é e\u0301 👩🏽 שלום")))
    assert slack_blocks(message) == [
        rich(
            section(text("abcdefgh i j"), text("\n\n")),
            quote(text(f"{HOSTILE}\n第二段　é e\u0301 👩🏽 שלום")),
        )
    ]


def test_a_long_quote_is_whole_in_several_elements():
    long = "One sentence stands here. " * 300
    (block,) = slack_blocks(Message(parts=(QuoteBlock(long),)))
    (said,) = block["elements"]
    assert [len(element["text"]) for element in said["elements"]] == [2993, 2999, 1808]
    assert quoted([block]) == [long]


def test_a_quote_that_no_message_holds_ends_with_a_sentence_and_the_link_stays():
    link = line(Span("Read it", link="https://a.b/c"))
    for sentence in ("One sentence stands here. ", "这里有一句话。"):
        blocks = slack_blocks(Message(parts=(line("Maya: why"), QuoteBlock(sentence * 3000), link)))
        (said,) = quoted(blocks)
        assert said == (sentence * 3000)[: len(said)]
        assert said.endswith(sentence.strip())
        assert 9900 < len(said) < 10_000
        assert blocks[0]["elements"][-1] == section(
            text("\n"), text("…"), text("\n"), {"type": "link", "url": "https://a.b/c", "text": "Read it"}
        )


def test_two_endless_quotes_share_the_room():
    blocks = slack_blocks(Message(parts=(QuoteBlock("A is. " * 3000), line("and"), QuoteBlock("B is. " * 3000))))
    assert [said[:5] for said in quoted(blocks)] == ["A is.", "B is."]
    assert {len(said) for said in quoted(blocks)} == {4991}


def test_an_endless_line_ends_behind_a_word():
    (block,) = slack_blocks(Message(parts=(line("word " * 8000),)))
    assert block["elements"][0]["elements"] == [text("word " * 399 + "word…")]


def test_lines_that_do_not_fit_are_left_out_and_the_fallback_is_shorter():
    message = Message(parts=tuple(line(f"{number} {'x' * 990}") for number in range(40)))
    blocks = slack_blocks(message)
    shown = "".join(element["text"] for element in blocks[0]["elements"][0]["elements"])
    assert [row[:2] for row in shown.split("\n")] == ["0 ", "1 ", "2 ", "3 ", "4 ", "5 ", "6 ", "7 ", "8 ", "9 ", "…"]
    assert [row[:2] for row in fallback_text(message).split("\n")] == ["0 ", "1 ", "2 ", "…"]


def test_too_many_blocks_become_fewer_by_setting_quiet_lines_with_the_others():
    parts = tuple(part for number in range(40) for part in (line(f"{number}"), line("quiet", quiet=True)))
    assert [block["type"] for block in slack_blocks(Message(parts=parts))] == ["rich_text"]


def test_many_buttons_stand_in_rows_of_twenty_five():
    buttons = Buttons(tuple(Button(action=f"ask:{number}", label=str(number)) for number in range(60)))
    blocks = slack_blocks(Message(parts=(buttons,)))
    assert [len(block["elements"]) for block in blocks] == [25, 25, 10]


def test_the_fallback_of_a_long_answer_keeps_speaker_and_link():
    message = Message(parts=(QuoteBlock("I said <this> & that. " * 400), *ANSWER.parts[2:5]))
    fallback = fallback_text(message)
    assert len(fallback) <= 3000
    assert fallback.startswith("I said &lt;this&gt; &amp; that. I said")
    assert "that.\n…\nAli Ghodsi (阿里·戈德西) · host\n" in fallback
    assert fallback.endswith("Watch https://y.t/w")


def test_a_cut_never_parts_a_letter_from_its_accents():
    assert shortened("x" * 8 + "e\u0301\u0302 and more", 10) == "x" * 8 + "…"
    assert "".join(pieces("e" + "\u0301" * 10_000, 3000)) == "e" + "\u0301" * 10_000


WORDS = st.sampled_from(
    [
        *HOSTILE.split(),
        *("word. ", "句子。", "　", "\n", "\r\n", "\t", "\0", "\x1b", "\u202e", "\u2066", "\u200b", "\u2028", "\ud800"),
        *("שלום", "مرحبا", "👩‍👩‍👧", "🇨🇳", "e" + "\u0301" * 50, "é", "\U000e0041", "|", "&", "<", ">", '"', "'", "\\"),
    ]
)
LENGTHS = st.sampled_from([0, 1, 2, 24, 75, 76, 255, 300, 2000, 2001, 3000, 3001, 10_000, 12_000, 40_000])


@st.composite
def texts(draw):
    """Return a text of hostile pieces, repeated up to a length at which something has a limit."""
    start = "".join(draw(st.lists(WORDS, min_size=1, max_size=6)))
    length = draw(LENGTHS)
    return (start * (length // len(start) + 1))[:length]


LINKS = st.none() | st.sampled_from(
    [
        "https://a.b/c",
        "http://a.b/?q=1&r=|<x>",
        "javascript:alert(1)",
        "https://a.b/" + "%E8" * 900,
        "https://e.f/" * 500,
    ]
)
SPANS = st.builds(Span, text=texts(), bold=st.booleans(), link=LINKS)
LINES = st.builds(Line, spans=st.lists(SPANS, max_size=3).map(tuple), is_quiet=st.booleans())
BUTTONS = st.builds(
    Button,
    action=st.uuids().map(str),
    label=texts(),
    value=texts(),
    style=st.sampled_from(["plain", "danger"]),
    confirmation=st.none() | texts(),
)
PARTS = st.one_of(LINES, st.builds(QuoteBlock, texts()), st.lists(BUTTONS, max_size=4).map(tuple).map(Buttons))


@settings(max_examples=60, deadline=None)
@given(parts=st.lists(PARTS, max_size=8))
@example(parts=[line(HOSTILE), QuoteBlock(HOSTILE), line(HOSTILE, quiet=True)])
@example(parts=[QuoteBlock("e" + "\u0301" * 10_000), line("\u0301" * 10_000)])
@example(parts=[line("&" * 40_000), QuoteBlock("&" * 40_000), line(Span("x", link="https://a.b"))])
@example(parts=[line(str(n), quiet=n % 2 > 0) for n in range(120)])
@example(parts=[part for n in range(60) for part in (line("x"), Buttons((Button(action="a", label="b"),)))])
def test_whatever_people_write_slack_takes_it_and_nothing_in_it_acts(parts):
    message = Message(parts=tuple(parts))
    arguments = message_arguments(message)
    blocks = json.loads(json.dumps(arguments["blocks"]).encode())

    assert message_problems(blocks) == []
    # Slack takes about 12,000 in all: this leaves room for 25 buttons with the longest labels.
    assert text_length([block for block in blocks if block["type"] != "actions"]) <= 10_100
    for block in Block.parse_all(blocks):
        block.validate_json()

    rich_texts = list(every(blocks, "rich_text_section")) + list(every(blocks, "rich_text_quote"))
    assert {element["type"] for rich_text in rich_texts for element in rich_text["elements"]} <= {"text", "link"}
    assert not list(every(blocks, "mrkdwn"))
    allowed = {span.link for part in parts if isinstance(part, Line) for span in part.spans}
    assert {element["url"] for element in every(blocks, "link")} <= allowed

    seen = ["\n".join(map(without_unseen, part.text.split("\n"))) for part in parts if isinstance(part, QuoteBlock)]
    shown = iter(seen)
    assert all(any(original.startswith(said) for original in shown) for said in quoted(blocks))
    if sum(len(part.text) for part in parts if not isinstance(part, Buttons)) < 5000:
        assert quoted(blocks) == [text for text in seen if text.strip()]

    fallback = arguments["text"]
    fallback.encode()
    assert len(fallback) <= 3000
    assert not re.search(r"[<>]|&(?!(amp|lt|gt);)", fallback)
    assert unescape(fallback) == fallback.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
