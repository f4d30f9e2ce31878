import csv
import io
import json
from contextlib import closing

import pytest

from bot.domain.audit import AuditEntry
from bot.state import State
from tests.support.command_line import failed
from tests.support.fakes import write_corpus
from tests.support.two_interviews import INTERVIEWS

ENTRIES = (
    AuditEntry(
        at=1_700_000_000.0,
        actor="operator ada",
        action="remove interview",
        subject="bees",
        before={"removed": False},
        after={"removed": True},
    ),
    AuditEntry(at=1_732_276_800.0, actor="slack:T1:U9", action="change settings", subject="slack:T1:C1", after="中文"),
    AuditEntry(at=1_732_276_801.0, actor="=cmd", action="\x1b[2J\u202e", subject="two\nlines, \"quoted\""),
)  # fmt: skip


def opened(folder):
    return closing(State.open(f"sqlite:///{folder}/data/state.db"))


def noted(folder):
    with opened(folder) as state:
        return [
            (entry.actor, entry.action, entry.subject, entry.before, entry.after) for entry in state.audit_entries()
        ]


@pytest.fixture
def logged(folder):
    with opened(folder) as state:
        for entry in reversed(ENTRIES):
            state.note_change(entry)
    return folder


def test_without_changes_it_says_so_and_makes_no_state(commands, folder):
    assert commands.run(folder, "audit").out == "Nothing was changed: the audit log is empty.\n"
    assert commands.run(folder, "audit", "--since", "2024").out == (
        "Nothing was changed since 2024: the audit log is empty.\n"
    )
    assert commands.run(folder, "audit", "--csv").out == "at,actor,action,subject,before,after\n"
    assert not (folder / "data" / "state.db").exists()


def test_entries_are_shown_the_newest_last_and_nothing_plays_tricks(commands, logged):
    assert commands.run(logged, "audit").out.split("\n") == [
        "2023-11-14T22:13:20+00:00  operator ada  remove interview  bees  removed false → true",
        '2024-11-22T12:00:00+00:00  slack:T1:U9  change settings  slack:T1:C1  "中文"',
        '2024-11-22T12:00:01+00:00  =cmd  [2J  two lines, "quoted"',
        "",
    ]


def test_json_holds_all_of_an_entry(commands, logged):
    entries = json.loads(commands.run(logged, "audit", "--json", "--since", "2024-11-22").out)
    assert entries == [
        {
            "at": "2024-11-22T12:00:00+00:00",
            "actor": "slack:T1:U9",
            "action": "change settings",
            "subject": "slack:T1:C1",
            "before": None,
            "after": "中文",
        },
        {
            "at": "2024-11-22T12:00:01+00:00",
            "actor": "=cmd",
            "action": "\x1b[2J\u202e",
            "subject": 'two\nlines, "quoted"',
            "before": None,
            "after": None,
        },
    ]


def test_csv_is_for_spreadsheets_and_runs_nothing_there(commands, logged):
    rows = list(csv.reader(io.StringIO(commands.run(logged, "audit", "--csv").out)))
    assert rows == [
        ["at", "actor", "action", "subject", "before", "after"],
        [
            *("2023-11-14T22:13:20+00:00", "operator ada", "remove interview", "bees"),
            *('{"removed": false}', '{"removed": true}'),
        ],
        ["2024-11-22T12:00:00+00:00", "slack:T1:U9", "change settings", "slack:T1:C1", "", '"中文"'],
        ["2024-11-22T12:00:01+00:00", "'=cmd", "[2J", 'two lines, "quoted"', "", ""],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--since", "monday"), "--since is 'monday', no year, month or day; write it as 2024, 2024-11 or 2024-11-22"),
        (
            ("--forget-before", ""),
            "--forget-before is '', no year, month or day; write it as 2024, 2024-11 or 2024-11-22",
        ),
        (
            ("--forget-before", "2999-11"),
            "--forget-before is 2999-11, which is yet to come; that would empty the log",
        ),
        (("--json", "--csv"), "--json and --csv exclude each other; give one of them"),
    ],
)
def test_what_cannot_be_shown_is_one_line(commands, logged, arguments, problem):
    assert commands.run(logged, "audit", *arguments) == failed(problem, 2)
    assert len(noted(logged)) == 3


def test_old_entries_are_deleted_and_that_is_noted(commands, logged):
    run = commands.run(logged, "audit", "--forget-before", "2024", LOGNAME="ada")
    assert run.out == "1 entry is deleted from before 2024.\n"
    assert [entry[1] for entry in noted(logged)] == ["change settings", "\x1b[2J\u202e", "purge audit log"]
    assert noted(logged)[-1] == ("operator ada", "purge audit log", "before 2024", {"entries": 1}, None)


def test_interviews_and_people_taken_out_and_turns_files_are_noted(commands, tmp_path):
    write_corpus(tmp_path / "seeds", INTERVIEWS)
    (tmp_path / "data").mkdir()
    for arguments in (("curate", "bees"), ("remove", "bees", "--yes"), ("remove", "--speaker", "林晓", "--yes")):
        assert commands.run(tmp_path, *arguments, LOGNAME="ada").code == 0
    assert noted(tmp_path) == [
        ("operator ada", "write turns file", "bees.turns.toml", None, {"turns": 12, "decided": 0}),
        ("operator ada", "remove interview", "bees", {"removed": False}, {"removed": True, "deleted": False}),
        ("operator ada", "remove speaker", "林晓", {"removed": False}, {"removed": True}),
    ]


def test_a_turns_file_of_a_file_outside_the_corpus_is_nobodys_affair(commands, tmp_path):
    write_corpus(tmp_path / "elsewhere", INTERVIEWS)
    (tmp_path / "data").mkdir()
    assert commands.run(tmp_path, "curate", "elsewhere/bees.txt").code == 0
    assert list((tmp_path / "data").iterdir()) == []


def test_a_purge_is_noted_without_who_was_forgotten(commands, folder):
    with opened(folder) as state:
        state.save_settings("slack", "T1", "C1", {"interface": "zh"})
    assert commands.run(folder, "purge", "workspace", "slack", "T1", LOGNAME="ada").code == 0
    assert commands.run(folder, "purge", "workspace", "slack", "T1").code == 1
    assert noted(folder) == [("operator ada", "purge workspace", "slack", {"entries": 1}, None)]
