"""When a schedule is due: its local time on each of its days, as instants. Pure but for the time zone data."""

import datetime
import zoneinfo
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from zoneinfo import ZoneInfo

from bot.domain.schedule import Schedule, Slot
from index.errors import SettingsError

_EPOCH_DAY = datetime.date(1970, 1, 1).toordinal()
_LAST_DAY = datetime.date.max.toordinal()
_DAY_SECONDS = 86_400


def slot_on(date: datetime.date, schedule: Schedule) -> Slot | None:
    """Return when a schedule is due on a date, whatever its days are.

    A time that comes twice, where clocks are put back, is meant as its first. One that is left out, where they are
    put forward, is due when they go on, if that be midnight. None if no instant is of that date.

    Raises:
        SettingsError: The schedule's time zone is not known here.
    """
    zone = known_zone(schedule.zone)
    wanted = datetime.datetime.combine(date, schedule.at, zone)
    before, after = wanted.timestamp(), wanted.replace(fold=1).timestamp()
    if before <= after:
        return Slot(before, date)
    # Left out: `before` is read off the clock as it went until then, and so too late; `after` as it goes from then on.
    resumed = _first_instant_after(wanted.replace(tzinfo=None), zone, int(after), int(before))
    is_there = date in (_local(resumed, zone).date(), _local(resumed - 1, zone).date())
    return Slot(float(resumed), date) if is_there else None


def slots_from(schedule: Schedule, after: float) -> Iterator[Slot]:
    """Yield when a schedule is due, from the first slot after an instant in seconds since 1970 to the year 9999.

    Raises:
        SettingsError: The schedule's time zone is not known here.
    """
    first = _EPOCH_DAY + int(after // _DAY_SECONDS) - 1  # no zone is a day away from UTC
    for day in range(max(first, 1), _LAST_DAY + 1):
        date = datetime.date.fromordinal(day)
        if date.weekday() in schedule.days and (slot := slot_on(date, schedule)) and slot.at > after:
            yield slot


def next_slot(schedule: Schedule, after: float) -> Slot | None:
    """Return the first slot after an instant in seconds since 1970, None if there is none.

    Raises:
        SettingsError: The schedule's time zone is not known here.
    """
    return next(slots_from(schedule, after), None)


@cache  # zoneinfo's own keeps eight
def known_zone(name: str) -> ZoneInfo:
    """Return a time zone by its IANA name.

    Raises:
        SettingsError: It is not known here: tzdata lost or renamed it.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        problem = (
            f"No time zone data for {name!r}. Run: pip install --upgrade tzdata; or give the schedule another zone"
        )
        raise SettingsError(problem) from error


def check_zones() -> None:
    """Make sure that there is time zone data.

    Raises:
        SettingsError: There is none at all.
    """
    if not zoneinfo.available_timezones():
        raise SettingsError("No time zone data on this machine. Run: pip install tzdata")


def _first_instant_after(wanted: datetime.datetime, zone: ZoneInfo, low: int, high: int) -> int:
    """Return the first of the seconds from `low` to `high` at which clocks show a later time than is wanted."""
    return low + bisect_right(range(low, high), wanted, key=lambda instant: _local(instant, zone))


def _local(instant: int, zone: ZoneInfo) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(instant, zone).replace(tzinfo=None)
