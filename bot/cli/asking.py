"""`quotebot ask`, `quotes`, `show` and `eval`: questions and quotes."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from bot.bootstrap import build_searcher
from bot.cli.options import DataOption, JsonOption, console, print_json, print_json_list, settings_of
from bot.render import answer_json, quote_json, quote_markdown
from bot.terminal import print_answer, print_quote, score_table
from bot.words import interface_of, say
from index.documents import read_text
from index.domain import Answer, Quote
from index.errors import QuestionError, QuotebotError, SettingsError
from index.evaluate import group_scores, parse_labelled, score_answer
from index.generations import Generation, read_current
from index.live import LiveSearcher
from index.verify import count_by_source

_EVALUATED_HITS = 10


def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(help="In your own words, in Chinese or English.")] = None,
    count: Annotated[int, typer.Option("--count", "-n", min=1, max=50, help="How many quotes to show.")] = 1,
    speaker: Annotated[str | None, typer.Option("--speaker", metavar="NAME", help="Only this person's words.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show which stage brought each quote.")] = False,
    batch: Annotated[
        Path | None, typer.Option("--batch", metavar="FILE", help='JSON lines with "id" and "query"; needs --json.')
    ] = None,
    as_json: JsonOption = False,
    data: DataOption = None,
) -> None:
    """Ask a question and get the best quotes."""
    if (question is None) == (batch is None):
        raise SettingsError('ask one thing: quotebot ask "your question", or quotebot ask --batch FILE --json')
    searcher = build_searcher(settings_of(context, data))
    speakers = searcher.speakers_called(speaker) if speaker else ()
    if batch is not None:
        if not as_json:
            raise SettingsError("--batch prints JSON lines; write: quotebot ask --batch FILE --json")
        _ask_batch(searcher, batch, count, speakers)
        return
    answer = searcher.search(question or "", count, speakers)
    if as_json:
        print_json(answer_json(answer))
    else:
        print_answer(answer, searcher.generation.people, interface_of(answer.question), console(), explain=explain)
    if answer.outcome == "nothing":
        raise typer.Exit(1)


def _ask_batch(searcher: LiveSearcher, file: Path, count: int, speakers: tuple[str, ...]) -> None:
    """Print one result a line, in the order of the file; a line that cannot be asked says so in its result."""
    failed = 0
    for number, record in _batch_records(file):
        identity = {"id": record["id"]} if "id" in record else {}
        question = record.get("query")
        try:
            if not isinstance(question, str):
                raise QuestionError(f"line {number} is no JSON object with a text under 'query'")
            answer = searcher.search(question, count, speakers)
        except QuestionError as error:
            failed += not isinstance(question, str)
            answer = Answer(question=str(question or ""), outcome="nothing", confidence=0.0, reason=str(error))
        print_json(identity | answer_json(answer))
    if failed:
        raise QuotebotError(f"{failed} lines of {file} are no questions; their results say which")


def _batch_records(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the number and the record of each line; an empty record where a line is no JSON object."""
    text = sys.stdin.read() if str(file) == "-" else read_text(file)
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                record = json.loads(line)
            except ValueError:
                record = {}
            yield number, record if isinstance(record, dict) else {}


def quotes(
    context: typer.Context,
    source: Annotated[str | None, typer.Option("--source", metavar="ID", help="Only this interview.")] = None,
    as_json: JsonOption = False,
    data: DataOption = None,
) -> None:
    """List every quote in the index."""
    generation = read_current(settings_of(context, data).data)
    chosen = [quote for quote in generation.quotes if source in (None, quote.source.id)]
    if not chosen:
        known = ", ".join(count_by_source(generation.quotes))
        raise QuotebotError(f"no quotes from {source!r}; the index holds: {known}")
    if as_json:
        print_json_list([quote_json(quote) for quote in chosen])
        return
    screen = console()
    for quote in chosen:
        line = f"[dim]{quote.id}[/]  [bold]{escape(quote.speaker)}[/]  {escape(quote.text)}"
        screen.print(line, soft_wrap=True)


def show(
    context: typer.Context,
    quote_id: Annotated[str, typer.Argument(metavar="ID", help="A quote's id, or its first characters.")],
    markdown: Annotated[bool, typer.Option("--markdown", help="Markdown, ready to paste.")] = False,
    as_json: JsonOption = False,
    data: DataOption = None,
) -> None:
    """Show one quote with speaker, date, link and the question it answers."""
    generation = read_current(settings_of(context, data).data)
    quote = _find_quote(generation, quote_id)
    person, interface = generation.people[quote.speaker], interface_of(quote.text)
    if as_json:
        print_json(quote_json(quote))
    elif markdown:
        sys.stdout.write(quote_markdown(quote, person, interface) + "\n")
    else:
        screen = console()
        screen.print()
        print_quote(quote, person, interface, screen)
        if quote.answers:
            screen.print(f"  [dim]{escape(say('context', interface, question=quote.answers))}[/]\n")


def _find_quote(generation: Generation, quote_id: str) -> Quote:
    found = [quote for quote in generation.quotes if quote.id.startswith(quote_id)]
    if len(found) == 1:
        return found[0]
    if found:
        raise QuotebotError(f"{len(found)} quotes have an id that begins with {quote_id!r}; give more of it")
    raise QuotebotError(f"no quote has the id {quote_id!r}; list them: quotebot quotes")


def evaluate(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Labelled questions, as JSON lines.")],
    as_json: JsonOption = False,
    data: DataOption = None,
) -> None:
    """Measure how good the answers are on labelled questions."""
    questions, problems = parse_labelled(read_text(file), str(file))
    searcher = build_searcher(settings_of(context, data))
    scores = [score_answer(each, searcher.search(each.question, _EVALUATED_HITS)) for each in questions]
    groups = group_scores(scores)
    if as_json:
        results = [
            {"id": score.question.id, "abstained": score.abstained, "hit@1": score.hit, "rr": score.reciprocal_rank}
            for score in scores
        ]
        print_json({"metrics": groups, "questions": results, "problems": problems})
    else:
        console().print(score_table(groups))
    if problems:
        raise QuotebotError(f"{len(problems)} lines were left out: {'; '.join(problems[:3])}")
