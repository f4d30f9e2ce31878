from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Span, Text

from bot.wording.wrap_lines import line_starts, wrapped

NOT_FIRST = "，。、；：？！）」』”’》】,.;:?!)…—"
NOT_LAST = "（「『“‘《【("
TEXTS = st.text(st.sampled_from("在小模型ab9 \n'\"/-%é好" + NOT_FIRST + NOT_LAST), max_size=80) | st.text(max_size=40)


def lines(text, width):
    return [text[start:end] for start, end in pairwise([0, *line_starts(text, width), len(text)])]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("small models cost less", 12, ["small models ", "cost less"]),
        ("在Databricks工作的人", 14, ["在Databricks工", "作的人"]),
        ("他们在Databricks工作", 12, ["他们在", "Databricks工", "作"]),
        ("客户更愿意采用，更大的模型", 14, ["客户更愿意采", "用，更大的模型"]),
        ("他说“小模型”（很小）。", 6, ["他说", "“小模", "型”", "（很", "小）。"]),
        ("他说：“好。”然后——是的", 12, ["他说：“好。”", "然后——是的"]),
        ("然后——是的", 5, ["然", "后——", "是的"]),
        ('他说:"你好"。', 6, ["他", '说:"你', '好"。']),
        ("做到了100%。好", 8, ["做到了", "100%。好"]),
        ("it’s “quoted” and/or so", 10, ["it’s ", "“quoted” ", "and/or so"]),
        ("见https://example.com/talks/1?a=b", 20, ["见", "https://example.com/", "talks/1?a=b"]),
        ("见https://example.com/1", 12, ["见", "https://exam", "ple.com/1"]),
        ("one\n\n二 \n", 12, ["one\n", "\n", "二 \n"]),
        ("10\u00a0000 times", 8, ["10\u00a0000 ", "times"]),
        ("", 12, [""]),
    ],
)
def test_lines_end_between_words_and_characters_and_at_no_wrong_mark(text, width, expected):
    assert lines(text, width) == expected


@given(TEXTS, st.integers(2, 30))
def test_nothing_is_added_or_lost_and_no_line_is_too_wide(text, width):
    assert "".join(lines(text, width)) == text
    assert [line for line in lines(text, width) if cell_len(line.rstrip()) > width] == []
    assert "\n" not in "".join(line[:-1] for line in lines(text, width))


def can_be_parted(text):
    """Return whether a text has a place where anyone would let a line end: two Chinese characters, or a space."""
    return any(
        (first in "在小模型好" and second in "在小模型好") or (first in " \n" and second in "ab9在小模型好")
        for first, second in pairwise(text)
    )


@given(TEXTS, st.integers(2, 30))
def test_a_wrong_mark_stands_at_the_edge_only_where_nothing_else_fits(text, width):
    for before, after in pairwise(lines(text, width)):
        if not before.endswith("\n") and (after[0] in NOT_FIRST or before[-1] in NOT_LAST):
            assert not can_be_parted(before), (before, after)


def test_styled_text_keeps_its_styles_and_loses_the_spaces_at_the_ends_of_lines():
    text = Text.assemble(("small ", "bold"), "模型")
    assert wrapped(text, 6) == [Text("small", spans=[Span(0, 5, "bold")]), Text("模型")]
