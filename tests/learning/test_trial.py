from dataclasses import replace

import pytest

from index.evaluate import LabelledQuestion
from index.evaluate.labelled import Span
from index.learning.choices import choices_of
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


def labelled(lesson, *documents):
    """Return a lesson whose question is answered by these documents alone, by nothing if there are none."""
    spans = tuple(Span(document=document, text="x" * 40, grade=3) for document in documents)
    text = lesson.candidates.text
    label = LabelledQuestion(id=text, question=text, language="en", type="label", spans=spans)
    choices = choices_of(lesson.candidates, label if not documents else None, lesson.opinions)
    return replace(lesson, label=label, choices=choices)


def refused(world, lessons, weights):
    return len(lessons) - answers(world, lessons, weights)


@pytest.mark.parametrize(("count", "is_held"), [(29, False), (60, True)])
def test_thresholds_rise_with_a_better_ranking_where_enough_is_labelled_that_nothing_answers(world, count, is_held):
    weights = {**WORSE, "outcome": {"unsure": 0.03, "answer": 0.04}}
    lessons = world.lessons(world.month(WORSE))
    nothing, rest = [labelled(lesson) for lesson in lessons[:count]], lessons[count:]
    better = learned(world, [*nothing, *rest], weights)
    before, after = (refused(world, nothing, some) for some in (weights, better))
    assert (after >= before, better["outcome"] != weights["outcome"]) == (is_held, is_held)
    assert 0 < before < count
    assert answers(world, rest, better) > answers(world, rest, weights)


def test_what_was_answered_rightly_and_is_no_more_stands_against_it(world):
    """The operator holds right what worse weights show first, and people do not."""
    weights = {**WORSE, "outcome": {"unsure": 0.0, "answer": 0.0}}
    lessons = [
        labelled(lesson, lesson.candidates.ranked(world.searcher, WORSE["rank"])[0].quote.id)
        for lesson in world.lessons(world.month(WORSE, asked=1500))
    ]
    trial = hold_trial(world.searcher, lessons, weights, RANKING)
    assert [change.group for change in trial.objections] == ["all", "direction en-en", "type label"]
    assert trial.right[0].before == 1.0
    assert (trial.ranking[0].is_better, trial.is_ranking_better) == (True, False)


def test_votes_tell_nothing_of_a_question_that_is_labelled_so_that_nothing_answers_it(world):
    lesson = next(lesson for lesson in world.lessons(world.month(WORSE)) if lesson.choices)
    assert labelled(lesson).choices == []
