import pytest

from index.quotes import cut_quotes
from tests.support.fakes import make_document, make_turn

FIRST = "The first of them is plain, and nobody here has any doubt of it."
SECOND = "So is the second of them, as all of us will agree by now."
THIRD = "Here comes the third one already, long before anybody asked for it."
FOURTH = "We end all of it with the fourth, which is the last one we know."


def texts(raw):
    """Return the quotes of a document that one guest says from end to end."""
    document = make_document(raw)
    return [quote.text for quote in cut_quotes(document, [make_turn(document, document.clean)])]


def test_windows_of_one_to_three_sentences_are_cut():
    assert texts(f"{FIRST} {SECOND} {THIRD} {FOURTH}") == [
        FIRST,
        f"{FIRST} {SECOND}",
        f"{FIRST} {SECOND} {THIRD}",
        SECOND,
        f"{SECOND} {THIRD}",
        f"{SECOND} {THIRD} {FOURTH}",
        THIRD,
        f"{THIRD} {FOURTH}",
        FOURTH,
    ]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Five words are not enough.", []),
        ("Six words are just enough here.", ["Six words are just enough here."]),
        ("十四个字加上标点不算够长。", []),
        ("十五个字加上标点才算是够长。", []),
        ("十五个字加上标点，才算是够长。", ["十五个字加上标点，才算是够长。"]),
    ],
)
def test_a_quote_has_six_english_words_or_fifteen_chinese_characters(raw, expected):
    assert texts(raw) == expected


def test_of_short_sentences_one_alone_is_no_quote():
    short, shorter = "Here are nine words that say little by themselves.", "Six words are just enough here."
    assert texts(f"{short} {shorter}") == [f"{short} {shorter}"]
    assert texts(f"{short} {FIRST} {shorter}") == [
        f"{short} {FIRST}",
        f"{short} {FIRST} {shorter}",
        FIRST,
        f"{FIRST} {shorter}",
    ]


@pytest.mark.parametrize(
    ("short", "long_enough"),
    [
        ("Here are nine words that say little by themselves.", "Here are ten words that say enough all by themselves."),
        ("有一句话加上标点只有十九个汉字那么长。", "有一句话加上标点共有二十个汉字那么长了。"),
    ],
)
def test_a_sentence_of_ten_english_words_or_twenty_chinese_characters_stands_alone(short, long_enough):
    after = FIRST if short.isascii() else "我们几个人从一开始就相信这件事情一定能成。"
    space = " " if short.isascii() else ""
    assert texts(f"{short}{space}{after}") == [f"{short}{space}{after}", after]
    assert texts(f"{long_enough}{space}{after}") == [long_enough, f"{long_enough}{space}{after}", after]


def test_a_short_sentence_alone_is_a_quote_where_no_other_has_room_for_it():
    short, long = "Six words are just enough here.", "Long " * 74 + "enough."
    assert texts(short) == [short]
    assert texts(f"{long} {short}") == [long, short]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("甲" * 79 + "。", "乙" * 79 + "。", True),
        ("甲" * 80 + "。", "乙" * 79 + "。", False),
        ("a " * 39 + "a.", "B " * 39 + "B.", True),
        ("a " * 40 + "a.", "B " * 39 + "B.", False),
    ],
)
def test_several_sentences_have_at_most_160_chinese_characters_or_80_english_words(first, second, joined):
    both = f"A{first}"[first[0] != "a" :]
    raw = both + (" " if second[0] == "B" else "") + second
    assert texts(raw) == ([both, raw, second] if joined else [both, second])


def test_one_longer_sentence_is_kept_whole():
    sentence = "长" * 400 + "。"
    assert texts(sentence) == [sentence]


def test_a_scrap_neither_opens_a_quote_nor_is_left_off_the_end_of_one():
    assert texts(f"Yes. {FIRST} Of course. {SECOND}") == [
        f"{FIRST} Of course.",
        f"{FIRST} Of course. {SECOND}",
        SECOND,
    ]
    assert texts("是的。我们从一开始就相信这件事情。对吧？") == ["我们从一开始就相信这件事情。对吧？"]


def test_a_filler_alone_is_no_quote():
    assert texts("Right. Yes. OK.") == []


@pytest.mark.parametrize(
    "leaning", ["But it went on for years.", "They came to see us there, one after the other, every day."]
)
def test_no_quote_opens_with_a_word_that_leans_on_the_sentence_before(leaning):
    assert texts(f"{FIRST} {leaning}") == [FIRST, f"{FIRST} {leaning}"]


def test_chinese_words_lean_as_well():
    first = "我们几个人从一开始就相信这件事情一定能成。"
    leaning = "但是一直没有人愿意相信我们说的任何一句话。"
    assert texts(f"{first}{leaning}") == [first, f"{first}{leaning}"]


def test_a_leaning_sentence_that_would_be_lost_opens_the_longest_quote_it_can():
    assert texts(f"But it went on for years. {FIRST}") == [f"But it went on for years. {FIRST}", FIRST]
    assert texts(f"But it went on. {SECOND}\n\n{FIRST}") == [f"But it went on. {SECOND}", SECOND, FIRST]
    assert texts("But it went on for years.") == ["But it went on for years."]


def test_of_two_quotes_alike_but_for_a_few_letters_the_longer_is_kept():
    long = "We have known for a very long time by now that this is how the whole of it works."
    assert texts(f"{long} Is it not?") == [f"{long} Is it not?"]
    assert texts(f"Do hear me. {long}") == [f"Do hear me. {long}"]
    assert texts(f"{long} {FIRST}") == [long, f"{long} {FIRST}", FIRST]
