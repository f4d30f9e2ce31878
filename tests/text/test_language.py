import pytest

from index.text.language import count_han, question_language, text_language, text_length


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("人工智能很好。", "zh"),
        ("Databricks 的客户更喜欢小模型", "zh"),
        ("We call it 人 here, as they do in town", "en"),
        ("three words and 二一", "zh"),
        ("a b c d e 二一", "en"),
        ("Plain English.", "en"),
        ("405", "en"),
        ("", "en"),
    ],
)
def test_a_text_is_chinese_where_three_tenths_of_it_are(text, language):
    assert text_language(text) == language


@pytest.mark.parametrize(("text", "language"), [("What is 智能?", "zh"), ("What is it?", "en"), ("？", "en")])
def test_a_question_with_any_chinese_is_chinese(text, language):
    assert question_language(text) == language


def test_length_is_characters_in_chinese_and_words_in_english():
    assert text_length("人工 智能，AI。", "zh") == 8
    assert text_length("It's state-of-the-art, is it?", "en") == 4


def test_count_han_counts_rare_characters_and_no_marks():
    assert count_han("人，𠮷。豈A１") == 3
