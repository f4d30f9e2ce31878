"""Quotes that say the same words twice: a clip at the start of an episode, a text published again."""

import re
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from index.domain import Quote
from index.text.language import is_dense

_DENSE_SHINGLE_CHARACTERS, _SHINGLE_CHARACTERS = 8, 18
_REPEATED_SHARE = 0.8  # of a quote's shingles, found again elsewhere
_NOT_LETTERS = re.compile(r"[\W_]+")
_QUOTES_AT_ONCE = 1_000
_MOST_AT_ONCE = 1_000_000  # shingles that are compared in one go, so that memory stays small
_BASE = np.uint64(0x9E3779B97F4A7C15)

Hashes = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int64]


def without_repeats(quotes: Sequence[Quote]) -> list[Quote]:
    """Return the quotes without those whose words are found again elsewhere, not counting overlaps.

    Of two in one document the later is kept, since an episode opens with clips of what comes;
    of two in different documents, the one in the first. Order is kept.

    Args:
        quotes: Quotes of any number of documents, documents one after another.

    Source: containment of character shingles, Broder 1997, "On the resemblance and containment of documents".
    """
    if not quotes:
        return []
    hashes = list(_shingles(quotes))
    rows = np.repeat(np.arange(len(quotes)), [len(own) for own in hashes])
    places = _places(quotes)
    totals, repeated = np.zeros((2, len(quotes)), dtype=np.int64)
    for part_rows, part_hashes in _parts(rows, np.concatenate(hashes)):
        totals += np.bincount(part_rows, minlength=len(quotes))
        again = part_rows[_is_kept_before(part_hashes, places[part_rows].T)]
        repeated += np.bincount(again, minlength=len(quotes))
    is_repeated = repeated >= _REPEATED_SHARE * totals
    return [quote for quote, is_again in zip(quotes, is_repeated, strict=True) if not is_again]


def _shingles(quotes: Sequence[Quote]) -> Iterator[Hashes]:
    """Yield a hash of each stretch of some characters of each quote, of the whole of a shorter one."""
    for first in range(0, len(quotes), _QUOTES_AT_ONCE):
        some = quotes[first : first + _QUOTES_AT_ONCE]
        texts = [_NOT_LETTERS.sub("", quote.text.casefold()) for quote in some]
        codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
        by_size = {size: _hashes(codes, size) for size in (_DENSE_SHINGLE_CHARACTERS, _SHINGLE_CHARACTERS)}
        start = 0
        for quote, text in zip(some, texts, strict=True):
            size = _DENSE_SHINGLE_CHARACTERS if is_dense(quote.language) else _SHINGLE_CHARACTERS
            end = start + len(text)
            yield by_size[size][start : end - size + 1] if len(text) > size else _hashes(codes[start:end], len(text))
            start = end


def _hashes(codes: Hashes, size: int) -> Hashes:
    """Return a hash of each stretch of `size` characters, whose codes these are; of fewer characters none."""
    hashes = np.full(max(len(codes) - size + 1, 0), size, dtype=np.uint64)
    for place in range(size):
        hashes = hashes * _BASE + codes[place : place + len(hashes)]
    return hashes ^ (hashes >> np.uint64(29))


def _parts(rows: Numbers, hashes: Hashes) -> Iterator[tuple[Numbers, Hashes]]:
    """Yield pairs of rows and hashes, each pair once, sorted by hash and row; all of one hash in the same part."""
    count = len(hashes) // _MOST_AT_ONCE + 1
    part_of = hashes % np.uint64(count) if count > 1 else np.zeros(len(hashes), dtype=np.uint64)
    for part in range(count):
        own = np.flatnonzero(part_of == part)
        own = own[np.lexsort((rows[own], hashes[own]))]
        own_rows, own_hashes = rows[own], hashes[own]
        is_new = np.ones(len(own), dtype=bool)
        is_new[1:] = (own_rows[1:] != own_rows[:-1]) | (own_hashes[1:] != own_hashes[:-1])
        yield own_rows[is_new], own_hashes[is_new]


def _places(quotes: Sequence[Quote]) -> Numbers:
    """Return the number of each quote's document, and where the quote starts and ends in it, shape (n, 3)."""
    numbers = {source: number for number, source in enumerate(dict.fromkeys(quote.source.id for quote in quotes))}
    return np.array([(numbers[quote.source.id], quote.start, quote.end) for quote in quotes])


def _is_kept_before(hashes: Hashes, places: Numbers) -> npt.NDArray[np.bool_]:
    """Tell of each shingle whether it stands in a document before, or further on in the quote's own.

    Args:
        hashes: Sorted.
        places: As `_places` has them, of the quote of each, shape (3, n); sorted by document where hashes are the same.
    """
    documents, starts, ends = places
    is_other_hash = hashes[1:] != hashes[:-1]
    first_documents = _of_runs(np.minimum, documents, is_other_hash)
    last_starts = _of_runs(np.maximum, starts, is_other_hash | (documents[1:] != documents[:-1]))
    is_before: npt.NDArray[np.bool_] = (first_documents < documents) | (last_starts >= ends)
    return is_before


def _of_runs(choose: np.ufunc, values: Numbers, is_other: npt.NDArray[np.bool_]) -> Numbers:
    """Return for each value what is chosen of all in its run; `is_other` tells where another run begins."""
    if not len(values):
        return values
    begins = np.concatenate([[0], np.flatnonzero(is_other) + 1])
    lengths = np.diff(np.append(begins, len(values)))
    chosen: Numbers = np.repeat(choose.reduceat(values, begins), lengths)
    return chosen
