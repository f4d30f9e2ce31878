"""One language's side of a generation: which of its quotes come into question, and what speaks for each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import copy
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
from index.search.trace import UNOBSERVED, Observer
from index.storage.rows import Rows, read_contexts, read_plain
from index.text.lexical import Concept, WordIndex, word_folder

if TYPE_CHECKING:
    from index.storage.store.store import QuoteStore

_DENSE_CANDIDATES = 100
_WORD_CANDIDATES = 50
ABOUT_A_TOPIC = 4.0
_CONTEXT_OF_TOPIC, _WORDS_OF_TOPIC = 0.5, 3.0
_SAME = 0.999  # cosine of a vector with itself, as Chroma rounds it
_MOST_PASSED_OVER = 200  # of the nearest rows, before all that remain are compared

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
        self._row_of = {quote_id: row for row, quote_id in enumerate(quote_ids)}
        self._left_out = _NO_ROWS
        self._take([quotes[quote_id] for quote_id in quote_ids])
        self._contexts = read_contexts(folder, language)
        self._plain = read_plain(folder, language)
        self.words = WordIndex.load(word_folder(folder, language))
        self._store = store

    def over(self, quotes: Mapping[str, Quote]) -> "LanguageIndex | None":
        """Return an index over those of the same quotes that are given, by their ids; None where none is.

        Vectors and words are shared, and what is left out is a row that nothing brings up.
        """
        own = [quotes.get(quote_id) for quote_id in self._row_of]
        index = copy(self)
        index._left_out = np.array([row for row, quote in enumerate(own) if quote is None], dtype=np.int64)
        index._take(own)
        return index if len(index._left_out) < len(own) else None

    def _take(self, quotes: Sequence[Quote | None]) -> None:
        """Take quotes, in the order of their rows; None where one is left out."""
        self._quotes = quotes
        self._rows_alike = _rows_alike(quotes)

    def nearest(self, vector: Vectors) -> Nearest:
        """Return the rows most similar to a question, balanced, shape (dim,), whatever is filtered."""
        count = _DENSE_CANDIDATES + min(len(self._left_out), _MOST_PASSED_OVER)
        asked = self._store.nearest(self.language, vector, count)
        nearest = [(self._row_of[quote_id], similarity) for quote_id, similarity in asked]
        if not len(self._left_out):
            return nearest
        held = [(row, similarity) for row, similarity in nearest if self._quotes[row]][:_DENSE_CANDIDATES]
        return held if len(held) == _DENSE_CANDIDATES else self._nearest_held(vector)

    def finds_itself(self) -> bool:
        """Tell whether Chroma finds one kept vector by itself."""
        nearest = self._store.nearest(self.language, self.vectors[0], 1)
        return max((similarity for _, similarity in nearest), default=0.0) > _SAME

    def _nearest_held(self, vector: Vectors) -> Nearest:
        """Return the same by comparing all rows, as where most of the nearest are left out."""
        held = np.delete(np.arange(len(self._quotes)), self._left_out)
        similarities = np.einsum("ij,j->i", self.vectors[held], vector)
        places = _highest_rows(np.arange(len(held)), similarities, _DENSE_CANDIDATES)
        return [(int(held[place]), float(similarities[place])) for place in places]

    def coverage(self, concepts: Sequence[Concept]) -> Vectors:
        """Return the share of a question's words that every quote holds, shape (n,); see `WordIndex.coverage`."""
        coverage = self.words.coverage(concepts)
        coverage[self._left_out] = 0.0
        return coverage

    def cosines(self, rows: Sequence[int], lookup: Lookup) -> Vectors | None:
        """Return the cosines of rows and a question as the model gives them, shape (n,); None if they mean nothing."""
        if self._plain is None:
            return None
        return cast(Vectors, np.einsum("ij,j->i", self._plain[rows].astype(np.float32), lookup.plain))

    def aboutness(self, lookup: Lookup, balance: ViewBalances) -> list[tuple[Quote, float]]:
        """Return every quote with how much it is about a topic that was looked up.

        The mean similarity of the views, half of that of what stands around a quote, and what words it shares; what
        holds all words of a topic is about it whatever else it means.
        """
        similarities = balance.similarities(self.vectors, lookup.vector, self.language)
        contexts = balance.similarities_in_first(self._contexts.astype(np.float32), lookup.vector, self.language)
        words = lookup.coverage[self.language]
        scores = np.mean(similarities, axis=0) + _CONTEXT_OF_TOPIC * contexts + _WORDS_OF_TOPIC * words
        scores = np.where(words >= 1, np.maximum(scores, ABOUT_A_TOPIC), scores)
        return [(quote, score) for quote, score in zip(self._quotes, scores.tolist(), strict=True) if quote]

    def candidates(
        self, lookup: Lookup, balance: ViewBalances, weights: Mapping[str, float], observer: Observer = UNOBSERVED
    ) -> list[Match]:
        """Return what the vectors and the words bring for a question.

        Args:
            lookup: The question.
            balance: Of the generation.
            weights: Of the ranking.
            observer: Sees how they are scored.
        """
        vector, asked, word_scores = lookup.vector, lookup.asked, lookup.coverage[self.language]
        admitted = self._admitted_rows(asked) if asked.narrows else None
        dense = self._dense_rows(lookup, admitted)
        by_words = _best_rows_by_words(word_scores, admitted)
        rows = list(dict.fromkeys([*dense, *by_words]))
        similarities = balance.similarities(self.vectors[rows], vector, self.language)
        contexts = balance.similarities_in_first(self._contexts[rows].astype(np.float32), vector, self.language)
        quotes, words = [quote for row in rows if (quote := self._quotes[row])], word_scores[rows]
        columns = features(quotes, similarities, contexts, words, is_asked_for=bool(asked.speakers))
        total = observer.run(f"score:{self.language}", scores, columns, weights)
        values = (column.tolist() for column in (total, similarities[0], contexts, words))
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


def _rows_alike(quotes: Sequence[Quote | None]) -> list[tuple[Quote, RowNumbers]]:
    """Return the rows that no filter tells apart, by one speaker in one interview, each with one of their quotes."""
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    examples: dict[tuple[str, str], Quote] = {}
    for row, quote in enumerate(quotes):
        if quote:
            rows[quote.source.id, quote.speaker].append(row)
            examples.setdefault((quote.source.id, quote.speaker), quote)
    return [(examples[key], np.array(own)) for key, own in rows.items()]


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
