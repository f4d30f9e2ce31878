"""How things look in a terminal: quotes behind a rule, tables, progress. Plain text when piped."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.style import Style
from rich.table import Table
from rich.text import Text

from bot.answers import absent_text, filter_names
from bot.render import links, source_line, speaker_name
from bot.words import Interface, say
from index.build import Progress as BuildProgress
from index.domain import Answer, Person, Quote
from index.report import BuildReport, SourceReport

_RULE = "▎ "
_WIDEST_QUOTE = 88
_MARGIN = 2


def print_quote(quote: Quote, person: Person, interface: Interface, screen: Console) -> None:
    """Print a quote behind a rule, then who said it, where, and the links."""
    width = min(screen.width - len(_RULE) - 2 * _MARGIN, _WIDEST_QUOTE)
    name = Text(speaker_name(person, interface), style="bold")
    if quote.role == "host":
        name.append(f" · {say('host', interface)}", style="dim")
    if quote.attribution == "inferred":
        name.append(f" · {say('inferred', interface)}", style="dim")
    lines = [Text.assemble((_RULE, "cyan"), line) for line in Text(quote.text).wrap(screen, width)]
    lines += [Text(), name, Text(source_line(quote, interface), style="dim"), *_link_lines(quote, interface, screen)]
    for line in lines:
        line.rstrip()
        if line and screen.is_terminal:
            screen.print(Padding(line, (0, 0, 0, _MARGIN)))
        else:
            screen.print(Text(" " * _MARGIN) + line if line else line)
    screen.print()


def print_answer(
    answer: Answer, people: Mapping[str, Person], interface: Interface, screen: Console, *, explain: bool
) -> None:
    """Print an answer: what was filtered, how sure it is, the quotes; where there is none, who speaks here."""
    screen.print()
    told = " · ".join(filter_names(answer.filters, interface).values())
    notices = [Text("  " + say("only", interface, names=told), style="dim")] if told else []
    notices += [Text("  " + absent_text(absent, interface)) for absent in answer.absent]
    for notice in notices:
        screen.print(notice)
        screen.print()
    if answer.outcome == "unsure":
        screen.print(Text("  " + say("unsure", interface), style="yellow"))
        screen.print()
    if answer.outcome == "nothing":
        screen.print(Text("  " + say("nothing", interface)))
        screen.print(Text("  " + say("speaking_here", interface, names=", ".join(people)), style="dim"))
        screen.print()
    else:
        for match in answer.hits:
            print_quote(match.quote, people[match.quote.speaker], interface, screen)
    if explain:
        screen.print(_explanation(answer))
        screen.print()


def _explanation(answer: Answer) -> Table:
    """Return how each match came about, one a row; the cross-encoder's score where one took part."""
    is_reranked = any(match.rerank_score is not None for match in answer.hits)
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 2))
    for name in ("Quote", *["Cross-encoder"] * is_reranked, "Score", "Similarity", "Rank", "Words", "Rank", "Speaker"):
        table.add_column(name, justify="left" if name in ("Quote", "Speaker") else "right", no_wrap=True)
    for match in answer.hits:
        ranks = (match.dense_rank, match.word_rank)
        dense_rank, word_rank = ("-" if rank is None else str(rank) for rank in ranks)
        numbers = (f"{match.score:.2f}", f"{match.similarity:.2f}", dense_rank, f"{match.word_score:.2f}", word_rank)
        reranked = [_number(match.rerank_score)] if is_reranked else []
        table.add_row(match.quote.id, *reranked, *numbers, Text(match.quote.speaker))
    sureness = f"{answer.outcome}: confidence {answer.confidence:.2f}"
    table.caption = Text(sureness if answer.reason is None else f"{sureness}, {answer.reason}")
    table.caption_justify = "left"
    return table


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _link_lines(quote: Quote, interface: Interface, console: Console) -> list[Text]:
    """Return the links: clickable in one line on a terminal, written out where nothing can be clicked."""
    named = links(quote, interface)
    if not named or not console.is_terminal or console.color_system is None:
        return [Text(f"{name}: {url}") for name, url in named]
    return [Text(" · ", style="dim").join(Text(name, style=Style(color="cyan", link=url)) for name, url in named)]


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
