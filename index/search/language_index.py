"""One language's side of a generation: which of its quotes come into question, and what speaks for each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
import numpy.typing as npt

from index.answer import Filters, Match
from index.domain import Language, Quote
from index.embed import Vectors
from index.embed.views import ViewBalances
from index.search.ranking import features, scores
from index.storage.rows import Rows, read_contexts, read_plain
from index.text.lexical import WordIndex, word_folder

if TYPE_CHECKING:
    from index.storage.store.store import QuoteStore

_DENSE_CANDIDATES = 100
_WORD_CANDIDATES = 50

Nearest = Sequence[tuple[int, float]]  # rows and their similarities, best first
RowNumbers = npt.NDArray[np.int64]

_NO_ROWS: RowNumbers = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """A question and what is found for it.

    Args:
        text: As it is searched.
        asked: What is searched, people who are named in the question included.
        vector: Balanced, shape (dim,).
        plain: Its vector as it comes from the model, in the view whose cosines mean something, shape (dim of that,).
        nearest: Each language's nearest rows, whatever is filtered.
        coverage: The share of the question's words that each quote holds, shape (n,), by language that is searched.
    """

    text: str
    asked: Filters
    vector: Vectors
    plain: Vectors
    nearest: Mapping[Language, Nearest]
    coverage: Mapping[Language, Vectors]


class LanguageIndex:
    """The quotes of one language, each a row, with their vectors, what stands around them, and their words."""

    def __init__(
        self, folder: Path, language: Language, rows: Rows, quotes: Mapping[str, Quote], store: "QuoteStore"
    ) -> None:
        quote_ids, self.vectors = rows
        self.language = language
        self.quotes = [quotes[quote_id] for quote_id in quote_ids]
        self._row_of = {quote_id: row for row, quote_id in enumerate(quote_ids)}
        self._rows_alike = _rows_alike(self.quotes)
        self._contexts = read_contexts(folder, language)
        self._plain = read_plain(folder, language)
        self.words = WordIndex.load(word_folder(folder, language))
        self._store = store

    def nearest(self, vector: Vectors) -> Nearest:
        """Return the rows most similar to a question, balanced, shape (dim,), whatever is filtered."""
        return [
            (self._row_of[quote_id], similarity)
            for quote_id, similarity in self._store.nearest(self.language, vector, _DENSE_CANDIDATES)
        ]

    def cosines(self, rows: Sequence[int], lookup: Lookup) -> Vectors | None:
        """Return the cosines of rows and a question as the model gives them, shape (n,); None if they mean nothing."""
        if self._plain is None:
            return None
        return cast(Vectors, np.einsum("ij,j->i", self._plain[rows].astype(np.float32), lookup.plain))

    def candidates(self, lookup: Lookup, balance: ViewBalances, weights: Mapping[str, float]) -> list[Match]:
        """Return what the vectors and the words bring for a question.

        Args:
            lookup: The question.
            balance: Of the generation.
            weights: Of the ranking.
        """
        vector, asked, word_scores = lookup.vector, lookup.asked, lookup.coverage[self.language]
        admitted = self._admitted_rows(asked) if asked.narrows else None
        dense = self._dense_rows(lookup, admitted)
        by_words = _best_rows_by_words(word_scores, admitted)
        rows = list(dict.fromkeys([*dense, *by_words]))
        similarities = balance.similarities(self.vectors[rows], vector, self.language)
        contexts = balance.similarities_in_first(self._contexts[rows].astype(np.float32), vector, self.language)
        quotes, words = [self.quotes[row] for row in rows], word_scores[rows]
        columns = features(quotes, similarities, contexts, words, is_asked_for=bool(asked.speakers))
        values = (column.tolist() for column in (scores(columns, weights), similarities[0], contexts, words))
        second = [None] * len(rows) if len(similarities) == 1 else similarities[1].tolist()
        plain = self.cosines(rows, lookup)
        cosines = [None] * len(rows) if plain is None else plain.tolist()
        dense_ranks = {row: rank for rank, row in enumerate(dense, 1)}
        word_ranks = {row: rank for rank, row in enumerate(by_words, 1)}
        return [
            Match(
                quote=quote,
                score=score,
                similarity=similarity,
                context=context,
                similarity_in_second=in_second,
                cosine=cosine,
                word_score=word_score,
                dense_rank=dense_ranks.get(row),
                word_rank=word_ranks.get(row),
            )
            for row, quote, in_second, cosine, score, similarity, context, word_score in zip(
                rows, quotes, second, cosines, *values, strict=True
            )
        ]

    def _admitted_rows(self, filters: Filters) -> RowNumbers:
        """Return the rows that the filters admit, in order."""
        return np.sort(np.concatenate([_NO_ROWS, *(rows for quote, rows in self._rows_alike if filters.admits(quote))]))

    def _dense_rows(self, lookup: Lookup, admitted: RowNumbers | None) -> list[int]:
        """Return the rows most similar to the question: from Chroma, with a filter from the rows that it admits."""
        if admitted is None:
            return [row for row, _ in lookup.nearest[self.language]]
        # Not `@`, which starts threads here and then waits for them: 8 ms on two busy cores instead of 0.2.
        similarities = np.einsum("ij,j->i", self.vectors[admitted], lookup.vector)
        return _highest_rows(admitted, similarities, _DENSE_CANDIDATES)


def _rows_alike(quotes: Sequence[Quote]) -> list[tuple[Quote, RowNumbers]]:
    """Return the rows that no filter tells apart, by one speaker in one interview, each with one of their quotes."""
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row, quote in enumerate(quotes):
        rows[quote.source.id, quote.speaker].append(row)
    return [(quotes[own[0]], np.array(own)) for own in rows.values()]


def _best_rows_by_words(scores: Vectors, admitted: RowNumbers | None) -> list[int]:
    """Return the rows that hold most of the question's words, of those that the filters admit."""
    rows = np.flatnonzero(scores) if admitted is None else admitted[scores[admitted] > 0]
    return _highest_rows(rows, scores[rows], _WORD_CANDIDATES)


def _highest_rows(rows: RowNumbers, values: Vectors, count: int) -> list[int]:
    """Return up to `count` of the rows with the highest values, the highest first, then the lower row."""
    if len(rows) > count:
        among = values >= np.partition(values, -count)[-count]
        rows, values = rows[among], values[among]
    highest: list[int] = rows[np.argsort(-values, kind="stable")[:count]].tolist()
    return highest
