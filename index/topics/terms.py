"""The key terms of a corpus: groups of words that come again in clusters and would do as a heading.

No model and no dictionary: what repeats, has a beginning and an end of its own, and is not too general.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.domain import Language, Person, Quote
from index.text.lexical import fold
from index.text.sentences import split_sentences
from index.topics.generic import EN_NEVER, EN_NEVER_STEMS, EN_WEAK, ZH_EDGES, ZH_FIRST, ZH_INSIDE, ZH_LAST, ZH_NEVER
from index.topics.streams import Group, Places, Stream, binding, clustering, entropy, read_stream, repeated_groups

TERM_LANGUAGES = ("en", "zh")  # what makes a term is known of these alone
_LEAST = {"en": 2, "zh": 4}  # times that a term is said
_LONGEST = {"en": 3, "zh": 6}  # English words; Chinese characters, where a Latin word counts as one
_LONGEST_CHARACTERS = 40
_CLUSTERING = (0.3, 3.0)  # below and beyond, it tells no more
_COVERED_SHARE = 0.6  # of its occurrences inside longer terms: a group is only part of those
_LEAST_ENTROPY = 1.0  # of what stands before and behind; before the last three of "人工智能" it is always the same
_LEAST_BINDING = 2.0
_ALONE = 4  # times that an English word alone is said, if it is no name
_BEFORE_NOUNS = frozenset(
    re.findall(
        r"\w+",
        "a an the of our your their my his her its this these those in for with about into by no any some each from "
        "on as and or",
    )
)
# A name that stands behind one of these is a company's or a product's, hardly a person's.
_BEFORE_COMPANIES = frozenset(["at", "on", "in", "the", "called", "using", "在", "用", "叫"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A key term as it is mostly written, how telling it is, and the numbers of the quotes that say it."""

    text: str
    score: float
    quotes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """All that is said in one language, where each group that repeats begins in it, and the words of names."""

    stream: Stream
    places: Places
    names: frozenset[str]


def key_terms(quotes: Sequence[Quote], language: Language, people: Iterable[Person]) -> list[Term]:
    """Return the key terms of the quotes in one language, the most telling first; nobody's name is one.

    Args:
        quotes: They may overlap; a sentence counts once. A term's `quotes` are places in here.
        language: Quotes in others are passed over.
        people: Whose names are left out.

    Source: terms within terms as in C-value (Frantzi, Ananiadou and Mima 2000); Chinese words by mutual
    information and entropy of neighbours; measured by eye on the seeds.
    """
    sentences = _sentences(quotes, language)
    stream = read_stream([text for text, _ in sentences], language)
    said = _Said(stream, repeated_groups(stream.units, _LONGEST[language], _LEAST[language]), _names(people))
    fits: Callable[[Group, _Said], bool] = _fits_english if language == "en" else _fits_chinese
    fitting = {group: places for group, places in said.places.items() if fits(group, said)}
    terms = []
    for group in _uncovered_groups(fitting):
        places = fitting[group]
        numbers = {number for place in places for number in sentences[stream.sentences[place]][1]}
        low, high = _CLUSTERING
        clustered = min(max(clustering(places, len(stream.units)), low), high)
        score = _weight(group, language) * math.log2(len(places)) * clustered
        terms.append(Term(text=stream.text(group, places), score=score, quotes=tuple(sorted(numbers))))
    return sorted(terms, key=lambda term: (-term.score, term.text))


def _sentences(quotes: Sequence[Quote], language: Language) -> list[tuple[str, list[int]]]:
    """Return each sentence that is in any quote, once, with the numbers of those quotes."""
    sentences: dict[tuple[str, int], tuple[str, list[int]]] = {}
    for number, quote in enumerate(quotes):
        for start, end in split_sentences(quote.text) if quote.language == language else ():
            key = (quote.source.id, quote.start + start)
            sentences.setdefault(key, (quote.text[start:end], []))[1].append(number)
    return list(sentences.values())


def _names(people: Iterable[Person]) -> frozenset[str]:
    """Return every word of every name; of Chinese names, the parts between the dots."""
    names = [name for person in people for name in (person.name, person.other_script or "", *person.aliases)]
    return frozenset(word for name in names for word in re.split(r"[\s·・]+", fold(name)) if word)


def _uncovered_groups(fitting: Mapping[Group, Sequence[int]]) -> list[Group]:
    """Return the groups that are not nearly always part of longer ones."""
    covered: Counter[Group] = Counter()
    kept = []
    for group in sorted(fitting, key=len, reverse=True):
        if covered[group] < _COVERED_SHARE * len(fitting[group]):
            kept.append(group)
            inner = {group[first:last] for first in range(len(group)) for last in range(first + 1, len(group) + 1)}
            covered.update({part: len(fitting[group]) for part in inner - {group}})
    return kept


def _weight(group: Group, language: Language) -> float:
    """Return how much a group says by its length; two Chinese characters are about a word."""
    characters = sum(3 if unit.isascii() else 1 for unit in group)
    return math.log2(1 + (characters / 2 if language == "zh" else len(group))) ** 3


def _fits_english(group: Group, said: _Said) -> bool:
    """Tell whether words make a noun phrase, by what they are and by what stands around them."""
    stream, places = said.stream, said.places[group]
    text = stream.text(group, places).casefold()
    words = text.split(" ")
    if any(_is_general(word, unit) or word in said.names for word, unit in zip(words, group, strict=True)):
        return False
    if words[-1] in EN_WEAK or len(text) > _LONGEST_CHARACTERS or _may_be_a_person(group, places, stream):
        return False
    if len(group) == 1:
        return _is_noun(places, stream)
    before, after = ([place for place in places if _is_free(stream, place + step)] for step in (-1, len(group)))
    return 2 * min(len(before), len(after)) >= len(places)


def _is_general(word: str, unit: str) -> bool:
    return len(word) < 2 or word.isdigit() or "'" in unit or word in EN_NEVER or unit in EN_NEVER_STEMS


def _is_free(stream: Stream, place: int) -> bool:
    """Tell whether no word of a term can stand at a place."""
    unit = stream.units[place]
    return unit is None or _is_general(stream.written[place].casefold(), unit)


def _is_noun(places: Sequence[int], stream: Stream) -> bool:
    """Tell whether an English word is always written as a name, or stands twice where only nouns do."""
    if all(stream.written[place][0].isupper() for place in places):
        return len(places) > 2 and any(stream.neighbours(places, -1))
    clear = [place for place in places if _is_free(stream, place + 1)]
    return len(places) >= _ALONE and sum(stream.written[place - 1].casefold() in _BEFORE_NOUNS for place in clear) > 1


def _may_be_a_person(group: Group, places: Sequence[int], stream: Stream) -> bool:
    """Tell whether words are always written like first and last names, and never stand where a company does."""
    return all(
        " ".join(stream.written[place : place + len(group)]).istitle()
        and stream.written[place - 1].casefold() not in _BEFORE_COMPANIES
        for place in places
    )


def _fits_chinese(group: Group, said: _Said) -> bool:
    """Tell whether characters make a word or a term, by what they are and by how they hold together."""
    text, stream, places = "".join(group), said.stream, said.places[group]
    if text in ZH_NEVER or any(_share(text, group, name) for name in said.names):
        return False
    if len(group) == 1:
        is_word = text.isascii() and not _is_general(text, text) and text not in EN_WEAK
        return is_word and not _may_be_a_person(group, places, stream)
    if group[0] in ZH_FIRST or group[-1] in ZH_LAST or not ZH_INSIDE.isdisjoint(group):
        return False
    if text.startswith(ZH_EDGES) or text.endswith(ZH_EDGES):
        return False
    entropies = [entropy(stream.neighbours(places, step)) for step in (-1, len(group))]
    return min(entropies) >= _LEAST_ENTROPY and binding(group, said.places, len(stream.units)) >= _LEAST_BINDING


def _share(text: str, group: Group, name: str) -> bool:
    """Tell whether a group holds a name or is a part of it."""
    return name in group if name.isascii() else name in text or text in name
