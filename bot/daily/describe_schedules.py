"""Schedules in words: when, about what, what comes next and what came last."""

import datetime
from collections.abc import Sequence
from itertools import islice
from zoneinfo import ZoneInfo

from bot.daily.due import nothing_until
from bot.daily.slots import slots_from
from bot.domain.interface import Interface
from bot.domain.message import Button, Buttons, Message, Part, Span, line
from bot.domain.records import PostRecord, Refusal
from bot.domain.request import Platform
from bot.domain.schedule import EVERY_DAY, WEEKDAYS, Schedule, Slot
from bot.domain.schedule_wish import Misread
from bot.wording.language import language_name, say, short_day, weekday_names
from index.errors import SettingsError

_WEEKEND = (5, 6)


def schedule_text(schedule: Schedule, interface: Interface) -> str:
    """Return when a schedule posts what: "on weekdays at 09:00 (Asia/Shanghai) · about hiring"."""
    texts = [
        say(
            "daily_when",
            interface,
            days=_days_text(schedule.days, interface),
            time=f"{schedule.at:%H:%M}",
            zone=schedule.zone,
        )
    ]
    if schedule.topic:
        texts.append(say("daily_topic", interface, topic=schedule.topic))
    if only := [*schedule.speakers, *(language_name(language, interface) for language in schedule.languages)]:
        texts.append(say("only", interface, names=", ".join(only)))
    return " · ".join(texts)


def next_times(schedule: Schedule, after: float, count: int, interface: Interface) -> str:
    """Return the post times after an instant, where the channel is: "Mon 23 Nov 09:00 · Tue 24 Nov 09:00"."""
    try:
        slots = list(islice(slots_from(schedule, after), count))
    except SettingsError:
        return say("daily_lost_zone", interface, zone=schedule.zone)
    return " · ".join(slot_text(slot, schedule.zone, interface) for slot in slots)


def slot_text(slot: Slot, zone: str, interface: Interface) -> str:
    """Return a post time: "Mon 23 Nov 09:00"."""
    there = datetime.datetime.fromtimestamp(slot.at, ZoneInfo(zone))
    return f"{short_day(slot.date, interface)} {there:%H:%M}"


def _days_text(days: tuple[int, ...], interface: Interface) -> str:
    known = {EVERY_DAY: "daily_every_day", WEEKDAYS: "daily_weekdays", _WEEKEND: "daily_weekends"}
    if key := known.get(days):
        return say(key, interface)
    return say("daily_some_days", interface, days=weekday_names(days, interface))


def beginning_message(schedule: Schedule, after: float, interface: Interface, platform: Platform) -> Message:
    """Return the line in the channel that says what will come, and shows that the bot may post there."""
    beginning = say(
        "daily_begins",
        interface,
        when=schedule_text(schedule, interface),
        next=next_times(schedule, after, 1, interface),
        command=command_name(platform),
    )
    return Message(parts=(line(beginning),), visibility="public")


def done_message(schedule: Schedule, after: float, interface: Interface, platform: Platform) -> Message:
    """Return what somebody is told who has set a schedule: when it posts next, and how to change it."""
    return Message(
        parts=(
            line(say("daily_done", interface, when=schedule_text(schedule, interface))),
            line(say("daily_next", interface, times=next_times(schedule, after, 3, interface))),
            line(say("daily_how_to_change", interface, command=command_name(platform)), quiet=True),
        )
    )


def list_message(
    schedules: Sequence[Schedule],
    last: dict[str, PostRecord],
    refusal: Refusal | None,
    now: float,
    interface: Interface,
    platform: Platform,
) -> Message:
    """Return the schedules of a channel, what came last and comes next of each, and buttons to stop them."""
    if not schedules:
        return Message(parts=(line(say("daily_none", interface, example=example_of(platform))),))
    parts: list[Part] = [line(Span(say("daily_title", interface), bold=True))]
    if refusal:
        parts.append(line(say("daily_parked", interface, reason=refusal.reason, command=command_name(platform))))
    buttons: list[Button] = []
    for number, schedule in enumerate(schedules, 1):
        when, coming = _row(schedule, last.get(schedule.id), now, interface)
        parts += [line(f"{number}. {when}"), line(coming, quiet=True)]
        buttons += _row_buttons(number, schedule, interface)
    return Message(parts=(*parts, Buttons(tuple(buttons))))


def own_schedules_parts(schedules: Sequence[Schedule], now: float, interface: Interface) -> list[Part]:
    """Return the schedules that somebody made, wherever they post, for the bot's own page."""
    if not schedules:
        return []
    parts: list[Part] = [line(Span(say("daily_title_yours", interface), bold=True))]
    for schedule in schedules:
        when, coming = _row(schedule, None, now, interface)
        channel = schedule.place.channel
        parts += [line(Span(channel, channel=channel), f" · {when}"), line(coming, quiet=True)]
    return parts


def _row(schedule: Schedule, last: PostRecord | None, now: float, interface: Interface) -> tuple[str, str]:
    """Return what a schedule posts when, and what comes next and came last of it."""
    coming = next_times(schedule, nothing_until(now, schedule, last), 1, interface)
    texts = [say("daily_paused", interface) if schedule.is_paused else say("daily_next", interface, times=coming)]
    if last:
        status = say(f"daily_{last.status}", interface)
        texts.append(say("daily_last", interface, day=short_day(last.date, interface), status=status))
    return schedule_text(schedule, interface), " · ".join(texts)


def _row_buttons(number: int, schedule: Schedule, interface: Interface) -> list[Button]:
    verbs = ("resume" if schedule.is_paused else "pause", "off")
    return [
        Button(action=f"daily:{verb}:{schedule.id}", label=say(f"daily_button_{verb}", interface, number=str(number)))
        for verb in verbs
    ]


def command_name(platform: Platform) -> str:
    """Return how the command begins on a platform."""
    return "/quote daily" if platform == "slack" else "/daily"


def example_of(platform: Platform, time: str = "09:00") -> str:
    """Return a command that sets a daily insight, as it is typed on a platform."""
    if platform == "slack":
        return f"/quote daily {time} Asia/Shanghai"
    return f"/daily set time:{time} zone:Asia/Shanghai"


def misread_text(misread: Misread, interface: Interface, platform: Platform) -> str:
    """Return what was not understood, with what works: as a schedule, and for what may be a question as one."""
    values = dict(misread.values)
    question = f'"{values.get("asked", "")}"'
    typed_question = f"/quote {question}" if platform == "slack" else question
    return say(misread.key, interface, example=example_of(platform), question=typed_question, **values)
