"""Which quotes their editors set in bold."""

from collections.abc import Sequence
from dataclasses import replace

from index.domain import Document, Quote

_COMMON = 0.3  # of a document's characters; more bold than that is a way to set a person, not to set off a thought
_MOST_OF_IT = 0.6


def mark_emphasis(document: Document, quotes: Sequence[Quote]) -> list[Quote]:
    """Return the quotes of a document, those marked that are mostly in bold, where bold is rare."""
    stretches = [stretch for block in document.blocks for stretch in block.bold]
    bold = sum(end - start for start, end in stretches)
    if not 0 < bold < _COMMON * max(len(document.clean), 1):
        return list(quotes)
    return [replace(quote, is_emphasized=_is_mostly_in(quote, stretches)) for quote in quotes]


def _is_mostly_in(quote: Quote, stretches: Sequence[tuple[int, int]]) -> bool:
    shared = sum(max(0, min(end, quote.raw_end) - max(start, quote.raw_start)) for start, end in stretches)
    return shared >= _MOST_OF_IT * (quote.raw_end - quote.raw_start)
