"""Words that an operator forbids, found in quotes and in questions however they are written."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from index.text.lexical import fold, fold_accents

# Scripts without spaces between words, where a word is found inside others: Thai to Khmer, kana, Chinese.
_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_UNSPACED_CHARACTER = re.compile(f"[{_UNSPACED}]")
_LETTER = rf"[^\W_{_UNSPACED}]"  # of a script with spaces
# Format characters, such as a soft hyphen or a joiner of no width, which nobody sees in a word.
_UNSEEN = re.compile(
    r"[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]"
)
_ENDING = r"(?:['’]?s|es|['’])?"  # of a plural, and of what belongs to somebody
# What is written in one way alone: ASCII, Chinese with its punctuation, kana, dashes and quotation marks.
_PLAIN = re.compile(r"[\x00-\x7f\u2010-\u2027\u3001-\u301f\u3040-\u3098\u309d-\u30fe\u3400-\u9fff！（），：；？]*")
_HAN = range(0x3400, 0xA000)


class ForbiddenWords:
    """Finds forbidden words in a text.

    Words of scripts with spaces are found as whole words, with or without the "s" of a plural, others inside words.
    Case, accents, width, and simplified or traditional characters make no difference, nor does in a phrase what stands
    between its words: a space, a hyphen, nothing.
    """

    def __init__(self, words: Iterable[str]) -> None:
        parts = [parts for word in words if (parts := _parts(word))]
        # Most texts hold the beginning of no word, which is seen ten times as fast as that a pattern finds nothing.
        self._words = [(beginning, re.compile(_pattern(own))) for own in parts for beginning in _beginnings(own[0])]

    def are_in(self, *texts: str) -> bool:
        """Tell whether any of the texts holds a forbidden word."""
        return any(map(self._is_in, texts))

    def _is_in(self, text: str) -> bool:
        comparable = _comparable(text)
        return any(beginning in comparable and pattern.search(comparable) for beginning, pattern in self._words)


@lru_cache(maxsize=8)
def forbidden_words(words: tuple[str, ...]) -> ForbiddenWords:
    """Return what finds these words; the same one again where it was just asked for."""
    return ForbiddenWords(words)


def is_forbiddable(word: str) -> bool:
    """Tell whether a word can be forbidden: it holds a letter or a digit."""
    return bool(_parts(word))


def word_key(word: str) -> str:
    """Return what two words or phrases have in common that are found in the same places, "" if found nowhere."""
    return " ".join(_parts(word))


def folded(text: str) -> str:
    """Return a text without what makes no difference: case, accents, width, Chinese script, what nobody sees."""
    return fold_accents(fold(_UNSEEN.sub("", text)))


def _comparable(text: str) -> str:
    """Return a text as words are sought in it: as `fold` does, but Chinese stays, since converting it takes longest."""
    if text.isascii() or _PLAIN.fullmatch(text):
        return text.lower()
    return fold_accents(_UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold())


def _parts(word: str) -> list[str]:
    """Return the folded parts of a word or phrase, between which spaces and hyphens make no difference."""
    return re.findall(r"[^\W_]+(?:['’.&+#][^\W_]+)*[+#]*", folded(word))


def _pattern(parts: list[str]) -> str:
    """Return what finds a word or phrase in a comparable text."""
    first, last = parts[0][0], parts[-1][-1]
    opening = "" if _UNSPACED_CHARACTER.match(first) else f"(?<!{_LETTER})"
    closing = "" if _UNSPACED_CHARACTER.match(last) else f"{_ENDING}(?!{_LETTER})"
    return opening + r"[\W_]{0,3}".join("".join(map(_character, part)) for part in parts) + closing


def _character(character: str) -> str:
    return f"[{character}{_traditional()[character]}]" if character in _traditional() else re.escape(character)


def _beginnings(part: str) -> list[str]:
    """Return what a comparable text holds at least one of, where it holds a word that begins so."""
    if variants := _traditional().get(part[0]):
        return [part[0], *variants]
    plain = next((place for place, character in enumerate(part) if character in _traditional()), len(part))
    return [part[:plain]]


@cache
def _traditional() -> dict[str, str]:
    """Return, for each Chinese character, all others that are written so in simplified Chinese."""
    written = [chr(code) for code in _HAN]
    variants: dict[str, str] = {}
    for character, simplified in zip(written, fold("\n".join(written)).split("\n"), strict=True):
        if simplified != character and len(simplified) == 1:
            variants[simplified] = variants.get(simplified, "") + character
    return variants
