import datetime
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

import pytest
from sqlalchemy import event

from bot.domain.records import Claim, PostRecord, Scheduled
from bot.state import State
from bot.state.tables import answers
from tests.state.builders import (
    ANSWER,
    BEGUN,
    BOTH,
    CHOOSY,
    CLAIM,
    DAILY,
    DUE,
    LEASE,
    NINE,
    PLACE,
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


@pytest.fixture
def daily(state):
    """A state with one schedule, due at nine."""
    state.add_schedule(DAILY, SLOTS[0])
    return state


def test_a_claim_is_written_down_and_the_schedule_waits_for_the_next_slot(daily):
    assert claim(daily) == CLAIM
    assert next_of(daily) == [("s1", SLOTS[1])]
    assert stands(daily) == [("claimed", "A", 1)]
    assert stands(daily, "platform", "workspace", "channel", "schedule_id", "local_date", "slot_at", "version") == [
        ("slack", "T1", "C1", "s1", SLOTS[0].date, NINE, 1)
    ]
    assert stands(daily, "lease_until", "tries", "sender", "began_at", "quote_id") == [(NINE + 30.0, 0, "", None, None)]


@pytest.mark.parametrize("skew", [-90.0, 0.0, 90.0])
def test_a_slot_is_claimed_once_whatever_the_clocks_say(daily, skew):
    assert claim(daily) == CLAIM
    assert claim(daily, owner="B", now=NINE + skew) is None
    assert claim(daily, owner="A") is None
    assert stands(daily) == [("claimed", "A", 1)]
    assert next_of(daily) == [("s1", SLOTS[1])]


def test_the_last_slot_leaves_a_schedule_that_is_never_due(daily):
    assert claim(daily, after=None) == CLAIM
    assert next_of(daily) == [("s1", None)]
    assert claim(daily, scheduled=replace(DUE, next_slot=None)) is None
    assert daily.due(BOTH, 1e12, 9) == []


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda state: state.change_schedule(DAILY, SLOTS[0]),
        lambda state: state.change_schedule(replace(DAILY, is_paused=True), SLOTS[0]),
        lambda state: state.remove_schedule("s1"),
    ],
)
def test_a_schedule_that_was_changed_since_it_was_due_is_not_claimed(daily, meanwhile):
    meanwhile(daily)
    before = next_of(daily)
    assert claim(daily) is None
    assert daily.skip(DUE, SLOTS[1], [SLOTS[0]], "too_late", NINE) is False
    assert (stands(daily), next_of(daily)) == ([], before)


def test_a_paused_schedule_is_not_claimed(state):
    paused = replace(DAILY, is_paused=True)
    state.add_schedule(paused, SLOTS[0])
    assert claim(state, scheduled=Scheduled(schedule=paused, next_slot=SLOTS[0])) is None
    assert next_of(state) == [("s1", SLOTS[0])]


@pytest.mark.parametrize("status", ["sent", "ambiguous", "failed"])
def test_a_date_that_had_its_post_is_not_posted_again_after_a_change(daily, status):
    post(daily, status=status)
    later = replace(SLOTS[0], at=NINE + 3600.0)
    daily.change_schedule(DAILY, later)
    changed = Scheduled(schedule=replace(DAILY, version=2), next_slot=later)
    assert claim(daily, scheduled=changed) is None
    assert next_of(daily) == [("s1", SLOTS[1])]
    assert stands(daily, "status", "version", "slot_at") == [(status, 1, NINE)]


def test_a_date_that_was_only_claimed_goes_to_the_new_time(daily):
    claim(daily)
    later = replace(SLOTS[0], at=NINE + 3600.0)
    daily.change_schedule(DAILY, later)
    changed = replace(DAILY, version=2)
    new = claim(daily, scheduled=Scheduled(schedule=changed, next_slot=later))
    assert new == Claim(schedule=changed, slot=later, fence=1)
    assert begin(daily) == "lost"
    daily.finish_post(CLAIM, "A", "failed", NINE)
    daily.retry_post(CLAIM, "A", "timeout", NINE)
    assert stands(daily, "status", "owner", "version", "tries") == [("claimed", "A", 2, 0)]
    assert begin(daily, new) == "begun"


def test_of_threads_at_two_connections_one_gets_each_slot(daily, state_url):
    other = State.open(state_url)

    def try_to_claim(number):
        who, (slot, after) = number % 8, pairs[number // 8]
        return claim((daily, other)[who % 2], str(who), scheduled=replace(DUE, next_slot=slot), after=after)

    pairs = list(pairwise(SLOTS[:21]))
    with ThreadPoolExecutor(8) as threads:
        got = [list(threads.map(try_to_claim, range(8 * day, 8 * day + 8))) for day in range(20)]
    other.close()
    assert [[won.slot for won in day if won] for day in got] == [[slot] for slot in SLOTS[:20]]
    assert stands(daily, "local_date", "fence") == [(slot.date, 1) for slot in SLOTS[:20]]


def test_skipped_dates_are_noted_with_their_reason_but_for_those_that_had_a_post(daily):
    post(daily)
    due = replace(DUE, next_slot=SLOTS[1])
    assert daily.skip(due, SLOTS[4], SLOTS[:4], "too_late", NINE) is True
    assert daily.skip(due, SLOTS[4], SLOTS[:4], "too_late", NINE) is False
    assert stands(daily, "local_date", "status", "reason", "ended_at") == [
        (SLOTS[0].date, "sent", "", NINE + 1.0),
        *((slot.date, "skipped", "too_late", NINE) for slot in SLOTS[1:4]),
    ]
    assert next_of(daily) == [("s1", SLOTS[4])]
    assert daily.quotes_shown(PLACE) == ["q-s1-0"]


def test_a_skipped_date_is_not_posted(daily):
    daily.skip(DUE, SLOTS[0], [SLOTS[0]], "is_archived", NINE)
    assert claim(daily) is None
    assert next_of(daily) == [("s1", SLOTS[1])]


def test_what_the_living_hold_is_not_taken_over(daily):
    claim(daily)
    assert take_over(daily, now=NINE + LEASE - 0.001) == []
    daily.renew("A", NINE + 20.0, LEASE)
    daily.renew("B", NINE + 90.0, LEASE)
    assert take_over(daily, now=NINE + 20.0 + LEASE - 0.001) == []
    assert take_over(daily, owner="A", now=NINE + 1000.0) == []
    assert daily.take_over_posts(["discord"], "B", NINE + 1000.0, LEASE, 9) == []
    assert stands(daily, "owner", "fence", "lease_until") == [("A", 1, NINE + 50.0)]


def test_a_post_of_the_dead_goes_to_one_heir_with_a_higher_fence(daily):
    claim(daily)
    assert take_over(daily) == [replace(CLAIM, fence=2)]
    assert take_over(daily, owner="C") == []
    assert take_over(daily, owner="A", now=NINE + 2 * LEASE) == [replace(CLAIM, fence=3)]
    assert stands(daily, "owner", "fence", "lease_until") == [("A", 3, NINE + 3 * LEASE)]


def test_posts_are_taken_over_oldest_first(state):
    for name, day in [("b", 1), ("c", 0), ("a", 1)]:
        schedule = replace(DAILY, id=name)
        state.add_schedule(schedule, SLOTS[day])
        claim(state, scheduled=Scheduled(schedule=schedule, next_slot=SLOTS[day]))
    assert [taken.schedule.id for taken in take_over(state)] == ["c", "a", "b"]


def test_who_was_paused_and_lost_the_post_cannot_begin_it(daily):
    claim(daily)
    (heir,) = take_over(daily)
    assert begin(daily) == "lost"
    assert rows(daily, answers) == []
    assert begin(daily, heir, owner="A") == "lost"
    assert begin(daily, heir, owner="B") == "begun"
    assert begin(daily) == "lost"


def test_a_clock_that_is_ahead_takes_a_post_from_the_living_but_does_not_double_it(daily):
    claim(daily)
    (heir,) = take_over(daily, now=NINE + 90.0)
    assert begin(daily) == "lost"
    assert begin(daily, heir, owner="B") == "begun"
    assert take_over(daily, owner="A", now=NINE + 1.0) == []
    assert stands(daily, "status", "sender", "owner") == [("sending", "B", "B")]


def test_beginning_keeps_the_quote_and_the_answer(daily):
    claim(daily)
    assert begin(daily, now=NINE + 2.0) == "begun"
    assert stands(daily, "status", "sender", "began_at", "quote_id", "answer_id") == [
        ("sending", "A", NINE + 2.0, "q1", "a1")
    ]
    assert daily.answer_given("a1") == ANSWER


def test_what_was_begun_is_not_begun_again(daily):
    claim(daily)
    assert begin(daily) == "begun"
    assert begin(daily, answer="a2", shown=1) == "lost"
    assert rows(daily, answers, "id") == [("a1",)]


def test_a_post_is_not_begun_when_its_schedule_was_paused_changed_or_removed(daily):
    claim(daily)
    daily.change_schedule(replace(DAILY, is_paused=True), None)
    assert begin(daily) == "lost"
    assert (stands(daily), rows(daily, answers)) == ([("skipped", "", 1)], [])


def test_a_quote_is_chosen_again_when_the_channel_was_shown_another_meanwhile(daily):
    other = replace(DAILY, id="s2")
    daily.add_schedule(other, SLOTS[0])
    claim(daily)
    second = claim(daily, scheduled=Scheduled(schedule=other, next_slot=SLOTS[0]))
    assert begin(daily) == "begun"
    assert begin(daily, second, answer="a2") == "again"
    assert stands(daily, "schedule_id", "status") == [("s1", "sending"), ("s2", "claimed")]
    assert rows(daily, answers, "id") == [("a1",)]
    assert begin(daily, second, answer="a2", quote="q2", shown=1, now=NINE + 1.0) == "begun"
    assert daily.quotes_shown(PLACE) == ["q1", "q2"]


def test_of_posts_that_begin_in_a_channel_at_once_one_is_the_first(state, state_url):
    claims = []
    for number in range(8):
        schedule = replace(DAILY, id=str(number))
        state.add_schedule(schedule, SLOTS[0])
        claims.append(claim(state, scheduled=Scheduled(schedule=schedule, next_slot=SLOTS[0])))
    other = State.open(state_url)
    with ThreadPoolExecutor(8) as threads:
        began = list(
            threads.map(
                lambda claimed: begin(
                    (state, other)[int(claimed.schedule.id) % 2], claimed, answer=claimed.schedule.id
                ),
                claims,
            )
        )
    other.close()
    assert sorted(began) == ["again"] * 7 + ["begun"]
    assert len(state.quotes_shown(PLACE)) == len(rows(state, answers)) == 1


def test_what_is_shown_elsewhere_does_not_count(daily):
    for number, place in enumerate([CHOOSY.place, replace(PLACE, workspace="T2"), replace(PLACE, channel="C2")]):
        daily.note_shown(place, "q9", SLOTS[0].date, NINE, str(number))
    claim(daily)
    assert begin(daily, shown=0) == "begun"


@pytest.mark.parametrize("status", ["sent", "ambiguous", "failed", "skipped"])
def test_a_post_ends_as_its_owner_says_and_stays_so(daily, status):
    claim(daily)
    begin(daily)
    daily.finish_post(CLAIM, "B", "sent", NINE + 5.0)
    daily.finish_post(replace(CLAIM, fence=2), "A", "failed", NINE + 5.0)
    assert stands(daily, "status", "ended_at") == [("sending", None)]
    daily.finish_post(CLAIM, "A", status, NINE + 6.0, "why", "m1")
    daily.finish_post(CLAIM, "A", "failed", NINE + 7.0, "no", "m2")
    daily.retry_post(CLAIM, "A", "no", NINE + 7.0)
    daily.renew("A", NINE + 7.0, LEASE)
    assert take_over(daily, now=NINE + 1000.0) == []
    assert stands(daily, "status", "ended_at", "reason", "message", "lease_until") == [
        (status, NINE + 6.0, "why", "m1", NINE + LEASE)
    ]


def test_a_post_that_found_nothing_to_show_ends_without_having_begun(daily):
    claim(daily)
    daily.finish_post(CLAIM, "A", "skipped", NINE + 1.0, "no_insight")
    assert stands(daily, "status", "reason", "quote_id") == [("skipped", "no_insight", None)]


def test_what_was_being_sent_is_taken_over_with_what_was_begun(daily):
    claim(daily)
    begin(daily)
    assert take_over(daily) == [replace(CLAIM, fence=2, was_sending=True, **BEGUN)]
    assert begin(daily, replace(CLAIM, fence=2), owner="B", shown=1, answer="a2") == "lost"
    assert stands(daily, "status", "owner", "sender") == [("sending", "B", "A")]


@pytest.mark.parametrize("is_given_up", [False, True])
def test_who_sent_it_may_say_so_after_others_took_it_over(daily, is_given_up):
    claim(daily)
    begin(daily)
    (heir,) = take_over(daily)
    if is_given_up:
        daily.finish_post(heir, "B", "ambiguous", NINE + 31.0, "interrupted")
    daily.finish_post(CLAIM, "A", "sent", NINE + 32.0, "", "m1")
    daily.finish_post(heir, "B", "ambiguous", NINE + 33.0, "interrupted")
    assert stands(daily, "status", "ended_at", "reason", "message") == [("sent", NINE + 32.0, "", "m1")]


@pytest.mark.parametrize("status", ["failed", "ambiguous", "skipped"])
def test_who_sent_it_may_say_nothing_else_after_others_took_it_over(daily, status):
    claim(daily)
    begin(daily)
    (heir,) = take_over(daily)
    daily.finish_post(CLAIM, "A", status, NINE + 31.0, "why")
    daily.retry_post(CLAIM, "A", "why", NINE + 31.0)
    assert stands(daily, "status", "owner", "ended_at") == [("sending", "B", None)]
    daily.finish_post(heir, "B", "ambiguous", NINE + 32.0, "interrupted")
    daily.finish_post(CLAIM, "A", status, NINE + 33.0, "why")
    daily.retry_post(CLAIM, "A", "why", NINE + 33.0)
    assert stands(daily, "status", "reason", "ended_at") == [("ambiguous", "interrupted", NINE + 32.0)]


def test_nobody_but_the_sender_and_the_owner_can_say_that_it_is_there(daily):
    claim(daily)
    begin(daily)
    (first,) = take_over(daily, owner="B")
    take_over(daily, owner="C", now=NINE + 2 * LEASE)
    daily.finish_post(first, "B", "sent", NINE + 70.0)
    assert stands(daily) == [("sending", "C", 3)]


@pytest.mark.parametrize("status", ["failed", "skipped", "ambiguous"])
def test_of_what_somebody_else_began_nobody_can_say_that_it_is_not_there(daily, status):
    claim(daily)
    begin(daily)
    (heir,) = take_over(daily)
    daily.finish_post(heir, "B", status, NINE + 31.0, "is_archived")
    assert stands(daily, "status", "reason") == [("ambiguous", "is_archived")]


def test_what_is_surely_not_there_waits_to_be_begun_afresh_by_anybody(daily):
    claim(daily)
    begin(daily)
    daily.retry_post(CLAIM, "A", "ratelimited", NINE + 60.0)
    assert stands(daily, "status", "owner", "sender", "tries", "reason", "began_at", "quote_id", "answer_id") == [
        ("claimed", "", "", 1, "ratelimited", None, None, None)
    ]
    assert (rows(daily, answers), daily.quotes_shown(PLACE)) == ([], [])
    assert begin(daily) == "lost"
    daily.finish_post(CLAIM, "A", "sent", NINE + 1.0)
    assert take_over(daily, now=NINE + 59.9) == []
    (again,) = take_over(daily, owner="A", now=NINE + 60.0)
    assert again == replace(CLAIM, fence=2, tries=1)
    assert begin(daily, again) == "begun"
    daily.finish_post(again, "A", "sent", NINE + 61.0, "", "m1")
    assert stands(daily, "status", "tries", "reason") == [("sent", 1, "")]


def test_what_is_put_back_stays_with_its_owner_and_begins_again(daily):
    claim(daily)
    begin(daily)
    assert daily.put_post_back(CLAIM, "B") is False
    assert daily.put_post_back(CLAIM, "A") is True
    assert stands(daily, "status", "owner", "sender", "tries", "began_at", "quote_id", "answer_id") == [
        ("claimed", "A", "", 0, None, None, None)
    ]
    assert (rows(daily, answers), daily.quotes_shown(PLACE)) == ([], [])
    assert begin(daily, now=NINE + 5.0) == "begun"
    daily.finish_post(CLAIM, "A", "sent", NINE + 6.0, "", "m1")
    assert stands(daily, "status", "began_at") == [("sent", NINE + 5.0)]
    assert daily.put_post_back(CLAIM, "A") is False


def test_who_takes_over_what_was_put_back_makes_it_and_nobody_else_does(daily):
    claim(daily)
    begin(daily)
    daily.put_post_back(CLAIM, "A")
    (heir,) = take_over(daily)
    assert heir == replace(CLAIM, fence=2)
    assert (daily.put_post_back(CLAIM, "A"), begin(daily)) == (False, "lost")
    assert begin(daily, heir, "B") == "begun"


def test_what_is_put_back_is_given_up_when_its_schedule_was_changed(daily):
    claim(daily)
    begin(daily)
    daily.remove_schedule("s1")
    assert daily.put_post_back(CLAIM, "A") is True
    assert stands(daily, "status", "reason") == [("skipped", "schedule_changed")]
    assert begin(daily) == "lost"


def test_what_was_not_even_begun_can_wait_too(daily):
    claim(daily)
    daily.retry_post(CLAIM, "A", "not_ready", NINE + 60.0)
    assert take_over(daily, now=NINE + 60.0) == [replace(CLAIM, fence=2, tries=1)]


def test_what_somebody_else_began_waits_as_it_was_begun(daily):
    claim(daily)
    begin(daily)
    (heir,) = take_over(daily)
    daily.retry_post(heir, "B", "ratelimited", NINE + 60.0)
    assert rows(daily, answers, "id") == [("a1",)]
    assert take_over(daily, owner="C", now=NINE + 60.0) == [replace(heir, fence=3, tries=1)]


def test_what_waits_is_given_up_when_its_schedule_changes(daily):
    claim(daily)
    begin(daily)
    daily.retry_post(CLAIM, "A", "ratelimited", NINE + 60.0)
    daily.change_schedule(DAILY, SLOTS[1])
    assert take_over(daily, now=NINE + 60.0) == []
    assert stands(daily, "status", "reason") == [("skipped", "schedule_changed")]


def test_what_fails_for_a_schedule_that_was_changed_meanwhile_leaves_the_date_to_the_new_one(daily):
    claim(daily)
    begin(daily)
    daily.change_schedule(DAILY, SLOTS[0])
    assert stands(daily) == [("sending", "A", 1)]
    daily.retry_post(CLAIM, "A", "ratelimited", NINE + 60.0)
    assert (stands(daily, "status", "reason"), rows(daily, answers)) == ([("skipped", "schedule_changed")], [])
    changed = Scheduled(schedule=replace(DAILY, version=2), next_slot=SLOTS[0])
    assert claim(daily, scheduled=changed) == Claim(schedule=changed.schedule, slot=SLOTS[0], fence=1)


def test_what_fails_late_leaves_the_claims_of_the_changed_schedule(daily):
    claim(daily)
    begin(daily)
    daily.change_schedule(DAILY, SLOTS[1])
    changed = Scheduled(schedule=replace(DAILY, version=2), next_slot=SLOTS[1])
    claim(daily, scheduled=changed, after=SLOTS[2])
    daily.retry_post(CLAIM, "A", "ratelimited", NINE + 60.0)
    assert stands(daily, "local_date", "status") == [(SLOTS[0].date, "skipped"), (SLOTS[1].date, "claimed")]


def test_what_is_being_sent_ends_well_though_its_schedule_was_removed(daily):
    claim(daily)
    begin(daily)
    daily.remove_schedule("s1")
    daily.finish_post(CLAIM, "A", "sent", NINE + 1.0, "", "m1")
    assert stands(daily, "status", "message") == [("sent", "m1")]


@pytest.mark.parametrize(
    "meanwhile",
    [lambda state: state.change_schedule(DAILY, SLOTS[0]), lambda state: state.remove_schedule("s1")],
)
def test_what_the_dead_were_sending_is_ambiguous_when_its_schedule_was_changed_or_removed(daily, meanwhile):
    claim(daily)
    begin(daily)
    meanwhile(daily)
    assert take_over(daily, now=NINE + 40.0) == []
    assert stands(daily, "status", "reason", "ended_at") == [("ambiguous", "schedule_changed", NINE + 40.0)]
    daily.finish_post(CLAIM, "A", "sent", NINE + 41.0, "", "m1")
    assert stands(daily, "status", "reason", "message") == [("sent", "", "m1")]


def test_the_quotes_of_a_channel_come_in_order_over_all_its_schedules(daily):
    other = replace(DAILY, id="s2")
    daily.add_schedule(other, SLOTS[1])
    post(daily, 0)
    post(daily, 1, other, status="ambiguous")
    post(daily, 1, status="failed")
    daily.note_shown(PLACE, "q-now", SLOTS[1].date, SLOTS[1].at + 5.0, "k")
    claimed = claim(daily, scheduled=replace(DUE, next_slot=SLOTS[2]), after=SLOTS[3])
    assert daily.quotes_shown(PLACE) == ["q-s1-0", "q-s2-1", "q-now"]
    assert begin(daily, claimed, shown=3, now=SLOTS[2].at) == "begun"
    daily.remove_schedule("s1")
    assert daily.quotes_shown(PLACE) == ["q-s1-0", "q-s2-1", "q-now", "q1"]
    assert daily.quotes_shown(CHOOSY.place) == []


def test_what_somebody_asked_for_counts_as_shown_once_a_key(daily):
    for _ in range(2):
        daily.note_shown(PLACE, "q1", SLOTS[0].date, NINE, "k1")
    daily.note_shown(PLACE, "q2", SLOTS[0].date, NINE + 1.0, "k2")
    assert daily.quotes_shown(PLACE) == ["q1", "q2"]
    assert stands(daily, "schedule_id", "status", "owner", "ended_at") == [
        ("now:k1", "sent", "", NINE),
        ("now:k2", "sent", "", NINE + 1.0),
    ]
    assert claim(daily) == CLAIM
    assert begin(daily, shown=1) == "again"


def record(day, status, schedule=DAILY):
    slot, name = SLOTS[day], f"{schedule.id}-{day}"
    return PostRecord(
        schedule_id=schedule.id, place=schedule.place, date=slot.date, slot_at=slot.at, status=status, tries=0,
        began_at=slot.at, ended_at=slot.at + 1.0, quote_id=f"q-{name}", answer_id=name, message=f"m-{name}",
        reason="" if status == "sent" else "why",
    )  # fmt: skip


def test_the_operator_sees_what_became_of_the_posts(daily):
    other = replace(CHOOSY, is_paused=False)
    daily.add_schedule(other, SLOTS[2])
    daily.add_schedule(replace(DAILY, id="idle"), SLOTS[9])
    for day, status in enumerate(["failed", "sent", "ambiguous", "sent"]):
        post(daily, day, status=status)
    post(daily, 2, other, status="failed")
    daily.note_shown(PLACE, "q9", SLOTS[5].date, SLOTS[5].at, "k")
    assert daily.last_posts() == {"s1": record(3, "sent"), "s2": record(2, "failed", other)}
    assert daily.posts_of("s1", 2) == [record(3, "sent"), record(2, "ambiguous")]
    assert daily.posts_of("idle", 2) == []
    troubled = [record(2, "ambiguous"), record(2, "failed", other), record(0, "failed")]
    assert daily.troubled_posts(9) == troubled
    assert daily.troubled_posts(2) == troubled[:2]
    daily.remove_schedule("s1")
    assert daily.last_posts() == {"s2": record(2, "failed", other)}
    assert daily.posts_of("s1", 1) == [record(3, "sent")]


def test_posts_are_never_forgotten(daily):
    post(daily)
    daily.remove_schedule("s1")
    daily.forget(NINE + 365 * 86400.0)
    assert daily.quotes_shown(PLACE) == ["q-s1-0"]
    assert rows(daily, answers) == []


def test_a_post_in_doubt_can_be_ended_after_its_answer_was_forgotten(daily):
    claim(daily)
    begin(daily)
    daily.forget(NINE + 365 * 86400.0)
    (heir,) = take_over(daily, now=NINE + 365 * 86400.0)
    daily.finish_post(heir, "B", "ambiguous", NINE + 365 * 86400.0, "interrupted")
    assert stands(daily, "status") == [("ambiguous",)]
    assert heir.slot.date == datetime.date(2025, 3, 1)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # PostgreSQL reads small tables without any
def test_what_is_looked_for_often_is_found_by_its_own_index(daily):
    plans = []

    @event.listens_for(daily.engine, "before_cursor_execute")
    def note(_connection, cursor, statement, parameters, _context, _many):
        if statement.startswith("SELECT"):
            plan = cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            plans.append(" ".join(line[3] for line in plan))

    take_over(daily)
    daily.due(BOTH, NINE, 9)
    daily.schedules_in(PLACE)
    daily.schedules_by("slack", "T1", "U1")
    daily.posts_of("s1", 1)
    daily.quotes_shown(PLACE)
    indexes = ["posts_status", "schedules_next_at", "schedules_place", "schedules_user", "posts_schedule"]
    assert [plan.split("INDEX ")[1].split(" ")[0] for plan in plans] == [
        *(f"ix_{name}" for name in indexes),
        "sqlite_autoindex_posts_1",
    ]
