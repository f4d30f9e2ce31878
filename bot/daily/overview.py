"""How the daily insight stands, for who runs the bot: each schedule, and what went wrong. Pure but for the state."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from babel.dates import format_timedelta

from bot.daily.due import CATCH_UP_HOURS
from bot.daily.slots import check_zones, known_zone
from bot.domain.channel_post import Place
from bot.domain.check_result import CheckResult
from bot.domain.records import PostRecord, Refusal
from bot.domain.schedule import Schedule, Slot
from bot.state import State
from bot.wording.language import short_day
from index.advice import quotebot
from index.errors import SettingsError

TROUBLED_DAYS = 30
_MOST_TROUBLED = 500
_DAY_SECONDS = 86_400.0
_OVERDUE_SECONDS = 300.0  # far longer than a running bot takes
_REASONS = {
    "too_late": f"nothing ran within {CATCH_UP_HOURS} hours of it",
    "no_insight": "nothing was worth showing",
    "schedule_changed": "its schedule was changed meanwhile",
    "interrupted": "the process ended while it was sent",
    "paused": "the process stood still",
    "internal_error": "something broke; see the log",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleStatus:
    """A schedule: when it is due next, what became of its latest post, and why its channel takes none."""

    schedule: Schedule
    next_slot: Slot | None
    last: PostRecord | None
    refusal: Refusal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """All schedules, what failed or may not have arrived in the last days, and channels that take none, at a moment."""

    statuses: list[ScheduleStatus]
    troubled: list[PostRecord]
    refusals: list[Refusal]
    now: float

    def schedules_in(self, refusal: Refusal) -> list[Schedule]:
        """Return the schedules that wait until a channel takes posts again."""
        return [status.schedule for status in self.statuses if status.refusal == refusal]


def read_overview(state: State, now: float) -> Overview:
    """Return how the daily insight stands."""
    last = state.last_posts()
    refusals = state.refused()
    parked = {_place(refusal): refusal for refusal in refusals}
    statuses = [
        ScheduleStatus(
            schedule=listed.schedule,
            next_slot=listed.next_slot,
            last=last.get(listed.schedule.id),
            refusal=parked.get(listed.schedule.place),
        )
        for listed in state.all_schedules()
    ]
    since = now - TROUBLED_DAYS * _DAY_SECONDS
    troubled = [post for post in state.troubled_posts(_MOST_TROUBLED) if post.slot_at >= since]
    return Overview(statuses=statuses, troubled=troubled, refusals=refusals, now=now)


def daily_findings(overview: Overview) -> Iterator[CheckResult]:
    """Yield what an operator should mend, but for channels that take no posts: their platforms tell of those."""
    if not overview.statuses:
        return
    try:
        check_zones()
    except SettingsError as error:
        yield CheckResult("wrong", str(error))
        return
    for status in overview.statuses:
        if problem := _problem(status, overview.now):
            yield CheckResult("wrong", f"schedule {status.schedule.id}: {problem}")


def when_text(status: ScheduleStatus, now: float) -> str:
    """Return when a schedule posts next, where its channel is, and how long that is from now."""
    slot = status.next_slot
    if status.schedule.is_paused:
        return "paused"
    if slot is None:
        return "never again"
    return f"{_at_text(slot.at, status.schedule.zone)}, {_distance(slot.at - now)}"


def last_text(status: ScheduleStatus) -> str:
    """Return when a schedule posted last, where its channel is, and what became of it."""
    if status.last is None:
        return "none yet"
    at = status.last.ended_at or status.last.slot_at
    return f"{_at_text(at, status.schedule.zone)}, {outcome_text(status.last)}"


def outcome_text(post: PostRecord) -> str:
    """Return what became of a post, and why."""
    words = {"ambiguous": "may have arrived", "claimed": "on its way", "sending": "on its way"}
    outcome = words.get(post.status, post.status)
    return f"{outcome} ({_REASONS.get(post.reason, post.reason)})" if post.reason else outcome


def next_step(post: PostRecord, today: datetime.date) -> str:
    """Return what to do about a post that failed or may not have arrived; `today` is the date where its channel is."""
    command = quotebot("daily", "post", post.schedule_id)
    if post.status == "failed":
        return f"to post today's by hand: {command}"
    again = " --again" if post.date == today else ""
    return f"look in the channel; if it is not there: {command}{again}"


def _problem(status: ScheduleStatus, now: float) -> str | None:
    """Return what to mend about a schedule, None where nothing is."""
    schedule, last, slot = status.schedule, status.last, status.next_slot
    try:
        zone = known_zone(schedule.zone)
    except SettingsError as error:
        return str(error)
    if status.refusal or schedule.is_paused:
        return None
    if slot and now - slot.at > _OVERDUE_SECONDS:
        return f"its post is due since {_at_text(slot.at, schedule.zone)}; run: {quotebot('serve')}"
    if last and last.status in ("failed", "ambiguous"):
        today = datetime.datetime.fromtimestamp(now, zone).date()
        return f"the insight of {short_day(last.date, 'en')} {_outcome(last)}; {next_step(last, today)}"
    return None


def _outcome(post: PostRecord) -> str:
    return f"was not posted ({post.reason})" if post.status == "failed" else outcome_text(post)


def _at_text(at: float, zone: str) -> str:
    """Return an instant as clocks in a zone show it; as UTC where the zone is not known."""
    try:
        there = datetime.datetime.fromtimestamp(at, known_zone(zone))
    except SettingsError:
        return f"{datetime.datetime.fromtimestamp(at, datetime.UTC):%Y-%m-%d %H:%M} UTC"
    return f"{short_day(there.date(), 'en')} {there:%H:%M}"


def _distance(seconds: float) -> str:
    return format_timedelta(datetime.timedelta(seconds=seconds), add_direction=True, locale="en")


def _place(refusal: Refusal) -> Place:
    return Place(platform=refusal.platform, workspace=refusal.workspace, channel=refusal.channel)
