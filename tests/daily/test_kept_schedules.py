import pytest

from bot.domain.audit import AuditEntry
from bot.intake.commands import parse_command
from bot.intake.service import QuoteService
from tests.support.request_builder import make_request

NOON = 1_732_276_800.0
FACTS = {
    "time": "09:00",
    "zone": "Asia/Shanghai",
    "days": [0, 1, 2, 3, 4, 5, 6],
    "speakers": [],
    "languages": [],
    "has_topic": False,
    "is_paused": False,
}


@pytest.fixture
def channel(live, state):
    return Channel(QuoteService(live, state), state)


class Channel:
    """A channel in Discord in which somebody types daily commands, and which takes what is posted."""

    def __init__(self, service, state):
        self._service = service
        self.state = state
        self._count = 0

    def type(self, text, **fields):
        self._count += 1
        known = {"platform": "discord", "workspace": "G1", "channel": "8", "user": "7", "user_name": "ann"}
        known |= {"keys": (f"k{self._count}",), "asked_at": NOON + self._count, "command": parse_command(text)}
        reply = self._service.respond(make_request(text=text, **known | fields))
        return reply.trial.accept() if reply.trial else reply.message

    def changes(self):
        return self.state.audit_entries()


def test_setting_changing_pausing_resuming_and_ending_are_noted_with_who_and_where(channel):
    for text in ("daily 09:00 Asia/Shanghai", "daily change 10:30", "daily pause", "daily resume", "daily off"):
        channel.type(text)
    [set_entry, *others] = channel.changes()
    own_id = set_entry.after["id"]
    first, second = {"id": own_id} | FACTS, {"id": own_id} | FACTS | {"time": "10:30"}
    paused = second | {"is_paused": True}
    assert set_entry == AuditEntry(
        at=NOON + 1, actor="discord:G1:7", action="set daily insight", subject="discord:G1:8", after=first
    )
    assert [(entry.action, entry.before, entry.after) for entry in others] == [
        ("change daily insight", first, second),
        ("change daily insight", second, paused),
        ("change daily insight", paused, second),
        ("end daily insight", second, None),
    ]


def test_the_words_of_a_topic_are_not_kept(channel):
    channel.type("daily 09:00 UTC topic:honey")
    [entry] = channel.changes()
    assert (entry.after["has_topic"], "honey" in str(entry)) == (True, False)


def test_looking_changes_nothing(channel):
    channel.type("daily list")
    channel.type("daily preview")
    assert channel.changes() == []
