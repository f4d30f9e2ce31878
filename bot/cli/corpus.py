"""`quotebot index`: from interviews to an index."""

import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from bot.cli.options import DataOption, console, settings_of
from bot.cli.progress import build_progress
from bot.cli.report_table import print_failures, report_table
from bot.operations.bootstrap import index_home
from bot.runtime.settings import Settings
from index.advice import quotebot, shell_words
from index.build import build_index
from index.corpus.documents import find_documents
from index.embed import make_embedder
from index.errors import BuildRunningError, QuotebotError, StorageError
from index.refusals import next_step
from index.report import BuildReport
from index.storage.generations import current_stamp
from index.storage.stamp import is_first

_POLL_SECONDS = 2.0
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


def build(settings: Settings, paths: list[Path], *, is_patient: bool = False) -> None:
    """Build the index, showing how far it is, and tell what became of each interview; a bot that serves goes first.

    Args:
        settings: Where the index is.
        paths: The interviews.
        is_patient: Waits for whoever builds it already, and may have begun without knowing what changed.

    Raises:
        BuildRunningError: Somebody does.
        QuotebotError: Some could not be indexed; the others were.
    """
    os.nice(_POLITE)
    screen = console()
    with build_progress(screen) as progress:
        corpus, embedder, home = partial(find_documents, paths), make_embedder(settings.embedder), index_home(settings)
        try:
            report = build_in_turn(
                partial(build_index, corpus, embedder, home, progress), screen, is_patient=is_patient
            )
        except KeyboardInterrupt:
            again = quotebot("index", *(paths if paths != [settings.seeds] else []))
            if is_first(current_stamp(home) or {}, embedder):
                raise typer.Abort(f"stopped; the first index stays in use; for the full one run: {again}") from None
            raise typer.Abort(
                "stopped; what was indexed before is untouched, and what was read and embedded is kept; to go on "
                f"run: {again}"
            ) from None
    count = len(report.sources)
    interviews = "1 interview" if count == 1 else f"{count} interviews"
    screen.print()
    screen.print(report_table(report))
    listed = _list_failures(report, settings.data, is_needed=not print_failures(report, screen))
    screen.print(f"\n{interviews}, {report.quote_count:,} quotes, embedded with {embedder.name}.", style="dim")
    screen.print(Text(f'Ask: {quotebot("ask")} "…"\n'), soft_wrap=True)
    if failed := len(report.failures):
        raise QuotebotError(f"{failed} of {count + failed} files not indexed; each line above says why{listed}")


def build_in_turn(build_once: Callable[[], BuildReport], screen: Console, *, is_patient: bool) -> BuildReport:
    """Build; where somebody else does, and `is_patient`, say so once and wait for them.

    Raises:
        BuildRunningError: Somebody else does.
    """
    is_told = False
    while True:
        try:
            return build_once()
        except BuildRunningError as error:
            if not is_patient:
                raise
            if not is_told:
                screen.print(Text(f"{str(error).partition(';')[0]}; waiting for it (Ctrl+C stops)"), soft_wrap=True)
            is_told = True
            time.sleep(_POLL_SECONDS)


def _list_failures(report: BuildReport, data: Path, *, is_needed: bool) -> str:
    """Write each file that was not indexed into a file in the data folder, and return where; else have none there.

    Raises:
        StorageError: It cannot be written.
    """
    file = data / "not_indexed.txt"
    lines = [f"{name}: {' '.join(reason.split())}\n" for name, reason in report.failures.items()]
    try:
        file.unlink(missing_ok=True)
        if not is_needed:
            return ""
        file.write_text("".join(lines), encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise StorageError(f"cannot write '{file}' ({error.strerror}); {next_step(error, data)}") from error
    return f"; {shell_words(file)} names each of them"
