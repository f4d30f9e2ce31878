import pytest
from fakes import make_quote

from index.domain import Match
from index.search.ranking import features, score_match


def match(score=0.0, **fields):
    return Match(quote=make_quote(**fields.pop("quote", {})), score=score, **fields)


def scored(**fields):
    return score_match(match(**fields), is_asked_for=False).score


def test_features_are_what_a_candidate_has_in_its_own_measure():
    quote = {"text": "x" * 200, "role": "host"}
    found = match(similarity=2.5, context=1.5, word_score=0.5, quote=quote)
    values = {"similarity": 2.5, "context": 1.5, "words": 0.5, "length": 0.0, "host": 1.0}
    assert features(found, is_asked_for=False) == values
    assert features(found, is_asked_for=True)["host"] == 0.0


def test_a_quote_of_usual_length_is_as_long_in_either_language():
    chinese = match(quote={"text": "字" * 60, "language": "zh"})
    assert features(chinese, is_asked_for=False)["length"] == 0.0


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"similarity": 3.0}, {"similarity": 2.0}),
        ({"context": 3.0}, {"context": 2.0}),
        ({"word_score": 0.5}, {"word_score": 0.25}),
        ({"quote": {"role": "guest"}}, {"quote": {"role": "host"}}),
    ],
)
def test_what_speaks_for_a_match_raises_its_score(better, worse):
    assert scored(**better) > scored(**worse)


def test_a_host_who_is_much_closer_comes_before_a_guest():
    assert scored(similarity=4.0, quote={"role": "host"}) > scored(similarity=2.0)
