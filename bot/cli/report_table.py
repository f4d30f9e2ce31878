"""What became of interviews that were indexed, as a table: a row a speaker; where there are many, what to look at."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from index.report import BuildReport, SourceReport

_MOST_INTERVIEWS = 50  # of more, nobody reads who speaks in each
_MOST_ALIKE = 3  # of more that have one reason, only so many are named
_OWN = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”|\d[\d,.]*")  # what differs in a reason from one file to the next


def report_table(report: BuildReport) -> Table:
    """Return what was indexed: a row a speaker of each document, and notes, the same of many together."""
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("Interview", no_wrap=True)
    table.add_column("Speaker")
    table.add_column("Turns", justify="right")
    table.add_column("Quotes", justify="right")
    if len(report.sources) > _MOST_INTERVIEWS:
        notes = [(source.source.id, warning) for source in report.sources for warning in source.warnings]
        for name, note in _alike(notes):
            table.add_row(Text(name, style="yellow"), Text(f"note: {note}", style="yellow"), "", "")
    else:
        for source in report.sources:
            _add_source(table, source)
    return table


def print_failures(report: BuildReport, screen: Console) -> None:
    """Print what was not indexed, and why, each kind of reason in a line that no column breaks: it is pasted."""
    for name, reason in _alike(report.failures.items()):
        screen.print(Text(f"{name} not indexed: {reason}", style="red"), soft_wrap=True)


def _add_source(table: Table, report: SourceReport) -> None:
    name = report.source.id
    for speaker, turns in report.turns.most_common():
        role = report.source.role_of(speaker)
        said = Text(speaker or "nobody named") if role == "guest" else Text.assemble(speaker, (" · host", "dim"))
        table.add_row(Text(name), said, str(turns), str(report.quotes[speaker]))
        name = ""
    for warning in report.warnings:
        table.add_row("", Text(f"note: {warning}", style="yellow"), "", "")


def _alike(reasons: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield names with their reasons; of many with a reason of one kind, the first and how many others there are."""
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    for name, reason in reasons:
        groups[_OWN.sub("", reason.replace(name, ""))].setdefault(name, reason)
    for group in groups.values():
        if len(group) <= _MOST_ALIKE:
            yield from group.items()
        else:
            first, reason = next(iter(group.items()))
            yield f"{first} and {len(group) - 1:,} others", reason
