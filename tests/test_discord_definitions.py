import re

import pytest
from discord_peer.validator import command_problems
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.discord.definitions import command_definitions, command_text, definitions_hash
from bot.domain.command import Ask, Forget, Random, Tell
from bot.intake.commands import parse_command


def every(part):
    """Yield every definition, however deep."""
    yield part
    for option in (*part.get("options", ()), *part.get("choices", ())):
        yield from every(option)


def option(name, value, kind=3):
    return {"name": name, "type": kind, "value": value}


def subcommand(name, *options):
    return {"name": name, "type": 1, "options": list(options)}


def test_discord_takes_the_commands():
    assert command_problems(command_definitions()) == []


def test_there_are_three_commands_and_an_entry_in_the_menu_of_messages():
    assert [(each["type"], each["name"]) for each in command_definitions()] == [
        (1, "quote"),
        (1, "quotes"),
        (1, "daily"),
        (3, "Find a quote"),
    ]


def test_they_work_in_servers_for_people_and_everywhere_but_where_the_bot_cannot_post():
    assert {each["name"]: (each["integration_types"], each["contexts"]) for each in command_definitions()} == {
        "quote": ([0, 1], [0, 1, 2]),
        "quotes": ([0, 1], [0, 1, 2]),
        "daily": ([0, 1], [0, 1]),
        "Find a quote": ([0, 1], [0, 1, 2]),
    }


def test_only_the_question_has_to_be_given_and_speakers_and_sources_are_offered():
    quote = command_definitions()[0]
    assert [(each["name"], each["type"]) for each in quote["options"]] == [
        ("question", 3),
        ("speaker", 3),
        ("source", 3),
        ("language", 3),
        ("after", 3),
        ("before", 3),
        ("private", 5),
    ]
    assert [each["name"] for each in quote["options"] if each.get("required")] == ["question"]
    assert [each["name"] for each in quote["options"] if each.get("autocomplete")] == ["speaker", "source"]


def test_everything_has_a_name_and_a_description_in_both_chinese_scripts():
    definitions = [each for command in command_definitions() for each in every(command)]
    for each in definitions:
        for key in ("name", "description"):
            if key in each:
                told = each[f"{key}_localizations"]
                assert set(told) == {"zh-CN", "zh-TW"}
                assert all(re.search(r"[\u4e00-\u9fff]", text) for text in told.values())
    assert definitions[1]["name_localizations"] == {"zh-CN": "问题", "zh-TW": "問題"}


def test_the_hash_stays_as_long_as_the_commands_do():
    assert definitions_hash() == definitions_hash()
    assert re.fullmatch("[0-9a-f]{16}", definitions_hash())


@pytest.mark.parametrize(
    ("options", "command"),
    [
        ([option("question", "is it real?")], Ask(question="is it real?")),
        (
            [option("question", " 算力 "), option("speaker", "Sam Altman"), option("language", "zh")],
            Ask(question="算力", speakers=("Sam Altman",), languages=("zh",)),
        ),
        (
            [option("question", "pay"), option("after", "2024年11月"), option("before", " 2025-1-2 ")],
            Ask(question="pay", after="2024-11", before="2025-01-02"),
        ),
        (
            [option("question", "pay"), option("after", "last year")],
            Ask(question="pay", unknown=(("after", "last year"),)),
        ),
        ([option("question", "pay"), option("private", True, 5)], Ask(question="pay", is_private=True)),
        ([option("question", "pay"), option("private", False, 5)], Ask(question="pay")),
        ([option("question", "pay"), option("speaker", 'A "B” C')], Ask(question="pay", speakers=("A B C",))),
        ([option("question", "pay"), option("speaker", ' "" ')], Ask(question="pay")),
        ([option("question", "pay from:altman")], Ask(question="pay", speakers=("altman",))),
        ([option("question", "help")], Tell("help")),
    ],
)
def test_quote_means_what_its_options_say(options, command):
    assert parse_command(command_text("quote", options)) == command


@pytest.mark.parametrize(
    ("options", "command"),
    [
        ([subcommand("random")], Random()),
        ([subcommand("random", option("topic", "招聘"))], Random("招聘")),
        ([subcommand("speakers")], Tell("speakers")),
        ([subcommand("sources")], Tell("sources")),
        ([subcommand("help")], Tell("help")),
        ([subcommand("settings")], Tell("settings")),
        ([subcommand("privacy")], Tell("privacy")),
        ([subcommand("forget")], Forget()),
        ([], Tell("help")),
    ],
)
def test_quotes_means_its_subcommand(options, command):
    assert parse_command(command_text("quotes", options)) == command


def test_every_subcommand_that_is_offered_is_understood():
    names = [each["name"] for each in command_definitions()[1]["options"]]
    assert [name for name in names if isinstance(parse_command(command_text("quotes", [subcommand(name)])), Ask)] == []


@settings(max_examples=60, deadline=None)
@given(st.text(), st.text(max_size=20))
def test_what_is_typed_as_a_speaker_stays_one(question, speaker):
    text = command_text("quote", [option("question", f"why {question}"), option("speaker", f"a{speaker}b")])
    asked = parse_command(text)
    assert asked.speakers[-1] == re.sub('["“”]', "", f"a{speaker}b")
