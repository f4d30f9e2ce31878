"""The `quotebot` command: what an operator or a reader types in a terminal."""

import json
import logging
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from bot import adding
from bot.bootstrap import build_searcher
from bot.render import match_json, quote_json, quote_markdown
from bot.settings import Settings, load_settings
from bot.terminal import build_progress, quote_panel, report_table
from bot.words import say
from index.build import BuildReport, build_index
from index.documents import read_documents
from index.domain import Quote
from index.embed import make_embedder
from index.errors import QuotebotError, SettingsError
from index.generations import Generation, read_current
from index.language import question_language, text_language
from index.verify import count_by_source, verify_quotes

app = typer.Typer(
    name="quotebot",
    help="Ask your interviews a question and get the best verbatim quote: who said it, and the link.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

DataOption = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="Where the index lives (QUOTEBOT_DATA).", show_default="data"),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
CountOption = Annotated[int, typer.Option("--count", "-n", min=1, max=50, help="How many quotes to show.")]


def main() -> None:
    """Run the command line; every expected failure is one line on standard error, with its exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        code = app(standalone_mode=False)
    except typer.TyperException as error:
        _fail(f"{error.format_message()} See: quotebot --help", error.exit_code)
    except typer.Abort:
        _fail("stopped; nothing was changed", 130)
    except SettingsError as error:
        _fail(str(error), 2)
    except QuotebotError as error:
        _fail(str(error), 1)
    except KeyboardInterrupt:
        _fail("stopped", 130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    else:
        sys.exit(code)


def _fail(message: str, code: int) -> None:
    one_line = " ".join(message.split())
    Console(stderr=True, soft_wrap=True, highlight=False).print(f"[red]quotebot:[/] {escape(one_line)}")
    sys.exit(code)


def _settings(data: Path | None) -> Settings:
    settings = load_settings()
    return replace(settings, data=data) if data else settings


def _console() -> Console:
    return Console(highlight=False)


@app.command()
def index(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FOLDER_OR_FILE ...]", help="Interviews; the corpus folder if none."),
    ] = None,
    data: DataOption = None,
) -> None:
    """Build the index from interviews and make it current."""
    settings = _settings(data)
    if _build(settings, paths or [settings.seeds]).failures:
        raise typer.Exit(1)


def _build(settings: Settings, paths: list[Path]) -> BuildReport:
    console = _console()
    corpus = read_documents(paths)
    with build_progress(console) as progress:
        report = build_index(corpus, make_embedder(), settings.data, progress)
    console.print()
    console.print(report_table(report))
    console.print(f'\n{len(report.sources)} interviews, {report.quote_count:,} quotes. Ask: quotebot ask "…"\n')
    return report


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="In your own words, in Chinese or English.")],
    count: CountOption = 1,
    as_json: JsonOption = False,
    data: DataOption = None,
) -> None:
    """Ask a question and get the best quotes."""
    searcher = build_searcher(_settings(data))
    matches = searcher.search(question, count)
    if as_json:
        _print_json({"query": question, "hits": [match_json(match) for match in matches]})
    else:
        console, language = _console(), question_language(question)
        console.print()
        for match in matches:
            person = searcher.generation.people[match.quote.speaker]
            console.print(quote_panel(match.quote, person, language, console))
        if not matches:
            console.print(say("nothing", language))
    if not matches:
        raise typer.Exit(1)


@app.command()
def quotes(
    source: Annotated[str | None, typer.Option("--source", metavar="ID", help="Only this interview.")] = None,
    as_json: JsonOption = False,
    data: DataOption = None,
) -> None:
    """List every quote in the index."""
    generation = read_current(_settings(data).data)
    chosen = [quote for quote in generation.quotes if source in (None, quote.source.id)]
    if not chosen:
        known = ", ".join(count_by_source(generation.quotes))
        raise QuotebotError(f"no quotes from {source!r}; the index holds: {known}")
    if as_json:
        _print_json_list([quote_json(quote) for quote in chosen])
        return
    console = _console()
    for quote in chosen:
        console.print(f"[dim]{quote.id}[/]  [bold]{escape(quote.speaker)}[/]  {escape(quote.text)}", soft_wrap=True)


@app.command()
def show(
    quote_id: Annotated[str, typer.Argument(metavar="ID", help="A quote's id, or its first characters.")],
    markdown: Annotated[bool, typer.Option("--markdown", help="Markdown, ready to paste.")] = False,
    as_json: JsonOption = False,
    data: DataOption = None,
) -> None:
    """Show one quote with speaker, date, link and what stands around it."""
    generation = read_current(_settings(data).data)
    quote = _find_quote(generation, quote_id)
    person, language = generation.people[quote.speaker], text_language(quote.text)
    if as_json:
        _print_json(quote_json(quote))
    elif markdown:
        sys.stdout.write(quote_markdown(quote, person, language) + "\n")
    else:
        console = _console()
        console.print()
        console.print(quote_panel(quote, person, language, console))
        if quote.answers:
            console.print(f"  [dim]{escape(say('context', language, question=quote.answers))}[/]\n")


def _find_quote(generation: Generation, quote_id: str) -> Quote:
    found = [quote for quote in generation.quotes if quote.id.startswith(quote_id)]
    if len(found) == 1:
        return found[0]
    if found:
        raise QuotebotError(f"{len(found)} quotes have an id that begins with {quote_id!r}; give more of it")
    raise QuotebotError(f"no quote has the id {quote_id!r}; list them: quotebot quotes")


@app.command()
def verify(data: DataOption = None) -> None:
    """Check every quote against the files: verbatim, one speaker, a link."""
    settings = _settings(data)
    generation = read_current(settings.data)
    verdict = verify_quotes(generation.quotes, read_documents([settings.seeds]))
    console = _console()
    for quote, reason in verdict.problems:
        console.print(f"[red]{quote.id}[/] in {escape(quote.source.id)}: {escape(reason)}", soft_wrap=True)
    sources = len(count_by_source(generation.quotes))
    if verdict.problems:
        raise QuotebotError(
            f"{len(verdict.problems):,} of {verdict.quote_count:,} quotes differ from the files; run: quotebot index"
        )
    console.print(
        f"{verdict.quote_count:,} quotes from {sources} interviews: every one verbatim, by one speaker, with a link."
    )


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILE ...", help="Interviews, as text or Markdown.")],
    title: Annotated[str | None, typer.Option("--title", help="As the publisher printed it.")] = None,
    link: Annotated[str | None, typer.Option("--link", help="Where a reader is sent.")] = None,
    guest: Annotated[list[str] | None, typer.Option("--guest", help="Who answers; may be repeated.")] = None,
    host: Annotated[list[str] | None, typer.Option("--host", help="Who asks; may be repeated.")] = None,
    publisher: Annotated[str | None, typer.Option("--publisher", help="Who published this text.")] = None,
    published: Annotated[str | None, typer.Option("--published", metavar="YYYY-MM-DD", help="When.")] = None,
    data: DataOption = None,
) -> None:
    """Copy an interview into the corpus folder, note what is known about it, and index."""
    settings = _settings(data)
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


def _print_json(content: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(content, ensure_ascii=False) + "\n")


def _print_json_list(contents: list[dict[str, Any]]) -> None:
    """Print a JSON list, one item a line."""
    lines = ",\n".join(json.dumps(content, ensure_ascii=False) for content in contents)
    sys.stdout.write(f"[\n{lines}\n]\n")
