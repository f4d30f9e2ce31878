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
Rows = npt.NDArray[np.int32]
Shingles = tuple[Rows, Hashes]  # rows of quotes, and hashes of their shingles, as many


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
    places = _places(quotes)
    totals, repeated = np.zeros((2, len(quotes)), dtype=np.int64)
    for part_rows, part_hashes in _parts(list(_blocks(quotes))):
        totals += np.bincount(part_rows, minlength=len(quotes))
        again = part_rows[_is_kept_before(part_hashes, places[part_rows].T)]
        repeated += np.bincount(again, minlength=len(quotes))
    is_repeated = repeated >= _REPEATED_SHARE * totals
    return [quote for quote, is_again in zip(quotes, is_repeated, strict=True) if not is_again]


def _blocks(quotes: Sequence[Quote]) -> Iterator[Shingles]:
    """Yield the shingles of some quotes at a time, sorted by hash and row."""
    for first in range(0, len(quotes), _QUOTES_AT_ONCE):
        by_quote = list(_hashes_by_quote(quotes[first : first + _QUOTES_AT_ONCE]))
        rows = np.arange(first, first + len(by_quote), dtype=np.int32)
        yield _sorted([np.repeat(rows, [len(own) for own in by_quote])], by_quote)


def _hashes_by_quote(quotes: Sequence[Quote]) -> Iterator[Hashes]:
    """Yield the hashes of all stretches of some characters of each quote, of the whole of a shorter one."""
    texts = [_NOT_LETTERS.sub("", quote.text.casefold()) for quote in quotes]
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    by_size = {size: _hashes(codes, size) for size in (_DENSE_SHINGLE_CHARACTERS, _SHINGLE_CHARACTERS)}
    start = 0
    for quote, text in zip(quotes, texts, strict=True):
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


def _parts(blocks: Sequence[Shingles]) -> Iterator[Shingles]:
    """Yield rows and hashes of all blocks, each pair once, sorted by hash and row; all of one hash in the same part."""
    count = sum(len(hashes) for _, hashes in blocks) // _MOST_AT_ONCE + 1
    bounds = np.array([part * (2**64 // count) for part in range(1, count)], dtype=np.uint64)
    cuts = [[0, *np.searchsorted(hashes, bounds), len(hashes)] for _, hashes in blocks]
    for part in range(count):
        slices = [slice(own[part], own[part + 1]) for own in cuts]
        own_rows, own_hashes = _sorted(
            [rows[own] for (rows, _), own in zip(blocks, slices, strict=True)],
            [hashes[own] for (_, hashes), own in zip(blocks, slices, strict=True)],
        )
        is_new = np.ones(len(own_rows), dtype=bool)
        is_new[1:] = (own_rows[1:] != own_rows[:-1]) | (own_hashes[1:] != own_hashes[:-1])
        yield own_rows[is_new], own_hashes[is_new]


def _sorted(rows: Sequence[Rows], hashes: Sequence[Hashes]) -> Shingles:
    """Return rows, of which all are in order where hashes are the same, and hashes, joined and sorted by hash."""
    joined = np.concatenate(hashes)
    order = np.argsort(joined, kind="stable")
    return np.concatenate(rows)[order], joined[order]


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
