import pytest
from fakes import make_quote

from index.domain import Match
from index.search.ranking import confidence, outcome, rank_score


def match(score, similarity=0.0):
    return Match(quote=make_quote(), score=score, similarity=similarity)


def test_the_score_is_similarity_and_shared_words():
    assert rank_score(2.0, 0.0, is_host=False) == 2.0
    assert rank_score(2.0, 4.0, is_host=False) == pytest.approx(2.6)
    assert rank_score(2.0, -4.0, is_host=False) == pytest.approx(1.4)


def test_a_host_scores_less_than_a_guest_who_is_as_close_but_more_than_one_who_is_not():
    scores = {"guest": rank_score(2.0, 0, is_host=False), "host": rank_score(2.0, 0, is_host=True)}
    assert scores == {"guest": 2.0, "host": pytest.approx(1.7)}
    assert rank_score(1.6, 0, is_host=False) < scores["host"]


def test_nothing_found_is_not_sure_at_all():
    assert confidence([], 1.0, other_language=False) == 0.0


@pytest.mark.parametrize("other_language", [False, True])
def test_the_further_the_first_is_ahead_the_surer(other_language):
    sure = [
        confidence([match(3.0, 2.0), match(behind)], 0.5, other_language=other_language) for behind in (3.0, 2.0, 1.0)
    ]
    assert sure == sorted(sure)
    assert len(set(sure)) == 3
    assert 0 < sure[0] < sure[-1] < 1


def test_words_that_are_shared_make_surer_in_the_questions_own_language_only():
    hits = [match(2.0, 2.0), match(1.0)]
    few, many = (confidence(hits, shared, other_language=False) for shared in (0.1, 0.9))
    assert few < many
    assert confidence(hits, 0.1, other_language=True) == confidence(hits, 0.9, other_language=True)


def test_only_nine_matches_behind_the_first_count():
    hits = [match(3.0, 2.0), *[match(1.0)] * 9]
    assert confidence([*hits, match(0.5)], 0.5, other_language=False) == confidence(hits, 0.5, other_language=False)


def test_a_single_match_is_as_sure_as_one_that_is_not_ahead():
    assert confidence([match(2.0)], 0.5, other_language=False) == confidence(
        [match(2.0)] * 10, 0.5, other_language=False
    )


def test_the_fewer_are_behind_the_first_the_less_sure():
    sure = [confidence([match(3.0), *[match(1.0)] * behind], 0.5, other_language=False) for behind in (0, 1, 4, 8, 9)]
    assert sure == sorted(set(sure))


@pytest.mark.parametrize(
    ("sureness", "expected"),
    [(0.0, "nothing"), (0.1499, "nothing"), (0.15, "unsure"), (0.2999, "unsure"), (0.30, "answer"), (1.0, "answer")],
)
def test_sureness_decides_between_answer_unsure_and_nothing(sureness, expected):
    assert outcome(sureness) == expected
