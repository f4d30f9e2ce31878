"""`quotebot verify` and `quotebot doctor`: proofs and fixes."""

import typer
from rich.markup import escape

from bot.cli.count_progress import count_progress
from bot.cli.options import DataOption, console, settings_of
from bot.operations.bootstrap import index_home
from bot.operations.doctor import check_everything
from bot.runtime.redaction import redacted
from index.advice import quotebot
from index.corpus.documents import find_documents
from index.errors import QuotebotError
from index.storage.generations import read_current
from index.verify import count_by_source, verify_files

_MARKS = {"ok": "[green]ok[/]   ", "note": "[yellow]note[/] ", "wrong": "[red]wrong[/]"}


def verify(context: typer.Context, data: DataOption = None) -> None:
    """Check every quote against the files.

    Each must stand there word for word, be one speaker's, and have a link (unless its interview is stated to have
    none), and nothing in the raw file may say otherwise.
    """
    settings = settings_of(context, data)
    generation, files = read_current(index_home(settings)), find_documents([settings.seeds])
    screen = console()
    with count_progress(screen, "Checking") as progress:
        verdict = verify_files(generation.quotes, files, progress)
    for quote, reason in verdict.problems:
        screen.print(f"[red]{quote.id}[/] in {escape(quote.source.id)}: {escape(reason)}", soft_wrap=True)
    if verdict.problems:
        wrong, all_of_them = f"{len(verdict.problems):,}", f"{verdict.quote_count:,}"
        raise QuotebotError(f"{wrong} of {all_of_them} quotes differ from the files; run: {quotebot('index')}")
    unlinked = sum(quote.source.link is None for quote in generation.quotes)
    count = len(count_by_source(generation.quotes))
    interviews = "1 interview" if count == 1 else f"{count} interviews"
    linked = f"with a link but for {unlinked:,} from interviews without one" if unlinked else "with a link"
    screen.print(f"{verdict.quote_count:,} quotes from {interviews}: every one verbatim, by one speaker, {linked}.")


def doctor(context: typer.Context, data: DataOption = None) -> None:
    """Say what is missing or wrong, each with the fix.

    Looks at the interviews, the index, the data folder, the machine, the daily insights, and each chat that has a
    token. The exit code is 1 if something is wrong; notes do not count.
    """
    screen = console()
    with count_progress(screen, "Reading") as progress:
        findings = check_everything(settings_of(context, data), progress)
    for finding in findings:
        screen.print(f"{_MARKS[finding.verdict]}  {escape(redacted(finding.what))}", soft_wrap=True)
    wrong = sum(finding.verdict == "wrong" for finding in findings)
    if wrong:
        raise QuotebotError(f"{wrong} of {len(findings)} checks failed; each line above says what to do")
