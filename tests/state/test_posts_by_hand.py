from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from bot.domain.records import Claim, PostRecord
from bot.domain.schedule import Slot
from bot.state.tables import posts
from tests.state.builders import (
    BEGUN,
    CLAIM,
    DAILY,
    DUE,
    LEASE,
    NINE,
    SLOTS,
    begin,
    claim,
    next_of,
    post,
    rows,
    stands,
    take_over,
)

pytestmark = pytest.mark.on_both_databases


EIGHT = NINE - 3600.0
EARLY = Slot(EIGHT, SLOTS[0].date)
BY_HAND = Claim(schedule=DAILY, slot=EARLY, fence=1)


@pytest.fixture
def daily(state):
    """A state with one schedule, due at nine."""
    state.add_schedule(DAILY, SLOTS[0])
    return state


def by_hand(state, schedule=DAILY, *, slot=EARLY, owner="hand", again=False):
    return state.claim_by_hand(schedule, slot, SLOTS[1], owner, slot.at, LEASE, again=again)


def test_what_is_posted_by_hand_is_not_posted_again_at_its_time(daily):
    assert by_hand(daily) == BY_HAND
    assert next_of(daily) == [("s1", SLOTS[1])]
    assert begin(daily, BY_HAND, owner="hand", now=EIGHT) == "begun"
    daily.finish_post(BY_HAND, "hand", "sent", EIGHT + 1.0, "", "m1")
    assert claim(daily) is None
    assert stands(daily, "status", "slot_at", "message") == [("sent", EIGHT, "m1")]
    assert claim(daily, scheduled=replace(DUE, next_slot=SLOTS[1]), after=SLOTS[2], now=SLOTS[1].at) is not None


def test_a_schedule_that_waits_for_another_date_goes_on_waiting_for_it(state):
    state.add_schedule(DAILY, SLOTS[2])
    assert by_hand(state) == BY_HAND
    assert next_of(state) == [("s1", SLOTS[2])]


def test_a_paused_schedule_is_posted_and_stays_paused(state):
    paused = replace(DAILY, is_paused=True)
    state.add_schedule(paused, None)
    assert by_hand(state, paused) == replace(BY_HAND, schedule=paused)
    assert next_of(state) == [("s1", None)]


@pytest.mark.parametrize("status", ["failed", "skipped"])
def test_what_is_surely_not_there_begins_afresh(daily, status):
    post(daily, status=status)
    late = Slot(NINE + 7200.0, SLOTS[0].date)
    taken = by_hand(daily, slot=late)
    assert taken == Claim(schedule=DAILY, slot=late, fence=2)
    assert stands(daily, "status", "owner", "fence", "slot_at", "tries", "reason", "message", "ended_at") == [
        ("claimed", "hand", 2, late.at, 0, "", None, None)
    ]
    assert stands(daily, *BEGUN) == [(None, None, None)]
    assert begin(daily, taken, owner="hand", now=late.at, answer="a2") == "begun"
    daily.finish_post(taken, "hand", "sent", late.at)
    assert stands(daily, "status", "quote_id", "answer_id") == [("sent", "q1", "a2")]


@pytest.mark.parametrize("again", [True, False])
def test_what_is_there_is_never_taken(daily, again):
    post(daily)
    assert by_hand(daily, again=again) is None
    assert stands(daily, "status", "message") == [("sent", "m-s1-0")]


def test_what_may_be_there_is_taken_only_by_who_has_looked(daily):
    post(daily, status="ambiguous")
    assert daily.quotes_shown(DAILY.place) == ["q-s1-0"]
    assert by_hand(daily) is None
    assert by_hand(daily, again=True).fence == 2
    assert daily.quotes_shown(DAILY.place) == []


def test_who_made_what_was_taken_again_changes_nothing_any_more(daily):
    first = post(daily, status="ambiguous")
    by_hand(daily, again=True)
    daily.finish_post(first, "A", "sent", NINE + 9.0)
    assert stands(daily) == [("claimed", "hand", 2)]


def test_what_somebody_is_about_is_left_to_them(daily):
    claim(daily)
    at_ten = replace(SLOTS[0], at=NINE + LEASE - 1.0)
    assert by_hand(daily, slot=at_ten, again=True) is None
    assert begin(daily) == "begun"
    assert by_hand(daily, slot=at_ten, again=True) is None


def test_what_somebody_who_died_had_only_claimed_is_taken(daily):
    claim(daily)
    late = replace(SLOTS[0], at=NINE + LEASE)
    assert by_hand(daily, slot=late) == Claim(schedule=DAILY, slot=late, fence=2)
    assert take_over(daily) == []


def test_what_somebody_who_died_was_sending_is_taken_only_by_who_has_looked(daily):
    claim(daily)
    begin(daily)
    late = replace(SLOTS[0], at=NINE + LEASE)
    assert by_hand(daily, slot=late) is None
    assert by_hand(daily, slot=late, again=True) == Claim(schedule=DAILY, slot=late, fence=2)


def test_what_waits_to_be_tried_again_need_not_be_waited_for(daily):
    claim(daily)
    daily.retry_post(CLAIM, "A", "ratelimited", NINE + 600.0)
    at_once = replace(SLOTS[0], at=NINE + 1.0)
    assert by_hand(daily, slot=at_once) == Claim(schedule=DAILY, slot=at_once, fence=2)


def test_a_schedule_that_was_changed_or_ended_is_not_posted(daily):
    assert daily.change_schedule(replace(DAILY, topic="tea"), SLOTS[0])
    assert by_hand(daily) is None
    daily.remove_schedule("s1")
    assert by_hand(daily, replace(DAILY, version=2)) is None
    assert rows(daily, posts, "status") == []


def test_of_several_at_once_one_gets_the_date(daily):
    takers = [lambda: claim(daily), *(lambda name=name: by_hand(daily, owner=name) for name in "bcdef")]
    with ThreadPoolExecutor(6) as threads:
        taken = list(threads.map(lambda take: take(), takers))
    assert sum(result is not None for result in taken) == 1


def test_the_post_of_a_date_is_told(daily):
    post(daily)
    assert daily.post_on(DAILY, SLOTS[1].date) is None
    assert daily.post_on(DAILY, SLOTS[0].date) == PostRecord(
        schedule_id="s1", place=DAILY.place, date=SLOTS[0].date, slot_at=NINE, status="sent", tries=0,
        began_at=NINE, ended_at=NINE + 1.0, quote_id="q-s1-0", answer_id="s1-0", message="m-s1-0", reason="",
    )  # fmt: skip
