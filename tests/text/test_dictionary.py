import pytest

from index.text.dictionary import is_chinese_word, is_english_word, is_famous


@pytest.mark.parametrize("word", ["frankly", "Silicon", "VALLEY", "wall", "to"])
def test_a_word_that_definitions_write_small_is_ordinary(word):
    assert is_english_word(word)


@pytest.mark.parametrize("word", ["altman", "Huang", "zuckerberg", "frankl", "walll", "qzx"])
def test_names_and_parts_of_words_are_not_ordinary(word):
    assert not is_english_word(word)


def test_a_chinese_word_has_an_entry_of_its_own():
    words = ["阿里巴巴", "数据", "奥特满", "数据墙", "里巴"]
    assert [is_chinese_word(word) for word in words] == [True, True, False, False, False]


def test_a_name_of_a_person_of_our_time_is_famous_where_it_means_nothing_else():
    names = ["扎克伯格", "马斯克", "特斯拉", "英伟达", "孔子", "数据墙"]
    assert [is_famous(name) for name in names] == [True, True, False, False, False, False]
