"""What no quote holds: markup, numbers and times of cues, labels; found in its words and where they stand."""

import re
from collections.abc import Iterator

from index.evidence.lines import CLOCK

_MARKUP = re.compile(
    r"\A(?:[:：]|\*+\s?\S)|-->|</?(?:v|c|font)(?:[.\s][^<>]{0,200})?>|\{\\[a-z]{1,3}\d|&(?:nbsp|amp|quot|#\d{1,6});|&from;="
    r"|!\[[^\]]{0,100}\]\(|\]\(https?:|(?<![A-Za-z0-9*])\*\*(?=[^\s*])|(?<=[.?!。！？:：])\*\*|(?<![A-Za-z0-9_.])__(?!_|[A-Za-z0-9_]{1,40}__)(?=\S)|\\u[0-9a-f]{4}|[?&]wx_\w{1,20}="
    r"|[\[(<]?\bSPEAKER_\d{1,3}\b|\d{1,2}:\d{2}[.,]\d{3}(?=\s|\Z)(?!\s?[\])])|\d{1,2}:\d{2}:\d{2}[.,]\d{3}(?!\s?[\])])",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"</?(?:i|b|u|s|em|strong|span|p|br|div|ruby|rt|lang)(?:\s[^<>]{0,200})?/?>|(?:^|\s)>>", re.IGNORECASE
)
_STAMP = re.compile(
    rf"(?:\A|(?<=[.?!。！？…\"”’)\]]\s)|(?<=[。！？”]))(?:[\[(（【]{CLOCK}[\])）】]|\d{{1,2}}:\d{{2}}:\d{{2}}(?=\s\S))"
)
_COLON = re.compile(r"[:：](?!//|(?<=\d:)\d\d)")
_CLOCK = re.compile(CLOCK)
_SENTENCE_END = re.compile(r"[.?!…。！？\"”’」)）\]】]\s*")
_LONGEST_NAME_CHARACTERS = 60


def leftover(text: str, is_cued: bool) -> str | None:
    """Return the first piece of markup or time in a quote's words; of tags that people speak of, only in subtitles."""
    match = _MARKUP.search(text) or _STAMP.search(text) or (_TAG.search(text) if is_cued else None)
    return match.group().strip() if match else None


def label_like(text: str) -> Iterator[str]:
    """Yield what stands in a quote's words as a label would: from a sentence's beginning to a colon, or by a time."""
    for colon in _COLON.finditer(text):
        yield from _before(text, colon.start())
    for clock in _CLOCK.finditer(text):
        yield from _before(text, clock.start())
        words = text[clock.end() : clock.end() + _LONGEST_NAME_CHARACTERS].split()
        yield from (" ".join(words[:count]) for count in (1, 2, 3) if count <= len(words))


def _before(text: str, end: int) -> Iterator[str]:
    start = max(0, end - _LONGEST_NAME_CHARACTERS)
    begins = [start + sentence_end.end() for sentence_end in _SENTENCE_END.finditer(text[start:end])]
    for begin in [*begins, *([0] if not start else [])]:
        if name := text[begin:end].strip(" [(*_"):
            yield name
