"""Links that go to the very words, for pages that are known to hold them."""

import re
from functools import lru_cache
from urllib.parse import quote as percent_encode

from index.domain import Document

_MARKS = r"，。！？；：、,.!?;:…“”‘’\"'()（）《》「」\[\]—\n"
# A browser matches whole words only. In Chinese only punctuation makes sure of a word's end, and a mark inside
# a Latin word or a number ("2.5", "don't") ends nothing.
_IN_A_WORD = r"(?<=[A-Za-z0-9\u00c0-\u024f])[.,:;’'](?=[A-Za-z0-9\u00c0-\u024f])"
_CLAUSE = re.compile(rf"[^\s{_MARKS}](?:[^{_MARKS}]|{_IN_A_WORD})*")
_SAME_TO_A_BROWSER = str.maketrans("‘’“”", "''\"\"")


def deep_link(document: Document, start: int, end: int) -> str | None:
    """Return the link to `clean[start:end]` in the document's page, None where the page may not hold the words.

    Source: text fragments, https://wicg.github.io/scroll-to-text-fragment/ ("Generating text fragment
    directives"). An existing fragment is kept, existing directives are not.
    """
    source = document.source
    if not source.verbatim_link or source.link is None:
        return None
    page = source.link.partition(":~:")[0]
    separator = ":~:" if "#" in page else "#:~:"
    return f"{page}{separator}text={text_directive(document.clean, start, end)}"


def text_directive(page: str, start: int, end: int) -> str:
    """Return what a browser looks for to find `page[start:end]`, a part of one paragraph: `[prefix-,]first[,last]`.

    The first words are as few whole clauses as stand on the page only once, the last words as few as end
    the range in the right place. Words that stand there more than once get what is before them as prefix.
    """
    searchable = _searchable(page)
    clauses = [(clause.start(), clause.end()) for clause in _CLAUSE.finditer(page, start, end)] or [(start, end)]
    first_start, last_end = clauses[0][0], clauses[-1][1]
    first_end = next((stop for _, stop in clauses if searchable.count(searchable[first_start:stop]) == 1), None)
    if first_end is None:
        return _prefix(page, first_start, last_end) + _encode(page[first_start:last_end])
    for last_start, _ in reversed(clauses):
        if last_start < first_end:
            break
        if searchable.find(searchable[last_start:last_end], first_end) == last_start:
            return f"{_encode(page[first_start:first_end])},{_encode(page[last_start:last_end])}"
    return _encode(page[first_start:last_end])


def _prefix(page: str, start: int, end: int) -> str:
    """Return the prefix term that tells `page[start:end]` from the same words elsewhere, or nothing.

    It is as few clauses before `start` as do so, with all marks up to `start`, since a browser lets only
    white space be between; at the start of a paragraph, the end of the paragraph before.
    """
    searchable = _searchable(page)
    paragraph_start = page.rfind("\n", 0, len(page[:start].rstrip())) + 1
    starts = [clause.start() for clause in _CLAUSE.finditer(page, paragraph_start, start)]
    unique = (place for place in reversed(starts) if searchable.count(searchable[place:end]) == 1)
    return f"{_encode(page[next(unique, starts[0]) : start])}-," if starts else ""


@lru_cache(maxsize=2)  # all quotes of a page are linked one after the other
def _searchable(page: str) -> str:
    """Return the page as a browser searches it, where case and the shape of quotation marks make no difference."""
    lowered = page.lower()
    return (lowered if len(lowered) == len(page) else page).translate(_SAME_TO_A_BROWSER)


def _encode(text: str) -> str:
    """Percent-encode a term, `-` as well, which has a meaning in directives."""
    return percent_encode(text.strip(), safe="").replace("-", "%2D")
