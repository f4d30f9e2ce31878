"""How a message is tidied and cut to fit a platform: quotes end early, no more, and nothing unseen plays tricks."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.domain.message import Buttons, Line, Part, QuoteBlock, Span, line
from index.text.sentences import split_sentences
from index.text.unseen import without_unseen

MOST_LINK_CHARACTERS = 3000  # Slack takes no more, and no source's address comes near
_MOST_LINE_CHARACTERS = 2000
_LEAST_QUOTE_CHARACTERS = 200

_LINE_WHITE_SPACE = re.compile(r"[\t-\r\x1c-\x1f\x85\u2028\u2029]+")
_ADDRESS = re.compile(r"https?://[\w.-]+(?::\d{1,5})?(?:[/?#][^\s\\]*)?", re.IGNORECASE)
_CUT = line("…")
_JOINER = "\u200d"
_GOES_ON = re.compile(r"[\u200c\u200d\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")  # joiners, skin tones, tags


def visible(text: str) -> str:
    """Return a text without characters that are not seen and play tricks; line ends stay."""
    if all(written.isprintable() for written in text.split("\n")):  # as nearly all are
        return text
    return "\n".join(map(without_unseen, text.split("\n")))


def one_line(text: str) -> str:
    """Return what is visible of a text, in one line."""
    return visible(_LINE_WHITE_SPACE.sub(" ", text))


def shortened(text: str, most: int) -> str:
    """Return a text of at most `most` characters (at least 1), "…" behind a whole word where it was longer."""
    return text if len(text) <= most else f"{text[: _word_end(text, most - 1)].rstrip()}…"


def pieces(text: str, most: int) -> list[str]:
    """Return a text in pieces of at most `most` characters that make it up again."""
    pieces: list[str] = []
    while len(text) > most:
        end = _word_end(text, most)
        pieces.append(text[:end])
        text = text[end:]
    return [*pieces, text]


def fitted(parts: Sequence[Part], most: int, size: Callable[[str], int] = len) -> list[Part]:
    """Return what is shown of the parts, with at most `most` characters of text and addresses in all.

    Quotes that are too long end with a sentence, and "…" stands below them. A line that does not fit is left out.

    Args:
        parts: Of a message; buttons do not count.
        most: Characters, as `size` counts them.
        size: How much a text counts.
    """
    tidied = [part for part in map(_tidied, parts) if isinstance(part, Buttons) or part.text.strip()]
    return _without_excess(_with_short_quotes(tidied, most, size), most, size)


def _tidied(part: Part) -> Part:
    if isinstance(part, Buttons):
        return part
    if isinstance(part, QuoteBlock):
        return QuoteBlock(visible(part.text))
    spans: list[Span] = []
    room = _MOST_LINE_CHARACTERS
    for span in part.spans:
        text = one_line(span.text) or span.link or ""
        if room and text:
            link = span.link if span.link and is_address(span.link) else None
            spans.append(replace(span, text=shortened(text, room), link=link))
            room -= len(spans[-1].text)
    return replace(part, spans=tuple(spans))


def is_address(link: str) -> bool:
    """Tell whether a link is an address that can be clicked."""
    return len(link) <= MOST_LINK_CHARACTERS and link.isprintable() and bool(_ADDRESS.fullmatch(link))


def _with_short_quotes(parts: Sequence[Part], most: int, size: Callable[[str], int]) -> list[Part]:
    quotes = [part for part in parts if isinstance(part, QuoteBlock)]
    lines_size = sum(_size(part, size) for part in parts if isinstance(part, Line))
    marks_size = len(quotes) * (_size(_CUT, size) + 1)
    share = max((most - lines_size - marks_size) // max(len(quotes), 1), _LEAST_QUOTE_CHARACTERS)
    kept: list[Part] = []
    for part in parts:
        if isinstance(part, QuoteBlock) and size(part.text) > share:
            kept += [QuoteBlock(_whole_sentences(part.text, share, size)), _CUT]
        else:
            kept.append(part)
    return kept


def _without_excess(parts: Sequence[Part], most: int, size: Callable[[str], int]) -> list[Part]:
    kept: list[Part] = []
    room = most
    excess = sum(_size(part, size) for part in parts) > most
    for part in parts:
        needed = _size(part, size) + (_size(_CUT, size) if excess else 0)
        if isinstance(part, Buttons) or needed <= room:
            kept.append(part)
            room -= _size(part, size)
        elif kept[-1:] != [_CUT] and _size(_CUT, size) <= room:
            kept.append(_CUT)
            room -= _size(_CUT, size)
    return kept


def _size(part: Part, size: Callable[[str], int]) -> int:
    return 0 if isinstance(part, Buttons) else size(part.text) + 1


def _whole_sentences(text: str, most: int, size: Callable[[str], int]) -> str:
    """Return as many whole sentences from the beginning as fit; of the first, if it is too long, whole words."""
    fitting = bisect_right(range(len(text) + 1), most, key=lambda length: size(text[:length])) - 1
    ends = [end for _, end in split_sentences(text[: fitting + 1]) if end <= fitting]
    return text[: ends[-1] if ends else _word_end(text, fitting)]


def _word_end(text: str, most: int) -> int:
    """Return where to cut a longer text: at white space not too far back, else at least within no character."""
    space = max(text.rfind(mark, 0, most + 1) for mark in " \n")
    if space > most // 2:
        return space
    end = most
    while end > most // 2 and _is_within_character(text, end):
        end -= 1
    return end if end > most // 2 else most


def _is_within_character(text: str, place: int) -> bool:
    """Tell whether what a reader takes for one character goes on at a place: an accent, a joined emoji, a flag."""
    return (
        bool(_GOES_ON.match(text[place])) or unicodedata.category(text[place])[0] == "M" or text[place - 1] == _JOINER
    )
