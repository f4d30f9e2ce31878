import datetime
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.daily.describe_schedules import misread_text
from bot.daily.parse_schedule import looks_like_daily, parse_fields, parse_schedule
from bot.daily.zone_names import every_zone
from bot.domain.channel_post import Place
from bot.domain.schedule import EVERY_DAY, WEEKDAYS
from bot.domain.schedule_wish import Misread, ScheduleWish

PLACE = Place(platform="slack", workspace="T1", channel="C1")
NINE = datetime.time(9)
PIECES = ("from:", "lang:zh", "topic:", "none", "小模型", "a", "9:00", "周一", ":", "：", '"', "“", "”", " ", "-", "/")
DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORDS = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)


def as_somebody_types(wanted):
    days = ",".join(DAY_NAMES[day] for day in wanted.days)
    filters = [f"from:{in_quotes(name)}" for name in wanted.speakers] + [
        f"lang:{language}" for language in wanted.languages
    ]
    topic = [f"topic:{in_quotes(wanted.topic)}"] if wanted.topic else []
    return " ".join([f"{wanted.at:%H:%M}", wanted.zone, days, *filters, *topic])


def in_quotes(text):
    return f"“{text}”" if '"' in text else f'"{text}"'


def parse(words):
    return parse_schedule(words)


def topic_typed(words):
    wish = parse(f"topic:{words}")
    return "" if isinstance(wish, Misread) else wish.topic


def refusal(words, interface="en"):
    return said_of(parse_schedule(words), interface)


def said_of(misread, interface="en"):
    return misread_text(misread, interface, "slack")


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("09:00", "09:00"),
        ("9:00", "09:00"),
        ("9：00", "09:00"),
        ("０９：００", "09:00"),
        ("9.30", "09:30"),
        ("9am", "09:00"),
        ("9 AM", "09:00"),
        ("9 a.m.", "09:00"),
        ("9:30pm", "21:30"),
        ("21:30", "21:30"),
        ("21:30 pm", "21:30"),
        ("12am", "00:00"),
        ("12pm", "12:00"),
        ("0:00", "00:00"),
        ("9h30", "09:30"),
        ("21h05", "21:05"),
        ("9", "09:00"),
        ("9h", "09:00"),
        ("0900", "09:00"),
        ("930", "09:30"),
        ("2130", "21:30"),
        ("9 o'clock", "09:00"),
        ("noon", "12:00"),
        ("Midnight", "00:00"),
        ("9点", "09:00"),
        ("9点钟", "09:00"),
        ("9点半", "09:30"),
        ("9點半", "09:30"),
        ("9点05分", "09:05"),
        ("九点", "09:00"),
        ("九点一刻", "09:15"),
        ("九点零五分", "09:05"),
        ("两点", "02:00"),
        ("十二点", "12:00"),
        ("二十一点三十五", "21:35"),
        ("凌晨12点", "00:00"),
        ("凌晨两点", "02:00"),
        ("早上9点", "09:00"),
        ("早上8:30", "08:30"),
        ("上午十一点", "11:00"),
        ("中午", "12:00"),
        ("中午12点", "12:00"),
        ("中午1点", "13:00"),
        ("下午3点半", "15:30"),
        ("下午 3：30", "15:30"),
        ("傍晚六点", "18:00"),
        ("晚上9点", "21:00"),
        ("晚上21点", "21:00"),
        ("晚上12点", "00:00"),
        ("半夜1点", "01:00"),
        ("夜里11点", "23:00"),
        ("午夜", "00:00"),
        ("9a", "09:00"),
        ("9p", "21:00"),
        ("12 noon", "12:00"),
        ("9 in the morning", "09:00"),
        ("9:30 in the evening", "21:30"),
        ("9 at night", "21:00"),
        ("12 at night", "00:00"),
        ("2 in the afternoon", "14:00"),
        ("every morning at 9", "09:00"),
        ("evenings at 9", "21:00"),
        ("9 every evening", "21:00"),
        ("9am every morning", "09:00"),
        ("nine am", "09:00"),
        ("nine o'clock", "09:00"),
        ("half past nine", "09:30"),
        ("Quarter past 9", "09:15"),
        ("a quarter to one", "12:45"),
        ("half past nine at night", "21:30"),
        ("0900 hrs", "09:00"),
        ("9 Uhr", "09:00"),
        ("um 9 Uhr 30", "09:30"),
        ("9.30 Uhr", "09:30"),
        ("9 Uhr abends", "21:00"),
        ("9 heures du matin", "09:00"),
        ("à 20 h 30", "20:30"),
        ("a las 9 de la noche", "21:00"),
        ("às 9 da manhã", "09:00"),
        ("9時", "09:00"),
        ("9時半", "09:30"),
        ("朝9時", "09:00"),
        ("午後9時30分", "21:30"),
        ("上午九時正", "09:00"),
        ("夜9時", "21:00"),
    ],
)
def test_a_time_is_read_as_people_write_it(typed, time):
    assert parse(typed) == ScheduleWish(at=datetime.time.fromisoformat(time))


@pytest.mark.parametrize(
    "typed",
    [
        "25:00",
        "24:00",
        "9:60",
        "9:5",
        "123:00",
        "13am",
        "早上21点",
        "9点75分",
        "9h75",
        "2460",
        "99",
        "25 Uhr",
        "morning",
        "eod",
        "早上",
    ],
)
def test_a_time_that_there_is_not_is_told(typed):
    assert refusal(typed) == f"“{typed}” is not a time of day. Such as: 09:00, 9:30pm or 21:30"


def test_a_schedule_has_one_time():
    assert parse("9:00 9am") == ScheduleWish(at=NINE)
    several_times = "One schedule has one time, and these are several: 9:00, 6pm. Set each by itself."
    assert refusal("9:00 and 6pm") == several_times


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("weekdays", WEEKDAYS),
        ("every weekday", WEEKDAYS),
        ("M-F", WEEKDAYS),
        ("werktags", WEEKDAYS),
        ("毎日", EVERY_DAY),
        ("工作日", WEEKDAYS),
        ("weekends", (5, 6)),
        ("周末", (5, 6)),
        ("週末", (5, 6)),
        ("daily", EVERY_DAY),
        ("every day", EVERY_DAY),
        ("everyday", EVERY_DAY),
        ("每天", EVERY_DAY),
        ("mon,wed,fri", (0, 2, 4)),
        ("Mon Wed Fri", (0, 2, 4)),
        ("tue/thu", (1, 3)),
        ("Monday", (0,)),
        ("on Mondays and Thursdays", (0, 3)),
        ("mon-fri", WEEKDAYS),
        ("Monday through Friday", WEEKDAYS),
        ("fri-mon", (0, 4, 5, 6)),
        ("mon-wed, sun", (0, 1, 2, 6)),
        ("weekdays and sunday", (0, 1, 2, 3, 4, 6)),
        ("周一", (0,)),
        ("每周一", (0,)),
        ("周一,周三", (0, 2)),
        ("周一、周三", (0, 2)),
        ("星期一和星期三", (0, 2)),
        ("周一到周五", WEEKDAYS),
        ("星期一至五", WEEKDAYS),
        ("周一三五", (0, 2, 4)),
        ("週一三五", (0, 2, 4)),
        ("一三五", (0, 2, 4)),
        ("周六日", (5, 6)),
        ("星期天", (6,)),
        ("禮拜天", (6,)),
    ],
)
def test_days_are_read_as_people_write_them(typed, days):
    assert parse(typed) == ScheduleWish(days=days)


def test_all_of_a_schedule_is_read_in_any_order():
    wanted = ScheduleWish(
        at=NINE,
        zone="Asia/Shanghai",
        days=WEEKDAYS,
        topic="small models",
        speakers=("Sam Altman", "阿里·戈德西"),
        languages=("zh",),
    )
    for words in (
        '09:00 Asia/Shanghai weekdays from:"Sam Altman" from:阿里·戈德西 lang:zh topic:small models',
        "from:“Sam Altman” from：阿里·戈德西 topic:“small  models” weekdays 上海 LANG:Chinese 9am",
        'at 9am on weekdays in Shanghai topic:small models lang:中文 from:"Sam Altman" from: 阿里·戈德西',
        '早上9点 工作日 北京时间 from:"Sam Altman" from:阿里·戈德西 语言：中文 话题：small models',
        '工作日早上九点 上海 說話人："Sam Altman" from:阿里·戈德西 lang:zh 主題："small models"',
    ):
        assert parse(words) == wanted


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("9:00 Eastern Time", "America/New_York"),
        ("9:00 pacific time", "America/Los_Angeles"),
        ("0900 London", "Europe/London"),
        ("9 London", "Europe/London"),
        ("London at 9", "Europe/London"),
        ("9 o'clock New York time", "America/New_York"),
        ("9h00 Paris", "Europe/Paris"),
        ("9h Paris", "Europe/Paris"),
        ("9点 美东时间", "America/New_York"),
        ("九点 美国东部时间", "America/New_York"),
    ],
)
def test_a_number_beside_a_time_zone_is_a_time(words, zone):
    assert looks_like_daily(words)
    assert parse(words) == ScheduleWish(at=NINE, zone=zone)


def test_a_number_beside_what_may_be_a_zone_is_a_schedule_that_is_refused():
    assert looks_like_daily("9 Lodon")
    assert refusal("9 Lodon") == "No time zone is called “Lodon”. Near it: Europe/London"
    assert looks_like_daily("9 CST")
    assert refusal("9 CST").endswith("Write one of: Asia/Shanghai, Asia/Taipei, America/Chicago")


def test_what_is_not_said_is_none():
    assert parse("") == ScheduleWish()
    assert parse("9am") == ScheduleWish(at=NINE)
    assert parse("9am Tokyo") == ScheduleWish(at=NINE, zone="Asia/Tokyo")


@pytest.mark.parametrize(
    ("words", "at", "zone"),
    [
        ("9am ET", "09:00", "America/New_York"),
        ("noon PT", "12:00", "America/Los_Angeles"),
        ("9 o'clock New York", "09:00", "America/New_York"),
        ("9am London, UK", "09:00", "Europe/London"),
        ("at 9 in the morning London time", "09:00", "Europe/London"),
        ("9am sharp, time zone London please", "09:00", "Europe/London"),
        ("9:00 Uhr Berlin", "09:00", "Europe/Berlin"),
        ("9h30 heure de Paris", "09:30", "Europe/Paris"),
        ("a las 9 hora de Madrid", "09:00", "Europe/Madrid"),
        ("21h São Paulo", "21:00", "America/Sao_Paulo"),
        ("às 9h horário de Brasília", "09:00", "America/Sao_Paulo"),
        ("9:30 AM IST (Mumbai)", "09:30", "Asia/Kolkata"),
        ("09:00 GMT+5:30", "09:00", "Asia/Kolkata"),
        ("UTC+8 9:00", "09:00", "Asia/Shanghai"),
        ("9:00 Beijing Time (UTC+8)", "09:00", "Asia/Shanghai"),
        ("09:00Z", "09:00", "UTC"),
        ("0900Z", "09:00", "UTC"),
        ("朝9時 日本時間", "09:00", "Asia/Tokyo"),
        ("下午3點 台北", "15:00", "Asia/Taipei"),
        ("上午九時半香港時間", "09:30", "Asia/Hong_Kong"),
        ("9点 中欧夏令时间", "09:00", "Europe/Berlin"),
        ("美东时间9点", "09:00", "America/New_York"),
        ("晚上9点半北京时间", "21:30", "Asia/Shanghai"),
    ],
)
def test_time_and_zone_are_read_as_people_write_them_where_they_live(words, at, zone):
    assert looks_like_daily(words)
    assert parse(words) == ScheduleWish(at=datetime.time.fromisoformat(at), zone=zone)


@pytest.mark.parametrize("words", ["9am my time", "9点 当地时间", "9:00 local time"])
def test_the_own_time_of_who_asks_says_no_zone(words):
    assert parse(words) == ScheduleWish(at=NINE)


def test_a_year_is_no_time():
    assert refusal("in 2024").startswith("I do not understand “in 2024”")
    assert parse("2024") == ScheduleWish(at=datetime.time(20, 24))


@pytest.mark.parametrize(
    "words", ["from:any lang:any topic:none", 'from:"" lang: topic:', "topic:不限 lang:全部 from:"]
)
def test_what_narrowed_can_be_taken_away(words):
    assert parse(words) == ScheduleWish(topic="", speakers=(), languages=())


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("topic:hiring 9:00 weekdays", "hiring 9:00 weekdays"),
        ("topic:什么是“数据墙”？", "什么是“数据墙”？"),
        ('topic:"none"', "none"),
        ('topic:"from:a lang:b"', "from:a lang:b"),
        ('topic:“the "10x" engineer”', 'the "10x" engineer'),
        ("subtopic topic:a", "a"),
        ("topic:hiring from:a lang:zh", "hiring"),
    ],
)
def test_a_topic_is_in_quotation_marks_or_goes_on_to_the_end(words, topic):
    assert parse(words.removeprefix("subtopic ")).topic == topic


def test_several_languages_are_each_taken_once():
    assert parse("lang:zh,en lang:English") == ScheduleWish(languages=("zh", "en"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("lang:klingon 9:00", "“klingon” is no language that quotes are in here. Write lang:zh or lang:en"),
        ("9:00 shangai", "No time zone is called “shangai”. Near it: Asia/Shanghai"),
        (
            "9:00 wekdays",
            "I do not understand “wekdays”: it is no time, day or time zone that I know. "
            "Such as: /quote daily 09:00 Asia/Shanghai",
        ),
        (
            "9:00 UTC+01:00",
            "“UTC+01:00” says no place, and clocks change by place. "
            "Write one of: Europe/London, Europe/Berlin, Europe/Paris",
        ),
    ],
)
def test_what_is_not_understood_is_named_with_an_example(words, expected):
    assert refusal(words) == expected


def test_refusals_are_in_the_language_of_the_interface():
    assert refusal("25:00", "zh") == "“25:00”不是一天里的时间。例如：09:00、晚上9点半或 21:30"
    assert refusal("9点 10点", "zh-Hant") == "一個時間表只有一個時間，而這裡有幾個：9点, 10点。請分別設定。"


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "9:00",
        "25:00",
        "9",
        "weekdays",
        "weekdays 9am",
        "at 9am in New York on weekdays",
        "9am Los Angles weekdays",
        "9:00 CST",
        "Asia/Shanghai",
        "早上9点",
        "早上9点 上海",
        "工作日九点半",
        "9 London",
        "London",
        "PST",
        "from:altman",
        "topic:hiring in startups, and what it costs",
        "9:00 topic:why do founders fail?",
    ],
)
def test_a_schedule_is_told_even_if_botched(rest):
    assert looks_like_daily(rest)


@pytest.mark.parametrize(
    "rest",
    [
        "habits of founders",
        "3 habits",
        "10 min",
        "5 books that founders read",
        "weekend habits",
        "monday meetings",
        "active users in 2024",
        "life in Beijing",
        "routine: why do founders wake at 5am?",
        "what do founders do at 9:00 in the morning",
        "GPT 4.5 news",
        "工作多长时间",
        "早上5点起床有用吗",
        "3点起床的人",
        "from:altman habits",
    ],
)
def test_a_question_is_no_schedule(rest):
    assert not looks_like_daily(rest)


@settings(deadline=None)
@given(
    at=st.times().map(lambda time: time.replace(second=0, microsecond=0)),
    zone=st.sampled_from(every_zone()),
    days=st.sets(st.sampled_from(EVERY_DAY), min_size=1).map(lambda days: tuple(sorted(days))),
    topic=WORDS.map(lambda text: topic_typed(text.replace("“", "").replace("”", ""))),
    speakers=st.lists(WORDS.map(lambda text: " ".join(text.replace("“", "").replace("”", "").split())), unique=True),
    languages=st.lists(st.sampled_from(("zh", "en")), unique=True),
)
def test_the_words_of_a_schedule_mean_it(at, zone, days, topic, speakers, languages):
    wanted = ScheduleWish(
        at=at,
        zone=zone,
        days=days,
        topic=topic,
        speakers=tuple(name for name in speakers if name),
        languages=tuple(languages),
    )
    defaults = {"days": EVERY_DAY, "topic": "", "speakers": (), "languages": ()}
    parsed = parse(as_somebody_types(wanted))
    unsaid = {name: value for name, value in defaults.items() if getattr(parsed, name) is None}
    assert replace(parsed, **unsaid) == wanted


@settings(deadline=None)
@given(st.text(max_size=60) | WORDS)
def test_nothing_that_is_typed_breaks_the_reading(words):
    looks_like_daily(words)
    wish = parse(words)
    assert len(said_of(wish) if isinstance(wish, Misread) else str(wish)) < 320


def test_fields_say_what_the_same_words_do():
    wish = parse_fields(
        time="早上9点半",
        zone="北京时间",
        days="周一,周三",
        topic="small  models",
        speaker="Sam Altman",
        language="zh",
    )
    assert wish == parse('9:30 上海 mon,wed from:"Sam Altman" lang:zh topic:"small models"')
    assert wish == ScheduleWish(
        at=datetime.time(9, 30),
        zone="Asia/Shanghai",
        days=(0, 2),
        topic="small models",
        speakers=("Sam Altman",),
        languages=("zh",),
    )
    assert parse_fields() == ScheduleWish()


def test_a_field_holds_nothing_but_its_own():
    assert parse_fields(topic='hiring" lang:zh off', speaker="from:any").topic == 'hiring" lang:zh off'
    assert parse_fields(topic="9:00 weekdays in Tokyo") == ScheduleWish(topic="9:00 weekdays in Tokyo")
    assert parse_fields(speaker="lang:zh") == ScheduleWish(speakers=("lang:zh",))


@pytest.mark.parametrize("word", ["any", "None", "不限"])
def test_a_field_can_take_away_what_narrowed(word):
    assert parse_fields(topic=word, speaker=word, language=word) == ScheduleWish(topic="", speakers=(), languages=())


@pytest.mark.parametrize(
    ("fields", "misread"),
    [
        ({"time": "25:00"}, Misread("no_such_time", (("typed", "25:00"),))),
        ({"time": "soon"}, Misread("no_such_time", (("typed", "soon"),))),
        ({"time": "9:00 weekdays"}, Misread("no_such_time", (("typed", "9:00 weekdays"),))),
        ({"days": "wekdays"}, Misread("schedule_word_unknown", (("typed", "wekdays"),))),
        ({"zone": "shangai"}, Misread("zone_nearly", (("typed", "shangai"), ("zones", "Asia/Shanghai")))),
        ({"language": "klingon"}, Misread("no_such_language", (("typed", "klingon"),))),
    ],
)
def test_what_a_field_cannot_mean_is_named(fields, misread):
    assert parse_fields(**fields) == misread
