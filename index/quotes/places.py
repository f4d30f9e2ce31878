"""Where a quote is found without its link: the second of the recording, the line of the file."""

import math
from bisect import bisect_left, bisect_right
from functools import lru_cache

from index.corpus.recording_links import second_link
from index.domain import Document, Turn
from index.formats import format_of
from index.quotes.links import deep_link


def heard_at(document: Document, turn: Turn, start: int) -> float | None:
    """Return the second at which `clean[start]`, a place in a turn, is heard; None where nothing says so.

    It is the last time that stands at or before the place and not before the turn's own words, else the turn's: a time
    of somebody else's words is never taken.
    """
    times = document.times
    before = bisect_right(times, (document.raw_offsets[start], math.inf)) - 1
    if before >= 0 and times[before][0] >= document.raw_offsets[turn.start]:
        return times[before][1]
    return turn.start_seconds


def line_of_file(document: Document, start: int) -> int | None:
    """Return the line that holds `clean[start]`, None in a file that is not read as it stands there."""
    if format_of(document.source.suffix) != "text":
        return None
    return bisect_left(_line_ends(document.raw), document.raw_offsets[start]) + 1


@lru_cache(maxsize=2)  # all quotes of a file are looked up one after the other
def _line_ends(raw: str) -> list[int]:
    return [place for place, character in enumerate(raw) if character == "\n"]


def link_to_quote(document: Document, start: int, end: int, seconds: float | None) -> str | None:
    """Return the link to the very words, or to the second of a recording; None where neither is known.

    A document's times are taken to be those of the recording that is known of it: a document gets both from one
    place, and who lists another recording says that it runs alike.
    """
    source = document.source
    if source.link and source.link_kind == "recording":
        return None if seconds is None else second_link(source.link, seconds)
    return deep_link(document, start, end)
