import pytest

from bot.daily.parse_schedule import parse_fields
from bot.discord.daily_definitions import daily_definition, day_choices
from bot.domain.schedule import EVERY_DAY, WEEKDAYS
from tests.peers.discord.validator import command_problems


def names_of(definition, subcommand):
    [options] = [command["options"] for command in definition["options"] if command["name"] == subcommand]
    return [option["name"] for option in options], [option["name"] for option in options if option.get("required")]


def test_discord_takes_the_command_with_its_subcommands():
    definition = daily_definition()
    assert command_problems([definition]) == []
    assert [command["name"] for command in definition["options"]] == [
        "set",
        "list",
        "change",
        "pause",
        "resume",
        "off",
        "now",
        "preview",
    ]


def test_a_time_and_a_zone_have_to_be_given_and_to_change_one_only_its_number():
    wishes = ["days", "topic", "speaker", "language"]
    definition = daily_definition()
    assert names_of(definition, "set") == (["time", "zone", *wishes], ["time", "zone"])
    assert names_of(definition, "change") == (["number", "time", "zone", *wishes], ["number"])
    assert names_of(definition, "off") == (["number"], [])
    assert names_of(definition, "now") == ([], [])


def test_zones_days_and_speakers_are_offered():
    [options] = [command["options"] for command in daily_definition()["options"] if command["name"] == "set"]
    assert [option["name"] for option in options if option.get("autocomplete")] == ["zone", "days", "speaker"]


def test_days_that_are_offered_mean_what_they_say():
    assert [parse_fields(days=choice.value).days for choice in day_choices("", "en")] == [
        EVERY_DAY,
        WEEKDAYS,
        (5, 6),
    ]


@pytest.mark.parametrize(
    ("typed", "interface", "choices"),
    [
        ("", "en", ["every day", "weekdays", "weekends"]),
        ("Week", "en", ["weekdays", "weekends"]),
        ("周一", "zh", ["weekdays"]),
        ("mon,wed", "en", []),
    ],
)
def test_usual_days_are_offered(typed, interface, choices):
    assert [choice.value for choice in day_choices(typed, interface)] == choices


def test_days_are_shown_in_the_language_of_the_interface():
    assert [choice.name for choice in day_choices("", "zh-Hant")] == ["每天", "工作日，週一到週五", "週末，週六和週日"]
