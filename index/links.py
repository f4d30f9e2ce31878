"""Links that go to the very words, for pages that are known to hold them."""

import re
from urllib.parse import quote as percent_encode

from index.domain import Document

# Matching starts and ends at word boundaries, which in Chinese only punctuation makes sure of.
_CLAUSE = re.compile(
    r"[^\s，。！？；：、,.!?;:…“”‘’\"()（）《》「」\[\]—][^，。！？；：、,.!?;:…“”‘’\"()（）《》「」\[\]—\n]*"
)


def deep_link(document: Document, start: int, end: int) -> str | None:
    """Return the link to `clean[start:end]` in the document's page, None where the page may not hold the words.

    Source: text fragments, https://wicg.github.io/scroll-to-text-fragment/ ("Generating text fragment
    directives"). An existing fragment is kept, existing directives are not.
    """
    if not document.source.verbatim_link:
        return None
    page = document.source.link.partition(":~:")[0]
    separator = ":~:" if "#" in page else "#:~:"
    return f"{page}{separator}text={text_directive(document.clean, start, end)}"


def text_directive(page: str, start: int, end: int) -> str:
    """Return what a browser looks for to find `page[start:end]`: `[prefix-,]first[,last]`, encoded.

    The first words are as few whole clauses as stand on the page only once, the last words as few as end
    the range in the right place. Words that stand there more than once get the clause before as prefix.
    """
    clauses = [(found.start(), found.end()) for found in _CLAUSE.finditer(page, start, end)] or [(start, end)]
    first_start = clauses[0][0]
    first = next((page[first_start:stop] for _, stop in clauses if page.count(page[first_start:stop]) == 1), None)
    if first is None:
        return _prefix(page, start) + _encode(page[first_start : clauses[-1][1]])
    first_end, last_end = first_start + len(first), clauses[-1][1]
    for last_start, _ in reversed(clauses):
        if last_start < first_end:
            break
        if page.find(page[last_start:last_end], first_end) == last_start:
            return f"{_encode(first)},{_encode(page[last_start:last_end])}"
    return _encode(page[first_start:last_end])


def _prefix(page: str, start: int) -> str:
    """Return the clause before `start` in the same paragraph as a prefix term, or nothing."""
    paragraph_start = page.rfind("\n", 0, start) + 1
    before = [found.group() for found in _CLAUSE.finditer(page, paragraph_start, start)]
    return f"{_encode(before[-1])}-," if before else ""


def _encode(text: str) -> str:
    """Percent-encode a term, `-` as well, which has a meaning in directives."""
    return percent_encode(text.strip(), safe="").replace("-", "%2D")
