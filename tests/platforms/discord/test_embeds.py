import json
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.discord.custom_ids import PressedId, custom_id, read_custom_id
from bot.discord.embeds import discord_message
from bot.domain.message import (
    AnswerCard,
    Button,
    Buttons,
    Line,
    Message,
    NamedLink,
    QuoteBlock,
    Span,
    line,
    notice,
)
from index.text.unseen import without_unseen
from tests.peers.discord.validator import message_problems, ping_problems
from tests.platforms.discord.markdown_reader import links, marks, shown

QUOTE = "总的来说，我们实际上从小模型中赚到了更多的钱。"
VALUE = "0123456789ab.0\nMaya\nwhy small models"
DEEP_LINK = "https://a.b/c?x=1&y#:~:text=a"
LONG_LINK = f"https://a.b/(c)#:~:text={'%E4' * 170}"
HOSTILE = (
    "@everyone <@1> <@&1> <#1> </q:1> <t:1:R> <id:guide> *b* _i_ ~~s~~ ||p|| `c` ```f``` [x](https://evil.example) "
    "https://evil.example discord.gg/abc :tada: <:a:1> <m@evil.example>\n# h\n- l\n1. n\n-# q\n> z\n>>> y"
)


def grey(**fields):
    return {"color": 0x6B7A8F} | fields


def button(label, custom_id, style=2):
    return {"type": 2, "style": style, "label": label, "custom_id": custom_id}


def link_button(label, url):
    return {"type": 2, "style": 5, "label": label, "url": url}


def rows(*rows):
    return [{"type": 1, "components": list(row)} for row in rows]


def payload(content="", embeds=(), components=()):
    return {
        "content": content,
        "embeds": list(embeds),
        "components": list(components),
        "allowed_mentions": {"parse": []},
    }


CARD = AnswerCard(
    quote=QUOTE,
    speaker="Ali Ghodsi (阿里·戈德西)",
    marks=("host",),
    source="The Logan Bartlett Show, 22 Nov 2024",
    links=(NamedLink("Read it in the article", DEEP_LINK), NamedLink("Watch the talk", "https://y.t/w")),
    buttons=tuple(Button(action=action, label=action.title(), value=VALUE) for action in ("next", "why")),
)


def answer(quote=QUOTE, link=DEEP_LINK, **fields):
    links = (NamedLink("Read it in the article", link), *CARD.links[1:])
    return Message(card=replace(CARD, quote=quote, links=links, **fields))


def test_an_answer_is_a_card_with_the_question_above_and_buttons_below():
    notes = (line("Only Ali", quiet=True), line("Not sure. The closest:"))
    assert discord_message(answer(asked=line("Maya: why *small* models"), notes=notes)) == payload(
        content="Maya: why \\*small\\* models\n-# Only Ali\nNot sure. The closest:",
        embeds=[
            grey(
                description=f"> {QUOTE}",
                author={"name": "Ali Ghodsi (阿里·戈德西) · host"},
                footer={"text": "The Logan Bartlett Show, 22 Nov 2024"},
            )
        ],
        components=rows(
            [link_button("Read it in the article", DEEP_LINK), link_button("Watch the talk", "https://y.t/w")],
            [button("Next", "quote:next:0123456789ab.0.4"), button("Why", "quote:why:0123456789ab.0.4")],
        ),
    )


def test_every_line_of_a_quote_is_quoted_and_none_acts():
    payload = discord_message(answer(quote="- one *and*\n\n1. @everyone"))
    assert payload["embeds"][0]["description"] == "> \\- one \\*and\\*\n> \n> 1\\. \\@everyone"


def test_a_link_too_long_for_a_button_stands_below_the_quote():
    payload = discord_message(answer(link=LONG_LINK))
    address = f"https://a.b/%28c%29#:~:text={'%E4' * 170}"
    assert payload["embeds"][0]["description"] == f"> {QUOTE}\n[Read it in the article]({address})"
    assert payload["components"][0] == rows([link_button("Watch the talk", "https://y.t/w")])[0]


def test_a_link_as_long_as_a_button_takes_is_one():
    url = f"https://a.b/{'c' * 500}"
    assert discord_message(answer(link=url))["components"][0]["components"][0]["url"] == url
    assert f"({url}c)" in discord_message(answer(link=f"{url}c"))["embeds"][0]["description"]


def test_the_context_of_a_quote_is_all_in_the_card():
    lead = (line("Said in answer to: what surprised you?", quiet=True), line("… before."))
    payload = discord_message(answer(lead=lead, follow=(line("After. …"),), buttons=()))
    assert payload["content"] == ""
    assert payload["embeds"][0]["description"] == (
        f"-# Said in answer to: what surprised you?\n… before.\n> {QUOTE}\nAfter. …"
    )
    assert payload["embeds"][0]["footer"] == {"text": "The Logan Bartlett Show, 22 Nov 2024"}
    assert len(payload["components"]) == 1


def test_a_notice_is_plain_content():
    assert discord_message(notice("Thanks, *noted*.")) == payload(content="Thanks, \\*noted\\*.")


def test_the_line_that_leads_to_buttons_comes_last():
    asks = Buttons((Button(action="ask:1", label="data wall", value="data wall"),))
    message = Message(
        parts=(line("Nothing."), line("These:", quiet=True), asks, line("Speaking here: Ann", quiet=True))
    )
    assert discord_message(message) == payload(
        content="Nothing.\n-# Speaking here: Ann\n-# These:",
        components=rows([button("data wall", "quote:ask:1:")]),
    )


def test_lines_with_links_are_a_card_so_that_nothing_is_previewed():
    message = Message(
        parts=(
            line(Span("The interviews", bold=True)),
            line("A [talk] · 22 Nov 2024 · ", Span("Watch the talk", link="https://y.t/w_x")),
        )
    )
    assert discord_message(message) == payload(
        embeds=[
            grey(description="**The interviews**\nA \\[talk\\] · 22 Nov 2024 · [Watch the talk](https://y.t/w_x)"),
        ]
    )


def test_a_long_notice_is_a_card():
    assert discord_message(notice("x" * 2000))["content"] == "x" * 2000
    payload = discord_message(Message(parts=(line("x" * 1999), line("y"))))
    assert (payload["content"], payload["embeds"]) == ("", [grey(description="x" * 1999 + "\ny")])


def test_a_quote_that_is_too_long_ends_with_a_sentence():
    sentence = "Small models * cost less than you think. "
    description = discord_message(answer(quote=(sentence * 200).strip()))["embeds"][0]["description"]
    said, cut = description.rsplit("\n", 1)
    assert (shown(said), cut) == ((sentence * 97).strip(), "…")
    assert 4096 - len(sentence) * 2 < len(description) <= 4096


def test_a_danger_is_red_and_nothing_in_a_label_is_lost():
    buttons = Buttons((Button(action="delete", label="删除 :x:", value=VALUE, style="danger"),))
    assert discord_message(Message(parts=(line("x"), buttons)))["components"] == rows(
        [button("删除 :x:", "quote:delete:0123456789ab.0.4", style=4)]
    )


def test_buttons_stand_in_rows_of_five_and_five_rows_at_most():
    many = tuple(Button(action=f"ask:{number}", label=str(number)) for number in range(40))
    component_rows = discord_message(Message(parts=(line("x"), Buttons(many))))["components"]
    assert [[component["label"] for component in row["components"]] for row in component_rows] == [
        [str(number) for number in range(start, start + 5)] for start in range(0, 25, 5)
    ]


def test_neighbours_that_are_bold_are_bold_together():
    message = Message(parts=(line(Span("a*", bold=True), Span("*b", bold=True), "c"),))
    assert discord_message(message)["content"] == "**a\\*\\*b**c"


def test_what_is_removed_is_an_empty_message():
    assert discord_message(Message(removes=True)) == payload()


@pytest.mark.parametrize(
    ("made", "encoded", "read"),
    [
        (
            Button(action="next", label="Next", value=VALUE),
            "quote:next:0123456789ab.0.4",
            ("next", "0123456789ab.0", 4),
        ),
        (Button(action="down:words", label="Words", value="a.10"), "quote:down:words:a.10", ("down:words", "a.10")),
        (Button(action="ask:1", label="data wall", value="data wall"), "quote:ask:1:", ("ask:1", "")),
        (Button(action="set:interface:en", label="English"), "quote:set:interface:en:", ("set:interface:en", "")),
        (Button(action="up", label="x", value="a:b"), "quote:up:", ("up", "")),
        (Button(action="up", label="x", value="v" * 91), f"quote:up:{'v' * 91}", ("up", "v" * 91)),
        (Button(action="up", label="x", value="v" * 92), "quote:up:", ("up", "")),
    ],
)
def test_the_id_of_a_button_brings_back_what_fits(made, encoded, read):
    assert (custom_id(made), read_custom_id(encoded)) == (encoded, PressedId(*read))


@pytest.mark.parametrize("odd", ["", "quote", "quote:", "vote:up:a.0", "next"])
def test_other_buttons_are_not_ours(odd):
    assert read_custom_id(odd) is None


def texts():
    pieces = st.sampled_from(
        [HOSTILE, QUOTE, "😀", "é\u0301", "\u202e", "\0", "\ud800", "\n", " ", "a" * 600, "。", "*"]
    )
    return st.lists(pieces | st.text(max_size=4), max_size=6).map("".join)


LINKS = st.none() | st.sampled_from(
    [DEEP_LINK, LONG_LINK, "javascript:alert(1)", "https://a.b/" + "c" * 3500, "http://"]
)
SPANS = st.builds(Span, text=texts(), bold=st.booleans(), link=LINKS)
LINES = st.builds(Line, spans=st.lists(SPANS, max_size=3).map(tuple), is_quiet=st.booleans())
BUTTONS = st.builds(
    Button, action=st.sampled_from(["next", "down:words", "a" * 120]), label=texts(), value=texts() | st.just(VALUE)
)
NAMED_LINKS = st.builds(NamedLink, name=texts(), url=LINKS.map(lambda link: link or ""))
CARDS = st.builds(
    AnswerCard,
    quote=texts().filter(lambda text: text.strip("\0\ud800\u202e \n")),
    speaker=texts(),
    source=texts(),
    marks=st.lists(texts(), max_size=2).map(tuple),
    links=st.lists(NAMED_LINKS, max_size=3).map(tuple),
    asked=st.none() | LINES,
    **{name: st.lists(LINES, max_size=2).map(tuple) for name in ("notes", "lead", "follow", "footnotes")},
    buttons=st.lists(BUTTONS, max_size=4).map(tuple),
)
PARTS = st.one_of(LINES, st.builds(QuoteBlock, texts()), st.lists(BUTTONS, max_size=4).map(tuple).map(Buttons))


@settings(max_examples=60, deadline=None)
@given(parts=st.lists(PARTS, max_size=8))
@example(parts=[line(HOSTILE), QuoteBlock(HOSTILE), line(Span(HOSTILE, bold=True)), line(HOSTILE, quiet=True)])
@example(parts=[QuoteBlock("😀" * 5000), line(Span("😀" * 5000, bold=True)), line("😀" * 5000, quiet=True)])
@example(parts=[line("x" * 5000), line(Span("y", link=DEEP_LINK)), QuoteBlock("\n" * 3000 + "z")])
@example(parts=[Buttons((Button(action="up", label="😀" * 90), Button(action="up", label="x")))])
def test_whatever_people_write_discord_takes_it_and_nothing_in_it_acts(parts):
    check_taken(Message(parts=tuple(parts)))


@settings(max_examples=60, deadline=None)
@given(card=CARDS)
@example(card=replace(CARD, quote=HOSTILE, speaker=HOSTILE, source=HOSTILE, notes=(line(HOSTILE),)))
@example(card=replace(CARD, quote="😀" * 5000, speaker="😀" * 5000, source="😀" * 5000))
@example(card=replace(CARD, quote="*" * 9000, links=(NamedLink("x", LONG_LINK), *CARD.links)))
@example(card=replace(CARD, quote="\n" * 3000 + "z", notes=(line("x" * 5000), line(Span("y", link=DEEP_LINK)))))
def test_whatever_a_card_holds_discord_takes_it_and_nothing_in_it_acts(card):
    check_taken(Message(card=card))


def test_an_address_that_cannot_be_clicked_is_no_button_and_keeps_no_other_from_being_one():
    payload = discord_message(answer(link="javascript:alert(1)"))
    assert payload["embeds"][0]["description"] == f"> {QUOTE}\nRead it in the article"
    assert payload["components"][0] == rows([link_button("Watch the talk", "https://y.t/w")])[0]


def check_taken(message):
    payload = json.loads(json.dumps(discord_message(message)).encode())
    parts = message.parts
    assert message_problems(payload) == []
    assert ping_problems(payload) == []
    descriptions = [embed["description"] for embed in payload["embeds"]]
    for markdown in (payload["content"], *descriptions):
        assert len(markdown.encode("utf-16-le")) // 2 <= 4096
        assert set(marks(markdown)) <= {"quote", "quiet", "bold", "link"}
        assert {url for _, url in links(markdown)} <= {
            DEEP_LINK, LONG_LINK.replace("(c)", "%28c%29"), "https://y.t/w",
        }  # fmt: skip
    seen = ["\n".join(map(without_unseen, part.text.split("\n"))) for part in parts if isinstance(part, QuoteBlock)]
    said = "\n".join(shown(markdown) for markdown in (payload["content"], *descriptions))
    # Quotes share the room alike, and a character takes two of it at most, since it may have to be escaped.
    lines = sum(len(part.text) for part in parts if isinstance(part, Line))
    if 2 * (lines + len(seen) * max(map(len, seen), default=0)) < 3000:
        assert all(quote in said for quote in seen if quote.strip())


def test_the_buttons_of_one_part_stand_in_rows_of_their_own():
    first, second = (Button(action=name, label=name) for name in ("set:a:1", "set:a:2"))
    parts = (line("a"), Buttons((first, second)), line("b"), Buttons((Button(action="set:b:1", label="b"),)))
    payload = discord_message(Message(parts=parts))
    assert [[component["label"] for component in row["components"]] for row in payload["components"]] == [
        ["set:a:1", "set:a:2"],
        ["b"],
    ]
    assert payload["content"] == "a\nb"
