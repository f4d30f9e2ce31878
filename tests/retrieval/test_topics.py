import numpy as np
import pytest

from index.search.suggestions import leading_topics, nearest_topics
from index.topics import find_topics
from tests.retrieval.two_talks import HEAT, SOURCES, open_searcher
from tests.support.fakes import make_quote, make_source


@pytest.fixture(scope="module")
def searcher(tmp_path_factory):
    searcher = open_searcher(tmp_path_factory.mktemp("topics"))
    yield searcher
    searcher.close()


def nearest(searcher, question, language, count=3):
    return nearest_topics(searcher, searcher.search(question), language, count)


def said(*texts, **fields):
    return [
        make_quote(text, id=f"q{number}", source=make_source(id=f"talk{number}"), **fields)
        for number, text in enumerate(texts)
    ]


def test_a_topic_stands_where_the_quotes_that_say_it_do_on_average():
    quotes = said("A heat pump is on.", "It was a dog.", "The heat pump is off.")
    rows = (["q2", "q1", "q0"], np.array([[1, 0], [0, -1], [0, 1]], dtype=np.float32))
    (topic,) = find_topics(quotes, [], {"en": rows})["en"]
    assert topic.text == "heat pump"
    assert topic.vector == pytest.approx([0.5**0.5, 0.5**0.5])


def test_what_only_hosts_speak_of_is_no_topic():
    quotes = said("A heat pump is on.", "The heat pump is off.", role="host")
    assert find_topics(quotes, [], {"en": (["q0", "q1"], np.eye(2, dtype=np.float32))}) == {"en": []}


def test_the_topics_of_a_generation_are_those_of_each_language(searcher):
    assert {language: [topic.text for topic in topics] for language, topics in searcher.topics.items()} == {
        "en": ["heat pump", "steam engines", "district heating"],
        "zh": ["真菌网络"],
    }
    assert searcher.topics is searcher.topics


def test_leading_topics_have_answers_and_no_word_in_common(searcher):
    assert leading_topics(searcher, "en") == ["heat pump", "steam engines"]
    assert leading_topics(searcher, "en", 1) == ["heat pump"]
    assert [searcher.search(topic, 1).outcome for topic in leading_topics(searcher, "en")] == ["answer", "answer"]


def test_what_is_closest_to_the_question_comes_first(searcher):
    assert nearest(searcher, "Who moves warmth into the kitchen?", "en") == ["heat pump", "steam engines"]
    assert nearest(searcher, "How loud is it behind the shed?", "en", 1) == ["heat pump"]
    assert nearest(searcher, "How do you explain pressure to a child?", "en") == ["steam engines", "district heating"]


def test_topics_are_in_the_language_that_is_asked_for(searcher):
    assert nearest(searcher, "Who won the football match yesterday?", "zh") == ["真菌网络"]
    assert nearest(searcher, "昨天谁赢了？", "en", 1) == ["steam engines"]


def test_where_nobody_speaks_a_language_topics_are_in_the_other(tmp_path):
    searcher = open_searcher(tmp_path, {"heat.txt": HEAT, "sources.toml": SOURCES})
    assert leading_topics(searcher, "zh") == ["heat pump", "steam engines"]
    searcher.close()


@pytest.mark.parametrize(("languages", "expected"), [((), "真菌网络"), (("zh",), "真菌网络")])
def test_topics_have_their_answer_in_the_languages_that_are_asked_for(searcher, languages, expected):
    assert leading_topics(searcher, "zh", languages=languages) == [expected]
    question = searcher.search("昨天谁赢了？")
    assert nearest_topics(searcher, question, "zh", languages=languages) == [expected]
    assert leading_topics(searcher, "zh", languages=("en",)) == []
