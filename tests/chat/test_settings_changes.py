"""Settings that are changed in a channel are in the audit log, with who changed them."""

import pytest

from bot.domain.audit import AuditEntry
from index.errors import StorageError
from tests.chat.conversation import Conversation


@pytest.fixture
def talk(live, state, platform):
    return Conversation(live, state, platform)


def press(talk, action, **fields):
    talk.respond(kind="button", action=f"set:{action}", value="", **{"user": "U2", "asked_at": 5.0} | fields)


def test_a_setting_is_noted_with_who_changed_it_and_where(talk):
    press(talk, "interface:zh")
    assert talk.state.audit_entries() == [
        AuditEntry(
            at=5.0,
            actor=f"{talk.platform}:T1:U2",
            action="change settings",
            subject=f"{talk.platform}:T1:C1",
            before={"interface": None},
            after={"interface": "zh"},
        )
    ]


def test_what_was_set_already_is_no_change(talk):
    press(talk, "interface:zh")
    press(talk, "interface:zh", user="U3")
    assert len(talk.state.audit_entries()) == 1


def test_what_may_not_be_changed_is_not_noted(talk):
    talk.state.save_settings(talk.platform, "T1", "C1", {"who_may_change": "admins"})
    press(talk, "interface:zh")
    assert (talk.state.audit_entries(), talk.state.settings(talk.platform, "T1", "C1")) == (
        [],
        {"who_may_change": "admins"},
    )


def test_being_forgotten_is_noted_without_who_it_was(talk):
    press(talk, "interface:zh")
    talk.respond(kind="button", action="forget", value="Delete my data", user="U7", asked_at=9.0)
    entry = talk.state.audit_entries()[-1]
    assert entry == AuditEntry(at=9.0, actor="a member", action="forget me", subject=talk.platform)


def test_nobody_is_forgotten_where_that_cannot_be_noted(talk):
    press(talk, "interface:zh", user="U7")
    with talk.state.engine.begin() as connection:
        refuse = "CREATE TRIGGER refuse BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'refused'); END"
        connection.exec_driver_sql(refuse)
    with pytest.raises(StorageError, match="refused"):
        talk.respond(kind="button", action="forget", value="Delete my data", user="U7", asked_at=9.0)
    assert [entry.actor for entry in talk.state.audit_entries()] == [f"{talk.platform}:T1:U7"]
