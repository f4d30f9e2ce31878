import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.discord.markdown import escaped, masked_link, quoted, unescaped
from bot.discord.plain_text import plain_text
from tests.platforms.discord.markdown_reader import links, marks, shown

HOSTILE = [
    "*a*", "**b**", "***c***", "_d_", "__e__", "~~f~~", "||g||", "`h`", "``i``", "```\nj\n```", "> k", ">>> l",
    "# m", "## n", "-# o", "- p", "* q", "+ r", "1. s", "12. t", "[u](https://e.example)", "[v](<https://e.example>)",
    "https://e.example/w_x_y", "<https://e.example>", "HTTP://E.EXAMPLE", "discord.gg/abcdef", "discord.com/invite/x",
    "<@1>", "<@!1>", "<@&1>", "<#1>", "</quote:1>", "<t:1700000000:R>", "<id:guide>", "<id:linked-roles:1>",
    "@everyone", "@here", "<:party:1>", "<a:party:1>", ":tada:", "<mail@evil.example>", "<+1 555 0100>", "¯\\_(ツ)_/¯",
]  # fmt: skip
PIECES = ["¯_(ツ)_/¯", "\\", "\\*", "**", "::", "：*“小模型”*", "，", " ", "\n", "\n\n", "a", "。", "1", ".", "-", "]("]
hostile_texts = st.lists(st.sampled_from([*HOSTILE, *PIECES]) | st.text(max_size=3), max_size=8).map("".join)


@pytest.mark.parametrize("text", HOSTILE)
def test_the_reader_knows_each_mark(text):
    """Or the tests below would say nothing."""
    assert marks(text) != []


@settings(max_examples=60, deadline=None)
@given(hostile_texts)
@example("".join(HOSTILE))
@example("\n".join(HOSTILE))
@example("x" + " ".join(HOSTILE))
def test_an_escaped_text_is_shown_character_for_character(text):
    assert (shown(escaped(text)), marks(escaped(text))) == (text, [])


@settings(max_examples=60, deadline=None)
@given(hostile_texts)
@example("\n".join(HOSTILE))
def test_a_quoted_text_is_a_quote_and_nothing_else(text):
    assert (shown(quoted(text)), marks(quoted(text))) == (text, ["quote"] * (text.count("\n") + 1))


@settings(max_examples=60, deadline=None)
@given(hostile_texts)
def test_an_escaped_text_comes_back(text):
    assert unescaped(escaped(text)) == text


@settings(max_examples=60, deadline=None)
@given(hostile_texts, hostile_texts)
def test_bold_ends_where_it_is_meant_to(inside, behind):
    text = f"**x{escaped(inside)}x**{escaped(behind)}"
    assert (shown(text), marks(text)) == (f"x{inside}x{behind}", ["bold"])


@pytest.mark.parametrize(
    ("text", "unchanged"),
    [
        ("It costs 3.5 dollars. In 2024. Then", "It costs 3\\.5 dollars. In 2024\\. Then"),
        ("state-of-the-art (so far), 50% & more!", "state-of-the-art (so far), 50% & more!"),
        ("Maya: why: because", "Maya: why: because"),
        ("他说：“不是”——对吧？", "他说：“不是”——对吧？"),
        ("see https://a.b/c_d", "see https\\://a\\.b/c\\_d"),
        ("snake_case -x", "snake\\_case -x"),
        ("- x\n  + y\n-", "\\- x\n  \\+ y\n\\-"),
    ],
)
def test_what_does_not_act_where_it_stands_stays_as_it_is(text, unchanged):
    assert escaped(text) == unchanged


@settings(max_examples=60, deadline=None)
@given(hostile_texts)
def test_a_link_is_shown_by_a_name_without_marks(name):
    text = masked_link(f"Read {name} it", "https://a.b/c")
    assert marks(text) == ["link"]
    assert "\\" not in text
    assert links(text) == [(shown(text), "https://a.b/c")]


def test_a_link_without_a_name_has_one():
    assert masked_link("***", "https://a.b") == "[…](https://a.b)"


def test_nothing_in_an_address_ends_it_early():
    url = "https://a.b/c_(d)?e=<f>&g=*h*#:~:text=i%20j"
    assert masked_link("Read it", url) == "[Read it](https://a.b/c_%28d%29?e=%3Cf%3E&g=*h*#:~:text=i%20j)"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<@9> is the data wall real?", "is the data wall real?"),
        ("<@!9>数据墙是真的吗", "数据墙是真的吗"),
        ("what does <@1> say in <#2> to <@&3>", "what does Ali say in talks to admins"),
        ("<@4> who is that", "who is that"),
        ("good <:party:1> <a:dance:2> day <t:1700000000:R> <id:guide>", "good day"),
        ("</quote:1> and </quotes random:1>", "/quote and /quotes random"),
        ("see <https://a.b/c>", "see https://a.b/c"),
        ("**is** __it__ *really* _so_ ~~or~~ ||not|| `x`", "is it really so or not x"),
        ("***very*** sure", "very sure"),
        ("# Why\n> said\n-# small", "Why said small"),
        ("```\ncode\n```", "code"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        ("\\*as is\\*", "*as is*"),
        ("a < b > c <", "a < b > c <"),
        ("zero\u200bwidth\0", "zerowidth"),
        ("", ""),
    ],
)
def test_a_message_is_read_without_marks(text, plain):
    assert plain_text(text, {"1": "Ali", "2": "talks", "3": "admins"}, "9") == plain


@settings(max_examples=60, deadline=None)
@given(hostile_texts)
def test_any_message_can_be_read(text):
    assert "\n" not in plain_text(text, {})
