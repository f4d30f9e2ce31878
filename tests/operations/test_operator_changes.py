from dataclasses import replace
from pathlib import Path

import pytest

from bot.operations.account import operator_here
from bot.operations.operator_changes import note_settings
from bot.runtime.settings import Settings
from bot.state.tables import installation
from tests.state.builders import rows

pytestmark = pytest.mark.on_both_databases

SETTINGS = Settings(data=Path("data"))
TOKEN, OTHER_TOKEN = "xoxb" + "-1-secret-aaaa", "xoxb" + "-1-secret-bbbb"


def start(state, settings):
    """Return what a start with these settings adds to the audit log."""
    count = len(state.audit_entries())
    note_settings(state, settings)
    added = state.audit_entries()[count:]
    assert {(entry.actor, entry.action, entry.subject) for entry in added} <= {
        (operator_here(), "start with settings", "settings")
    }
    return [(entry.before, entry.after) for entry in added]


def test_the_first_start_notes_all_settings_and_the_next_nothing(state):
    [(before, after)] = start(state, SETTINGS)
    assert (before, after["QUOTEBOT_DATA"], after["QUOTEBOT_HTTP_PORT"]) == (None, "data", "8080")
    assert "SLACK_BOT_TOKEN" not in after
    assert start(state, SETTINGS) == []


def test_only_what_differs_from_the_last_start_is_noted(state):
    start(state, SETTINGS)
    changed = replace(SETTINGS, http_port=9, log_questions=True)
    assert start(state, changed) == [
        (
            {"QUOTEBOT_HTTP_PORT": "8080", "QUOTEBOT_LOG_QUESTIONS": "False"},
            {"QUOTEBOT_HTTP_PORT": "9", "QUOTEBOT_LOG_QUESTIONS": "True"},
        )
    ]
    assert start(state, changed) == []


def test_of_a_secret_only_that_it_is_set_or_was_changed(state):
    start(state, SETTINGS)
    tokens = [replace(SETTINGS, slack_bot_token=token) for token in (TOKEN, OTHER_TOKEN)]
    assert start(state, tokens[0]) == [({"SLACK_BOT_TOKEN": None}, {"SLACK_BOT_TOKEN": "set"})]
    assert start(state, tokens[0]) == []
    assert start(state, tokens[1]) == [({"SLACK_BOT_TOKEN": "set"}, {"SLACK_BOT_TOKEN": "changed"})]
    assert start(state, SETTINGS) == [({"SLACK_BOT_TOKEN": "set"}, {"SLACK_BOT_TOKEN": None})]
    kept = str(rows(state, installation)) + str(state.audit_entries())
    assert [token for token in (TOKEN, OTHER_TOKEN, "secret-aaaa", "xoxb") if token in kept] == []


def test_the_address_of_a_database_is_a_secret(state):
    start(state, SETTINGS)
    start(state, replace(SETTINGS, database_url="postgresql://bot:" + "pass-word@db/quotes"))
    kept = str(rows(state, installation)) + str(state.audit_entries())
    assert ("pass-word" in kept, "QUOTEBOT_DATABASE_URL" in kept) == (False, True)
