import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.domain import Block
from tests.support.fakes import clean_text

# What interviews as found are made of: marks with a meaning, both scripts, every kind of white space.
PIECES = st.sampled_from(
    [
        *"ab Z9.,!?*_`[]()!#>-=<\\|~:\"'你好，。“”…—",
        *("\n", "\r\n", "\r", "\n\n", "\t", "\u00a0", "\u3000", "\u2028", "\0", "\x1b"),
        *("\u200b", "\ufeff", "\u202e", "\u2066", "\ud800", "\u00ad", "\U0001f31f"),
        *("**", "![](https://a.b/c.jpg)", "[词](https://a.b)", "<b>", "</b>", "> ", "# ", "- ", "1. ", "---\n"),
    ]
)
LONG_PROSE = "The first sentence stands here and is whole. The second one is cut"


def clean(raw):
    return clean_text(raw)[0]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("人工\n智能。", "人工智能。"),
        ("你好，\n世界。", "你好，世界。"),
        ("中文\n  缩进", "中文缩进"),
        ("他说：\n“好”\n，就走了。", "他说：“好”，就走了。"),
        ("a wrap\nhere", "a wrap here"),
        ("LLAMA\n405 is big.", "LLAMA 405 is big."),
        ("用了LLAMA\n405B的模型", "用了LLAMA 405B的模型"),
        ("领导着在Apache\nSpark技术上", "领导着在Apache Spark技术上"),
        ("他说\nSpark很好", "他说 Spark很好"),
        ("Spark\n很好", "Spark 很好"),
        ("Spark，\nDatabricks", "Spark，Databricks"),
        ("one\r\ntwo", "one two"),
        ("one\rtwo", "one two"),
        ("one \n two", "one two"),
    ],
)
def test_line_wraps_are_undone_with_a_space_only_where_the_languages_want_one(raw, expected):
    assert clean(raw) == expected


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_blank_lines_part_paragraphs_whatever_the_line_ends(line_end):
    text, offsets, blocks = clean_text(f"One.{line_end}{line_end}Two.")

    assert text == "One.\nTwo."
    assert offsets == [0, 1, 2, 3, 4, *range(4 + 2 * len(line_end), 8 + 2 * len(line_end))]
    assert blocks == (Block(start=0, end=4), Block(start=5, end=9))


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("**Ali Ghodsi：** 你好", "Ali Ghodsi： 你好"),
        ("这**很重\n要**的", "这很重要的"),
        ("**bold that closes\nat a line** end in mid-sentence", "bold that closes at a line end in mid-sentence"),
        ("in mid-sentence **bold**\ngoes on", "in mid-sentence bold goes on"),
        ("他**强调**\n说", "他强调说"),
        ("**“你好”**\n他说", "“你好”他说"),
        ("an *open* mind", "an open mind"),
        (" _参考资料_ 一", "参考资料 一"),
        ("snake_case_name", "snake_case_name"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("****", ""),
    ],
)
def test_emphasis_is_dropped_and_other_stars_and_lines_stay(raw, expected):
    assert clean(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("一段。\n\n![](https://a.b/c_d.jpg)\n\n又一段。", "一段。\n又一段。"),
        ('so ![alt](https://a.b/c.jpg "title") it goes', "so it goes"),
        ("![](https://a.b/c.jpg)", ""),
    ],
)
def test_images_leave_nothing_behind(raw, expected):
    assert clean(raw) == expected


def test_links_keep_their_words_and_lose_their_target():
    text, offsets, _ = clean_text("见[这篇](https://a.b/x_y_z)论文")
    assert text == "见这篇论文"
    assert offsets == [0, 2, 3, 24, 25]


def test_escapes_keep_the_escaped_mark_alone():
    assert clean(r"\*not bold\* and 1\. and a\_b") == "*not bold* and 1. and a_b"


def test_tags_are_dropped_and_other_angles_stay():
    assert clean('<b>x</b> and <a href="https://a.b">y</a> < z > 1') == "x and y < z > 1"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            "> quoted\n> on\n\nText.",
            ("quoted on\nText.", (Block(start=0, end=9, kind="aside"), Block(start=10, end=15))),
        ),
        ("## Head\nBody.", ("Head\nBody.", (Block(start=0, end=4, kind="heading"), Block(start=5, end=10)))),
        (
            "---\ntitle: x\n---\nBody.",
            ("--- title: x ---\nBody.", (Block(start=0, end=16, kind="aside"), Block(start=17, end=22))),
        ),
        ("- one\n- two\ngoes on", ("one\ntwo goes on", (Block(start=0, end=3), Block(start=4, end=15)))),
        ("1. one\n2. two", ("1. one\n2. two", (Block(start=0, end=6), Block(start=7, end=13)))),
    ],
)
def test_blocks_tell_speech_from_headings_and_asides(raw, expected):
    text, _, blocks = clean_text(raw)
    assert (text, blocks) == expected


def test_control_zero_width_and_direction_characters_are_dropped():
    text, offsets, _ = clean_text("\ufeffa\0b\u200bc\u202ed\u2066e\x1bf\u00adg\ud800h")
    assert text == "abcdefgh"
    assert offsets == [1, 3, 5, 7, 9, 11, 13, 15]


def test_white_space_of_every_kind_becomes_one_space_at_the_first_place():
    text, offsets, _ = clean_text("a\u00a0\u3000\tb")
    assert text == "a b"
    assert offsets == [0, 1, 4]


@pytest.mark.parametrize("raw", ["", " \n\n\t\n", "\ufeff"])
def test_nothing_to_read_gives_no_blocks(raw):
    assert clean_text(raw) == ("", [], ())


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"{LONG_PROSE},", "and goes on here."),
        (f"{LONG_PROSE} by about", "405 of them."),
        (f"{LONG_PROSE} like", "Databricks does it."),
        (f"{LONG_PROSE}...", "and goes on."),
    ],
)
def test_prose_cut_by_a_blank_line_in_mid_sentence_is_joined(first, second):
    assert clean(f"{first}\n\n{second}") == f"{first} {second}"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"{LONG_PROSE} not.", "and a new one."),
        (f"{LONG_PROSE}...", "And a new one."),
        ("A heading without a full stop", "And a text."),
        (LONG_PROSE, "Ada: What do you mean?"),
        (LONG_PROSE, "- an item"),
        (LONG_PROSE, "然后是中文。"),
        (
            "第一句话在这里，它是完整的。第二句话被切断了，没有说完，一直到这里为止都没有句号，而且足够长，超过六十个字符",
            "还有后面。",
        ),
    ],
)
def test_paragraphs_that_do_not_go_on_with_a_sentence_stay_apart(first, second):
    assert clean(f"{first}\n\n{second}") == f"{first}\n{second.removeprefix('- ')}"


@given(st.lists(PIECES, max_size=60).map("".join))
def test_every_clean_character_is_the_raw_one_at_its_offset_or_a_space_for_white_space(raw):
    text, offsets, blocks = clean_text(raw)

    assert len(offsets) == len(text)
    assert sorted(set(offsets)) == offsets
    assert all(
        raw[offset] == character or (character in " \n" and raw[offset].isspace())
        for offset, character in zip(offsets, text, strict=True)
    )
    assert [text[block.start : block.end] for block in blocks] == (text.split("\n") if text else [])
    assert text == "\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n"))
    assert not any(character in text for character in "\0\x1b\u200b\ufeff\u202e\u2066\u00ad\ud800")
