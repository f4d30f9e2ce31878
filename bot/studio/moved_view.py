"""What moved between two snapshots, question by question, with the answer before and after beside each other."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.domain import Quote
from index.errors import QuotebotError
from index.evaluate import Score, compare, score_record
from index.storage.generations import Generation, read_generation

A_PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a question came to at one time: the outcome, the rank of the first right quote, and what stood first.

    `quote` is None where nothing did, or where it is in no generation that is still there; `is_gone` tells which.
    """

    outcome: str
    rank: int | None
    quote: Quote | None
    is_gone: bool


def moved_view(
    earlier: Mapping[str, Score],
    later: Mapping[str, Score],
    generations: Sequence[str],
    current: Generation,
    start: int,
) -> dict[str, Any]:
    """Return the comparison of two snapshots, and twenty of the questions that moved.

    Args:
        earlier: How each question went, by the key of its label; a label that has changed since is not among them.
        later: The same of the other snapshot.
        generations: The names of the generations that answered.
        current: The generation that answers now.
        start: How many of the questions that moved are left out before.
    """
    comparison = compare(_records(earlier), _records(later))
    keys = {score.question.id: key for key, score in later.items()}
    sides = [(earlier, _Quotes(current, generations[0])), (later, _Quotes(current, generations[1]))]
    return {
        "comparison": comparison,
        "compared": len(earlier.keys() & later.keys()),
        "unpaired": len(earlier.keys() ^ later.keys()),
        "counts": Counter(moved.direction for moved in comparison.moved),
        "moved": [
            (moved, *(_shown(scores[keys[moved.id]], quotes) for scores, quotes in sides))
            for moved in comparison.moved[start : start + A_PAGE]
        ],
    }


def _records(scores: Mapping[str, Score]) -> list[dict[str, Any]]:
    return [score_record(score) for score in scores.values()]


class _Quotes:
    """The quotes of a generation by their ids, read when one is asked for that the current generation lacks."""

    def __init__(self, current: Generation, name: str) -> None:
        self._by_id = {quote.id: quote for quote in current.quotes}
        is_other = name != current.folder.name and name == Path(name).name
        self._other = current.folder.parent / name if is_other else None

    def quote(self, quote_id: str) -> Quote | None:
        if quote_id not in self._by_id and self._other:
            self._by_id = {quote.id: quote for quote in _quotes_in(self._other)} | self._by_id
            self._other = None
        return self._by_id.get(quote_id)


def _quotes_in(folder: Path) -> tuple[Quote, ...]:
    try:
        return read_generation(folder).quotes
    except QuotebotError:  # it is gone, or was built by another version
        return ()


def _shown(score: Score, quotes: _Quotes) -> Shown:
    quote = quotes.quote(score.first) if score.first else None
    return Shown(outcome=score.outcome, rank=score.rank, quote=quote, is_gone=score.first is not None and quote is None)
