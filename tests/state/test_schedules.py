import datetime
from dataclasses import replace

import pytest

from bot.domain.records import Scheduled
from bot.state import State
from bot.state.tables import posts, schedules
from index.errors import StorageError
from tests.state.builders import CHOOSY, DAILY, PLACE, SLOTS, next_of, rows

pytestmark = pytest.mark.on_both_databases


def test_a_schedule_comes_back_as_it_was_made(state, state_url):
    state.add_schedule(DAILY, SLOTS[0])
    state.add_schedule(CHOOSY, None)
    again = State.open(state_url)
    assert (again.schedule("s1"), again.schedule("s2"), again.schedule("s3")) == (DAILY, CHOOSY, None)
    assert again.all_schedules() == [
        Scheduled(schedule=DAILY, next_slot=SLOTS[0]),
        Scheduled(schedule=CHOOSY, next_slot=None),
    ]
    again.close()


def test_the_time_is_kept_as_it_is_said_where_the_channel_is(state):
    state.add_schedule(CHOOSY, SLOTS[0])
    assert rows(state, schedules, "at", "next_date", "next_at", "days") == [
        (datetime.time(23, 59), datetime.date(2025, 3, 1), 86400.0, [0, 1, 2, 3, 4])
    ]


def test_the_schedules_of_a_channel_come_oldest_first(state):
    elsewhere = [
        replace(PLACE, platform="discord"),
        replace(PLACE, workspace="T2"),
        replace(PLACE, channel="C2"),
    ]
    here = [replace(DAILY, id=name, made_at=at) for name, at in [("young", 9.0), ("b", 2.0), ("a", 2.0)]]
    for number, place in enumerate(elsewhere):
        state.add_schedule(replace(DAILY, id=str(number), place=place), SLOTS[0])
    for schedule in here:
        state.add_schedule(schedule, SLOTS[0])
    assert [schedule.id for schedule in state.schedules_in(PLACE)] == ["a", "b", "young"]
    assert [schedule.id for schedule in state.schedules_in(elsewhere[1])] == ["1"]


def test_an_id_is_given_once(state):
    state.add_schedule(DAILY, SLOTS[0])
    with pytest.raises(StorageError):
        state.add_schedule(replace(DAILY, topic="hiring"), SLOTS[1])
    assert state.all_schedules() == [Scheduled(schedule=DAILY, next_slot=SLOTS[0])]


def test_a_change_makes_the_next_version_due_in_its_own_slot(state):
    state.add_schedule(DAILY, SLOTS[0])
    assert state.change_schedule(replace(DAILY, topic="hiring"), SLOTS[1]) is True
    changed = replace(DAILY, topic="hiring", version=2)
    assert state.all_schedules() == [Scheduled(schedule=changed, next_slot=SLOTS[1])]
    assert state.change_schedule(replace(changed, is_paused=True), None) is True
    assert state.all_schedules() == [Scheduled(schedule=replace(changed, is_paused=True, version=3), next_slot=None)]


def test_of_two_changes_to_the_same_version_the_second_is_told(state):
    state.add_schedule(DAILY, SLOTS[0])
    assert state.change_schedule(replace(DAILY, topic="hiring"), SLOTS[0]) is True
    assert state.change_schedule(replace(DAILY, topic="data"), SLOTS[1]) is False
    assert state.schedule("s1") == replace(DAILY, topic="hiring", version=2)
    assert next_of(state) == [("s1", SLOTS[0])]


def test_what_is_removed_is_gone_and_cannot_be_changed(state):
    state.add_schedule(DAILY, SLOTS[0])
    state.add_schedule(CHOOSY, SLOTS[0])
    assert state.remove_schedule("s1") is True
    assert state.remove_schedule("s1") is False
    assert state.change_schedule(DAILY, SLOTS[0]) is False
    assert next_of(state) == [("s2", SLOTS[0])]


@pytest.mark.parametrize(
    "end",
    [
        lambda state: state.change_schedule(DAILY, SLOTS[0]),
        lambda state: state.change_schedule(replace(DAILY, is_paused=True), None),
        lambda state: state.remove_schedule("s1"),
    ],
)
def test_a_claimed_post_is_given_up_when_its_schedule_changes(state, end):
    for schedule in (DAILY, replace(DAILY, id="other")):
        state.add_schedule(schedule, SLOTS[0])
        state.claim(Scheduled(schedule=schedule, next_slot=SLOTS[0]), SLOTS[1], "A", 1.0, 30.0)
    assert end(state) is True
    assert rows(state, posts, "schedule_id", "status", "owner", "reason") == [
        ("other", "claimed", "A", ""),
        ("s1", "skipped", "", "schedule_changed"),
    ]


def test_a_change_that_comes_too_late_leaves_the_post(state):
    state.add_schedule(DAILY, SLOTS[0])
    state.change_schedule(DAILY, SLOTS[0])
    second = replace(DAILY, version=2)
    state.claim(Scheduled(schedule=second, next_slot=SLOTS[0]), SLOTS[1], "A", 1.0, 30.0)
    assert state.change_schedule(DAILY, SLOTS[1]) is False
    assert rows(state, posts, "status", "version") == [("claimed", 2)]


def test_what_is_due_comes_soonest_first_and_no_more_than_asked_for(state):
    for name, slot in [("c", SLOTS[2]), ("a", SLOTS[0]), ("b2", SLOTS[1]), ("b1", SLOTS[1]), ("never", None)]:
        state.add_schedule(replace(DAILY, id=name), slot)
    state.add_schedule(replace(DAILY, id="paused", is_paused=True), SLOTS[0])
    state.add_schedule(replace(DAILY, id="discord", place=CHOOSY.place), SLOTS[0])

    def due(platforms, now, count):
        return [row.schedule.id for row in state.due(platforms, now, count)]

    assert due(["slack"], SLOTS[0].at - 0.001, 9) == []
    assert due(["slack"], SLOTS[0].at, 9) == ["a"]
    assert due(["slack"], SLOTS[2].at, 9) == ["a", "b1", "b2", "c"]
    assert due(["slack"], SLOTS[2].at, 2) == ["a", "b1"]
    assert due(["discord", "slack"], SLOTS[0].at, 9) == ["a", "discord"]
    assert due([], SLOTS[2].at, 9) == []
    assert due(["slack"], SLOTS[2].at, 0) == []
    assert state.due(["discord"], SLOTS[0].at, 9)[0].next_slot == SLOTS[0]
