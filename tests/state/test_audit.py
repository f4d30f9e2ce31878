from dataclasses import replace

import pytest

from bot.domain.audit import AuditEntry, member, operator, place

pytestmark = pytest.mark.on_both_databases

ENTRY = AuditEntry(
    at=5.0,
    actor=operator("ada"),
    action="change settings",
    subject=place("slack", "T1", "C1"),
    before={"interface": "en"},
    after={"interface": "zh", "也": ["\u202e", None, 1.5]},
)


def test_entries_come_back_as_they_went_in_the_newest_last(state):
    entries = [replace(ENTRY, at=9.0), ENTRY, replace(ENTRY, action="remove", before=None, after=None)]
    for entry in entries:
        state.note_change(entry)
    assert state.audit_entries() == [entries[1], entries[2], entries[0]]
    assert state.audit_entries(since=9.0) == [entries[0]]


def test_a_state_without_changes_has_no_entries(state):
    assert state.audit_entries() == []


def test_only_what_is_older_is_purged(state):
    for at in (1.0, 2.0, 3.0):
        state.note_change(replace(ENTRY, at=at))
    assert state.purge_audit(2.0) == 1
    assert [entry.at for entry in state.audit_entries()] == [2.0, 3.0]


def test_what_is_old_is_kept(state):
    state.note_change(ENTRY)
    state.forget(1e12)
    assert state.audit_entries() == [ENTRY]


def test_a_subject_says_what_it_is():
    assert (operator("ada"), member("discord", "G1", "7"), place("slack", "T1", "")) == (
        "operator ada",
        "discord:G1:7",
        "slack:T1:",
    )
