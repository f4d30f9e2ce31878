"""The head of a document without labels: its title, and lines such as "URL: …" and "Recorded: …", which nobody says."""

from collections import Counter

from index.corpus.sources import header_lines
from index.domain import Document
from index.turns.label_candidates import Label, find_candidates

_LONGEST_LINE_CHARACTERS = 80


def head_blocks(document: Document) -> frozenset[int]:
    """Return the numbers of the blocks that are the head of a document without labels.

    That is what its header is read from, wherever among the first lines that stands, and whatever short line with a
    colon in it, which comes but once, stands above the first paragraph that is none. Where there is no such paragraph,
    those lines are no head.
    """
    known = _header_blocks(document)
    labels = [label for label in find_candidates(document) if label.shape == "colon" and label.has_body]
    counts = Counter(label.printed for label in labels)
    lines = {label.block for label in labels if counts[label.printed] == 1 and _is_short(document, label)}
    texts = [number for number, block in enumerate(document.blocks) if block.kind == "text"]
    first = next((number for number in texts if number not in known | lines), 0)
    return frozenset(known | set(range(first)))


def _header_blocks(document: Document) -> set[int]:
    """Return the numbers of the blocks that begin in a line that the document's header is read from."""
    lines = header_lines(document.raw)
    starts = ((number, document.raw_offsets[block.start]) for number, block in enumerate(document.blocks))
    return {number for number, place in starts if any(start <= place < end for start, end in lines)}


def _is_short(document: Document, label: Label) -> bool:
    block = document.blocks[label.block]
    return block.end - block.start <= _LONGEST_LINE_CHARACTERS
