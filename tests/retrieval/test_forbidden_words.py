import pytest

from index.errors import UnaskableError
from index.search.forbidden_words import ForbiddenWords, is_forbiddable, word_key
from index.search.usable_question import usable_question


@pytest.mark.parametrize(
    ("word", "texts"),
    [
        ("layoff", ["Layoffs came.", "a LAYOFF’S cost", "Ｌａｙｏｆｆ", "lay\u00adoff", "(layoff)", "裁员layoff了"]),
        ("Project Falcon", ["project-falcon", "Project  Falcons", "PROJECT\nFALCON", "ProjectFalcon"]),
        ("café", ["cafe", "CAFÉ", "cafe\u0301s"]),
        ("裁员", ["公司裁员了", "裁員"]),
        ("裁員", ["他们裁员", "裁員潮"]),
        ("GPT", ["用GPT模型", "gpt."]),
        ("C++", ["in C++ it is"]),
        ("解雇", ["被解僱的人", "被解雇"]),
    ],
)
def test_a_word_is_found_however_it_is_written(word, texts):
    assert [text for text in texts if not ForbiddenWords([word]).are_in(text)] == []


@pytest.mark.parametrize(
    ("word", "texts"),
    [
        ("layoff", ["playoffs", "lay off", "layoffing"]),
        ("ai", ["said", "AIs2", "maine"]),
        ("fire", ["fired", "firing", "campfire"]),
        ("裁员", ["裁判员", "裁", "员工"]),
        ("C++", ["the letter C", "vitamin c"]),
    ],
)
def test_a_part_of_another_word_is_not_the_word(word, texts):
    assert [text for text in texts if ForbiddenWords([word]).are_in(text)] == []


def test_any_of_several_words_and_texts_is_enough():
    words = ForbiddenWords(["otter", "裁员"])
    assert (words.are_in("bees", "two otters"), words.are_in("", "裁員"), words.are_in("bees", "")) == (
        True,
        True,
        False,
    )


@pytest.mark.parametrize(
    "spellings",
    [
        ("Layoff", "layoff", "Ｌａｙｏｆｆ", "lay\u200boff"),
        ("café", "cafe\u0301", "CAFE"),
        ("裁員", "裁员"),
        ("a b", "A-B"),
    ],
)
def test_spellings_that_are_found_in_the_same_places_have_one_key(spellings):
    assert len({word_key(word) for word in spellings}) == 1
    texts = ["A layoff.", "One café.", "公司裁員了", "公司裁员了", "a b", "ab", "bees"]
    places = {tuple(text for text in texts if ForbiddenWords([word]).are_in(text)) for word in spellings}
    assert len(places) == 1
    assert places != {()}


def test_no_words_are_in_nothing():
    assert not ForbiddenWords([]).are_in("anything")
    assert [word for word in ("", "?!", "—") if is_forbiddable(word)] == []


def test_a_question_that_holds_a_forbidden_word_cannot_be_asked():
    with pytest.raises(UnaskableError) as refused:
        usable_question("Any layoffs?", ForbiddenWords(["layoff"]))
    assert (str(refused.value), refused.value.key) == (
        "The operator of this bot has left this subject out.",
        "left_out",
    )
    assert usable_question(" Any bees? ", ForbiddenWords(["layoff"])) == "Any bees?"
