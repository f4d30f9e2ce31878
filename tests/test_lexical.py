import pytest

from index.text.lexical import WordIndex, fold, tokens


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


def test_scores_are_higher_the_rarer_the_shared_words(index):
    scores = index.scores("small models").tolist()
    assert scores[0] > scores[1] > 0
    assert scores[2:] == [0, 0]


def test_a_question_without_known_words_scores_nothing(index):
    assert index.scores("weather in Paris").tolist() == [0, 0, 0, 0]
    assert index.scores("???").tolist() == [0, 0, 0, 0]


def test_texts_without_any_word_can_be_indexed():
    assert WordIndex.build(["…", "!"]).scores("x").tolist() == [0, 0]
