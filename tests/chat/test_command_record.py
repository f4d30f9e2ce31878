import datetime
import json
from dataclasses import replace

import pytest

from bot.domain.command import Ask, Daily, Forget, Random, Show, Tell
from bot.domain.command_record import command_record, read_command
from bot.domain.request import Request
from bot.domain.schedule_wish import Misread, ScheduleWish

ASKED = Request(
    platform="slack", kind="command", keys=("k1",), workspace="T1", channel="C1", user="U1", asked_at=1.0,
    text="daily 9:00 UTC",
)  # fmt: skip
WISH = ScheduleWish(
    at=datetime.time(9, 30), zone="UTC", days=(0, 2), topic="", speakers=("Mara Field",), languages=("zh",)
)


def written_by_an_older_version(**fields):
    record = replace(ASKED, **fields).record()
    del record["command"]
    return json.loads(json.dumps(record))


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        (Ask(question="pay"), "ask"),
        (
            Ask(
                question="算力",
                speakers=("Sam Altman", "林晓"),
                languages=("zh",),
                sources=("a_b",),
                after="2024",
                before="2025-01",
                unknown=(("lang", "klingon"),),
                is_private=True,
            ),
            "ask",
        ),
        (Show("00ff", is_private=True), "show"),
        (Random("bees"), "random"),
        (Tell("privacy"), "tell"),
        (Forget(), "forget"),
        (Forget(is_certain=True), "forget"),
        (Daily("list"), "daily"),
        (Daily("pause", "all"), "daily"),
        (Daily("change", 2, WISH), "daily"),
        (Daily("set", wish=ScheduleWish(at=datetime.time(0))), "daily"),
        (Daily("set", wish=Misread("no_such_time", (("typed", "25:00"),))), "daily"),
    ],
)
def test_a_command_survives_json(command, kind):
    record = json.loads(json.dumps(command_record(command)))
    assert (record["kind"], read_command(record)) == (kind, command)
    asked = replace(ASKED, command=command)
    assert Request.from_record(json.loads(json.dumps(asked.record()))) == asked


def test_the_time_of_a_wish_is_written_as_people_write_it():
    assert command_record(Daily("set", wish=WISH))["wish"]["at"] == "09:30:00"


def test_a_button_without_a_command_has_none_again():
    pressed = replace(ASKED, kind="button", action="up", value="a1.0")
    assert Request.from_record(json.loads(json.dumps(pressed.record()))) == pressed


@pytest.mark.parametrize(
    ("fields", "command"),
    [
        ({}, Ask(question="daily 9:00 UTC")),
        ({"text": "forget me"}, Ask(question="forget me")),
        ({"kind": "mention", "text": " is\nit  real "}, Ask(question="is it real")),
        ({"kind": "shortcut", "text": "we need more tea"}, Ask(question="we need more tea", is_private=True)),
        ({"kind": "button", "action": "ask:1", "text": "bees"}, Ask(question="bees", is_private=True)),
        ({"kind": "button", "action": "ask:where", "text": "Jensen Huang"}, None),
        ({"kind": "button", "action": "up", "text": "why"}, None),
    ],
)
def test_what_an_older_version_wrote_asks_the_question_in_its_text(fields, command):
    record = written_by_an_older_version(**fields)
    assert Request.from_record(record) == replace(ASKED, **fields, command=command)


def test_a_command_that_a_newer_version_knows_is_asked_as_a_question():
    record = ASKED.record() | {"command": {"kind": "translate", "to": "de"}}
    assert Request.from_record(record) == replace(ASKED, command=Ask(question="daily 9:00 UTC"))


def test_what_a_newer_version_says_besides_is_left_out():
    record = command_record(Daily("set", wish=WISH))
    assert read_command(record | {"wish": record["wish"] | {"mood": "dry"}, "colour": "red"}) == Daily("set", wish=WISH)
