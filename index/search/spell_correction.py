"""Slips of the pen in the ordinary words of a question ("pricng"), mended for the word side of search alone."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from index.domain import Person, Quote
from index.text.dictionary import is_english_word
from index.text.lexical import fold, latin_tokens, stem

_LETTERS = 5  # in a shorter word, another letter makes another word
_WORD = re.compile(rf"[a-z]{{{_LETTERS},}}")
# What begins with a capital letter is a name, and that this corpus lacks it tells something.
_SMALL_WORD = re.compile(rf"(?<![A-Za-z0-9]){_WORD.pattern}(?![A-Za-z0-9])")


class SpellCorrector:
    """Knows the words of a generation's quotes; they are gathered when first a word is known to nobody."""

    def __init__(
        self, quotes: Sequence[Quote], people: Iterable[Person], vocabularies: Sequence[Collection[str]]
    ) -> None:
        self._quotes = quotes
        self._vocabularies = vocabularies
        names = (name for person in people for name in (person.name, person.other_script or "", *person.aliases))
        self._names = frozenset(latin_tokens(fold(" ".join(names))))

    def correct(self, question: str) -> str:
        """Return a question with each word that neither the quotes nor the dictionary have as the nearest that is said.

        Nearest is one slip away, with the same first letter; of several, the most frequent.
        """
        return _SMALL_WORD.sub(lambda word: self._corrected(word[0]), question)

    def _corrected(self, word: str) -> str:
        stems = (self._names, *self._vocabularies)
        if any(stem(word) in known for known in stems) or is_english_word(word):
            return word
        near = process.extract(word, self._words, scorer=DamerauLevenshtein.distance, score_cutoff=1, limit=None)
        return next((other for other, *_ in near if other[0] == word[0]), word)

    @cached_property
    def _words(self) -> list[str]:
        counts = Counter(word for quote in self._quotes for word in _WORD.findall(fold(quote.text)))
        return [word for word, _ in sorted(counts.items(), key=lambda count: (-count[1], count[0]))]
