import re

from bot.discord.definitions import command_definitions, definitions_hash
from tests.peers.discord.validator import command_problems


def every(part):
    """Yield every definition, however deep."""
    yield part
    for option in (*part.get("options", ()), *part.get("choices", ())):
        yield from every(option)


def test_discord_takes_the_commands():
    assert command_problems(command_definitions()) == []


def test_there_are_three_commands_and_an_entry_in_the_menu_of_messages():
    assert [(command["type"], command["name"]) for command in command_definitions()] == [
        (1, "quote"),
        (1, "quotes"),
        (1, "daily"),
        (3, "Find a quote"),
    ]


def test_they_work_in_servers_for_people_and_everywhere_but_where_the_bot_cannot_post():
    assert {
        command["name"]: (command["integration_types"], command["contexts"]) for command in command_definitions()
    } == {
        "quote": ([0, 1], [0, 1, 2]),
        "quotes": ([0, 1], [0, 1, 2]),
        "daily": ([0, 1], [0, 1]),
        "Find a quote": ([0, 1], [0, 1, 2]),
    }


def test_only_the_question_has_to_be_given_and_speakers_and_sources_are_offered():
    quote = command_definitions()[0]
    assert [(option["name"], option["type"]) for option in quote["options"]] == [
        ("question", 3),
        ("speaker", 3),
        ("source", 3),
        ("language", 3),
        ("after", 3),
        ("before", 3),
        ("private", 5),
    ]
    assert [option["name"] for option in quote["options"] if option.get("required")] == ["question"]
    assert [option["name"] for option in quote["options"] if option.get("autocomplete")] == ["speaker", "source"]


def test_everything_has_a_name_and_a_description_in_both_chinese_scripts():
    definitions = [part for command in command_definitions() for part in every(command)]
    for definition in definitions:
        for key in ("name", "description"):
            if key in definition:
                translations = definition[f"{key}_localizations"]
                assert set(translations) == {"zh-CN", "zh-TW"}
                assert all(re.search(r"[\u4e00-\u9fff]", text) for text in translations.values())
    assert definitions[1]["name_localizations"] == {"zh-CN": "问题", "zh-TW": "問題"}


def test_the_hash_stays_as_long_as_the_commands_do():
    assert definitions_hash() == definitions_hash()
    assert re.fullmatch("[0-9a-f]{16}", definitions_hash())
