"""Running heads and feet: lines that come back on every page of a text and belong to nobody's words."""

import re
from collections.abc import Sequence
from itertools import pairwise

from index.formats.segments import Segment
from index.text.names import TIME, opening_name

_FEWEST_PAGES = 3
_SHORTEST_CHARACTERS = 8
_LONGEST_CHARACTERS = 100
_NUMBER = re.compile(r"\d{1,6}")
_SENTENCE_END = re.compile(r"[.。!！?？…,，;；:：—-][\"'”’」』)）]*\s*\Z")


def without_running_lines(segments: Sequence[Segment]) -> list[Segment]:
    """Return the segments without lines that are the same but for a page number, which grows from page to page.

    A line with always the same number, or none, may be a label or what somebody says again and again: it stays.
    """
    numbers: dict[str, list[int]] = {}
    for segment in segments:
        if key := _key(segment):
            numbers.setdefault(key, []).append(int(_NUMBER.findall(segment.text)[-1]))
    running = {key for key, pages in numbers.items() if len(pages) >= _FEWEST_PAGES and _are_growing(pages)}
    return [segment for segment in segments if _key(segment) not in running] if running else list(segments)


def _are_growing(pages: Sequence[int]) -> bool:
    return all(before < after for before, after in pairwise(pages))


def _key(segment: Segment) -> str | None:
    """Return what is left of a line when its number is taken out; None where it can be no running line."""
    text = segment.text.strip()
    is_short = _SHORTEST_CHARACTERS <= len(text) <= _LONGEST_CHARACTERS
    if segment.kind != "text" or not is_short or not _NUMBER.search(text) or _SENTENCE_END.search(text):
        return None
    if re.search(TIME, text) or opening_name(text) is not None:
        return None
    key = _NUMBER.sub("#", text)
    return key if sum(map(str.isalpha, key)) >= _SHORTEST_CHARACTERS else None
