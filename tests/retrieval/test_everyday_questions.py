import numpy as np
import pytest

from index.embed import make_embedder
from index.search import Searcher
from index.search.everyday_questions import CorpusSimilarity, EverydayQuestions, closeness_of, everyday_questions
from index.storage.generations import read_current
from index.text.language import question_language
from tests.support.balanced import balance_views
from tests.support.fakes import HashEmbedder

QUOTES = [
    "Small models cost less to run than large ones.",
    "Data is what other companies cannot copy.",
    "Nearly everybody whom we hired last year had never written a line of code.",
]


@pytest.fixture(scope="module")
def balanced():
    embedder = HashEmbedder()
    return balance_views([{"en": embedder.embed_passages(QUOTES)}], [{"en": embedder.embed_questions([])}])


@pytest.fixture(scope="module")
def everyday(balanced):
    rows, balance = balanced
    return EverydayQuestions.measure(HashEmbedder().embed_questions(everyday_questions()), balance, rows)


def test_everyday_questions_are_many_in_both_languages_and_none_comes_twice():
    languages = [question_language(text) for text in everyday_questions()]
    assert (languages.count("en"), languages.count("zh")) == (42, 44)
    assert len(set(everyday_questions())) == 86


def test_closeness_is_the_mean_of_the_nearest_tenth_in_the_nearest_language():
    english, chinese = np.arange(20) / 20, np.array([0.9, 0.1])
    assert closeness_of([english]) == pytest.approx((0.95 + 0.9) / 2)
    assert closeness_of([english, chinese]) == pytest.approx(0.925)
    assert closeness_of([np.array([]), chinese]) == pytest.approx(0.9)


def test_closeness_is_of_ten_at_most():
    assert closeness_of([np.arange(1000) / 1000]) == pytest.approx(np.arange(990, 1000).mean() / 1000)


def test_everyday_questions_stand_at_zero_on_the_whole(balanced, everyday):
    rows, _ = balanced
    closenesses = [
        everyday.corpus_similarity(vector, "en", closeness_of([rows["en"] @ vector])).closeness
        for text, vector in zip(everyday_questions(), everyday.vectors, strict=True)
        if question_language(text) == "en"
    ]
    assert np.mean(closenesses) == pytest.approx(0.0, abs=1e-3)
    assert np.std(closenesses) == pytest.approx(1.0, abs=1e-3)


def test_what_a_quote_says_is_closer_than_an_everyday_question(balanced, everyday):
    rows, balance = balanced
    vector = balance.question(HashEmbedder().embed_questions(QUOTES[:1])[0], "en")
    assert everyday.corpus_similarity(vector, "en", closeness_of([rows["en"] @ vector])).closeness > 1.0


def test_what_is_saved_is_loaded(everyday, tmp_path):
    everyday.save(tmp_path)
    loaded = EverydayQuestions.load(tmp_path)
    question = everyday.vectors[0]
    assert loaded.corpus_similarity(question, "en", 0.3) == everyday.corpus_similarity(question, "en", 0.3)
    assert isinstance(loaded.corpus_similarity(question, "zh", 0.3), CorpusSimilarity)


@pytest.fixture(scope="module")
def real(indexed):
    searcher = Searcher(read_current(indexed / "data"), make_embedder())
    yield searcher
    searcher.close()


@pytest.mark.parametrize(
    "question",
    [
        "how do i reset my iphone password",
        "best pizza in Naples",
        "model train tracks",
        "asdf qwer zxcv",
        "数据线怎么选",
        "感冒了吃什么药好得快",
        "請問颱風假要怎麼請？",
        "乌拉巴哈咕噜咚呛",
    ],
)
def test_what_no_interview_is_about_is_not_answered(real, question):
    answer = real.search(question, 1)
    assert (answer.outcome, answer.best) == ("nothing", None)
