import pytest

from index.text.pinyin import name_syllables, sound, without_accents


@pytest.mark.parametrize(
    ("name", "syllables"),
    [
        ("林晓", ["lin", "xiao"]),
        ("蓋茨", ["gai", "ci"]),
        ("曾国安", ["zeng", "guo", "an"]),
        ("阿里·戈德西", ["a", "li", "ge", "de", "xi"]),
        ("主持人 Tom", ["zhu", "chi", "ren"]),
        ("Tom", []),
    ],
)
def test_a_chinese_name_is_read_character_by_character(name, syllables):
    assert name_syllables(name) == syllables


def test_characters_of_one_sound_are_alike():
    assert sound("曼") == sound("满") == "man"


def test_accents_are_taken_off_latin_letters_alone():
    assert without_accents("lǚ José 吕 naïve") == "lu Jose 吕 naive"
