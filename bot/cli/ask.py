"""`quotebot ask`, `quotes` and `show`: questions and quotes."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from bot.answers.filters import narrowed
from bot.cli.options import DataOption, JsonOption, LanguageOption, console, print_json, print_json_list, settings_of
from bot.cli.shown_quotes import refuse_left_out, shown_generation
from bot.cli.terminal import card_with_context, print_answer, print_card, print_text
from bot.domain.command import Ask
from bot.intake.commands import parse_question
from bot.operations.bootstrap import operators_searcher
from bot.wording.language import interface_of
from bot.wording.quote import answer_json, quote_json, quote_markdown
from index.advice import quotebot, shell_words
from index.answer import Answer
from index.corpus.documents import read_text
from index.corpus.people import compose_name
from index.domain import Quote
from index.errors import QuestionError, QuotebotError, SettingsError
from index.formats.encodings import decode
from index.language_preference import LanguagePreference
from index.notations import json_value
from index.search import Searcher
from index.search.reader_search import ask_reader
from index.storage.generations import Generation
from index.text.periods import period
from index.verify import count_by_source

QuestionArgument = Annotated[
    list[str] | None, typer.Argument(metavar="QUESTION", help="In your own words, in Chinese or English.")
]
CountOption = Annotated[
    int, typer.Option("--count", "-n", metavar="N", min=1, max=50, help="Show up to N quotes, best first.")
]
SpeakerOption = Annotated[
    str | None,
    typer.Option("--speaker", metavar="NAME", help="Only this person's words; any known name or role will do."),
]
AfterOption = Annotated[
    str | None,
    typer.Option("--after", metavar="DAY", help="Only interviews from a year, month or day on, such as 2024-11."),
]
BeforeOption = Annotated[
    str | None, typer.Option("--before", metavar="DAY", help="Only interviews before a year, month or day.")
]
ExplainOption = Annotated[bool, typer.Option("--explain", help="Show how each quote was found, and how sure it is.")]
BatchOption = Annotated[
    Path | None,
    typer.Option(
        "--batch",
        metavar="FILE",
        help='Ask many: a JSON object with "id" and "query" on each line; - is standard input. Needs --json.',
    ),
]


def ask(
    context: typer.Context,
    question: QuestionArgument = None,
    count: CountOption = 1,
    speaker: SpeakerOption = None,
    after: AfterOption = None,
    before: BeforeOption = None,
    language: LanguageOption = None,
    explain: ExplainOption = False,
    batch: BatchOption = None,
    as_json: JsonOption = False,
    data: DataOption = None,
) -> None:
    """Ask a question and get the best quotes.

    A name in the question narrows it to that person's words, in any spelling, or by what they do: "what does the head
    of OpenAI say about…". So do filters: from:NAME, lang:zh, source:ID, after:2024 before:2024-11. If nothing in the
    interviews answers it, that is said, and the exit code is 1.
    """
    if (not question) == (batch is None):
        raise SettingsError('ask one thing: quotebot ask "your question", or quotebot ask --batch FILE --json')
    if batch is not None and not as_json:
        raise SettingsError("--batch prints JSON lines; write: quotebot ask --batch FILE --json")
    settings = settings_of(context, data)
    speakers = () if speaker is None else (speaker,)
    wanted = Ask(question="", speakers=speakers, after=_day("--after", after), before=_day("--before", before))
    reading = language or settings.quote_language
    with operators_searcher(settings, is_patient=True) as searcher:
        if batch is not None:
            _ask_batch(searcher, batch, count, wanted, reading)
            return
        answer = _ask(searcher, " ".join(question or ()), count, wanted, reading)
    if as_json:
        print_json(answer_json(answer))
    else:
        people = searcher.generation.people
        print_answer(answer, people, interface_of(answer.question), console(), explain=explain)
        if explain and searcher.learned:
            print_text(Text(f"weights: {searcher.learned.origin}"), console())
    if answer.outcome == "nothing":
        raise typer.Exit(1)


def _ask(searcher: Searcher, typed: str, count: int, wanted: Ask, reading: LanguagePreference) -> Answer:
    """Return the answer to a question with the filters that are typed in it and those of the options.

    What is read holds where no language is typed.

    Raises:
        QuestionError: Nothing to look for, or a filter that means nothing here.
    """
    asked = parse_question(typed)
    both = replace(
        asked,
        speakers=(*asked.speakers, *wanted.speakers),
        after=max(filter(None, (asked.after, wanted.after)), default=None),
        before=min(filter(None, (asked.before, wanted.before)), default=None),
    )
    filters = narrowed(searcher, both, interface_of(asked.question))
    return replace(ask_reader(searcher, asked.question, count, filters, reading), question=typed)


def _day(option: str, typed: str | None) -> str | None:
    if typed is None:
        return None
    if day := period(typed):
        return day
    raise SettingsError(f"{option} is {typed!r}, no year, month or day; write it as 2024, 2024-11 or 2024-11-22")


def _ask_batch(searcher: Searcher, file: Path, count: int, wanted: Ask, reading: LanguagePreference) -> None:
    """Print one result a line, in the order of the file; a line that cannot be asked says so in its result."""
    failed = 0
    for number, record in _batch_records(file):
        identity = {"id": record["id"]} if "id" in record else {}
        question = record.get("query")
        if isinstance(question, str):
            answer = _answer(searcher, question, count, wanted, reading)
        else:
            failed += 1
            answer = _no_answer("", f"line {number} is no JSON object with a text under 'query'")
        print_json(identity | answer_json(answer))
    if failed:
        raise QuotebotError(f"no question in {_lines(failed)} of {_name(file)}; their results say why")


def _answer(searcher: Searcher, question: str, count: int, wanted: Ask, reading: LanguagePreference) -> Answer:
    """Return the answer to one of many questions; one that cannot be asked has none, and the others go on."""
    try:
        return _ask(searcher, question, count, wanted, reading)
    except QuestionError as error:
        return _no_answer(question, str(error))


def _no_answer(question: str, reason: str) -> Answer:
    return Answer(question=question, outcome="nothing", confidence=0.0, reason=reason)


def _batch_records(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the number and the record of each line; an empty record where a line is no JSON object."""
    is_piped = str(file) == "-"
    text = decode(sys.stdin.buffer.read(), _name(file)).removeprefix("\ufeff") if is_piped else read_text(file)
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                record = json_value(line)
            except ValueError:
                record = {}
            yield number, record if isinstance(record, dict) else {}


def _name(file: Path) -> str:
    return "standard input" if str(file) == "-" else str(file)


def _lines(count: int) -> str:
    return "1 line" if count == 1 else f"{count} lines"


def quotes(
    context: typer.Context,
    source: Annotated[
        str | None,
        typer.Option("--source", metavar="ID", help="Only this interview: its file's name without the ending."),
    ] = None,
    as_json: JsonOption = False,
    data: DataOption = None,
) -> None:
    """List every quote in the index, with its id and speaker."""
    generation = shown_generation(settings_of(context, data))
    chosen = [quote for quote in generation.quotes if source is None or compose_name(source) == quote.source.id]
    if not chosen:
        known = " ".join(shell_words(source_id) for source_id in count_by_source(generation.quotes))
        raise QuotebotError(f"no quotes from {source!r}; name behind --source one of: {known}")
    if as_json:
        print_json_list([quote_json(quote) for quote in chosen])
        return
    screen = console()
    for quote in chosen:
        line = Text.assemble((quote.id, "dim"), "  ", (quote.speaker or "nobody named", "bold"), "  ", quote.text)
        screen.print(line, soft_wrap=True)


def show(
    context: typer.Context,
    quote_id: Annotated[str, typer.Argument(metavar="ID", help="A quote's id, or its first characters.")],
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown, ready to paste.")] = False,
    as_json: JsonOption = False,
    data: DataOption = None,
) -> None:
    """Show one quote: who said it, when, where, and in answer to what."""
    settings = settings_of(context, data)
    generation = shown_generation(settings)
    refuse_left_out(settings, generation, quote_id)
    quote = quote_called(generation, quote_id)
    person, interface = generation.speaker_of(quote), interface_of(quote.text)
    if as_json:
        print_json(quote_json(quote))
    elif markdown:
        sys.stdout.write(quote_markdown(quote, person, interface) + "\n")
    else:
        screen = console()
        screen.print()
        print_card(card_with_context(quote, person, interface), screen)


def quote_called(generation: Generation, quote_id: str) -> Quote:
    """Return the one quote whose id begins like this.

    Raises:
        QuotebotError: There is none, or are several.
    """
    quotes = generation.quotes_with_id(quote_id)
    if len(quotes) == 1:
        return quotes[0]
    if quotes:
        raise QuotebotError(f"{len(quotes)} quotes have an id that begins with {quote_id!r}; give more of it")
    raise QuotebotError(f"no quote has the id {quote_id!r}; list them: {quotebot('quotes')}")
