import datetime
from dataclasses import replace
from zoneinfo import available_timezones

import pytest

from bot.daily.cities import CITIES, POPULAR_ZONES
from bot.daily.describe_schedules import misread_text
from bot.daily.slots import slot_on
from bot.daily.zone_names import every_zone
from bot.daily.zones import find_zone, is_zone, without_zones, zone_choices, zone_name
from bot.domain.schedule_wish import MisreadError
from bot.wording.autocomplete import Choice
from tests.daily.schedules import IN_SLACK

WINTER = datetime.datetime(2026, 1, 15, tzinfo=datetime.UTC).timestamp()
SUMMER = datetime.datetime(2026, 7, 15, tzinfo=datetime.UTC).timestamp()


def refusal(typed, interface="en"):
    with pytest.raises(MisreadError) as caught:
        find_zone(typed)
    return misread_text(caught.value.misread, interface, "slack")


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
        ("Eastern", "America/New_York"),
        ("US Eastern", "America/New_York"),
        ("East Coast time", "America/New_York"),
        ("eastern standard", "America/New_York"),
        ("NYC", "America/New_York"),
        ("Hawaii", "Pacific/Honolulu"),
        ("Arizona", "America/Phoenix"),
        ("Canton", "Asia/Shanghai"),
        ("欧洲中部时间", "Europe/Berlin"),
        ("LA", "America/Los_Angeles"),
        ("美国东部夏令时", "America/New_York"),
        ("太平洋时间", "America/Los_Angeles"),
        ("Central European Summer Time", "Europe/Berlin"),
        ("中欧夏令时间", "Europe/Berlin"),
        ("中歐時間", "Europe/Berlin"),
        ("Mitteleuropäische Zeit", "Europe/Berlin"),
        ("Deutschland", "Europe/Berlin"),
        ("Londres", "Europe/London"),
        ("British Summer Time", "Europe/London"),
        ("Nueva York", "America/New_York"),
        ("Horário de Brasília", "America/Sao_Paulo"),
        ("日本標準時", "Asia/Tokyo"),
        ("ニューヨーク", "America/New_York"),
        ("Indian Standard Time", "Asia/Kolkata"),
        ("Greenwich Mean Time", "UTC"),
        ("格林尼治标准时间", "UTC"),
        ("Portugal", "Europe/Lisbon"),
        ("Argentina", "America/Argentina/Buenos_Aires"),
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
    assert abbreviations == {"CET", "EET", "EST", "GMT", "GMT+0", "GMT-0", "HST", "MST"}
    assert {find_zone(name) for name in available_timezones() - refused - abbreviations} <= available_timezones()


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("ET", "America/New_York"),
        ("CT", "America/Chicago"),
        ("pt", "America/Los_Angeles"),
        ("E.T.", "America/New_York"),
        ("EDT", "America/New_York"),
        ("CEST", "Europe/Berlin"),
        ("MESZ", "Europe/Berlin"),
        ("JST", "Asia/Tokyo"),
        ("HKT", "Asia/Hong_Kong"),
        ("BRT", "America/Sao_Paulo"),
        ("MSK", "Europe/Moscow"),
        ("Z", "UTC"),
        ("GMT+8", "Asia/Shanghai"),
        ("utc +08:00", "Asia/Shanghai"),
        ("+8", "Asia/Shanghai"),
        ("UTC＋8", "Asia/Shanghai"),
        ("东八区", "Asia/Shanghai"),
        ("東八區時間", "Asia/Shanghai"),
        ("GMT+5:30", "Asia/Kolkata"),
    ],
)
def test_an_abbreviation_and_an_offset_count_where_all_who_use_them_have_one_clock(typed, zone):
    assert find_zone(typed) == zone


@pytest.mark.parametrize(
    ("typed", "zones"),
    [
        ("EST", "America/New_York, America/Toronto"),
        ("est", "America/New_York, America/Toronto"),
        ("CST", "Asia/Shanghai, Asia/Taipei, America/Chicago"),
        ("BST", "Europe/London"),
        ("CET", "Europe/Berlin, Europe/Paris, Europe/Amsterdam"),
        ("MEZ", "Europe/Berlin, Europe/Paris, Europe/Amsterdam"),
        ("IST", "Asia/Kolkata, Asia/Jerusalem"),
        ("GMT", "UTC, Europe/London"),
        ("UTC-5", "America/New_York, America/Chicago, America/Toronto"),
        ("西五区", "America/New_York, America/Chicago, America/Toronto"),
    ],
)
def test_any_other_is_refused_with_the_zones_it_may_mean(typed, zones):
    shown = "UTC-5" if typed == "西五区" else typed
    assert refusal(typed) == f"“{shown}” says no place, and clocks change by place. Write one of: {zones}"


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("London UK", "Europe/London"),
        ("Cambridge UK", "Europe/London"),
        ("Paris France", "Europe/Paris"),
        ("New York NY", "America/New_York"),
        ("San Francisco CA", "America/Los_Angeles"),
        ("San Jose Costa Rica", "America/Costa_Rica"),
        ("US East Coast", "America/New_York"),
        ("美國東岸", "America/New_York"),
        ("英国剑桥", "Europe/London"),
        ("日本东京时间", "Asia/Tokyo"),
        ("Toronto ET", "America/Toronto"),
        ("Chicago CST", "America/Chicago"),
        ("CST Shanghai", "Asia/Shanghai"),
        ("IST Tel Aviv", "Asia/Jerusalem"),
        ("Beijing Time UTC+8", "Asia/Shanghai"),
        ("New York UTC-5", "America/New_York"),
    ],
)
def test_what_stands_beside_a_name_decides_what_it_means(typed, zone):
    assert find_zone(typed) == zone


@pytest.mark.parametrize("typed", ["New York London", "CST Berlin", "Tokyo UTC+1", "北京纽约", "A " * 30, "美" * 60])
def test_parts_that_contradict_each_other_are_no_zone(typed):
    assert not is_zone(typed)


@pytest.mark.parametrize(
    ("typed", "zones"),
    [
        ("Spain", "Europe/Madrid, Africa/Ceuta, Atlantic/Canary"),
        ("USA", "America/New_York, America/Los_Angeles, America/Chicago"),
        ("Brasilien", "America/Sao_Paulo, America/Noronha, America/Belem"),
        ("俄罗斯", "Europe/Kaliningrad, Europe/Moscow, Europe/Kirov"),
        ("Portland", "America/New_York, America/Los_Angeles"),
    ],
)
def test_a_name_of_several_zones_is_refused_with_them(typed, zones):
    assert refusal(typed) == f"More than one time zone goes by “{typed}”. Write one of: {zones}"


def test_refusals_are_in_the_language_of_the_interface():
    assert (
        refusal("CST", "zh")
        == "“CST”没有说明地点，而夏令时因地而异。请写其中一个：Asia/Shanghai, Asia/Taipei, America/Chicago"
    )
    assert refusal("shangai", "zh-Hant") == "沒有叫“shangai”的時區。相近的有：Asia/Shanghai"


def test_of_several_zones_none_is_picked():
    suggestion = "Write one of: America/New_York, Europe/London"
    assert refusal("Cambridge") == f"More than one time zone goes by “Cambridge”. {suggestion}"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("shangai", "No time zone is called “shangai”. Near it: Asia/Shanghai"),
        ("Eastern Tme", "No time zone is called “Eastern Tme”. Near it: America/New_York"),
        ("pasific time", "No time zone is called “pasific time”. Near it: America/Los_Angeles"),
        ("旧金", "No time zone is called “旧金”. Near it: America/Los_Angeles"),
        (
            "Z1",
            "I do not understand “Z1”: it is no time, day or time zone that I know. "
            "Such as: /quote daily 09:00 Asia/Shanghai",
        ),
        (
            "Narnia",
            "I do not understand “Narnia”: it is no time, day or time zone that I know. "
            "Such as: /quote daily 09:00 Asia/Shanghai",
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


@pytest.mark.parametrize(
    ("typed", "date", "instant"),
    [
        ("ET", "2026-03-08", "2026-03-08T03:00-04:00"),
        ("ET", "2026-11-01", "2026-11-01T02:30-05:00"),
        ("中欧夏令时间", "2026-03-29", "2026-03-29T03:00+02:00"),
        ("CEST", "2026-10-25", "2026-10-25T02:30+02:00"),
        ("UTC+8", "2026-03-08", "2026-03-08T02:30+08:00"),
    ],
)
def test_the_clock_of_an_abbreviation_goes_on_and_back_as_that_of_the_place(typed, date, instant):
    schedule = replace(IN_SLACK, at=datetime.time(2, 30), zone=find_zone(typed))
    assert (
        slot_on(datetime.date.fromisoformat(date), schedule).at == datetime.datetime.fromisoformat(instant).timestamp()
    )


@pytest.mark.parametrize(
    ("sentence", "rest"),
    [
        ("life in Beijing", "life in"),
        ("new york habits", "habits"),
        ("a são paulo briefing", "a briefing"),
        ("news, Eastern Time", "news,"),
        ("Asia/Tokyo market", "market"),
        ("standup CST", "standup"),
        ("news, Horário de Brasília", "news,"),
        ("在硅谷的工作", "在 的工作"),
        ("cat videos", "cat videos"),
        ("mountain biking", "mountain biking"),
        ("Male mayors wake up in Londonderry", "Male mayors wake up in Londonderry"),
    ],
)
def test_a_sentence_speaks_of_zones_that_many_live_in(sentence, rest):
    assert without_zones(sentence) == rest
