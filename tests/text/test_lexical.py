import math

import pytest

from index.text.lexical import WordIndex, fold, says_something, tokens


def test_english_words_become_stems_without_stop_words():
    assert tokens("Why do the customers prefer Databricks's small models?") == [
        *("custom", "prefer", "databrick", "small", "model"),
    ]


def test_chinese_becomes_characters_and_pairs():
    assert tokens("数据墙") == ["数", "据", "墙", "数据", "据墙"]


def test_scripts_widths_and_case_make_no_difference():
    assert tokens("數據牆 ＲＡＧ") == tokens("数据墙 rag")


def test_characters_that_mean_nothing_alone_count_in_pairs_only():
    assert tokens("我的") == ["我的"]


def test_fold_keeps_what_is_simplified_already():
    assert fold("开源 Model") == "开源 model"


@pytest.fixture
def index(tmp_path):
    texts = ["small models cost less", "large models cost more", "小模型更便宜", "…"]
    WordIndex.build(texts).save(tmp_path)
    return WordIndex.load(tmp_path)


def test_coverage_is_the_share_of_words_with_more_for_rare_ones(index):
    coverage = index.coverage([[("small",)], [("model",)]])
    small, model = math.log(1 + 3.5 / 1.5), math.log(1 + 2.5 / 2.5)
    assert coverage.tolist() == pytest.approx([1, model / (small + model), 0, 0])


def test_any_term_of_a_word_stands_for_it(index):
    assert index.coverage([[("tiny",), ("small",)]]).tolist() == [1, 0, 0, 0]


def test_a_term_of_several_tokens_needs_all_of_them(index):
    assert index.coverage([[("cost", "more")]]).tolist() == [0, 1, 0, 0]
    assert index.coverage([[("cost", "nothing")]]).tolist() == [0, 0, 0, 0]


def test_a_single_chinese_character_says_half_as_much(index):
    assert index.coverage([[("模",), ("more",)]]).tolist() == [0, 1, 0.5, 0]


def test_a_word_that_nobody_says_counts_half(index):
    small, unknown = math.log(1 + 3.5 / 1.5), math.log(1 + 4.5 / 0.5) / 2
    assert index.coverage([[("small",)], []])[0] == pytest.approx(small / (small + unknown))
    assert index.coverage([[("small",)], [("zebra",)]])[0] == pytest.approx(small / (small + unknown))


def test_a_question_without_known_words_covers_nothing(index):
    assert index.coverage([[("weather",)], [("pari",)]]).tolist() == [0, 0, 0, 0]
    assert index.coverage([]).tolist() == [0, 0, 0, 0]


def test_texts_without_any_word_can_be_indexed():
    assert WordIndex.build(["…", "!"]).coverage([[("x",)]]).tolist() == [0, 0]


def test_the_vocabulary_is_all_tokens(index):
    assert {"small", "cost", "模", "模型"} < set(index.vocabulary)


@pytest.mark.parametrize(
    "small_talk",
    ["why", "what is it", "What do you think?", "thank you", "为什么为什么", "真的吗", "你怎麼看", "謝謝"],
)
def test_small_talk_says_nothing(small_talk):
    assert not says_something(small_talk)


@pytest.mark.parametrize(
    "text", ["7", "AI", "what do you think of trust", "你怎么看数据墙", "なぜ", "почему", "¿por qué?"]
)
def test_whatever_is_about_something_says_something(text):
    assert says_something(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("El precio del café, niño", ["el", "precio", "del", "cafe", "nino"]),
        ("L’homme qu'on aime d'être", ["homm", "qu'on", "aim", "etr"]),
        ("価格について", ["価", "格", "価格", "格に", "につ", "つい", "いて"]),
        ("빵집 가격", ["빵집", "가격"]),
        ("ราคา", ["รา", "าค", "คา"]),
        ("Цена ёлки", ["цена", "елки"]),
        ("कीमतों के बारे।", ["कीमतों", "के", "बारे"]),
        ("سِعر الخبز", ["سعر", "الخبز"]),
    ],
)
def test_words_of_other_languages_are_pairs_of_characters_or_words_without_accents(text, expected):
    assert tokens(text) == expected


def test_words_are_numbered_as_they_come_so_the_same_texts_make_the_same_index(tmp_path):
    index = WordIndex.build(["small models cost less", "数据 models"])
    assert list(index.vocabulary) == ["small", "model", "cost", "less", "数", "据", "数据", ""]
    index.save(tmp_path)
    assert list(WordIndex.load(tmp_path).vocabulary) == list(index.vocabulary)
