"""`quotebot index`: from interviews to an index."""

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from bot.cli.options import DataOption, console, settings_of
from bot.cli.progress import build_progress
from bot.cli.report_table import print_failures, report_table
from bot.operations.bootstrap import index_home
from bot.runtime.settings import Settings
from index.advice import quotebot
from index.build import build_index
from index.corpus.documents import find_documents
from index.embed import make_embedder
from index.errors import QuotebotError
from index.storage.generations import current_stamp
from index.storage.stamp import is_first

_POLITE = 10  # nice(2): on two cores, who asks a bot beside it is answered first


def index(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FOLDER_OR_FILE", help="Interviews; if none are named, those in QUOTEBOT_SEEDS, else in seeds/."
        ),
    ] = None,
    data: DataOption = None,
) -> None:
    """Build the index from interviews, and make it current.

    Until it is done, the index before it answers. If there is none, a first one answers within seconds, and the full
    one, which answers better, follows. What has not changed is not built again. A running bot takes up the new index
    by itself.
    """
    settings = settings_of(context, data)
    build(settings, paths or [settings.seeds])


def build(settings: Settings, paths: list[Path]) -> None:
    """Build the index, showing how far it is, and tell what became of each interview; a bot that serves goes first.

    Raises:
        QuotebotError: Some could not be indexed; the others were.
    """
    os.nice(_POLITE)
    screen = console()
    with build_progress(screen) as progress:
        corpus, embedder, home = find_documents(paths), make_embedder(settings.embedder), index_home(settings)
        try:
            report = build_index(corpus, embedder, home, progress)
        except KeyboardInterrupt:
            if is_first(current_stamp(home) or {}, embedder):
                stopped = f"stopped; the first index stays in use; for the full one run: {quotebot('index')}"
                raise typer.Abort(stopped) from None
            raise
    count = len(report.sources)
    interviews = "1 interview" if count == 1 else f"{count} interviews"
    screen.print()
    screen.print(report_table(report))
    print_failures(report, screen)
    screen.print(f"\n{interviews}, {report.quote_count:,} quotes, embedded with {embedder.name}.", style="dim")
    screen.print(Text(f'Ask: {quotebot("ask")} "…"\n'), soft_wrap=True)
    if failed := len(report.failures):
        raise QuotebotError(f"{failed} of {count + failed} files not indexed; each line above says why")
