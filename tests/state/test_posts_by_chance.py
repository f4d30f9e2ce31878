from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from bot.domain.schedule import Slot
from bot.state.tables import posts
from tests.state.builders import ANSWER, DAILY, PLACE, SLOTS, rows

pytestmark = pytest.mark.on_both_databases


LEASE = 30.0
SCHEDULES = [replace(DAILY, id=name) for name in ("s1", "s2")]
DAYS = [Slot(100.0 * number, slot.date) for number, slot in enumerate(SLOTS[:8], start=1)]
QUOTES = [f"q{number}" for number in range(100)]
SHOWN = ("sent", "ambiguous")
AFTER = dict(zip(DAYS, [*DAYS[1:], None], strict=True))


class Process:
    """One of several that post; it forgets no claim, however old, and may be wrong about the time."""

    def __init__(self, state, chance, arrived, *, name, skew):
        self.state, self.chance, self.arrived, self.skew = state, chance, arrived, skew
        self.name = self.owner = name
        self.held, self.begun = [], []

    def look(self, now):
        for scheduled in self.state.due(["slack"], now, 9):
            self.held.append(self.state.claim(scheduled, AFTER[scheduled.next_slot], self.owner, now, LEASE))
        self.held += self.state.take_over_posts(["slack"], self.owner, now, LEASE, 9)
        self.held = [claim for claim in self.held if claim]

    def renew(self, now):
        self.state.renew(self.owner, now, LEASE)

    def restart(self, _):
        self.owner = f"{self.name}:{self.chance.random()}"
        self.held, self.begun = [], []

    def begin(self, now):
        for claim in self.chance.sample(self.held, min(1, len(self.held))):
            if claim.was_sending:
                self.state.finish_post(claim, self.owner, self.chance.choice(["ambiguous", "failed"]), now)
                continue
            shown = self.state.quotes_shown(PLACE)
            answer = replace(ANSWER, id=str(self.chance.random()))
            fresh = next(name for name in QUOTES if name not in shown)
            if self.state.begin_post(claim, self.owner, answer, fresh, len(shown), now) == "begun":
                self.begun.append(claim)

    def send(self, now):
        if not self.begun:
            return
        claim = self.begun.pop(self.chance.randrange(len(self.begun)))
        if self.chance.random() < 0.4:
            self.state.retry_post(claim, self.owner, "timeout", now + 50.0)
            return
        self.arrived[claim.schedule.id, claim.slot.date] += 1
        if self.chance.random() < 0.8:
            self.state.finish_post(claim, self.owner, self.chance.choice(["sent", "ambiguous"]), now)

    def change(self, _):
        """Change a schedule, to be due on the first date that nobody has begun to post."""
        schedule = self.chance.choice(SCHEDULES)
        post_rows = rows(self.state, posts, "schedule_id", "local_date", "status")
        begun = [date for name, date, status in post_rows if name == schedule.id and status != "claimed"]
        left = [slot for slot in DAYS if slot.date not in begun]
        self.state.change_schedule(self.state.schedule(schedule.id), left[0] if left else None)


def open_posts(state):
    return [row for row in rows(state, posts, "status") if row[0] in ("claimed", "sending")]


@pytest.mark.parametrize("is_changed", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_in_whatever_order_no_post_is_doubled_and_none_is_missed(state, seed, is_changed):
    chance, arrived, now = Random(seed), Counter(), 100.0  # noqa: S311 - drawn again from the seed
    for schedule in SCHEDULES:
        state.add_schedule(schedule, DAYS[0])
    skews = {"right": 0.0, "ahead": 90.0, "behind": -90.0}
    processes = [Process(state, chance, arrived, name=name, skew=skew) for name, skew in skews.items()]
    acts = ["look", "look", "begin", "begin", "begin", "send", "send", "renew", "restart", *["change"] * is_changed]
    while now < DAYS[-1].at + 100.0:
        now += chance.uniform(0.0, 10.0)
        process = chance.choice(processes)
        getattr(process, chance.choice(acts))(now + process.skew)
    heir = Process(state, chance, arrived, name="heir", skew=0.0)
    while state.due(["slack"], now, 1) or open_posts(state):
        now += 1000.0
        for act in (heir.restart, heir.look, heir.begin, heir.send):
            act(now)
    dates = [(schedule.id, slot.date) for schedule in SCHEDULES for slot in DAYS]
    ends = rows(state, posts, "schedule_id", "local_date", "status")
    assert [end[:2] for end in ends] == dates
    assert set(arrived.values()) == {1}
    assert {end[:2] for end in ends if end[2] == "sent"} <= set(arrived) <= {end[:2] for end in ends if end[2] in SHOWN}
    assert len(set(state.quotes_shown(PLACE))) == len([end for end in ends if end[2] in SHOWN])
