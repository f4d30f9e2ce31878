import math

import pytest

from index.learning.change import Unit, changes_by_group, measure


def units(*gains, cluster="", group="g"):
    return [
        Unit(cluster=cluster or f"c{number}", groups=(group,), weight=1.0, before=0.0, after=gain)
        for number, gain in enumerate(gains)
    ]


def test_what_is_better_in_most_is_better_beyond_noise():
    change = measure("all", units(*[1.0] * 30, *[0.0] * 10))
    assert (change.count, change.before, change.after, change.is_better, change.is_worse) == (40, 0, 0.75, True, False)
    assert 0.55 < change.low < 0.75 < change.high < 0.95


def test_what_is_as_often_worse_is_noise():
    change = measure("all", units(*[1.0, -1.0] * 20))
    assert (change.gain, change.is_better, change.is_worse) == (0.0, False, False)


def test_one_person_counts_once_however_much_they_say():
    loud = units(*[1.0] * 500, cluster="loud")
    quiet = [unit for number in range(20) for unit in units(1.0 if number % 2 else -1.0, cluster=f"p{number}")]
    assert measure("all", loud).is_better is False
    assert measure("all", [*loud, *quiet]).clusters == 21
    assert measure("all", [*loud, *quiet]).low <= 0


def test_a_point_of_many_is_worse_and_one_of_few_is_noise():
    assert measure("g", units(*[-1.0] * 2, *[0.0] * 98)).is_worse is True
    assert measure("g", units(*[-1.0] * 2, *[0.0] * 30)).is_worse is False
    assert measure("g", units(*[-1.0] * 20, *[0.0] * 30)).is_worse is True
    assert measure("g", units(-1.0)).is_worse is False


def test_of_nothing_nothing_is_said():
    change = measure("all", [])
    assert (change.count, change.is_better, change.is_worse) == (0, False, False)
    assert math.isnan(change.gain)


def test_each_group_stands_for_itself_behind_all():
    changes = changes_by_group([*units(1.0, 1.0, group="b"), *units(0.0, group="a")])
    assert [(change.group, change.count) for change in changes] == [("all", 3), ("a", 1), ("b", 2)]
    assert changes[0].after == pytest.approx(2 / 3)
