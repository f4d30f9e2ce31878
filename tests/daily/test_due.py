import datetime

import pytest

from bot.daily.due import Due, due_at
from bot.domain.channel_post import Place
from bot.domain.schedule import WEEKDAYS, Schedule, Slot

HOUR, DAY = 3600.0, 86_400.0
LATEST = 6 * HOUR
MONDAY = datetime.date(2026, 3, 2)
NINE = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC).timestamp()


def slot(day):
    return Slot(NINE + day * DAY, MONDAY + datetime.timedelta(days=day))


def due(seconds, **changes):
    """Return what is due so long after Monday's slot, the first that nothing was done about."""
    wish = {"id": "s1", "place": Place(platform="slack", workspace="T1", channel="C1"), "at": datetime.time(9)}
    wish |= {"zone": "UTC", "interface": "en", "user": "U1", "made_at": 0.0}
    return due_at(NINE + seconds, Schedule(**wish | changes), slot(0), LATEST)


@pytest.mark.parametrize("seconds", [-30 * DAY, -HOUR, -0.001])
def test_nothing_is_due_before_the_slot_that_is_waited_for(seconds):
    assert due(seconds) == Due((), None, slot(0))


@pytest.mark.parametrize("seconds", [0, 20 * 60, LATEST])
def test_a_slot_that_has_come_is_posted_until_it_is_too_late(seconds):
    assert due(seconds) == Due((), slot(0), slot(1))


def test_a_slot_that_came_too_long_ago_is_missed():
    assert due(LATEST + 0.001) == Due((slot(0),), None, slot(1))


def test_after_days_the_latest_is_posted_and_the_ones_before_are_missed():
    assert due(5 * DAY + HOUR) == Due(tuple(slot(day) for day in range(5)), slot(5), slot(6))


def test_after_days_nothing_is_posted_where_the_latest_is_too_late_as_well():
    assert due(5 * DAY + 7 * HOUR) == Due(tuple(slot(day) for day in range(6)), None, slot(6))


def test_days_without_a_slot_are_not_missed():
    assert due(7 * DAY, days=WEEKDAYS) == Due(tuple(slot(day) for day in range(5)), slot(7), slot(8))


def test_a_clock_that_jumps_a_year_ahead_makes_one_post():
    missed, posted, following = (lambda verdict: (verdict.missed, verdict.posted, verdict.following))(due(365 * DAY))
    assert (len(missed), posted, following) == (365, slot(365), slot(366))
