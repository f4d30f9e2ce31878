"""Quotes that say the same words twice: a clip at the start of an episode, a text published again."""

import re
from collections import defaultdict
from collections.abc import Sequence

from index.domain import Quote

_SHINGLE_CHARACTERS = {"zh": 8, "en": 18}
_REPEATED_SHARE = 0.8  # of a quote's shingles, found again elsewhere
_NOT_LETTERS = re.compile(r"[\W_]+")


def without_repeats(quotes: Sequence[Quote]) -> list[Quote]:
    """Return the quotes without those whose words are found again elsewhere, not counting overlaps.

    Of two in one document the later is kept, since an episode opens with clips of what comes;
    of two in different documents, the one in the first. Order is kept.

    Args:
        quotes: Quotes of any number of documents, documents one after another.

    Source: containment of character shingles, Broder 1997, "On the resemblance and containment of documents".
    """
    shingles = [_shingles(quote) for quote in quotes]
    holders: dict[str, list[int]] = defaultdict(list)
    for row, quote_shingles in enumerate(shingles):
        for shingle in quote_shingles:
            holders[shingle].append(row)
    return [quote for row, quote in enumerate(quotes) if not _is_repeated(row, quotes, shingles, holders)]


def _shingles(quote: Quote) -> set[str]:
    text = _NOT_LETTERS.sub("", quote.text.casefold())
    size = _SHINGLE_CHARACTERS[quote.language]
    return {text[start : start + size] for start in range(max(len(text) - size + 1, 1))}


def _is_repeated(row: int, quotes: Sequence[Quote], shingles: list[set[str]], holders: dict[str, list[int]]) -> bool:
    """Tell whether nearly all of a quote's words stand in quotes that are kept before it."""
    repeated_count = sum(
        any(_is_kept_before(quotes[other], quotes[row], other < row) for other in holders[shingle])
        for shingle in shingles[row]
    )
    return repeated_count >= _REPEATED_SHARE * len(shingles[row])


def _is_kept_before(other: Quote, quote: Quote, is_earlier: bool) -> bool:
    if other.source.id == quote.source.id:
        return other.start >= quote.end
    return is_earlier
