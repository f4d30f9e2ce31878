"""How things look in a terminal: quotes behind a rule, tables, progress. Plain text when piped."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.style import Style
from rich.table import Table
from rich.text import Text

from bot.render import links, source_line, speaker_name
from bot.words import say
from index.build import BuildReport, SourceReport
from index.build import Progress as BuildProgress
from index.domain import Language, Person, Quote

_RULE = "▎ "
_WIDEST_QUOTE = 88


def quote_panel(quote: Quote, person: Person, language: Language, console: Console) -> RenderableType:
    """Return a quote behind a rule, then who said it, where, and the links."""
    width = min(console.width - len(_RULE) - 2, _WIDEST_QUOTE)
    lines = Text(quote.text).wrap(console, width)
    ruled = [Text.assemble((_RULE, "cyan"), line) for line in lines]
    name = Text(speaker_name(person), style="bold")
    if quote.role == "host":
        name.append(f" · {say('host', language)}", style="dim")
    if quote.attribution == "inferred":
        name.append(f" · {say('inferred', language)}", style="dim")
    parts = [
        *ruled,
        Text(),
        name,
        Text(source_line(quote, language), style="dim"),
        _link_line(quote, language, console),
    ]
    return Padding(Group(*parts), (0, 0, 1, 2))


def _link_line(quote: Quote, language: Language, console: Console) -> Text:
    """Return the links: clickable where the terminal can, written out where it is a file or a pipe."""
    line = Text()
    for number, (name, url) in enumerate(links(quote, language)):
        if number:
            line.append(" · " if console.is_terminal else "\n", style="dim")
        line.append(name, style=Style(color="cyan", link=url))
        if not console.is_terminal:
            line.append(f": {url}")
    return line


@contextmanager
def build_progress(console: Console) -> Iterator[BuildProgress]:
    """Show how far indexing is: quotes done, quotes a second, time left."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[speed]}", style="dim"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Indexing quotes", total=None, speed="")

        def show(done: int, total: int) -> None:
            speed = progress.tasks[task].speed
            progress.update(task, completed=done, total=total, speed=f"{speed:.0f} quotes/s" if speed else "")

        yield show


def report_table(report: BuildReport) -> Table:
    """Return what was indexed: a row a speaker of each document, warnings, and what failed."""
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("Interview", no_wrap=True)
    table.add_column("Speaker")
    table.add_column("Turns", justify="right")
    table.add_column("Quotes", justify="right")
    for source in report.sources:
        _add_source(table, source)
    for name, reason in report.failures.items():
        table.add_row(Text(name, style="red"), Text(f"not indexed: {reason}", style="red"), "", "")
    return table


def _add_source(table: Table, report: SourceReport) -> None:
    name = report.source.id
    for speaker, turns in report.turns.most_common():
        role = report.source.role_of(speaker)
        said = Text(speaker) if role == "guest" else Text.assemble(speaker, (" · host", "dim"))
        table.add_row(Text(name), said, str(turns), str(report.quotes[speaker]))
        name = ""
    for warning in report.warnings:
        table.add_row("", Text(f"note: {warning}", style="yellow"), "", "")
