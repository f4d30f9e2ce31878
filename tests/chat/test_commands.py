import datetime

import pytest

from bot.domain.command import Ask, Daily, Forget, Random, Show, Tell, as_typed
from bot.domain.schedule import WEEKDAYS
from bot.domain.schedule_wish import Misread, ScheduleWish
from bot.intake.commands import button_command, message_command, parse_command, parse_question

NINE = datetime.time(9)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("", Tell("help")),
        ("  \n", Tell("help")),
        ("Help", Tell("help")),
        ("？", Tell("help")),
        ("帮助", Tell("help")),
        ("privacy", Tell("privacy")),
        ("隱私", Tell("privacy")),
        ("Forget  me", Forget()),
        ("忘記我", Forget()),
        ("forget me not", Ask(question="forget me not")),
        ("speakers", Tell("speakers")),
        ("来源", Tell("sources")),
        ("settings", Tell("settings")),
        ("random", Random()),
        ("random  pricing of models", Random("pricing of models")),
        ("随机 招聘", Random("招聘")),
        ("id:00FFaa1122334455", Show("00ffaa1122334455")),
        ("id：00ff", Show("00ff")),
        ("id:xyz", Show("xyz")),
    ],
)
def test_a_command_is_told_from_a_question(text, command):
    assert parse_command(text) == command


@pytest.mark.parametrize(
    "question",
    [
        "help me understand RAG",
        "randomness in training",
        "id: what is an id",
        "speakers of Chinese",
        "数据墙是真的吗",
    ],
)
def test_whatever_is_no_command_is_a_question(question):
    assert parse_command(question) == Ask(question=question)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("from:altman is it true", Ask(question="is it true", speakers=("altman",))),
        ("is it true from:altman", Ask(question="is it true", speakers=("altman",))),
        ('from:"Sam Altman" compute', Ask(question="compute", speakers=("Sam Altman",))),
        ("from:“Sam Altman” compute", Ask(question="compute", speakers=("Sam Altman",))),
        ("算力 from：阿里·戈德西", Ask(question="算力", speakers=("阿里·戈德西",))),
        ("from:altman from:lightcap pay", Ask(question="pay", speakers=("altman", "lightcap"))),
        ("source:002_ab pay", Ask(question="pay", sources=("002_ab",))),
        ("LANG:zh pay", Ask(question="pay", languages=("zh",))),
        ("lang:English pay", Ask(question="pay", languages=("en",))),
        ("lang:klingon pay", Ask(question="pay", unknown=(("lang", "klingon"),))),
        ("lang: klingon pay", Ask(question="lang: klingon pay")),
        ("pay after:2024", Ask(question="pay", after="2024")),
        ("pay before:2024/3", Ask(question="pay", before="2024-03")),
        ("pay after：2024年11月22日", Ask(question="pay", after="2024-11-22")),
        ("after:2024 after:2024-06 before:2026 before:2025 pay", Ask(question="pay", after="2024-06", before="2025")),
        ("pay after:tomorrow", Ask(question="pay", unknown=(("after", "tomorrow"),))),
        ("pay before:2024-13", Ask(question="pay", unknown=(("before", "2024-13"),))),
        ("Before: and after: the deal", Ask(question="Before: and after: the deal")),
        ("is it --private ?", Ask(question="is it ?", is_private=True)),
        ("is it —private", Ask(question="is it", is_private=True)),
        ("random --private", Random(is_private=True)),
        ("--private random bees", Random("bees", is_private=True)),
        ("id:00ff --private", Show("00ff", is_private=True)),
        ("--private", Tell("help")),
        ("--privately owned", Ask(question="--privately owned")),
        ("from: altman", Ask(question="", speakers=("altman",))),
        ("mail from:", Ask(question="mail from:")),
    ],
)
def test_filters_are_taken_out_of_a_question(text, command):
    assert parse_command(text) == command


@pytest.mark.parametrize(
    ("text", "command"),
    [
        *(
            (text, Tell("help"))
            for text in ("Help!", "help?", "help …", "/help", ": help", ", help.", "，帮助。", "??")
        ),
        *(
            (text, Tell("help"))
            for text in ("ｈｅｌｐ", "“help”", "「帮助」", "/quote help", "/quotes help", "/quote", "/")
        ),
        ("Speakers?", Tell("speakers")),
        ("sources.", Tell("sources")),
        ("/quote settings", Tell("settings")),
        ("忘记我！", Forget()),
        ("random.", Random()),
        ("/quote random bees", Random("bees")),
        ("ＩＤ：00ff", Show("00ff")),
        ("daily!", Daily("form")),
        ("/daily list", Daily("list")),
        (": who sets the price?", Ask(question="who sets the price?")),
        ("/quote who sets the price?", Ask(question="who sets the price?")),
        ("/quotes?", Ask(question="quotes?")),
        ("help me to choose!", Ask(question="help me to choose!")),
        ("“who sets the price?”", Ask(question="“who sets the price?”")),
        ("“daily 3 habits”", Ask(question="“daily 3 habits”")),
        ("“forget me”", Ask(question="“forget me”")),
        ("…", Ask(question="…")),
        ("!!!", Ask(question="!!!")),
        ("？！", Ask(question="？！")),
    ],
)
def test_a_command_is_known_however_it_is_dressed(text, command):
    assert parse_command(text) == command


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("daily", Daily("form")),
        ("每天", Daily("form")),
        (
            "Daily 09:00 Asia/Shanghai weekdays",
            Daily("set", wish=ScheduleWish(at=NINE, zone="Asia/Shanghai", days=WEEKDAYS)),
        ),
        ("每天早上9点", Daily("set", wish=ScheduleWish(at=NINE))),
        ("每天九点", Daily("set", wish=ScheduleWish(at=NINE))),
        ("每天美东时间9点", Daily("set", wish=ScheduleWish(at=NINE, zone="America/New_York"))),
        ("每日早上八点半", Daily("set", wish=ScheduleWish(at=datetime.time(8, 30)))),
        (
            "每天晚上9点半北京时间",
            Daily("set", wish=ScheduleWish(at=datetime.time(21, 30), zone="Asia/Shanghai")),
        ),
        ("毎日9時 東京", Daily("set", wish=ScheduleWish(at=NINE, zone="Asia/Tokyo"))),
        ("每日列表", Daily("list")),
        ("每日 9：00 上海", Daily("set", wish=ScheduleWish(at=NINE, zone="Asia/Shanghai"))),
        (
            "daily weekdays 9am UTC topic:small models",
            Daily("set", wish=ScheduleWish(at=NINE, zone="UTC", days=WEEKDAYS, topic="small models")),
        ),
        ("daily New York 09:00", Daily("set", wish=ScheduleWish(at=NINE, zone="America/New_York"))),
        ("daily new delhi 9am", Daily("set", wish=ScheduleWish(at=NINE, zone="Asia/Kolkata"))),
        ("daily set 25:00", Daily("set", wish=Misread("no_such_time", (("typed", "25:00"),)))),
        ("daily set", Daily("set")),
        ("daily change 2 9:00", Daily("change", 2, ScheduleWish(at=NINE))),
        ("daily change 2", Daily("change", 2)),
        ("daily change 9:00 lang:zh", Daily("change", wish=ScheduleWish(at=NINE, languages=("zh",)))),
        ("daily change 99999 9:00", Daily("change", 9999, ScheduleWish(at=NINE))),
        ("daily list", Daily("list")),
        ("daily pause all", Daily("pause", "all")),
        ("daily pause", Daily("pause")),
        ("每日 关闭 2", Daily("off", 2)),
        ("每日 恢复 全部", Daily("resume", "all")),
        ("daily now", Daily("now")),
        ("daily preview", Daily("preview")),
        ("daily ?", Daily("help")),
    ],
)
def test_the_daily_insight_is_a_command(text, command):
    assert parse_command(text) == command


@pytest.mark.parametrize(
    "question",
    [
        "daily habits of founders",
        "daily life of a founder",
        "daily now what",
        "daily change is hard",
        "daily list of excuses",
        "daily wake up routines",
        "每天都要做什么",
        "每天一个小时",
        "what daily 3 habits does he have",
        '"daily 3 habits"',
        "“每天3点起床的人”",
        "dailyness",
        "daily3",
    ],
)
def test_a_question_that_begins_with_daily_is_a_question(question):
    assert parse_command(question) == parse_command(question, is_message=True) == Ask(question=question)


@pytest.mark.parametrize(
    ("text", "not_understood"),
    [
        ("daily 3 habits", "3 habits"),
        ("Daily in 2024", "in 2024"),
        ("daily 996 in China", "996"),
        ("daily 50 Cent", "50 Cent"),
        ("daily 9-ish London", "9-ish"),
        ("daily lundi 9h Paris", "lundi 9h"),
        ("daily off 12345", "off 12345"),
        ("daily noon meetings of the founders that I know", "meetings of the founders that I know"),
        ("每天3点起床的人", "起床的人"),
        ("每天9点给我推送", "给我推送"),
        ("毎日5分", "5分"),
    ],
)
def test_daily_with_a_number_is_no_question(text, not_understood):
    command = Daily("set", wish=Misread("daily_no_schedule", (("typed", not_understood), ("asked", text))))
    assert parse_command(text) == parse_command(text, is_message=True) == command


@pytest.mark.parametrize(
    ("text", "not_understood"),
    [
        ("daily life of a founder in 2024", "life of a founder in 2024"),
        ("daily active users in 2024", "active users in 2024"),
        ("daily 3 habits of successful founders?", "3 habits of successful founders?"),
        ("daily life in Beijing", "life"),
        ("daily new york habits", "habits"),
        ("daily London Tokyo", "London Tokyo"),
        ("每天工作12小时", "工作12小时"),
        ("每天早上5点起床有用吗", "起床有用吗"),
    ],
)
def test_a_sentence_to_the_bot_may_hold_a_number_or_a_place_where_a_command_may_not(text, not_understood):
    misread = Misread("daily_no_schedule", (("typed", not_understood), ("asked", text)))
    assert message_command("command", text) == Daily("set", wish=misread)
    assert [message_command(kind, text) for kind in ("mention", "direct")] == [Ask(question=text)] * 2


def test_a_number_in_a_filter_is_none_of_the_question():
    assert parse_command("daily habits after:2024 source:002_ab") == Ask(
        question="daily habits", after="2024", sources=("002_ab",)
    )


@pytest.mark.parametrize("typed", ["daily mon{}x", "daily every{}x", "daily 9{}x", "daily x{}time"])
def test_no_number_of_spaces_takes_long_to_read(typed):
    command = parse_command(typed.format(" " * 30_000))  # hours, where a pattern tries each way to share them out
    assert command == parse_command(typed.format(" "))


def test_only_an_insight_that_is_wanted_now_is_for_everybody():
    assert [Daily("now").is_private, Daily("list").is_private] == [False, True]


def test_a_question_written_out_is_read_as_the_same():
    asked = Ask(
        question="算力 pay",
        speakers=("Sam Altman", "林晓"),
        languages=("zh",),
        sources=("a_b",),
        after="2024",
        before="2025-01",
    )
    assert parse_question(as_typed(asked)) == asked
    assert as_typed(Ask(question="why")) == "why"


@pytest.mark.parametrize("question", ["lang:zh money", "who said from:altman", "mail from: us"])
def test_a_question_whose_words_read_like_a_filter_cannot_be_written_out(question):
    assert as_typed(Ask(question=question, speakers=("Sam Altman",))) is None


@pytest.mark.parametrize("kind", ["command", "mention", "direct"])
def test_what_is_said_to_the_bot_may_be_a_command(kind):
    assert message_command(kind, "forget me") == Forget(is_certain=False)
    assert message_command(kind, "daily life of a founder") == Ask(question="daily life of a founder")
    assert message_command(kind, "pay from:altman") == Ask(question="pay", speakers=("altman",))


def test_what_is_said_to_others_is_a_question_word_for_word():
    assert message_command("follow_up", "forget me  from:altman") == Ask(question="forget me from:altman")
    assert message_command("shortcut", "help") == Ask(question="help", is_private=True)


def test_nothing_but_the_name_of_the_bot_is_an_empty_question():
    assert message_command("mention", " ") == Ask(question="")
    assert message_command("direct", " ") == Tell("help")


@pytest.mark.parametrize(
    ("action", "value", "command"),
    [
        ("ask:1", "daily 09:00 London", Ask(question="daily 09:00 London", is_private=True)),
        ("ask:2", "pay from:altman", Ask(question="pay", speakers=("altman",), is_private=True)),
        ("forget", "Delete my data", Forget(is_certain=True)),
        ("ask:where", "Jensen Huang", None),
        ("ask:in:zh", "a1.0", None),
        ("ask:without:days", "a1.0", None),
        ("up", "a1.0", None),
    ],
)
def test_a_button_that_stands_for_a_command_means_it(action, value, command):
    assert button_command(action, value) == command
