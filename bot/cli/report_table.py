"""What became of interviews that were indexed, as a table: a row a speaker; where there are many, what to look at."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from index.report import BuildReport, SourceReport, grouped

_MOST_INTERVIEWS = 50  # of more, nobody reads who speaks in each


def report_table(report: BuildReport) -> Table:
    """Return what was indexed: a row a speaker of each document, and notes, the same of many together."""
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("Interview", no_wrap=True)
    table.add_column("Speaker")
    table.add_column("Turns", justify="right")
    table.add_column("Quotes", justify="right")
    if len(report.sources) > _MOST_INTERVIEWS:
        notes = [(source.source.id, warning) for source in report.sources for warning in source.warnings]
        for name, note in grouped(notes):
            table.add_row(Text(name, style="yellow"), Text(f"note: {note}", style="yellow"), "", "")
    else:
        for source in report.sources:
            _add_source(table, source)
    return table


def print_failures(report: BuildReport, screen: Console) -> bool:
    """Print what was not indexed, and why, each kind of reason in a line that no column breaks: it is pasted.

    Returns:
        Whether each is named: of many with one kind of reason, only the first is.
    """
    groups = list(grouped(report.failures.items()))
    for name, reason in groups:
        screen.print(Text(f"{name} not indexed: {reason}", style="red"), soft_wrap=True)
    return len(groups) == len(report.failures)


def _add_source(table: Table, report: SourceReport) -> None:
    name = report.source.id
    for speaker, turns in report.turns.most_common():
        role = report.source.role_of(speaker)
        said = Text(speaker or "nobody named") if role == "guest" else Text.assemble(speaker, (" · host", "dim"))
        table.add_row(Text(name), said, str(turns), str(report.quotes[speaker]))
        name = ""
    for warning in report.warnings:
        table.add_row("", Text(f"note: {warning}", style="yellow"), "", "")
