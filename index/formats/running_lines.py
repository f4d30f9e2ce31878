"""Running heads and feet: lines that come back on every page of a text and belong to nobody's words."""

import re
from collections.abc import Sequence

from index.formats.segments import Segment
from index.text.names import opening_name

_FEWEST_PAGES = 3
_SHORTEST_CHARACTERS = 8
_LONGEST_CHARACTERS = 100
_DIGITS = re.compile(r"\d+")
_SENTENCE_END = re.compile(r"[.。!！?？…,，;；:：—-][\"'”’」』)）]*\s*\Z")


def without_running_lines(segments: Sequence[Segment]) -> list[Segment]:
    """Return the segments without lines that are the same but for a number on three pages or more.

    A line without a number, or with always the same one, may be what somebody says again and again: it stays.
    """
    texts: dict[str, set[str]] = {}
    for segment in segments:
        if key := _key(segment):
            texts.setdefault(key, set()).add(segment.text.strip())
    running = {key for key, found in texts.items() if len(found) >= _FEWEST_PAGES}
    return [segment for segment in segments if _key(segment) not in running] if running else list(segments)


def _key(segment: Segment) -> str | None:
    """Return what is left of a line when its numbers are taken out; None where it can be no running line."""
    text = segment.text.strip()
    is_short = _SHORTEST_CHARACTERS <= len(text) <= _LONGEST_CHARACTERS
    if segment.kind != "text" or not is_short or not _DIGITS.search(text) or _SENTENCE_END.search(text):
        return None
    key = _DIGITS.sub("#", text)
    return key if sum(map(str.isalpha, key)) >= _SHORTEST_CHARACTERS and opening_name(text) is None else None
