"""Posts that an operator makes by hand, out of turn and yet once."""

import datetime
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, Select, select, true, update

from bot.domain.records import Claim, PostRecord
from bot.domain.schedule import Schedule, Slot
from bot.state.leases import lease
from bot.state.repository import put, reading, transactional
from bot.state.schedules import slot_values
from bot.state.shown import ShownQuotes, lock_place, new_post, read_posts
from bot.state.tables import posts, schedules

_NOTHING_DONE: Final = dict.fromkeys(("began_at", "ended_at", "quote_id", "answer_id", "message"))


class ByHand(ShownQuotes):
    """The posts of one date, taken whenever an operator says so."""

    @transactional
    def claim_by_hand(
        self,
        connection: Connection,
        schedule: Schedule,
        slot: Slot,
        after: Slot | None,
        owner: str,
        now: float,
        lease_seconds: float,
        *,
        again: bool = False,
    ) -> Claim | None:
        """Take the post of a date that surely was not made, whether the schedule waits for it, is paused or parked.

        A schedule that waits for this date then waits for the slot `after`. With `again` somebody has looked, and
        what may have arrived did not: it is made once more, as the same post. A platform that still knows the first
        one by its key then tells, instead of showing it twice.

        Returns:
            None if it is there, or may be, somebody else is about it, or the schedule was changed.
        """
        lock_place(connection, schedule.place)
        if connection.scalar(select(schedules.c.id).filter_by(id=schedule.id, version=schedule.version)) is None:
            return None
        row = connection.execute(_post_on(schedule, slot.date).with_for_update()).mappings().one_or_none()
        if row and not _is_free(row, now, again=again):
            return None
        fence = row["fence"] + 1 if row else 1
        held = lease(owner, now, lease_seconds) | {"status": "claimed", "fence": fence}
        post = new_post(schedule.place, schedule.id, slot, schedule.version) | _NOTHING_DONE | held
        put(connection, posts, post, replaces=true())
        waits_for_it = update(schedules).where(schedules.c.id == schedule.id, schedules.c.next_date == slot.date)
        connection.execute(waits_for_it.values(slot_values(after)))
        return Claim(schedule=schedule, slot=slot, fence=fence)

    @reading
    def post_on(self, connection: Connection, schedule: Schedule, date: datetime.date) -> PostRecord | None:
        """Return the post of a schedule on a date."""
        return next(iter(read_posts(connection, _post_on(schedule, date))), None)


def _post_on(schedule: Schedule, date: datetime.date) -> Select[Any]:
    where = {"platform": schedule.place.platform, "channel": schedule.place.channel}
    return select(posts).filter_by(schedule_id=schedule.id, local_date=date, **where)


def _is_free(row: RowMapping, now: float, *, again: bool) -> bool:
    """Tell whether nobody is about a post, and it is surely not there, or not by what somebody saw."""
    is_held = row["owner"] != "" and row["lease_until"] > now
    match row["status"]:
        case "failed" | "skipped":
            return True
        case "claimed":
            return not is_held
        case "ambiguous":
            return again
        case "sending":
            return again and row["lease_until"] <= now
        case _:
            return False
