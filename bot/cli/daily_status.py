"""`quotebot daily status`: every schedule, what it posts next and posted last, and what needs somebody."""

import datetime
import time
from collections.abc import Iterator
from typing import Any

import typer
from rich.console import Console
from rich.text import Text

from bot.cli.options import DataOption, JsonOption, console, print_json, settings_of
from bot.daily.describe_schedules import schedule_text
from bot.daily.overview import (
    TROUBLED_DAYS,
    Overview,
    ScheduleStatus,
    daily_findings,
    last_text,
    outcome_text,
    read_overview,
    when_text,
)
from bot.domain.records import PostRecord
from bot.operations.bootstrap import existing_state
from bot.operations.doctor import parked_channel
from bot.state import State
from bot.wording.language import short_day
from index.errors import QuotebotError

_NONE_YET = (
    "No channel gets a daily insight yet. To set one, say in a channel of Slack: /quote daily 09:00 Asia/Shanghai, "
    "or in Discord: /daily set"
)


def status(context: typer.Context, as_json: JsonOption = False, data: DataOption = None) -> None:
    """Show each schedule: when it posts next, what it posted last.

    Below them stands what needs somebody, each with the fix: channels that take no posts, posts that are overdue, and
    latest posts that failed or may not have arrived. Then the exit code is 1. Other troubles of the last 30 days are
    only listed.
    """
    with existing_state(settings_of(context, data)) as state:
        overview = _overview(state)
    to_do = list(_to_do(overview))
    if as_json:
        print_json(_json(overview, to_do))
    else:
        _print(overview, to_do, console())
    if to_do:
        raise typer.Exit(1) if as_json else QuotebotError(f"{_counted(len(to_do))} somebody; each line says what to do")


def _overview(state: State | None) -> Overview:
    now = time.time()
    return read_overview(state, now) if state else Overview(statuses=[], troubled=[], refusals=[], now=now)


def _to_do(overview: Overview) -> Iterator[str]:
    """Yield what somebody has to mend, and how."""
    for refusal in overview.refusals:
        if overview.schedules_in(refusal):
            yield parked_channel(refusal, overview).what
    for finding in daily_findings(overview):
        yield finding.what


def _print(overview: Overview, to_do: list[str], screen: Console) -> None:
    screen.print()
    if not overview.statuses:
        screen.print(Text(f"  {_NONE_YET}\n"))
    for status in overview.statuses:
        for line in _lines(status, overview.now):
            screen.print(line)
        screen.print()
    if overview.troubled:
        screen.print(Text(f"  In the last {TROUBLED_DAYS} days:", style="bold"))
        for post in overview.troubled:
            screen.print(Text(f"  {short_day(post.date, 'en')}  {post.schedule_id}  {outcome_text(post)}"))
        screen.print()
    for task in to_do:
        screen.print(Text.assemble(("  ! ", "bold red"), task), soft_wrap=True)


def _lines(status: ScheduleStatus, now: float) -> Iterator[Text]:
    schedule, place = status.schedule, status.schedule.place
    where = f"{place.platform} {place.channel}"
    yield Text.assemble(
        "  ", (schedule.id, "bold"), f"  {where} ", (f"in {place.workspace}, by {schedule.user}", "dim")
    )
    yield Text(f"  {schedule_text(schedule, 'en')}")
    parked = Text(" · parked", style="red") if status.refusal else ""
    times = f"  next: {when_text(status, now)} · last: {last_text(status)}"
    yield Text.assemble((times, "dim"), parked)


def _json(overview: Overview, to_do: list[str]) -> dict[str, Any]:
    schedules = [_schedule_json(status) for status in overview.statuses]
    return {"schedules": schedules, "troubled": [_post_json(post) for post in overview.troubled], "to_do": to_do}


def _schedule_json(status: ScheduleStatus) -> dict[str, Any]:
    schedule, slot, refusal = status.schedule, status.next_slot, status.refusal
    return {
        "id": schedule.id,
        "platform": schedule.place.platform,
        "workspace": schedule.place.workspace,
        "channel": schedule.place.channel,
        "time": f"{schedule.at:%H:%M}",
        "zone": schedule.zone,
        "days": list(schedule.days),
        "topic": schedule.topic,
        "speakers": list(schedule.speakers),
        "languages": list(schedule.languages),
        "set_by": schedule.user,
        "is_paused": schedule.is_paused,
        "next": slot and {"date": slot.date.isoformat(), "at": _instant(slot.at)},
        "last": status.last and _post_json(status.last),
        "parked": refusal and {"reason": refusal.reason, "since": _instant(refusal.since)},
    }


def _post_json(post: PostRecord) -> dict[str, Any]:
    return {
        "schedule": post.schedule_id,
        "date": post.date.isoformat(),
        "status": post.status,
        "reason": post.reason,
        "quote": post.quote_id,
        "message": post.message,
        "ended_at": None if post.ended_at is None else _instant(post.ended_at),
    }


def _instant(seconds: float) -> str:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).isoformat(timespec="seconds")


def _counted(count: int) -> str:
    return "1 thing needs" if count == 1 else f"{count} things need"
