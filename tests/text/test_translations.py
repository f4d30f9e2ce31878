import pytest

from index.text.lexical import tokens
from index.text.translations import Dictionary

ENGLISH = tokens("Artificial intelligence and an honest model of customers at Spark, the model company.")
CHINESE = tokens("人工智能公司的客户用模型，模特不用，他们智能。")


@pytest.fixture(scope="module")
def dictionary():
    return Dictionary.compile(ENGLISH, CHINESE)


def test_a_word_is_all_that_the_corpus_says_for_it_in_the_other_language(dictionary):
    assert dictionary.concepts("model") == [[("model",), ("型",), ("模",), ("模型",), ("模特",)]]
    assert dictionary.concepts("模型") == [[("model",)]]


def test_of_words_within_words_the_longest_is_taken(dictionary):
    assert dictionary.concepts("人工智能") == [[("artifici", "intellig")]]
    assert dictionary.concepts("artificial intelligence") == [
        [("artifici", "intellig"), ("人工", "工智", "智能")],
    ]


def test_either_script_is_understood(dictionary):
    assert dictionary.concepts("客戶") == dictionary.concepts("客户") == [[("custom",)]]


def test_a_name_stands_for_itself_in_either_language(dictionary):
    assert dictionary.concepts("Spark") == [[("spark",)]]
    assert dictionary.concepts("Spark 的公司") == [[("spark",)], [("compani",)]]


def test_a_word_that_cannot_be_translated_is_a_word_without_terms(dictionary):
    assert dictionary.concepts("猫") == [[]]


def test_a_word_that_comes_twice_counts_once(dictionary):
    assert dictionary.concepts("客户，客户") == [[("custom",)]]


def test_only_what_the_corpus_holds_is_kept():
    assert Dictionary.compile([], ["客户"]).translations == {"custom": ["客户"], "client": ["客户"]}
    assert Dictionary.compile(["client"], []).translations["客户"] == ["client"]
    assert Dictionary.compile([], []).translations == {}


def test_a_saved_dictionary_is_the_same_when_it_is_loaded(tmp_path, dictionary):
    dictionary.save(tmp_path)
    assert Dictionary.load(tmp_path) == dictionary
