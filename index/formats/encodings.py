"""From a file's bytes to its text: the encoding it declares or must be in, and one that is guessed where it is sure."""

import re
import unicodedata
from collections import Counter
from contextlib import suppress
from functools import lru_cache
from pathlib import PurePath

from index.errors import CorpusError
from index.formats.formats import format_of

_BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_HEAD_BYTES = 4096
_CHARSET = re.compile(
    rb"<meta[^<>]{0,200}charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_:\-]{2,30})"
    rb"|<\?xml[^<>]{0,100}encoding\s{0,5}=\s{0,5}[\"']([A-Za-z0-9_:\-]{2,30})",
    re.IGNORECASE,
)
_ENCODINGS = re.compile(
    r"windows-125\d|iso-8859-\d{1,2}|gb18030|gbk|big5(?:-hkscs)?|shift_jis|euc-(?:jp|kr)|koi8-[ru]|macintosh"
    r"|gb2312|us-ascii|latin1|x-gbk"
)
_WIDER = {
    **dict.fromkeys(("iso-8859-1", "us-ascii", "latin1"), "windows-1252"),
    **dict.fromkeys(("gb2312", "gbk", "x-gbk"), "gb18030"),
    "macintosh": "mac_roman",
}
# First bytes of the characters that each standard counts as common, by how often they are used, and of its marks.
_COMMON = {
    "gb18030": (*range(0xA1, 0xA4), *range(0xB0, 0xD8)),
    "big5hkscs": tuple(range(0xA1, 0xC7)),
    "cp932": (*range(0x81, 0x84), *range(0x88, 0x98)),
    "euc_jp": (*range(0xA1, 0xA6), *range(0xB0, 0xD0)),
    "euc_kr": (*range(0xA1, 0xA4), *range(0xB0, 0xC9)),
}
_NAMES = {"big5hkscs": "BIG5", "cp932": "SHIFT_JIS"}
_LEAST_COMMON_SHARE = 0.97
_FEWEST_CHARACTERS = 10
# What ordinary text is full of, and text read in a wrong encoding is not.
_FREQUENT = {
    "gb18030": frozenset("的一是不了在有我他这个们来上大为和到说你就也很"),
    "big5hkscs": frozenset("的一是不了在有我他這個們來上大為和到說你就也很"),
    "cp932": frozenset("のにはをたがでとしれさまるいもすから"),
    "euc_jp": frozenset("のにはをたがでとしれさまるいもすから"),
    "euc_kr": frozenset("이다는을가의에하고지도"),
}
_LEAST_FREQUENT_SHARE = 0.08
_ENGLISH = re.compile(r"\b(?:the|and|of|to|a|in|that|it|is|was|you|i|we|for|on)\b", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]+")
_LEAST_ENGLISH_SHARE = 0.1
_FEWEST_WORDS = 5
_WESTERN_MARKS = "€…‘’“”•–—™\xa0¡£§©«®°·»¿½"
_WESTERN = re.compile(
    rf"[\x00-\x7f]|[{_WESTERN_MARKS}]"
    r"|(?<![^\W\d_])[ÀÁÂÄÅÆÇÈÉÊËÍÎÑÓÔÖØÚÜ](?=[a-z])|(?<![^\W\d_a-z])[àáâäåæçèéêëíîïñóôöøùúûüßœ]"
    r"|(?<=[A-Za-z])[àáâäåæçèéêëíîïñóôöøùúûüßœ](?![àáâäåæçèéêëíîïñóôöøùúûüßœ]{2})"
)
_MOST_ACCENTS_SHARE = 0.01


def decode(content: bytes, name: str) -> str:
    """Return the text in a file's bytes: UTF-8, UTF-16 with a byte order mark, or what a web page says it is.

    Raises:
        CorpusError: It is something else; names the line.
    """
    encoding = _BYTE_ORDER_MARKS.get(content[:2]) or declared_encoding(content, name) or "utf-8"
    if encoding == "utf-8" and b"\0" in content[:_HEAD_BYTES]:
        raise CorpusError(f"{name} is not a text file; save the interview as UTF-8 text or Markdown")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].decode(encoding).count("\n") + 1
        advice = f"convert the file, for Chinese perhaps with: iconv -f GB18030 -t UTF-8 {name}"
        if encoding != "utf-8":
            advice = "save it again as UTF-8"
        raise CorpusError(
            f"{name}:{line}: byte 0x{content[error.start]:02x} is not {encoding.upper()}; {advice}"
        ) from error


def decode_lines(content: bytes) -> str:
    """Return the text of a file of which each line is read by itself: UTF-16 with a byte order mark, or else UTF-8.

    Bytes that are no UTF-8 become surrogates, by which their line is known and from which they can be had again.
    """
    if content[:2] in _BYTE_ORDER_MARKS:
        with suppress(UnicodeDecodeError):
            return content.decode("utf-16")
    return content.decode("utf-8", "surrogateescape")


def decode_interview(content: bytes, name: str) -> tuple[str, str | None]:
    """Return the text of an interview, and which encoding was guessed, None where none had to be.

    A wrong guess is a wrong word: where two encodings could be meant and give different texts, none is guessed.

    Raises:
        CorpusError: The encoding is not known; names the line.
    """
    try:
        return decode(content, name), None
    except CorpusError:
        texts = {encoding: text for encoding in _candidates(content) if (text := _plausible(content, encoding))}
        if len(set(texts.values())) != 1:
            raise
        encoding, text = next(iter(texts.items()))
        return text, _NAMES.get(encoding, encoding.upper())


def declared_encoding(content: bytes, name: str) -> str | None:
    """Return the encoding that a web page declares and that its bytes need, None for any other file and for UTF-8.

    A page that reads as UTF-8 is UTF-8, whatever it declares: pages saved anew keep their old declaration.
    As browsers do, Latin-1 is read as windows-1252 and GB2312 as GB18030, of which they are parts.

    Source: https://encoding.spec.whatwg.org/#names-and-labels
    """
    if format_of(PurePath(name).suffix) != "page" or not (declaration := _CHARSET.search(content[:_HEAD_BYTES])):
        return None
    try:
        content.decode()
    except UnicodeDecodeError:
        declared = (declaration[1] or declaration[2]).decode("ascii").lower()
        return _WIDER.get(declared, declared) if _ENCODINGS.fullmatch(declared) else None
    return None


def as_utf8(content: bytes, charset: str | None) -> bytes:
    """Return a text's bytes in UTF-8 where the server that sent them named another encoding, and they need it."""
    name = (charset or "").lower()
    if not _ENCODINGS.fullmatch(name):
        return content
    try:
        content.decode()
    except UnicodeDecodeError:
        return content.decode(_WIDER.get(name, name), "replace").encode()
    return content


def _candidates(content: bytes) -> tuple[str, ...]:
    """Return the encodings that bytes could be in: UTF-16 where there are zeros, else all others."""
    if content[:2] in _BYTE_ORDER_MARKS:
        return ()
    return ("utf-16-le", "utf-16-be") if b"\0" in content else (*_COMMON, "windows-1252")


def _plausible(content: bytes, encoding: str) -> str | None:
    """Return the text of bytes in an encoding, None where it is none that people write."""
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    if encoding == "windows-1252":
        is_sound = _is_english(text) and _has_few_accents(text)
    elif encoding.startswith("utf-16"):
        is_language = _is_english(text) or any(
            _is_full_of(_wide_characters(text), frequent) for frequent in _FREQUENT.values()
        )
        is_sound = is_language and all(map(_is_assigned, set(text)))
    else:
        wide, common = _wide_characters(text), _common_characters(encoding)
        share = sum(count for character, count in wide.items() if character in common)
        is_sound = share >= _LEAST_COMMON_SHARE * wide.total() and _is_full_of(wide, _FREQUENT[encoding])
    return text if is_sound else None


def _wide_characters(text: str) -> Counter[str]:
    """Return how often each character beside ASCII is in a text."""
    return Counter({character: count for character, count in Counter(text).items() if not character.isascii()})


def _is_full_of(wide: Counter[str], frequent: frozenset[str]) -> bool:
    """Tell whether enough characters of a text beside ASCII are among those that its language uses most."""
    share = sum(wide[character] for character in frequent)
    return wide.total() >= _FEWEST_CHARACTERS and share >= _LEAST_FREQUENT_SHARE * wide.total()


def _is_assigned(character: str) -> bool:
    return character in "\t\n\r\f\ufeff" or unicodedata.category(character) not in ("Cc", "Cn", "Co", "Cs")


@lru_cache
def _common_characters(encoding: str) -> frozenset[str]:
    """Return the characters of an encoding that begin with one of its common first bytes."""
    pairs = (bytes((first, second)) for first in _COMMON[encoding] for second in range(0x40, 0xFF))
    return frozenset(character for pair in pairs if len(character := pair.decode(encoding, "ignore")) == 1)


def _is_english(text: str) -> bool:
    """Tell whether a text has the small words of English as often as English has them."""
    words = len(_WORD.findall(text))
    return words >= _FEWEST_WORDS and len(_ENGLISH.findall(text)) >= _LEAST_ENGLISH_SHARE * words


def _has_few_accents(text: str) -> bool:
    """Tell whether a text has marks of print and few accents, each where a word may have one."""
    accents = sum(character.isalpha() and not character.isascii() for character in text)
    return accents <= _MOST_ACCENTS_SHARE * len(text) and len(_WESTERN.findall(text)) == len(text)
