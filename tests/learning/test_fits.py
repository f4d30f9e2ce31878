"""The fits, against places that can be worked out by hand or by another way."""

import math
from dataclasses import replace

import numpy as np
import pytest

from index.learning.fit_chance import fit_chance
from index.learning.fit_rank import Choice, fit_rank, fit_scale, log_chances
from index.learning.minimise import minimise
from index.learning.reactions import IS_RIGHT, IS_WRONG, Meaning

TWO = np.array([[1.0, 0.0], [0.0, 1.0]])
FIRST, SECOND = np.array([True, False]), np.array([False, True])


def test_the_lowest_place_of_a_bowl_is_found_whatever_its_shape():
    middle, shape = np.array([3.0, -2.0, 0.5]), np.diag([1.0, 100.0, 0.01])
    found = minimise(lambda at: (float((at - middle) @ shape @ (at - middle)), 2 * shape @ (at - middle)), np.zeros(3))
    assert found == pytest.approx(middle, abs=1e-5)


def test_the_lowest_place_of_a_bent_valley_is_found():
    """Rosenbrock's function."""

    def valley(at):
        x, y = at
        slope = np.array([-400 * x * (y - x**2) - 2 * (1 - x), 200 * (y - x**2)])
        return float(100 * (y - x**2) ** 2 + (1 - x) ** 2), slope

    assert minimise(valley, np.array([-1.2, 1.0])) == pytest.approx([1.0, 1.0], abs=1e-5)


def test_weights_go_where_what_is_known_has_most_chance_and_not_beyond_what_pulls_them():
    """Chosen three times in four: the scores differ by the logarithm of three."""
    choices = [Choice(values=TWO, chosen=chosen) for chosen in (FIRST, FIRST, FIRST, SECOND)]
    free = fit_rank([[choice] for choice in choices], np.zeros(2), 1e-9)
    assert free[0] - free[1] == pytest.approx(math.log(3), abs=1e-4)
    held = fit_rank([[choice] for choice in choices], np.array([5.0, 5.0]), 1e6)
    assert held == pytest.approx([5.0, 5.0], abs=1e-4)


def test_that_one_is_not_right_says_that_the_other_is_unless_none_is():
    right = fit_rank([[Choice(values=TWO, chosen=FIRST)]], np.zeros(2), 1.0)
    wrong = fit_rank([[Choice(values=TWO, chosen=SECOND, meaning=IS_WRONG)]], np.zeros(2), 1.0)
    assert 0.1 < wrong[0] < right[0]
    assert wrong[0] == pytest.approx(-wrong[1])


def test_what_counts_double_does_as_much_as_twice_the_same_of_one_question():
    vote = Choice(values=TWO, chosen=FIRST, meaning=Meaning(base=0.15, slope=0.7))
    double = fit_rank([[replace(vote, weight=2.0)]], np.zeros(2), 1.0)
    assert double == pytest.approx(fit_rank([[vote, vote]], np.zeros(2), 1.0))


def test_a_wrong_vote_is_outvoted_by_two_on_the_same_question():
    """Two to one leave as much as one vote alone: each good one makes up for a bad one."""
    good = Choice(values=TWO, chosen=FIRST, meaning=Meaning(base=0.15, slope=0.7))
    bad = Choice(values=TWO, chosen=FIRST, meaning=Meaning(base=0.85, slope=-0.7))
    outvoted = fit_rank([[good, bad, good]], np.zeros(2), 1.0)
    assert outvoted == pytest.approx(fit_rank([[good]], np.zeros(2), 1.0))
    assert outvoted[0] > 0.1


def test_a_question_of_which_every_candidate_is_said_to_be_wrong_moves_less_than_one_with_a_right_one():
    three = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
    masks = [np.arange(3) == row for row in range(3)]
    wrong = [Choice(values=three, chosen=mask, meaning=Meaning(base=0.85, slope=-0.7)) for mask in masks]
    good = Choice(values=three, chosen=masks[2], meaning=Meaning(base=0.15, slope=0.7))
    none, one = (fit_rank([own], np.zeros(2), 1.0) for own in (wrong, [*wrong[:2], good]))
    assert none == pytest.approx([0.0, 0.0], abs=1e-6)
    assert one[0] < -0.1


def test_a_vote_that_may_be_wrong_moves_less_than_a_label():
    vote = Meaning(base=0.15, slope=0.7)
    surely, perhaps = (
        fit_rank([[Choice(values=TWO, chosen=FIRST, meaning=meaning)]], np.zeros(2), 1.0)
        for meaning in (IS_RIGHT, vote)
    )
    assert 0.1 < perhaps[0] < surely[0]


def test_chances_of_what_is_known_are_those_of_softmax():
    choices = [Choice(values=TWO, chosen=FIRST), Choice(values=TWO[:, :], chosen=SECOND, meaning=IS_WRONG)]
    first = math.exp(2) / (math.exp(2) + math.exp(1))
    assert log_chances(choices, np.array([2.0, 1.0])) == pytest.approx([math.log(first)] * 2)


def test_questions_with_more_candidates_and_with_fewer_stand_side_by_side():
    three = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
    mixed = [Choice(values=three, chosen=np.array([True, False, False])), Choice(values=TWO, chosen=FIRST)]
    alone = [float(log_chances([choice], np.array([1.0, 2.0]))[0]) for choice in mixed]
    assert log_chances(mixed, np.array([1.0, 2.0])) == pytest.approx(alone)


def test_weights_are_scaled_to_what_is_known_and_their_order_stays():
    choices = [Choice(values=TWO, chosen=chosen) for chosen in (FIRST, FIRST, FIRST, SECOND)]
    scale = fit_scale([[choice] for choice in choices], np.array([2.0, 0.0]))
    assert scale.factor == pytest.approx(math.log(3) / 2, abs=0.02)


def test_a_chance_is_the_share_that_came_true_and_goes_back_to_what_was_known():
    rows = [{"x": 0.0}] * 4 + [{"x": 1.0}] * 4
    known = [IS_RIGHT, IS_WRONG, IS_WRONG, IS_WRONG, IS_RIGHT, IS_RIGHT, IS_RIGHT, IS_WRONG]
    free = fit_chance(rows, known, {}, strength=1e-9)
    assert free == pytest.approx({"intercept": math.log(1 / 3), "x": math.log(9)}, abs=1e-3)
    held = fit_chance(rows, known, {"intercept": 2.0, "x": -1.0}, strength=1e6)
    assert held == pytest.approx({"intercept": 2.0, "x": -1.0}, abs=1e-3)


def test_where_some_may_be_wrong_the_chance_is_that_of_the_truth_behind_it():
    """Five of eight came true; with one in four wrong, that is what six of eight true ones look like."""
    good, bad = Meaning(base=0.25, slope=0.5), Meaning(base=0.75, slope=-0.5)
    fitted = fit_chance([{}] * 8, [good] * 5 + [bad] * 3, {}, strength=1e-9)
    assert fitted == pytest.approx({"intercept": math.log(3)}, abs=1e-3)
