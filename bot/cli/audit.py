"""`quotebot audit`: who changed what, when; exported for those who ask."""

import csv
import datetime
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from bot.cli.json_difference import difference_line, json_line
from bot.cli.options import DataOption, JsonOption, console, print_json_list, settings_of
from bot.domain.audit import AuditEntry
from bot.operations.bootstrap import existing_state
from bot.operations.operator_changes import operator_entry
from bot.state import State
from bot.wording.truncation import one_line
from index.errors import SettingsError
from index.text.periods import period

_COLUMNS = ("at", "actor", "action", "subject", "before", "after")
_NONE_YET = "Nothing was changed{since}: the audit log is empty."
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run
SinceOption = Annotated[
    str | None,
    typer.Option("--since", metavar="DAY", help="Only changes from a day on, such as 2024-11-22 (UTC)."),
]
ForgetOption = Annotated[
    str | None,
    typer.Option("--forget-before", metavar="DAY", help="Delete all entries from before a day, and note that."),
]
CsvOption = Annotated[bool, typer.Option("--csv", help="Print CSV, for spreadsheets.")]


def audit(
    context: typer.Context,
    since: SinceOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    forget_before: ForgetOption = None,
    data: DataOption = None,
) -> None:
    """Show who changed what, when, the newest last.

    What operators and admins change is written down: quotes withheld and released, interviews and people taken out,
    turns files, settings of channels, daily insights, deletions, and the operator's settings as the bot starts. No
    entry holds a question or a secret. Entries are kept for ever, unless you delete old ones with --forget-before.
    """
    if as_json and as_csv:
        raise SettingsError("--json and --csv exclude each other; give one of them")
    settings, first = settings_of(context, data), _start_of("--since", since)
    if forget_before is not None:
        before = _start_of("--forget-before", forget_before)
        if before > time.time():
            raise SettingsError(f"--forget-before is {forget_before}, which is yet to come; that would empty the log")
        with closing(State.open(settings.state_url)) as state:
            _forget(state, before, forget_before)
        return
    with existing_state(settings) as state:
        entries = state.audit_entries(first) if state else []
    if as_json:
        print_json_list([_json(entry) for entry in entries])
    elif as_csv:
        _print_csv(entries)
    else:
        _print(entries, since, console())


def _start_of(option: str, typed: str | None) -> float:
    """Return the instant at which a day, month or year begins, in UTC.

    Raises:
        SettingsError: It is none.
    """
    if typed is None:
        return 0.0
    if not (day := period(typed)):
        raise SettingsError(f"{option} is {typed!r}, no year, month or day; write it as 2024, 2024-11 or 2024-11-22")
    year, month, date = (*map(int, day.split("-")), 1, 1)[:3]
    return datetime.datetime(year, month, date, tzinfo=datetime.UTC).timestamp()


def _forget(state: State, before: float, day: str) -> None:
    with state.together():
        count = state.purge_audit(before)
        state.note_change(operator_entry("purge audit log", f"before {day}", {"entries": count}))
    console().print(Text(f"{count:,} {'entry is' if count == 1 else 'entries are'} deleted from before {day}."))


def _print(entries: Sequence[AuditEntry], since: str | None, screen: Console) -> None:
    if not entries:
        screen.print(Text(_NONE_YET.format(since=f" since {since}" if since else "")))
    for entry in entries:
        changed = difference_line(entry.before, entry.after)
        line = Text.assemble(
            (_instant(entry.at), "dim"), "  ", (one_line(entry.actor), "bold"), f"  {one_line(entry.action)}  "
        )
        screen.print(line + Text(one_line(f"{entry.subject}  {changed}").rstrip()), soft_wrap=True)


def _print_csv(entries: Sequence[AuditEntry]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for entry in entries:
        cells = (
            _instant(entry.at),
            entry.actor,
            entry.action,
            entry.subject,
            json_line(entry.before),
            json_line(entry.after),
        )
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in map(one_line, cells)])


def _json(entry: AuditEntry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in _COLUMNS} | {"at": _instant(entry.at)}


def _instant(seconds: float) -> str:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).isoformat(timespec="seconds")
