"""From a question to the nearest quotes, each checked against its document before it is shown."""

from collections.abc import Iterator
from functools import lru_cache

from index.cleaning import clean_text
from index.domain import Language, Match, Quote
from index.embed import Embedder
from index.errors import IndexMismatchError, QuestionError
from index.generations import Generation
from index.store import QuoteStore

_LANGUAGES: tuple[Language, ...] = ("en", "zh")


class Searcher:
    """Answers questions from one generation."""

    def __init__(self, generation: Generation, embedder: Embedder) -> None:
        built_by = generation.stamp.get("embedder")
        if built_by != embedder.name:
            raise IndexMismatchError(
                f"the index was built with {built_by!r}, but questions would be embedded with {embedder.name!r}; "
                "run: quotebot index"
            )
        self.generation = generation
        self._embedder = embedder
        self._store = QuoteStore(generation.folder / "chroma")
        self._by_id = {quote.id: quote for quote in generation.quotes}
        self._clean = lru_cache(maxsize=64)(lambda document_id: clean_text(generation.raw_document(document_id))[0])

    def search(self, question: str, count: int = 5) -> list[Match]:
        """Return the quotes most similar to the question, best first, of overlapping ones only the best.

        Raises:
            QuestionError: The question has no words.
        """
        if not any(character.isalnum() for character in question):
            raise QuestionError("There is nothing to look for in that. Ask in your own words, in Chinese or English.")
        vector = self._embedder.embed_questions([question])[0]
        found = [pair for language in _LANGUAGES for pair in self._store.nearest(language, vector, count * 4)]
        found.sort(key=lambda pair: (-pair[1], pair[0]))
        matches: list[Match] = []
        for match in self._checked(found):
            if not any(_overlap(match.quote, other.quote) for other in matches):
                matches.append(match)
            if len(matches) == count:
                break
        return matches

    def _checked(self, found: list[tuple[str, float]]) -> Iterator[Match]:
        """Yield what was found and still stands word for word in its document."""
        for quote_id, similarity in found:
            quote = self._by_id.get(quote_id)
            if quote and self._clean(quote.source.id)[quote.start : quote.end] == quote.text:
                yield Match(quote=quote, score=similarity)


def _overlap(quote: Quote, other: Quote) -> bool:
    return quote.source.id == other.source.id and quote.start < other.end and other.start < quote.end
