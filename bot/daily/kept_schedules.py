"""Schedules as people make, change and end them: the change and its entry in the audit log are kept together."""

import datetime
import secrets
from typing import Any

from bot.domain.audit import AuditEntry, member, place
from bot.domain.channel_post import Place
from bot.domain.interface import Interface
from bot.domain.request import Request
from bot.domain.schedule import Schedule, Slot
from bot.state import State


def new_schedule(request: Request, zone: str, interface: Interface) -> Schedule:
    """Return a schedule for the channel of a request about which nothing is said yet."""
    return Schedule(
        id=secrets.token_hex(4),
        place=Place(platform=request.platform, workspace=request.workspace, channel=request.channel),
        at=datetime.time(),
        zone=zone,
        interface=interface,
        user=request.user,
        made_at=request.asked_at,
    )


def add_schedule(state: State, request: Request, schedule: Schedule, next_slot: Slot | None) -> None:
    """Keep a new schedule, and who set it."""
    with state.together():
        state.add_schedule(schedule, next_slot)
        state.note_change(_entry(request, "set daily insight", None, schedule))


def change_schedule(state: State, request: Request, schedule: Schedule, next_slot: Slot | None) -> bool:
    """Keep a changed schedule, and who changed it; return whether it was still there as it was."""
    with state.together():
        before = _kept(state, schedule)
        if not state.change_schedule(schedule, next_slot):
            return False
        state.note_change(_entry(request, "change daily insight", before, schedule))
    return True


def remove_schedule(state: State, request: Request, schedule: Schedule) -> None:
    """End a schedule, and keep who did."""
    with state.together():
        state.remove_schedule(schedule.id)
        state.note_change(_entry(request, "end daily insight", schedule, None))


def schedule_facts(schedule: Schedule | None) -> dict[str, Any] | None:
    """Return what the audit log holds of a schedule: not the words of its topic, which are somebody's own."""
    if schedule is None:
        return None
    return {
        "id": schedule.id,
        "time": f"{schedule.at:%H:%M}",
        "zone": schedule.zone,
        "days": list(schedule.days),
        "speakers": list(schedule.speakers),
        "languages": list(schedule.languages),
        "has_topic": bool(schedule.topic),
        "is_paused": schedule.is_paused,
    }


def schedule_subject(schedule: Schedule) -> str:
    """Return the subject of an entry: the channel that the schedule is of."""
    where = schedule.place
    return place(where.platform, where.workspace, where.channel)


def _kept(state: State, schedule: Schedule) -> Schedule | None:
    return next((kept for kept in state.schedules_in(schedule.place) if kept.id == schedule.id), None)


def _entry(request: Request, action: str, before: Schedule | None, after: Schedule | None) -> AuditEntry:
    schedule = after or before
    return AuditEntry(
        at=request.asked_at,
        actor=member(request.platform, request.workspace, request.user),
        action=action,
        subject=schedule_subject(schedule) if schedule else "",
        before=schedule_facts(before),
        after=schedule_facts(after),
    )
