"""Where words that are withheld stand: in their own interview, and in any other that holds the same ones."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from index.domain import Quote
from index.search.restrictions import WithheldSpan
from index.text.language import count_han
from index.text.lexical import fold, fold_accents

_NOT_LETTERS = re.compile(r"[^\w\n]+|_+")
_TELLING_CHARACTERS, _TELLING_HAN = 24, 8  # fewer are said by others too ("I do not know.")
_NEAR_CHARACTERS = 200  # between a quote and what is said before or after it there is a line and a label at most
_PREFIX_CHARACTERS = 2000  # how far before its words a link may look


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of an interview that is withheld, and its letters."""

    start: int
    end: int
    letters: str

    def meets(self, start: int, end: int) -> bool:
        """Tell whether any of it is between two offsets."""
        return self.start < end and start < self.end


Places = Mapping[str, Sequence[Place]]  # by the id of the interview


class SaidElsewhere:
    """Finds quotes that say the same words, whatever stands between the letters."""

    def __init__(self, quotes: Sequence[Quote]) -> None:
        self._quotes = quotes

    def places_of(self, span: WithheldSpan) -> Iterator[tuple[str, Place]]:
        """Yield where else the words of a span stand, or a part of them, that are too many to be there by chance."""
        wanted = letters_of(span.text)
        for quote, letters in zip(self._quotes, self._letters, strict=True) if _is_telling(wanted) else ():
            holds, is_part = wanted in letters, letters in wanted and _is_telling(letters)
            if (holds or is_part) and not _is_of(span, quote):
                offset = max(quote.text.find(span.text), 0) if holds else 0
                length = len(span.text) if span.text in quote.text else len(quote.text)
                start = quote.start + offset
                yield quote.source.id, Place(start, start + length, wanted if holds else letters)

    @cached_property
    def _letters(self) -> list[str]:
        """The letters of each quote; gathered when something is first withheld, since that takes a while."""
        return letters_of("\n".join(quote.text.replace("\n", " ") for quote in self._quotes)).split("\n")


def withheld_places(spans: Iterable[WithheldSpan], elsewhere: SaidElsewhere) -> Places:
    """Return what of each interview is withheld."""
    places: dict[str, list[Place]] = defaultdict(list)
    for span in spans:
        places[span.source].append(Place(span.start, span.end, letters_of(span.text)))
        for source_id, place in elsewhere.places_of(span):
            places[source_id].append(place)
    return places


def without_withheld(quote: Quote, places: Sequence[Place]) -> Quote | None:
    """Return a quote without what of its interview is withheld around it; None where it is withheld itself."""
    if any(place.meets(quote.start, quote.end) for place in places):
        return None
    before = quote.start - len(quote.context_before) - _NEAR_CHARACTERS
    after = quote.end + len(quote.context_after) + _NEAR_CHARACTERS
    is_before = any(place.meets(before, quote.start) for place in places)
    is_after = any(place.meets(quote.end, after) for place in places)
    is_in_link = any(place.meets(quote.start - _PREFIX_CHARACTERS, quote.start) for place in places)
    is_asked = bool(quote.answers) and any(_share(_letters_of(quote.answers), place.letters) for place in places)
    if not (is_before or is_after or is_in_link or is_asked):
        return quote
    return replace(
        quote,
        context_before="" if is_before else quote.context_before,
        context_after="" if is_after else quote.context_after,
        answers="" if is_asked else quote.answers,
        deep_link=None if is_in_link and link_prefix(quote) else quote.deep_link,
    )


def link_prefix(quote: Quote) -> str:
    """Return the part of the link to the very words that holds what stands before them, "" where none does."""
    _, is_prefixed, _ = (quote.deep_link or "").partition("-,")
    return (quote.deep_link or "").partition("-,")[0].rpartition("text=")[2] if is_prefixed else ""


def letters_of(text: str) -> str:
    """Return the letters and digits of a text, folded, and its line ends."""
    return _NOT_LETTERS.sub("", fold_accents(fold(text)))


_letters_of = lru_cache(maxsize=4096)(letters_of)  # a question stands beside each quote of its answer


def _share(letters: str, withheld: str) -> bool:
    """Tell whether one is a part of the other, and no coincidence."""
    shorter, longer = sorted((letters, withheld), key=len)
    return _is_telling(shorter) and shorter in longer


def _is_of(span: WithheldSpan, quote: Quote) -> bool:
    return quote.source.id == span.source and quote.start < span.end and span.start < quote.end


def _is_telling(letters: str) -> bool:
    return len(letters) >= _TELLING_CHARACTERS or count_han(letters) >= _TELLING_HAN
