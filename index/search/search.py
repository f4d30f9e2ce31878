"""From a question to quotes, in stages, each quote checked against its document before it is shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from importlib.metadata import version

import numpy as np

from index.domain import EVERYTHING, Answer, Filters, Language, Match, Quote
from index.embed import Embedder, Vectors
from index.embed.balance import Balance
from index.errors import IndexDamagedError, IndexMismatchError, QuestionError
from index.search.absent import absent_people
from index.search.mentions import called, named_speakers
from index.search.nearest import nearest_people
from index.search.ranking import confidence, outcome, rank_score
from index.storage.generations import SCHEMA, Generation
from index.storage.rows import read_rows
from index.storage.store import QuoteStore
from index.text.language import question_language
from index.text.lexical import WordIndex, tokens, word_folder
from index.topics import Topic, find_topics

_LONGEST_QUESTION_CHARACTERS = 1000
_DENSE_CANDIDATES = 100  # a language
_WORD_CANDIDATES = 50
# Words count beyond what similar quotes of the language share with the question anyway, so that
# the question's own language is not ahead of the other for sharing words at all.
_COMMONPLACE_ROWS = 20


class Searcher:
    """Answers questions from one generation; safe to use from several threads."""

    def __init__(self, generation: Generation, embedder: Embedder) -> None:
        _check_stamp(generation, embedder)
        folder = generation.folder
        self.generation = generation
        self._embedder = embedder
        self._store = QuoteStore(folder / "chroma")
        self._balance = Balance.load(folder)
        self._rows = read_rows(folder)
        self._words = {language: WordIndex.load(word_folder(folder, language)) for language in self._rows}
        self._quotes = {quote.id: quote for quote in generation.quotes}
        self._row_numbers = {
            language: {quote_id: row for row, quote_id in enumerate(quote_ids)}
            for language, (quote_ids, _) in self._rows.items()
        }
        self._clean = lru_cache(maxsize=64)(self._clean_document)

    def search(self, question: str, count: int = 5, filters: Filters = EVERYTHING) -> Answer:
        """Return what the question comes to, with up to `count` matches, of overlapping ones only the best.

        Args:
            question: As it was typed.
            count: Most matches to return.
            filters: What is searched; without speakers, who is named in the question.

        Raises:
            QuestionError: There is nothing in the question to look for.
        """
        text = usable_question(question)
        asked = self._named(text, filters)
        language = question_language(text)
        vector = self.question_vector(text)
        candidates = [
            match
            for each in self._rows
            if not filters.languages or each in filters.languages
            for match in self._candidates(each, vector, text if each == language else "", asked)
        ]
        candidates.sort(key=lambda match: (-match.score, match.quote.id))
        hits = self._shown(candidates, max(count, 10))
        sureness = _sureness(text, language, hits)
        result = outcome(sureness)
        return Answer(
            question=question,
            outcome=result,
            confidence=sureness,
            hits=tuple(hits[:count]),
            speaker_filter=asked.speakers,
            filters=asked,
            absent=tuple(absent_people(text, self.generation)),
            reason=None if result == "answer" else _reason(hits),
        )

    def _named(self, text: str, filters: Filters) -> Filters:
        """Return the filters with the people who are named in the question, where it is to be asked of nobody else."""
        if filters.speakers or filters.everybody:
            return filters
        return replace(filters, speakers=tuple(named_speakers(text, self.generation.people)))

    @cached_property
    def topics(self) -> Mapping[Language, Sequence[Topic]]:
        """What is spoken of in each language, the most telling first; takes a second when first asked for."""
        return find_topics(self.generation.quotes, self.generation.people.values(), self._rows)

    def question_vector(self, text: str) -> Vectors:
        """Return the balanced unit vector of a question, shape (dim,)."""
        return self._balance.question(self._embedder.embed_questions([text])[0], question_language(text))

    def quote(self, quote_id: str) -> Quote | None:
        """Return the quote with this id, None where there is none or its document does not hold it."""
        quote = self._quotes.get(quote_id)
        return quote if quote and self.is_verbatim(quote) else None

    def is_verbatim(self, quote: Quote) -> bool:
        """Tell whether a quote of this generation stands word for word in its document.

        Raises:
            IndexDamagedError: The document cannot be read.
        """
        return self._clean(quote.source.id)[quote.start : quote.end] == quote.text

    def speakers_called(self, name: str) -> tuple[str, ...]:
        """Return the canonical name of whom `name` means, by any alias.

        Raises:
            QuestionError: Nobody here is called so; names who speaks.
        """
        people = self.generation.people
        if found := called(name, people.values()):
            return (found.name,)
        near = nearest_people(name, people.values())
        meant = f" Did you mean {' or '.join(near)}?" if near else ""
        raise QuestionError(f"Nobody called {name!r} speaks here.{meant} Speaking here: {', '.join(people)}.")

    def close(self) -> None:
        """Let go of the generation's folder."""
        self._store.close()

    def _candidates(self, language: Language, vector: Vectors, words: str, filters: Filters) -> Iterable[Match]:
        """Yield what the vectors and the words of one language bring for a question."""
        quote_ids, vectors = self._rows[language]
        dense = self._dense(language, vector, filters)
        word_scores = self._words[language].scores(words) if words else np.zeros(len(quote_ids), dtype=np.float32)
        word_rows = self._best_word_rows(word_scores, quote_ids, filters)
        spread = self._balance.standard_deviation(vector, language)
        dense_ranks = {row: rank for rank, row in enumerate(dense, 1)}
        word_ranks = {row: rank for rank, row in enumerate(word_rows, 1)}
        commonplace = float(word_scores[dense[:_COMMONPLACE_ROWS]].mean()) if dense else 0.0
        rows = list(dict.fromkeys([*dense, *word_rows]))
        similarities = vectors[rows] @ vector / spread
        for row, similarity in zip(rows, similarities, strict=True):
            quote = self._quotes[quote_ids[row]]
            word_score = float(word_scores[row])
            is_host = quote.role == "host" and not filters.speakers
            yield Match(
                quote=quote,
                score=rank_score(float(similarity), word_score - commonplace, is_host=is_host),
                similarity=float(similarity),
                word_score=word_score,
                dense_rank=dense_ranks.get(row),
                word_rank=word_ranks.get(row),
            )

    def _dense(self, language: Language, vector: Vectors, filters: Filters) -> list[int]:
        """Return the rows most similar to the question: from Chroma, with a filter from the rows that it admits."""
        if not filters.narrows:
            found = self._store.nearest(language, vector, _DENSE_CANDIDATES)
            return [self._row_numbers[language][quote_id] for quote_id, _ in found]
        quote_ids, vectors = self._rows[language]
        rows = np.array([row for row, each in enumerate(quote_ids) if filters.admits(self._quotes[each])], dtype=int)
        # Not `@`, which starts threads here and then waits for them: 8 ms on two busy cores instead of 0.2.
        order = np.argsort(-np.einsum("ij,j->i", vectors[rows], vector), kind="stable")[:_DENSE_CANDIDATES]
        return [int(row) for row in rows[order]]

    def _best_word_rows(self, scores: Vectors, quote_ids: Sequence[str], filters: Filters) -> list[int]:
        """Return the rows that share most words with the question, of those that the filters admit."""
        order = np.argsort(-scores, kind="stable")[: _WORD_CANDIDATES * (10 if filters.narrows else 1)]
        rows = [int(row) for row in order if scores[row] > 0]
        if filters.narrows:
            rows = [row for row in rows if filters.admits(self._quotes[quote_ids[row]])]
        return rows[:_WORD_CANDIDATES]

    def _clean_document(self, document_id: str) -> str:
        try:
            return self.generation.clean_document(document_id)
        except (OSError, ValueError) as error:
            raise IndexDamagedError(
                f"the index in '{self.generation.folder}' cannot be read ({error}); run: quotebot index"
            ) from error

    def _shown(self, candidates: Iterable[Match], count: int) -> list[Match]:
        """Return the best candidates that stand word for word in their documents and do not overlap."""
        shown: list[Match] = []
        for match in candidates:
            quote = match.quote
            if any(_overlap(quote, other.quote) for other in shown):
                continue
            if self.is_verbatim(quote):
                shown.append(match)
            if len(shown) == count:
                break
        return shown


def usable_question(question: str) -> str:
    """Return the question as it is searched: white space collapsed, control characters dropped, 1,000 at most.

    Raises:
        QuestionError: No letter, digit or Chinese character is left.
    """
    one_line = " ".join("".join(character if character.isprintable() else " " for character in question).split())
    text = one_line[:_LONGEST_QUESTION_CHARACTERS]
    if not any(character.isalnum() for character in text):
        raise QuestionError("There is nothing to look for in that. Ask in your own words, in Chinese or English.")
    return text


def _check_stamp(generation: Generation, embedder: Embedder) -> None:
    """Refuse a generation that something else built.

    Raises:
        IndexMismatchError: Names both values.
    """
    expected = {"schema": SCHEMA, "chromadb": version("chromadb"), "embedder": embedder.name, "dim": embedder.dim}
    for key, value in expected.items():
        if (built := generation.stamp.get(key)) != value:
            raise IndexMismatchError(
                f"the index was built with {key} {built!r}, but {value!r} is in use now; run: quotebot index"
            )


def _sureness(question: str, language: Language, hits: Sequence[Match]) -> float:
    if not hits:
        return 0.0
    best, asked = hits[0].quote, set(tokens(question))
    shared = len(asked & set(tokens(best.text))) / len(asked) if asked else 0.0
    return confidence(hits, shared, other_language=best.language != language)


def _overlap(quote: Quote, other: Quote) -> bool:
    return quote.source.id == other.source.id and quote.start < other.end and other.start < quote.end


def _reason(hits: Sequence[Match]) -> str:
    if not hits:
        return "no quote shares a word or a meaning with the question"
    return "the closest quote is not close enough to be sure"
