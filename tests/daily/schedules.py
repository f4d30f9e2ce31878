"""Schedules for tests of the command line, in a time zone where it is about noon: today stays today."""

import datetime
import time
from dataclasses import replace

from bot.daily.slots import known_zone, next_slot
from bot.domain.channel_post import Place
from bot.domain.schedule import Schedule, Slot
from bot.state import State
from tests.state.builders import ANSWER

NOW = time.time()
DAY = 86_400.0
ZONE = f"Etc/GMT{datetime.datetime.fromtimestamp(NOW, datetime.UTC).hour - 12:+d}"
IN_SLACK = Schedule(
    id="1f2e3d4c",
    place=Place(platform="slack", workspace="T1", channel="C1"),
    at=datetime.time(18),
    zone=ZONE,
    interface="en",
    user="U1",
    made_at=NOW - 40 * DAY,
)
IN_DISCORD = replace(IN_SLACK, id="2a3b4c5d", place=Place(platform="discord", workspace="700", channel="800"))


def subscribe(state: State, schedule: Schedule = IN_SLACK, **changes: object) -> Schedule:
    """Set a schedule, with changes."""
    schedule = replace(schedule, **changes)
    state.add_schedule(schedule, None if schedule.is_paused else next_slot(schedule, NOW))
    return schedule


def let_post(state: State, schedule: Schedule, outcome: str, reason: str = "", *, days_ago: int = 0) -> str:
    """Let a schedule have posted, with an outcome; return when, as the command line tells it."""
    at = NOW - days_ago * DAY
    there = datetime.datetime.fromtimestamp(at, known_zone(schedule.zone))
    slot, name = Slot(at, there.date()), f"{schedule.id}-{days_ago}"
    claim = state.claim_by_hand(schedule, slot, next_slot(schedule, NOW + DAY / 2), "A", at, 30.0)
    shown_count = len(state.quotes_shown(schedule.place))
    assert state.begin_post(claim, "A", replace(ANSWER, id=name), f"q-{name}", shown_count, at) == "begun"
    state.finish_post(claim, "A", outcome, at, reason, f"m-{name}" if outcome == "sent" else None)
    return f"{there:%a} {there.day} {there:%b} {there:%H:%M}"
