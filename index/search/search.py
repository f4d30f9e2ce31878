"""From a question to quotes, in stages, each quote checked against its document before it is shown."""

import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from index.answer import EVERYTHING, Answer, Filters, Match
from index.domain import Language, Quote
from index.embed import Embedder, Vectors, views_of
from index.embed.views import ViewBalances, join
from index.search.asked_people import with_named_speakers, with_names_for_roles
from index.search.confidence import assess, nothing_sure, outcome
from index.search.corpus_similarity import corpus_similarity
from index.search.cross_encoder import JUDGED
from index.search.everyday_questions import CorpusSimilarity, EverydayQuestions
from index.search.judge import Judge
from index.search.language_index import LanguageIndex, Lookup
from index.search.learned_weights import LearnedWeights
from index.search.mentions import without_mentions
from index.search.nobody import without_nobodys
from index.search.side_by_side import side_by_side
from index.search.speakers_called import speakers_called
from index.search.spell_correction import SpellCorrector
from index.search.trace import UNOBSERVED, Observer
from index.search.unknown_people import unknown_people
from index.search.usable_question import NOTHING_FORBIDDEN, usable_question
from index.search.verbatim import VerbatimCheck, pick_matches
from index.search.weights import shipped_weights
from index.storage.generations import Generation
from index.storage.rows import read_rows
from index.storage.stamp import embedder_for
from index.storage.store import open_store
from index.text.language import question_language
from index.text.translations import Dictionary
from index.topics import Topic, find_topics

if TYPE_CHECKING:
    from index.storage.store.store import QuoteStore

_THREADS = 4 * (os.cpu_count() or 2)  # so that no question waits for one: each takes up to three beside its own


class Searcher:
    """Answers questions from one generation; safe to use from several threads."""

    def __init__(
        self, generation: Generation, embedder: Embedder, judge: Judge | None = None, store: "QuoteStore | None" = None
    ) -> None:
        self._embedder = embedder_for(generation.stamp, embedder)
        folder = generation.folder
        self.observer: Observer = UNOBSERVED
        self.forbidden = NOTHING_FORBIDDEN
        self.forbidden_subjects = NOTHING_FORBIDDEN  # those words, and what forbidden topics are called
        self._judge, self._store = judge, store or open_store(folder)
        self._balance = ViewBalances.load(folder)
        self.weights = shipped_weights(self._embedder.name)
        self.learned: LearnedWeights | None = None
        self._everyday = EverydayQuestions.load(folder)
        self._rows = read_rows(folder)
        self._dictionary = Dictionary.load(folder)
        quotes = {quote.id: quote for quote in generation.quotes}
        rows = self._rows.items()
        indexes = {language: LanguageIndex(folder, language, own, quotes, self._store) for language, own in rows}
        self._hold(generation, quotes, indexes)
        self._verbatim_check = VerbatimCheck(generation)
        # The slowest view and Chroma let go of the interpreter, so the rest costs no time beside them.
        self._beside = ThreadPoolExecutor(_THREADS, thread_name_prefix="search")

    def over(self, generation: Generation) -> "Searcher":
        """Return a searcher over some of the same quotes, as if no others were there.

        It shares all else with this one, whose business it stays to let go of it.
        """
        quotes = {quote.id: quote for quote in generation.quotes}
        indexes = {language: index.over(quotes) for language, index in self._language_indexes.items()}
        searcher = copy(self)
        searcher._hold(generation, quotes, {language: index for language, index in indexes.items() if index})
        return searcher

    def _hold(
        self, generation: Generation, quotes: Mapping[str, Quote], indexes: Mapping[Language, LanguageIndex]
    ) -> None:
        """Take what is searched; what was found out of anything else is forgotten."""
        self.generation, self._quotes, self._language_indexes = generation, quotes, indexes
        self.languages = tuple(indexes)
        people = (*generation.people.values(), *generation.others.values())
        vocabularies = [index.words.vocabulary for index in indexes.values()]
        self._spell_corrector = SpellCorrector(generation.quotes, people, vocabularies)
        vars(self).pop("topics", None)

    def ask(self, question: str, count: int = 5, filters: Filters = EVERYTHING) -> Answer:
        """Return what a person's question comes to: as `search`, but a judge, where there is one, looks last.

        What the bot looks up for itself is no question to a judge, who takes time and may be paid.
        """
        return self.with_judgement(self.search(question, max(count, JUDGED), filters), count)

    def with_judgement(self, answer: Answer, count: int) -> Answer:
        """Return an answer with up to `count` matches, after a judge, where there is one, has seen the first ten."""
        if self._judge and answer.hits:
            answer = self.observer.run("judge", self._judge.judge, usable_question(answer.question), answer)
        return replace(answer, hits=answer.hits[:count])

    def search(self, question: str, count: int = 5, filters: Filters = EVERYTHING) -> Answer:
        """Return what the question comes to, with up to `count` matches, of overlapping ones only the best.

        Args:
            question: As it was typed.
            count: Most matches to return.
            filters: What is searched; without speakers, who is named in the question.

        Raises:
            UnaskableError: There is nothing in the question to look for, or nothing that may be.
        """
        if not self._quotes:
            why = nothing_sure(())
            return Answer(question=question, outcome="nothing", confidence=0.0, filters=filters, reason=why)
        run, usable = self.observer.run, usable_question(question, self.forbidden)
        resolved = run("roles", with_names_for_roles, usable, filters, self.generation)
        text, absent = resolved.text, self._beside.submit(run, "absent", unknown_people, resolved.text, self.generation)
        lookup = self.look_up(text, filters)
        asked = replace(lookup.asked, roles=resolved.roles_of(lookup.asked.speakers) or filters.roles)
        candidates = self.candidates(lookup)
        admitted = run("nobody", without_nobodys, candidates, text, self.generation, absent.result())
        ranked = run("pick", self.pick_matches, admitted, max(count, 10))
        speakers = [self.generation.people[name] for name in asked.speakers if name in self.generation.people]
        language = self.language_of(text)
        similarity = run("similarity", self.corpus_similarity, lookup)
        sure = run("confidence", assess, text, ranked, similarity, speakers, self.weights, language=language)
        result = run("outcome", outcome, sure.confidence, self.weights)
        return Answer(
            question=question,
            outcome=result,
            confidence=sure.confidence,
            hits=tuple(ranked[:count]),
            speaker_filter=asked.speakers,
            filters=asked,
            language=language,
            absent=tuple(replace(person, role=resolved.roles.get(person.name, "")) for person in absent.result()),
            reason=None if result == "answer" else nothing_sure(ranked),
        )

    def look_up(self, text: str, filters: Filters) -> Lookup:
        """Return a usable question with what is found for it in each language, by vectors and by words.

        Args:
            text: The question.
            filters: What is searched; without speakers, who is named in the question.
        """
        run, indexes = self.observer.run, self._language_indexes.values()
        sought = self._beside.submit(self._look_up_words, text, filters)
        vector, plain = run("meaning", self._embed, text)
        nearest = side_by_side(self._beside, lambda own: run(f"nearest:{own.language}", own.nearest, vector), indexes)
        asked, coverage = sought.result()
        return Lookup(
            text=text,
            asked=asked,
            vector=vector,
            plain=plain,
            nearest=dict(zip(self._language_indexes, nearest, strict=True)),
            coverage=coverage,
        )

    def corpus_similarity(self, lookup: Lookup) -> CorpusSimilarity:
        """Return how a question stands to the corpus as a whole."""
        return corpus_similarity(lookup, self._language_indexes, self._everyday, self.language_of(lookup.text))

    def candidates(self, lookup: Lookup) -> list[Match]:
        """Return all that comes into question in the languages that are searched, best first, overlapping or not."""
        indexes = [self._language_indexes[language] for language in lookup.coverage]
        given = (lookup, self._balance, self.weights["rank"], self.observer)
        by_language = [self.observer.run(f"candidates:{own.language}", own.candidates, *given) for own in indexes]
        return sorted(chain.from_iterable(by_language), key=lambda match: (-match.score, match.quote.id))

    def aboutness(self, topic: str) -> list[tuple[Quote, float]]:
        """Return every quote with how much it is about a topic, which is compared with all of them; 4 is much."""
        lookup = self.look_up(usable_question(topic), Filters(everybody=True))
        return [pair for index in self._language_indexes.values() for pair in index.aboutness(lookup, self._balance)]

    def pick_matches(self, candidates: Iterable[Match], count: int) -> list[Match]:
        """Return the best candidates that stand word for word in their documents and do not overlap."""
        return pick_matches(candidates, count, self.is_verbatim)

    @cached_property
    def topics(self) -> Mapping[Language, Sequence[Topic]]:
        """What is spoken of in each language, the most telling first; takes a second when first asked for."""
        rows = {language: self._rows[language] for language in self.languages}
        return find_topics(self.generation.quotes, self.generation.people.values(), rows)

    def language_of(self, question: str) -> Language:
        """Return the language of a question, of those that quotes are in and English and Chinese."""
        return question_language(question, self.languages)

    def question_vector(self, text: str) -> Vectors:
        """Return the balanced unit vector of a question, shape (dim,)."""
        return self._embed(text)[0]

    def _embed(self, text: str) -> tuple[Vectors, Vectors]:
        """Return the balanced unit vector of a question, and the last view's as it comes from the model."""
        views = views_of(self._embedder)
        vector = join(side_by_side(self._beside, lambda view: view.embed_questions([text]), views))[0]
        return self._balance.question(vector, self.language_of(text)), self._balance.split(vector)[-1]

    def _look_up_words(self, text: str, filters: Filters) -> tuple[Filters, dict[Language, Vectors]]:
        """Return what is searched, people who are named in the question included, and what holds its words there."""
        asked = self.observer.run("names", with_named_speakers, text, filters, self.generation)
        return asked, self.observer.run("words", self._coverage, text, asked)

    def quote(self, quote_id: str) -> Quote | None:
        """Return the quote with this id, None where there is none or its document does not hold it."""
        quote = self._quotes.get(quote_id)
        return quote if quote and self.is_verbatim(quote) else None

    def is_verbatim(self, quote: Quote) -> bool:
        """Tell whether a quote of this generation stands word for word in its document.

        Raises:
            IndexDamagedError: The document cannot be read.
        """
        return self._verbatim_check.is_verbatim(quote)

    def speakers_called(self, name: str) -> tuple[str, ...]:
        """Return whom a name means here, as `index.search.speakers_called` says."""
        return speakers_called(name, self.generation)

    def finds_itself(self) -> bool:
        """Tell whether Chroma finds one kept vector of each language by itself."""
        return all(index.finds_itself() for index in self._language_indexes.values())

    def close(self) -> None:
        """Let go of the generation's folder, and of the threads."""
        self._beside.shutdown()
        self._store.close()

    def _coverage(self, text: str, asked: Filters) -> dict[Language, Vectors]:
        """Return how much of a question's words the quotes of each language that is searched hold, shape (n,)."""
        people = [self.generation.people[name] for name in asked.speakers if name in self.generation.people]
        corrected = self._spell_corrector.correct(text)
        words = without_mentions(corrected, people) if people else corrected
        own = self.language_of(text)
        return {
            language: index.coverage(self._dictionary.concepts_in(language, words, own))
            for language, index in self._language_indexes.items()
            if not asked.languages or language in asked.languages
        }
