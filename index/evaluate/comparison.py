"""What moved between two evaluations of the same questions, question by question."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from index.advice import quotebot, shell_words
from index.errors import CorpusError
from index.evaluate.intervals import Interval, mean_interval
from index.notations import json_value

Record = Mapping[str, Any]
Direction = Literal["better", "worse", "same"]

_TEXTS = ("id", "query", "outcome")
_SWITCHES = ("answerable", "abstained")
_FIGURES = ("hit@1", "rr", "ndcg@5")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A question whose outcome, or the rank of its first right hit, is another than before."""

    id: str
    query: str
    before: str
    after: str
    direction: Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A figure before and after, and the 95 % interval of the difference over pairs of the same question."""

    name: str
    questions: int
    before: float
    after: float
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What moved, worse first, the differences, and the ids of the questions that are not in both."""

    moved: tuple[Moved, ...]
    differences: tuple[Difference, ...]
    unpaired: tuple[str, ...]


def parse_results(text: str, path: str) -> list[Record]:
    """Return the results of each question that `quotebot eval --json` printed.

    Raises:
        CorpusError: It printed something else.
    """
    try:
        records = json_value(text)["questions"]
        if all(map(_is_result, records)):
            return list(records)
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    command = f"{quotebot('eval')} FILE --json > {shell_words(Path(path))}"
    raise CorpusError(f"{path}: no results to compare with; make them: {command}")


def _is_result(record: Record) -> bool:
    """Tell whether a record has what is compared, each of its kind."""
    rank = record["rank"]
    return (
        all(isinstance(record[name], str) for name in _TEXTS)
        and all(isinstance(record[name], bool) for name in _SWITCHES)
        and all(isinstance(record[name], int | float) and 0 <= record[name] <= 1 for name in _FIGURES)
        and (rank is None or (type(rank) is int and rank >= 1))
    )


def compare(before: Sequence[Record], after: Sequence[Record]) -> Comparison:
    """Return what moved from the results `before` to those `after`; a question that was rewritten is another one."""
    earlier = {(record["id"], record["query"]): record for record in before}
    later = {(record["id"], record["query"]): record for record in after}
    pairs = [(earlier[key], record) for key, record in later.items() if key in earlier]
    moved = [_change(*pair) for pair in pairs if _result_text(pair[0]) != _result_text(pair[1])]
    order = ("worse", "better", "same")
    return Comparison(
        moved=tuple(sorted(moved, key=lambda change: order.index(change.direction))),
        differences=tuple(_differences(pairs)),
        unpaired=tuple(sorted({str(identity) for identity, _ in earlier.keys() ^ later.keys()})),
    )


def _change(before: Record, after: Record) -> Moved:
    gain = _goodness(after) - _goodness(before)
    return Moved(
        id=after["id"],
        query=after["query"],
        before=_result_text(before),
        after=_result_text(after),
        direction="better" if gain > 0 else "worse" if gain < 0 else "same",
    )


def _result_text(record: Record) -> str:
    """Return the outcome, and the rank of the first right hit where there could be one."""
    return f"{record['outcome']} {record['rank'] or '-'}" if record["answerable"] else str(record["outcome"])


def _goodness(record: Record) -> float:
    """Return a number that is higher the better it went: what was shown counts more than what was found."""
    if not record["answerable"]:
        return float(record["abstained"])
    return float(2 * record["rr"]) + (1 / record["rank"] if record["rank"] else 0.0)


def _differences(pairs: Sequence[tuple[Record, Record]]) -> list[Difference]:
    answerable = [pair for pair in pairs if pair[1]["answerable"]]
    unanswerable = [pair for pair in pairs if not pair[1]["answerable"]]
    return [
        _difference("hit@1", answerable, lambda record: float(record["hit@1"])),
        _difference("MRR@10", answerable, lambda record: float(record["rr"])),
        _difference("nDCG@5", answerable, lambda record: float(record["ndcg@5"])),
        _difference("ranked@1", answerable, lambda record: float(record["rank"] == 1)),
        _difference("recall@10", answerable, lambda record: float(record["rank"] is not None)),
        _difference("kept", answerable, lambda record: float(not record["abstained"])),
        _difference("refused", unanswerable, lambda record: float(record["abstained"])),
    ]


def _difference(name: str, pairs: Sequence[tuple[Record, Record]], value: Callable[[Record], float]) -> Difference:
    before, after = [value(pair[0]) for pair in pairs], [value(pair[1]) for pair in pairs]
    return Difference(
        name=name,
        questions=len(pairs),
        before=_mean(before),
        after=_mean(after),
        interval=mean_interval([new - old for old, new in zip(before, after, strict=True)]),
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else math.nan
