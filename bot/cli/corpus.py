"""`quotebot index` and `quotebot add`: from interviews to an index."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from bot.cli import add_interviews
from bot.cli.options import DataOption, GuestOption, HostOption, LinkOption, console, settings_of
from bot.cli.progress import build_progress
from bot.cli.terminal import print_failures, report_table
from bot.operations.bootstrap import index_home
from bot.runtime.settings import Settings
from index.advice import quotebot
from index.build import build_index
from index.corpus.documents import SUFFIXES, read_documents
from index.embed import make_embedder
from index.errors import QuotebotError, SettingsError
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


def add(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help=f"Interviews: {', '.join(SUFFIXES)}.")],
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help="Title, as the publisher printed it.")
    ] = None,
    link: LinkOption = None,
    no_link: Annotated[
        bool,
        typer.Option("--no-link", help="It is public nowhere; answers show its title and the place in it instead."),
    ] = False,
    guest: GuestOption = None,
    host: HostOption = None,
    publisher: Annotated[
        str | None, typer.Option("--publisher", metavar="NAME", help="Who published this text.")
    ] = None,
    published: Annotated[
        str | None, typer.Option("--published", metavar="YYYY-MM-DD", help="The day this text came out.")
    ] = None,
    data: DataOption = None,
) -> None:
    """Add interviews to the corpus folder, and index them.

    Each file is copied, and what is known about it is written into sources.toml beside it. What you do not state is
    taken from the file: title and link from what it says of itself, people from its labels; the one who mostly asks
    is the host. In a terminal you are asked for what is missing, and can correct the rest. To look first: quotebot
    inspect. deploy/INTERVIEWS.md tells more.
    """
    if link and no_link:
        raise SettingsError("--link and --no-link contradict each other; give one of them")
    if len(files) > 1 and (title or link):
        raise SettingsError("--title and --link belong to one interview; add the files one by one")
    settings = settings_of(context, data)
    details = add_interviews.Details(
        title=title,
        link=link,
        is_unlinked=no_link,
        guests=tuple(guest or ()),
        hosts=tuple(host or ()),
        publisher=publisher,
        published=published,
    )
    ask_for = _ask if sys.stdin.isatty() else None
    for file in files:
        add_interviews.add_interview(file, settings.seeds, details, ask_for)
    build(settings, [settings.seeds])


def _ask(question: str, understood: str) -> str:
    """Ask for a value in the terminal; Enter accepts what was understood, which stands in brackets."""
    answer: str = typer.prompt(question, default=understood, show_default=bool(understood))
    return answer


def build(settings: Settings, paths: list[Path]) -> None:
    """Build the index, showing how far it is, and tell what became of each interview; a bot that serves goes first.

    Raises:
        QuotebotError: Some could not be indexed; the others were.
    """
    os.nice(_POLITE)
    screen = console()
    with build_progress(screen) as progress:
        corpus, embedder, home = read_documents(paths), make_embedder(settings.embedder), index_home(settings)
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
