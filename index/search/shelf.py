"""One language's side of a generation: which of its quotes come into question, and what speaks for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from index.domain import Filters, Language, Match, Quote
from index.embed import Vectors
from index.embed.balance import Balance
from index.search.ranking import score_match
from index.storage.rows import Rows, read_surroundings
from index.storage.store import QuoteStore
from index.text.lexical import Concept, WordIndex, word_folder

_DENSE_CANDIDATES = 100
_WORD_CANDIDATES = 50

Nearest = Sequence[tuple[int, float]]  # rows and their similarities, best first


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """A question, its balanced vector, shape (dim,), and each language's nearest rows, whatever is filtered."""

    text: str
    vector: Vectors
    nearest: Mapping[Language, Nearest]


class Shelf:
    """The quotes of one language, each a row, with their vectors, what stands around them, and their words."""

    def __init__(
        self, folder: Path, language: Language, rows: Rows, quotes: Mapping[str, Quote], store: QuoteStore
    ) -> None:
        quote_ids, self.vectors = rows
        self.language = language
        self.quotes = [quotes[quote_id] for quote_id in quote_ids]
        self._row_of = {quote_id: row for row, quote_id in enumerate(quote_ids)}
        self._contexts, self._generality = read_surroundings(folder, language)
        self.words = WordIndex.load(word_folder(folder, language))
        self._store = store

    def nearest(self, vector: Vectors) -> Nearest:
        """Return the rows most similar to a question, balanced, shape (dim,), whatever is filtered."""
        return [
            (self._row_of[quote_id], similarity)
            for quote_id, similarity in self._store.nearest(self.language, vector, _DENSE_CANDIDATES)
        ]

    def candidates(
        self, lookup: Lookup, concepts: Sequence[Concept], balance: Balance, filters: Filters
    ) -> list[Match]:
        """Return what the vectors and the words bring for a question.

        Args:
            lookup: The question.
            concepts: Its words, as this language has them.
            balance: Of the generation.
            filters: Which quotes may come; of the languages nothing is asked here.
        """
        vector = lookup.vector
        word_scores = self.words.coverage(concepts)
        dense = self._dense(lookup, filters)
        by_words = self._best_by_words(word_scores, filters)
        rows = list(dict.fromkeys([*dense, *by_words]))
        spread = balance.standard_deviation(vector, self.language)
        similarities = np.einsum("ij,j->i", self.vectors[rows], vector) / spread
        contexts = np.einsum("ij,j->i", self._contexts[rows].astype(np.float32), vector) / spread
        dense_ranks = {row: rank for rank, row in enumerate(dense, 1)}
        word_ranks = {row: rank for rank, row in enumerate(by_words, 1)}
        return [
            score_match(
                Match(
                    quote=self.quotes[row],
                    score=0.0,
                    similarity=similarity,
                    context=context,
                    generality=float(self._generality[row]),
                    word_score=float(word_scores[row]),
                    dense_rank=dense_ranks.get(row),
                    word_rank=word_ranks.get(row),
                ),
                is_asked_for=bool(filters.speakers),
            )
            for row, similarity, context in zip(rows, similarities.tolist(), contexts.tolist(), strict=True)
        ]

    def _dense(self, lookup: Lookup, filters: Filters) -> list[int]:
        """Return the rows most similar to the question: from Chroma, with a filter from the rows that it admits."""
        if not filters.narrows:
            return [row for row, _ in lookup.nearest[self.language]]
        rows = np.flatnonzero([filters.admits(quote) for quote in self.quotes])
        # Not `@`, which starts threads here and then waits for them: 8 ms on two busy cores instead of 0.2.
        order = np.argsort(-np.einsum("ij,j->i", self.vectors[rows], lookup.vector), kind="stable")[:_DENSE_CANDIDATES]
        return [int(row) for row in rows[order]]

    def _best_by_words(self, scores: Vectors, filters: Filters) -> list[int]:
        """Return the rows that hold most of the question's words, of those that the filters admit."""
        found = np.flatnonzero(scores)
        ordered = found[np.argsort(-scores[found], kind="stable")].tolist()
        admitted = (row for row in ordered if not filters.narrows or filters.admits(self.quotes[row]))
        return list(islice(admitted, _WORD_CANDIDATES))
