import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.discord.commands import chosen_command, typed_text
from bot.discord.daily_definitions import daily_definition
from bot.discord.definitions import command_definitions
from bot.domain.command import Ask, Daily, Forget, Random, Tell
from bot.domain.schedule import WEEKDAYS
from bot.domain.schedule_wish import Misread, ScheduleWish

NINE, SHANGHAI = datetime.time(9), "Asia/Shanghai"


def option(name, value, kind=3):
    return {"name": name, "type": kind, "value": value}


def subcommand(name, *options):
    return {"name": name, "type": 1, "options": list(options)}


@pytest.mark.parametrize(
    ("options", "command"),
    [
        ([option("question", "is it real?")], Ask(question="is it real?")),
        (
            [option("question", " 算力 "), option("speaker", "Sam Altman"), option("language", "zh")],
            Ask(question="算力", speakers=("Sam Altman",), languages=("zh",)),
        ),
        ([option("question", "pay"), option("source", "002_ab")], Ask(question="pay", sources=("002_ab",))),
        (
            [option("question", "pay"), option("after", "2024年11月"), option("before", " 2025-1-2 ")],
            Ask(question="pay", after="2024-11", before="2025-01-02"),
        ),
        (
            [option("question", "pay"), option("after", "last year"), option("language", "klingon")],
            Ask(question="pay", unknown=(("lang", "klingon"), ("after", "last year"))),
        ),
        ([option("question", "pay"), option("private", True, 5)], Ask(question="pay", is_private=True)),
        ([option("question", "pay"), option("private", False, 5)], Ask(question="pay")),
        ([option("question", "pay"), option("speaker", 'A "B” C')], Ask(question="pay", speakers=("A B C",))),
        ([option("question", "pay"), option("speaker", ' "" ')], Ask(question="pay")),
        ([option("question", "  "), option("speaker", "Sam Altman")], Tell("help")),
    ],
)
def test_quote_means_what_its_options_say(options, command):
    assert chosen_command("quote", options) == command


@pytest.mark.parametrize(
    "question",
    [
        "forget me",
        "忘记我",
        "help",
        "settings",
        "random",
        "daily 09:00 London",
        "id:00ff",
        "from:altman",
        "lang:zh money",
        "money --private",
        'after:2024 from:"Sam Altman"',
    ],
)
def test_a_question_is_taken_word_for_word(question):
    assert chosen_command("quote", [option("question", question)]) == Ask(question=question)


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1), st.text(max_size=20))
def test_nothing_in_one_option_becomes_another(question, speaker):
    asked = chosen_command("quote", [option("question", question), option("speaker", f"a{speaker}b")])
    name = " ".join("".join(character for character in f"a{speaker}b" if character not in '"“”„‟＂').split())
    assert asked == (Ask(question=words, speakers=(name,)) if (words := " ".join(question.split())) else Tell("help"))


@pytest.mark.parametrize(
    ("options", "command"),
    [
        ([subcommand("random")], Random()),
        ([subcommand("random", option("topic", "招聘"))], Random("招聘")),
        ([subcommand("random", option("topic", "a --private id:1"))], Random("a --private id:1")),
        ([subcommand("speakers")], Tell("speakers")),
        ([subcommand("sources")], Tell("sources")),
        ([subcommand("help")], Tell("help")),
        ([subcommand("settings")], Tell("settings")),
        ([subcommand("privacy")], Tell("privacy")),
        ([subcommand("forget")], Forget(is_certain=True)),
        ([subcommand("unheard")], Tell("help")),
        ([], Tell("help")),
    ],
)
def test_quotes_means_its_subcommand(options, command):
    assert chosen_command("quotes", options) == command


def test_every_subcommand_of_quotes_that_is_offered_is_understood():
    names = [option["name"] for option in command_definitions()[1]["options"]]
    meant = {name: chosen_command("quotes", [subcommand(name)]) for name in names}
    assert [name for name, command in meant.items() if command == Tell("help")] == ["help"]


@pytest.mark.parametrize(
    ("options", "command"),
    [
        (
            subcommand("set", option("time", "09:00"), option("zone", SHANGHAI)),
            Daily("set", wish=ScheduleWish(at=NINE, zone=SHANGHAI)),
        ),
        (
            subcommand(
                "set",
                option("time", " 9:00 "),
                option("zone", "上海"),
                option("topic", "small  models"),
                option("days", "mon,wed"),
                option("language", "zh"),
                option("speaker", "“Sam Altman”"),
            ),
            Daily(
                "set",
                wish=ScheduleWish(
                    at=NINE,
                    zone=SHANGHAI,
                    days=(0, 2),
                    topic="small models",
                    speakers=("Sam Altman",),
                    languages=("zh",),
                ),
            ),
        ),
        (
            subcommand("set", option("time", "25:00"), option("zone", SHANGHAI)),
            Daily("set", wish=Misread("no_such_time", (("typed", "25:00"),))),
        ),
        (
            subcommand("change", option("number", 2, 4), option("time", "9am"), option("days", "weekdays")),
            Daily("change", 2, ScheduleWish(at=NINE, days=WEEKDAYS)),
        ),
        (
            subcommand(
                "change", option("number", 2, 4), *(option(name, "any") for name in ("topic", "speaker", "language"))
            ),
            Daily("change", 2, ScheduleWish(topic="", speakers=(), languages=())),
        ),
        (subcommand("off", option("number", 2, 4)), Daily("off", 2)),
        (subcommand("pause"), Daily("pause")),
        ({"name": "preview", "type": 1}, Daily("preview")),
        (subcommand("unheard"), Daily("help")),
    ],
)
def test_daily_means_what_its_options_say(options, command):
    assert chosen_command("daily", [options]) == command


def test_daily_alone_asks_for_help():
    assert chosen_command("daily") == Daily("help")


def test_every_subcommand_of_daily_that_is_offered_is_understood():
    names = [option["name"] for option in daily_definition()["options"]]
    meant = [chosen_command("daily", [subcommand(name)]) for name in names]
    assert [command.verb for command in meant] == names
    assert [command.verb for command in meant if not command.is_private] == ["now"]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_nothing_filled_in_ends_before_it_does(speaker, topic):
    filled_in = [
        option("time", "9:00"),
        option("zone", SHANGHAI),
        option("topic", f"about {topic} it"),
        option("speaker", f"Mara {speaker} Field"),
    ]
    name = " ".join("".join(character for character in speaker if character not in '"“”„‟＂').split())
    assert chosen_command("daily", [subcommand("set", *filled_in)]).wish == ScheduleWish(
        at=NINE,
        zone=SHANGHAI,
        topic=" ".join(f"about {topic} it".split()),
        speakers=(" ".join(f"Mara {name} Field".split()),),
    )


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ([option("question", " why\nso "), option("speaker", "林晓"), option("private", True, 5)], "why so"),
        (
            [subcommand("set", option("number", 2, 4), option("time", "早上9点"), option("zone", "上海"))],
            "早上9点 上海",
        ),
        ([subcommand("forget")], ""),
        ([], ""),
    ],
)
def test_the_language_is_known_by_the_question_or_by_all_that_was_filled_in(options, text):
    assert typed_text(options) == text
