from dataclasses import replace

import pytest

from index.learning.fit_weights import Scope, learn_weights, results_under
from index.learning.reactions import Reaction
from index.learning.trial import hold_trial
from tests.learning.worlds import SHIPPED, WORSE, World

RANKING = Scope(confidence=False)


@pytest.fixture(scope="module")
def world():
    return World()


def learned(world, lessons, weights, scope=RANKING):
    return learn_weights(world.searcher, lessons, weights, scope)


def test_what_people_prefer_is_learned_from_votes_on_what_worse_weights_showed_them(world):
    lessons = world.lessons(world.month(WORSE, asked=1500))
    trial = hold_trial(world.searcher, lessons, WORSE, RANKING)
    assert trial.is_ranking_better
    assert trial.ranking[0].low > 0
    others = World(questions=1000, seed=1)
    worse, best = (others.first_right(weights, others) for weights in (WORSE, SHIPPED))
    assert worse < 0.15 < 0.45 < best
    assert others.first_right(learned(world, lessons, WORSE), others) > best - 0.06


@pytest.mark.parametrize("seed", range(3))
def test_votes_at_random_propose_nothing(world, seed):
    lessons = world.lessons(world.month(SHIPPED, seed, at_random=True))
    trial = hold_trial(world.searcher, lessons, SHIPPED, Scope())
    assert (trial.is_ranking_better, trial.is_confidence_better) == (False, False)


def test_one_person_who_votes_all_day_proposes_nothing(world):
    loud = [
        Reaction(question=text, person="loud", quote_id=own.matches[0].quote.id, is_good=True)
        for text, own in world.candidates.items()
    ]
    trial = hold_trial(world.searcher, world.lessons(loud), SHIPPED, RANKING)
    assert trial.is_ranking_better is False
    assert trial.ranking[0].clusters == 1


def answers(world, lessons, weights):
    return [result.outcome for result in results_under(world.searcher, lessons, weights)].count("answer")


def test_a_better_ranking_answers_more_at_the_same_thresholds_and_a_confidence_as_many(world):
    lessons = world.lessons(world.month(WORSE))
    weights = {**WORSE, "outcome": {"unsure": 0.03, "answer": 0.04}}
    ranking = learned(world, lessons, weights)
    assert (ranking["outcome"], ranking["field"]) == (weights["outcome"], weights["field"])
    assert 50 < answers(world, lessons, weights) + 20 < answers(world, lessons, ranking)
    both = learned(world, lessons, weights, Scope())
    assert both["outcome"] != weights["outcome"]
    assert both["field"] == weights["field"]
    assert abs(answers(world, lessons, both) - answers(world, lessons, ranking)) <= 1


def test_an_unanswerable_question_that_would_be_answered_stands_against_it(world):
    """Everyday questions are asked of it that worse weights refuse and better ones would not."""
    lessons = world.lessons(world.month(WORSE))
    weights = {**WORSE, "outcome": {"unsure": 0.03, "answer": 0.04}}
    refused = [
        lesson
        for lesson, result in zip(lessons, results_under(world.searcher, lessons, weights), strict=True)
        if result.outcome != "answer"
    ]
    everyday = [replace(lesson, opinions=(), choices=()) for lesson in refused]
    trial = hold_trial(world.searcher, lessons, weights, RANKING, everyday)
    assert [change.group for change in trial.objections] == ["everyday questions"]
    assert trial.is_ranking_better is False
