"""What could be a speaker's label at the start of a text, whatever the name looks like ("bolind42: ")."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from index.text.names import BESIDE_TIME, TIME, is_marker, is_person_like
from index.text.scripts import HAN

_LONGEST = 60
_MARKS = r"(?:[*_]{1,3}|</?(?:b|strong|i|em)>)?"
COLON = r"[:：](?!//|(?<=\d:)\d)"  # neither a link's nor a time's
_PREFIX = re.compile(
    rf"\s{{0,3}}{_MARKS}(?:{TIME}{BESIDE_TIME}{{0,3}})?{_MARKS}\s?"
    rf"(?:\[(?P<bracketed>[^\[\]:：\n]{{1,{_LONGEST}}})\]|(?P<bare>[^\s:：\[\]<>][^:：\[\]<>\n]{{0,{_LONGEST - 1}}}?))"
    rf"\s?{_MARKS}\s?(?:{TIME}\s?)?{_MARKS}{COLON}{_MARKS}[ \t\u3000]{{0,4}}"
)
_SENTENCE_INSIDE = re.compile(r"[.!?。！？…,;，；、]\s?\S+\s+\S+|[。！？…]")
_INITIAL_OR_TITLE = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr)\.", re.IGNORECASE)
_UNLIKE_PROSE = re.compile(r"[\d@_#|/()（）?\U0001f000-\U0001faff\u0370-\u03ff\u0400-\u04ff\u3040-\u30ff]")
_COUNTED = re.compile(
    r"(?:step|number|no\.?|part|phase|rule|lesson|option|plan|question|tip|point|day|week|year)?\s*#?\d+", re.IGNORECASE
)
_HAN_CLAUSE = re.compile(rf"[{HAN}][，,；;、][{HAN}]|[{HAN}]{{13}}")
_BRACKETED = re.compile(r"\s*[(（][^()（）]*[)）]\s*\Z")  # "Man in the third row (off mic)"
_MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Prefix:
    """What stands before the first colon of a text, and the place where the text goes on behind it."""

    printed: str
    end: int


def count_recurring(printed: Iterable[str]) -> int:
    """Return how many prefixes stand there more than once, as names do and the beginnings of sentences do not."""
    return sum(count for count in Counter(printed).values() if count > 1)


def colon_prefix(text: str) -> Prefix | None:
    """Return what stands before the first colon of a text, at most 60 characters; a link or a time is no prefix."""
    head = text[: 2 * _LONGEST]
    match = _PREFIX.match(head) if ":" in head or "：" in head else None
    if not match:
        return None
    printed = (match["bracketed"] or match["bare"]).strip(" *_\t")
    return Prefix(printed, match.end()) if printed else None


def is_prose(printed: str) -> bool:
    """Tell whether a prefix is the beginning of a sentence, since it has the end of one in it or many words."""
    if _HAN_CLAUSE.search(printed):
        return True
    words = len(_BRACKETED.sub("", printed).split())
    return bool(_SENTENCE_INSIDE.search(_INITIAL_OR_TITLE.sub("", printed))) or words > _MOST_WORDS


def is_label_like(printed: str) -> bool:
    """Tell whether a prefix is rather a label than the first words of a sentence, though nobody known has that name."""
    if is_marker(printed) or is_prose(printed) or _COUNTED.fullmatch(printed):
        return False
    words = printed.split()
    is_capital = 1 < len(words) <= 4 and all(word[:1].isupper() for word in words)
    return is_capital or is_person_like(printed) or bool(_UNLIKE_PROSE.search(printed))
