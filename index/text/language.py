"""Which of the two languages a text is in, and how long it is in that language's own measure."""

import re

from index.domain import Language
from index.text.scripts import HAN

_HAN = re.compile(rf"[{HAN}\uf900-\ufaff\U00020000-\U0003ffff]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f][\w'’-]*")
_CHINESE_SHARE = 0.3


def count_han(text: str) -> int:
    """Return the number of Chinese characters in `text`."""
    return len(_HAN.findall(text))


def text_language(text: str) -> Language:
    """Return "zh" where Chinese characters are at least 30 % of characters and Latin words together."""
    han, words = count_han(text), len(_LATIN_WORD.findall(text))
    return "zh" if han and han >= _CHINESE_SHARE * (han + words) else "en"


def question_language(text: str) -> Language:
    """Return "zh" where a question holds any Chinese at all."""
    return "zh" if count_han(text) else "en"


def text_length(text: str, language: Language) -> int:
    """Return the number of characters without spaces of a Chinese text, of words of an English one."""
    return len("".join(text.split())) if language == "zh" else len(text.split())
