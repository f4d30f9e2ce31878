import datetime
from zoneinfo import available_timezones

import pytest

from bot.daily.cities import CITIES, POPULAR_ZONES
from bot.daily.zone_names import every_zone
from bot.daily.zones import find_zone, is_zone, zone_choices, zone_name
from bot.domain.schedule_wish import MisreadError
from bot.wording.autocomplete import Choice
from bot.wording.language import say

WINTER = datetime.datetime(2026, 1, 15, tzinfo=datetime.UTC).timestamp()
SUMMER = datetime.datetime(2026, 7, 15, tzinfo=datetime.UTC).timestamp()


def refusal(typed, interface="en"):
    with pytest.raises(MisreadError) as caught:
        find_zone(typed)
    misread = caught.value.misread
    return say(misread.key, interface, **dict(misread.values))


def without_place(typed):
    try:
        find_zone(typed)
    except MisreadError as error:
        return error.misread.key == "zone_without_place"
    return False


def offered(typed, interface="en"):
    return [choice.value for choice in zone_choices(typed, interface, WINTER)]


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Asia/Shanghai", "Asia/Shanghai"),
        ("asia/shanghai", "Asia/Shanghai"),
        ("AMERICA/NEW YORK", "America/New_York"),
        ("new york", "America/New_York"),
        (" new   york ", "America/New_York"),
        ("São Paulo", "America/Sao_Paulo"),
        ("sao paulo", "America/Sao_Paulo"),
        ("Zürich", "Europe/Zurich"),
        ("St. John's", "America/St_Johns"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("上海", "Asia/Shanghai"),
        ("纽约", "America/New_York"),
        ("紐約", "America/New_York"),
        ("臺北", "Asia/Taipei"),
        ("雪梨", "Australia/Sydney"),
        ("悉尼", "Australia/Sydney"),
        ("北京", "Asia/Shanghai"),
        ("北京时间", "Asia/Shanghai"),
        ("Beijing time", "Asia/Shanghai"),
        ("Eastern Time", "America/New_York"),
        ("eastern standard time", "America/New_York"),
        ("Central Time", "America/Chicago"),
        ("Mountain Time", "America/Denver"),
        ("Pacific Time", "America/Los_Angeles"),
        ("美东时间", "America/New_York"),
        ("美国东部标准时间", "America/New_York"),
        ("美西時間", "America/Los_Angeles"),
        ("ｓｈｅｎｚｈｅｎ", "Asia/Shanghai"),
        ("xi'an", "Asia/Shanghai"),
        ("舊金山", "America/Los_Angeles"),
        ("San Francisco", "America/Los_Angeles"),
        ("硅谷", "America/Los_Angeles"),
        ("班加罗尔", "Asia/Kolkata"),
        ("日本", "Asia/Tokyo"),
        ("Germany", "Europe/Berlin"),
        ("utc", "UTC"),
    ],
)
def test_a_zone_is_found_by_what_people_call_it(typed, zone):
    assert find_zone(typed) == zone


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("Kiev", "Europe/Kyiv"),
        ("US/Pacific", "America/Los_Angeles"),
        ("PRC", "Asia/Shanghai"),
        ("etc/gmt-8", "Etc/GMT-8"),
    ],
)
def test_a_name_of_former_days_is_the_zone_of_today(typed, zone):
    assert find_zone(typed) == zone


def test_every_name_that_iana_knows_is_taken_but_for_abbreviations():
    refused = {name for name in available_timezones() if not is_zone(name)}
    assert refused == available_timezones() & {"localtime", "Factory"}
    abbreviations = {name for name in available_timezones() if not any(map(str.islower, name)) and without_place(name)}
    assert abbreviations == {"CET", "EET", "EST", "GMT", "GMT+0", "GMT-0", "HST", "MST", "WET"}
    assert {find_zone(name) for name in available_timezones() - refused - abbreviations} <= available_timezones()


@pytest.mark.parametrize(
    ("typed", "zones"),
    [
        ("EST", "America/New_York, America/Toronto"),
        ("est", "America/New_York, America/Toronto"),
        ("ET", "America/New_York, America/Toronto"),
        ("PT", "America/Los_Angeles"),
        ("CET", "Europe/Berlin, Europe/Paris, Europe/Amsterdam"),
        ("IST", "Asia/Kolkata, Asia/Jerusalem"),
        ("NZDT", "Pacific/Auckland"),
        ("SGT", "Asia/Singapore"),
    ],
)
def test_an_abbreviation_is_refused_with_the_zones_it_may_mean(typed, zones):
    assert refusal(typed) == f"“{typed}” says no place, and clocks change by place. Write one of: {zones}"


@pytest.mark.parametrize("typed", ["GMT+8", "UTC+8", "utc +08:00", "+8", "UTC＋8"])
def test_an_offset_is_refused_with_zones_that_have_it(typed):
    assert refusal(typed).endswith("Write one of: Asia/Shanghai, Asia/Singapore, Asia/Hong_Kong")


def test_refusals_are_in_the_language_of_the_interface():
    assert (
        refusal("CST", "zh")
        == "“CST”没有说明地点，而夏令时因地而异。请写其中一个：Asia/Shanghai, Asia/Taipei, America/Chicago"
    )
    assert refusal("shangai", "zh-Hant") == "沒有叫“shangai”的時區。相近的有：Asia/Shanghai"


def test_of_several_zones_none_is_picked():
    suggestion = "Write one of: America/New_York, Europe/London"
    assert refusal("Cambridge") == f"More than one time zone has a Cambridge. {suggestion}"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("shangai", "No time zone is called “shangai”. Near it: Asia/Shanghai"),
        ("旧金", "No time zone is called “旧金”. Near it: America/Los_Angeles"),
        (
            "Narnia",
            "I do not understand “Narnia”: it is no time, day or time zone that I know. "
            "Such as: daily 09:00 Asia/Shanghai weekdays topic:hiring",
        ),
    ],
)
def test_an_unknown_zone_is_refused_with_those_near_it(typed, expected):
    assert refusal(typed) == expected


@pytest.mark.parametrize("typed", ["localtime", "GMT+25", "../UTC", "{zone}", "/" * 500, "\0", "9"])
def test_what_is_no_zone_is_never_one(typed):
    assert not is_zone(typed)
    assert len(refusal(typed)) < 200


def test_with_nothing_typed_the_most_populous_zones_are_offered():
    choices = zone_choices("", "en", WINTER)
    assert [choice.value for choice in choices] == list(POPULAR_ZONES)
    assert choices[:3] == [
        Choice("Shanghai · UTC+08:00", "Asia/Shanghai"),
        Choice("New York · UTC-05:00", "America/New_York"),
        Choice("Los Angeles · UTC-08:00", "America/Los_Angeles"),
    ]
    assert Choice("UTC", "UTC") in choices


def test_a_choice_is_shown_in_the_language_of_the_interface_with_its_offset_at_the_time():
    assert zone_choices("shangh", "zh", WINTER) == [Choice("上海 · UTC+08:00", "Asia/Shanghai")]
    assert zone_choices("niuyue", "zh-Hant", WINTER) == []
    assert zone_choices("紐約", "zh-Hant", SUMMER) == [Choice("紐約 · UTC-04:00", "America/New_York")]
    assert zone_choices("紐約", "en", WINTER) == [Choice("New York · UTC-05:00", "America/New_York")]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("san f", "America/Los_Angeles"),
        ("york", "America/New_York"),
        ("são", "America/Sao_Paulo"),
        ("asia/", "Asia/Shanghai"),
        ("kolkta", "Asia/Kolkata"),
        ("北", "Asia/Shanghai"),
        ("深", "Asia/Shanghai"),
    ],
)
def test_what_is_typed_is_found_by_its_beginning_inside_or_but_for_a_slip(typed, first):
    assert offered(typed)[0] == first


def test_a_city_without_a_zone_of_its_own_is_offered_by_its_name():
    assert zone_choices("beiji", "en", WINTER) == [Choice("Beijing · UTC+08:00", "Asia/Shanghai")]


def test_no_zone_is_offered_twice_and_none_but_those_for_people():
    for typed in ("", "a", "san", "gmt", "us/", "北"):
        choices = zone_choices(typed, "en")
        assert len(choices) <= 25
        assert len({choice.value for choice in choices}) == len({choice.name for choice in choices}) == len(choices)
    assert offered("us/pac") == offered("etc/") == offered("posix") == []


def test_the_tables_name_zones_that_are_there():
    named = {*CITIES, *POPULAR_ZONES}
    assert named <= {*every_zone()} <= available_timezones()
    assert len(every_zone()) > 400
    for zone in named:
        assert find_zone(zone) == zone


def test_every_zone_has_a_chinese_name():
    assert [zone for zone in every_zone() if zone_name(zone, "zh").isascii()] == ["UTC", "America/Coyhaique"]


@pytest.mark.parametrize(
    ("zone", "english", "chinese"),
    [
        ("Asia/Shanghai", "Shanghai", "上海"),
        ("Asia/Kolkata", "Kolkata", "加尔各答"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires", "布宜诺斯艾利斯"),
        ("US/Pacific", "Los Angeles", "洛杉矶"),
        ("UTC", "UTC", "UTC"),
        ("Etc/GMT-8", "Etc/GMT-8", "Etc/GMT-8"),
        ("Mars/Olympus", "Mars/Olympus", "Mars/Olympus"),
    ],
)
def test_a_zone_is_called_by_its_city(zone, english, chinese):
    assert (zone_name(zone, "en"), zone_name(zone, "zh")) == (english, chinese)
