import datetime
import sys
import zoneinfo
from bisect import bisect_right
from functools import cache
from itertools import islice, pairwise, takewhile
from math import inf
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.daily.slots import check_zones, next_slot, slot_on, slots_from
from bot.domain.channel_post import Place
from bot.domain.schedule import EVERY_DAY, WEEKDAYS, Schedule, Slot
from index.errors import SettingsError

PLACE = Place(platform="slack", workspace="T1", channel="C1")
DAY = 86_400
TIMES = ("00:00", "00:30", "01:30", "02:00", "02:30", "09:00")
# Zones whose clocks change by other than an hour, at midnight, by the moon, at short notice, or by whole days, and some
# that are as usual; each in a year in which they do.
SAMPLE = {
    **dict.fromkeys(("Africa/Cairo", "America/St_Johns", "Asia/Gaza"), 2010),
    **dict.fromkeys(("Pacific/Apia", "Pacific/Fakaofo", "Antarctica/Casey"), 2011),
    **dict.fromkeys(("America/Sao_Paulo", "Asia/Amman", "Asia/Damascus", "America/Cuiaba", "Africa/Tripoli"), 2012),
    **dict.fromkeys(("Europe/Moscow", "Pacific/Bougainville", "America/Grand_Turk"), 2014),
    **dict.fromkeys(("Asia/Pyongyang", "Pacific/Norfolk", "Africa/El_Aaiun"), 2015),
    **dict.fromkeys(("Europe/Istanbul", "Asia/Tehran", "Asia/Ulaanbaatar", "America/Caracas"), 2016),
    **dict.fromkeys(("Africa/Casablanca", "Africa/Sao_Tome", "Asia/Kolkata"), 2018),
    "Antarctica/Vostok": 2023,
    **dict.fromkeys(("America/Nuuk", "America/Scoresbysund", "Asia/Almaty", "America/Asuncion"), 2024),
    **dict.fromkeys(("Asia/Beirut", "Antarctica/Troll", "Europe/Dublin", "America/Havana"), 2026),
    **dict.fromkeys(("America/Santiago", "Pacific/Easter", "Australia/Lord_Howe", "Pacific/Chatham"), 2027),
    **dict.fromkeys(("America/New_York", "Europe/London", "Asia/Shanghai", "UTC"), 2028),
}


def schedule(at, zone, days=EVERY_DAY):
    time = datetime.time.fromisoformat(at)
    return Schedule(id="1", place=PLACE, at=time, zone=zone, days=days, interface="en", user="U1", made_at=0.0)


def seconds(text):
    return datetime.datetime.fromisoformat(text).timestamp()


def due(zone, at, date):
    slot = slot_on(datetime.date.fromisoformat(date), schedule(at, zone))
    return slot and datetime.datetime.fromtimestamp(slot.at, ZoneInfo(zone)).isoformat()


@cache
def spans_of(zone, first, last):
    """The stretches of time, as (start, end, offset from UTC), in which clocks do not change, read from UTC."""

    def offset(instant):
        return ZoneInfo(zone).utcoffset(datetime.datetime.fromtimestamp(instant, ZoneInfo(zone))).total_seconds()

    days = [*range(int(first), int(last) + DAY, DAY)]
    offsets = [offset(instant) for instant in days]
    changes = [
        day + bisect_right(range(day, later), False, key=lambda instant, old=before: offset(instant) != old)
        for (day, before), (later, after) in pairwise(zip(days, offsets, strict=True))
        if before != after
    ]
    starts = [-inf, *changes]
    return [(start, end, offset(max(start, first))) for start, end in zip(starts, [*changes, inf], strict=True)]


def expected_slots(zone, at, first_year, last_year):
    """Every date that is there with the one instant at which it is due, by trying each stretch of time."""
    epoch = np.datetime64("1970-01-01", "s")
    dates = np.arange(f"{first_year}-01-01", f"{last_year + 1}-01-01", dtype="datetime64[D]")
    begins = (dates - epoch).astype("timedelta64[s]").astype(float)
    wanted = begins + datetime.timedelta(hours=int(at[:2]), minutes=int(at[3:])).total_seconds()
    earliest, is_there = np.full(len(dates), inf), np.zeros(len(dates), bool)
    spans = spans_of(zone, begins[0] - 2 * DAY, begins[-1] + 3 * DAY)
    for start, end, offset in spans:
        instants = wanted - offset
        earliest = np.minimum(earliest, np.where((start <= instants) & (instants < end), instants, inf))
        is_there |= (begins < end + offset) & (start + offset < begins + DAY)
    for (_, _, before), (start, _, after) in pairwise(spans):
        is_left_out = (start + before <= wanted) & (wanted < start + after) & (start + after < begins + DAY)
        earliest = np.where(is_left_out, start, earliest)
    return [
        Slot(float(instant), date)
        for date, instant, there in zip(dates.tolist(), earliest, is_there, strict=True)
        if there
    ]


def slots_of_years(zone, at, first_year, last_year):
    first, last = datetime.date(first_year, 1, 1), datetime.date(last_year, 12, 31)
    slots = slots_from(schedule(at, zone), seconds(f"{first_year}-01-01T00:00:00+00:00") - 2 * DAY)
    return [slot for slot in takewhile(lambda slot: slot.date <= last, slots) if slot.date >= first]


@pytest.mark.parametrize(
    ("zone", "at", "date", "instant"),
    [
        ("America/New_York", "02:30", "2026-03-08", "2026-03-08T03:00:00-04:00"),
        ("America/New_York", "02:00", "2026-03-08", "2026-03-08T03:00:00-04:00"),
        ("America/New_York", "03:00", "2026-03-08", "2026-03-08T03:00:00-04:00"),
        ("America/New_York", "01:59", "2026-03-08", "2026-03-08T01:59:00-05:00"),
        ("America/New_York", "01:30", "2026-11-01", "2026-11-01T01:30:00-04:00"),
        ("America/New_York", "02:00", "2026-11-01", "2026-11-01T02:00:00-05:00"),
        ("Australia/Lord_Howe", "02:15", "2026-10-04", "2026-10-04T02:30:00+11:00"),
        ("Australia/Lord_Howe", "01:45", "2026-04-05", "2026-04-05T01:45:00+11:00"),
        ("Asia/Beirut", "00:00", "2026-03-29", "2026-03-29T01:00:00+03:00"),
        ("Africa/Cairo", "00:00", "2026-04-24", "2026-04-24T01:00:00+03:00"),
        ("America/Santiago", "00:00", "2026-09-06", "2026-09-06T01:00:00-03:00"),
        ("America/Havana", "00:30", "2026-03-08", "2026-03-08T01:00:00-04:00"),
        ("America/Asuncion", "00:00", "2024-10-06", "2024-10-06T01:00:00-03:00"),
        ("Africa/Casablanca", "02:30", "2026-02-15", "2026-02-15T02:30:00+01:00"),
        ("Africa/Casablanca", "02:30", "2026-03-22", "2026-03-22T03:00:00+01:00"),
        ("Antarctica/Troll", "01:30", "2026-03-29", "2026-03-29T03:00:00+02:00"),
        ("Antarctica/Troll", "01:30", "2026-10-25", "2026-10-25T01:30:00+02:00"),
        ("Europe/Dublin", "01:30", "2026-03-29", "2026-03-29T02:00:00+01:00"),
        ("Europe/Dublin", "01:30", "2026-10-25", "2026-10-25T01:30:00+01:00"),
        ("Pacific/Apia", "09:00", "2011-12-29", "2011-12-29T09:00:00-10:00"),
        ("Pacific/Apia", "00:00", "2011-12-31", "2011-12-31T00:00:00+14:00"),
        ("America/Nuuk", "23:30", "2024-03-30", "2024-03-31T00:00:00-01:00"),
        ("Asia/Shanghai", "09:00", "2028-02-29", "2028-02-29T09:00:00+08:00"),
    ],
)
def test_a_local_time_is_one_instant(zone, at, date, instant):
    assert due(zone, at, date) == instant


@pytest.mark.parametrize(
    ("zone", "at", "date"),
    [
        ("Pacific/Apia", "00:00", "2011-12-30"),
        ("Pacific/Apia", "09:00", "2011-12-30"),
        ("Pacific/Kwajalein", "09:00", "1993-08-21"),
    ],
)
def test_a_date_that_is_left_out_has_no_slot(zone, at, date):
    assert due(zone, at, date) is None


def test_slots_are_on_the_days_of_the_schedule_and_after_the_instant():
    friday = seconds("2026-11-20T09:00:00+08:00")
    weekdays = schedule("09:00", "Asia/Shanghai", WEEKDAYS)
    monday = Slot(friday + 3 * DAY, datetime.date(2026, 11, 23))
    assert next_slot(weekdays, friday) == monday
    assert next_slot(weekdays, friday - 0.001) == Slot(friday, datetime.date(2026, 11, 20))
    assert list(islice(slots_from(weekdays, friday), 2)) == [
        monday,
        Slot(friday + 4 * DAY, datetime.date(2026, 11, 24)),
    ]


def test_a_date_that_is_left_out_is_passed_over():
    slots = slots_from(schedule("09:00", "Pacific/Apia"), seconds("2011-12-29T09:00:00-10:00"))
    assert next(slots) == Slot(seconds("2011-12-31T09:00:00+14:00"), datetime.date(2011, 12, 31))


@pytest.mark.parametrize(("zone", "offset"), [("Pacific/Kiritimati", 14), ("America/Los_Angeles", -8)])
def test_time_ends_with_the_year_9999(zone, offset):
    last = seconds("9999-12-31T09:00:00+00:00") - offset * 3600
    slots = slots_from(schedule("09:00", zone), last - 2 * DAY)
    assert list(slots) == [Slot(last - DAY, datetime.date(9999, 12, 30)), Slot(last, datetime.date(9999, 12, 31))]
    assert next_slot(schedule("09:00", zone), last) is None
    assert next_slot(schedule("09:00", zone), 1e15) is None


@pytest.mark.parametrize("name", ["Mars/Olympus", "America", "../etc/passwd", "", "x" * 300, "上海"])
def test_a_zone_without_data_says_what_to_do(name):
    with pytest.raises(SettingsError) as caught:
        next_slot(schedule("09:00", name), 0.0)
    assert str(caught.value) == (
        f"No time zone data for {name!r}. Run: pip install --upgrade tzdata; or give the schedule another zone"
    )


def test_a_machine_without_time_zones_is_told_to_install_them(monkeypatch):
    check_zones()
    monkeypatch.setitem(sys.modules, "tzdata", None)
    paths = zoneinfo.TZPATH
    zoneinfo.reset_tzpath(to=())
    try:
        with pytest.raises(SettingsError, match=r"\ANo time zone data on this machine. Run: pip install tzdata\Z"):
            check_zones()
    finally:
        zoneinfo.reset_tzpath(to=paths)


@settings(deadline=None)
@given(
    zone=st.sampled_from(sorted(zoneinfo.available_timezones() - {"localtime"})),
    at=st.times(timezones=st.none()).map(lambda time: time.replace(second=0, microsecond=0, fold=0)),
    days=st.sets(st.sampled_from(EVERY_DAY), min_size=1).map(lambda days: tuple(sorted(days))),
    after=st.floats(0, 1e11),
)
def test_slots_come_in_order_one_a_date_at_their_local_time_or_when_clocks_go_on(zone, at, days, after):
    wanted = schedule(f"{at:%H:%M}", zone, days)
    slots = list(islice(slots_from(wanted, after), 5))
    instants = [after, *(slot.at for slot in slots)]
    assert all(earlier < later for earlier, later in pairwise(instants))
    assert all(earlier.date < later.date for earlier, later in pairwise(slots))
    for slot in slots:
        shown = datetime.datetime.fromtimestamp(slot.at, ZoneInfo(zone))
        just_before = datetime.datetime.fromtimestamp(slot.at - 1, ZoneInfo(zone))
        assert shown.date() == slot.date
        assert slot.date.weekday() in days
        assert shown.time() == at or just_before.replace(tzinfo=None) < datetime.datetime.combine(slot.date, at)


def test_a_sample_of_zones_and_years_has_one_instant_for_each_date():
    for zone, year in SAMPLE.items():
        for at in TIMES:
            assert slots_of_years(zone, at, year, year) == expected_slots(zone, at, year, year), (zone, at)


@pytest.mark.slow
def test_every_zone_has_one_instant_for_each_date_of_twenty_years():
    compared = 0
    for zone in sorted(zoneinfo.available_timezones()):
        for at in TIMES:
            expected = expected_slots(zone, at, 2010, 2029)
            assert slots_of_years(zone, at, 2010, 2029) == expected, (zone, at)
            compared += len(expected)
    assert compared > 26_000_000
