"""`quotebot index` and `quotebot add`: from interviews to an index."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot import adding
from bot.cli.options import DataOption, console, settings_of
from bot.settings import Settings
from bot.terminal import build_progress, report_table
from index.build import build_index
from index.documents import read_documents
from index.embed import make_embedder
from index.report import BuildReport


def index(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[FOLDER_OR_FILE ...]", help="Interviews; the corpus folder if none.")
    ] = None,
    data: DataOption = None,
) -> None:
    """Build the index from interviews and make it current."""
    settings = settings_of(context, data)
    if _build(settings, paths or [settings.seeds]).failures:
        raise typer.Exit(1)


def add(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE ...", help="Interviews.")],
    title: Annotated[str | None, typer.Option("--title", help="As the publisher printed it.")] = None,
    link: Annotated[str | None, typer.Option("--link", help="Where a reader is sent.")] = None,
    guest: Annotated[list[str] | None, typer.Option("--guest", help="Who answers; may be repeated.")] = None,
    host: Annotated[list[str] | None, typer.Option("--host", help="Who asks; may be repeated.")] = None,
    publisher: Annotated[str | None, typer.Option("--publisher", help="Who published this text.")] = None,
    published: Annotated[str | None, typer.Option("--published", metavar="YYYY-MM-DD", help="When.")] = None,
    data: DataOption = None,
) -> None:
    """Copy interviews into the corpus folder, note what is known about them, and index."""
    settings = settings_of(context, data)
    told = adding.Details(
        title=title,
        link=link,
        guests=tuple(guest or ()),
        hosts=tuple(host or ()),
        publisher=publisher,
        published=published,
    )
    ask_for = typer.prompt if sys.stdin.isatty() else None
    for file in files:
        adding.add_interview(file, settings.seeds, told, ask_for)
    if _build(settings, [settings.seeds]).failures:
        raise typer.Exit(1)


def _build(settings: Settings, paths: list[Path]) -> BuildReport:
    """Build the index with a progress bar, and show what became of each interview."""
    screen = console()
    corpus = read_documents(paths)
    embedder = make_embedder(settings.embedder)
    with build_progress(screen) as progress:
        report = build_index(corpus, embedder, settings.data, progress)
    count = len(report.sources)
    interviews = "1 interview" if count == 1 else f"{count} interviews"
    screen.print()
    screen.print(report_table(report))
    screen.print(f"\n{interviews}, {report.quote_count:,} quotes, embedded with {embedder.name}.", style="dim")
    screen.print('Ask: quotebot ask "…"\n')
    return report
