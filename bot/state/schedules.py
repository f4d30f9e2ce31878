"""Schedules of the daily insight, each with the slot in which it is due next."""

from collections.abc import Collection
from dataclasses import asdict, fields, replace
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, delete, insert, select, update

from bot.domain.channel_post import Place
from bot.domain.records import Scheduled
from bot.domain.request import Platform
from bot.domain.schedule import Schedule, Slot
from bot.state.repository import Repository, among, reading, transactional
from bot.state.tables import posts, schedules

CHANGED = "schedule_changed"
_TUPLES = ("days", "speakers", "languages")


class Schedules(Repository):
    """When which channel gets an insight. What is only claimed is given up when they change."""

    @transactional
    def add_schedule(self, connection: Connection, schedule: Schedule, next_slot: Slot | None) -> None:
        """Keep a new schedule."""
        connection.execute(insert(schedules).values(_row(schedule) | slot_values(next_slot)))

    @transactional
    def change_schedule(self, connection: Connection, schedule: Schedule, next_slot: Slot | None) -> bool:
        """Replace the schedule with this id, as its next version.

        Returns:
            False if it is gone, or was changed since it was read.
        """
        row = _row(replace(schedule, version=schedule.version + 1)) | slot_values(next_slot)
        same = update(schedules).where(schedules.c.id == schedule.id, schedules.c.version == schedule.version)
        is_changed = bool(connection.execute(same.values(row)).rowcount)
        give_up_claimed(connection, schedule.id)
        return is_changed

    @transactional
    def remove_schedule(self, connection: Connection, schedule_id: str) -> bool:
        """Forget a schedule, but not what it posted; False if there is none."""
        is_removed = bool(connection.execute(delete(schedules).where(schedules.c.id == schedule_id)).rowcount)
        give_up_claimed(connection, schedule_id)
        return is_removed

    @reading
    def schedule(self, connection: Connection, schedule_id: str) -> Schedule | None:
        """Return a schedule by its id."""
        scheduled = _read(connection, select(schedules).where(schedules.c.id == schedule_id))
        return scheduled[0].schedule if scheduled else None

    @reading
    def schedules_in(self, connection: Connection, place: Place) -> list[Schedule]:
        """Return the schedules of a channel, the oldest first."""
        query = select(schedules).filter_by(**asdict(place)).order_by(schedules.c.made_at, schedules.c.id)
        return [scheduled.schedule for scheduled in _read(connection, query)]

    @reading
    def schedules_by(self, connection: Connection, platform: Platform, workspace: str, user: str) -> list[Schedule]:
        """Return the schedules that somebody made in a workspace, the oldest first."""
        query = select(schedules).filter_by(platform=platform, workspace=workspace, user=user)
        return [
            scheduled.schedule for scheduled in _read(connection, query.order_by(schedules.c.made_at, schedules.c.id))
        ]

    @reading
    def all_schedules(self, connection: Connection) -> list[Scheduled]:
        """Return all schedules, the oldest first."""
        return _read(connection, select(schedules).order_by(schedules.c.made_at, schedules.c.id))

    @reading
    def due(self, connection: Connection, platforms: Collection[Platform], now: float, count: int) -> list[Scheduled]:
        """Return the first `count` schedules whose slot has come, the longest due first."""
        query = (
            select(schedules)
            .where(among(schedules.c.platform, platforms), ~schedules.c.is_paused, schedules.c.next_at <= now)
            .order_by(schedules.c.next_at, schedules.c.id)
        )
        return _read(connection, query.limit(count))


def slot_values(slot: Slot | None) -> dict[str, Any]:
    """Return what to set where a schedule is due next in this slot."""
    return {"next_date": slot and slot.date, "next_at": slot and slot.at}


def schedule_of(row: RowMapping) -> Schedule:
    """Return the schedule that a row tells of."""
    values = {field.name: row[field.name] for field in fields(Schedule) if field.name != "place"}
    tuples = {name: tuple(row[name]) for name in _TUPLES}
    return Schedule(**values | tuples, place=place_of(row))


def place_of(row: RowMapping) -> Place:
    """Return the channel that a row is about."""
    return Place(platform=row["platform"], workspace=row["workspace"], channel=row["channel"])


def _row(schedule: Schedule) -> dict[str, Any]:
    row = asdict(schedule)
    place: dict[str, Any] = row.pop("place")
    return place | row


def _read(connection: Connection, query: Select[Any]) -> list[Scheduled]:
    return [
        Scheduled(
            schedule=schedule_of(row),
            next_slot=None if row["next_at"] is None else Slot(row["next_at"], row["next_date"]),
        )
        for row in connection.execute(query).mappings()
    ]


def give_up_claimed(connection: Connection, schedule_id: str) -> None:
    """Skip what was claimed for an earlier version, and nobody began to send; a new time may still have the date."""
    version = select(schedules.c.version).where(schedules.c.id == schedule_id)
    claimed = update(posts).where(posts.c.schedule_id == schedule_id, posts.c.status == "claimed")
    outdated = claimed.where(posts.c.version.not_in(version))
    connection.execute(outdated.values(status="skipped", owner="", reason=CHANGED))
