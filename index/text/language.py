"""Which language a text is in, and how long it is in that language's own measure.

Chinese and Japanese are told by their characters, all others by py3langid, which knows 97 and needs NumPy alone. It is
sure from a sentence or two on; so a document is asked as a whole for the languages that it is in, and of its
paragraphs only those of some length, and only between these.
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from typing import Any, Literal

from index.domain import Language
from index.text.scripts import HAN

_HAN = re.compile(rf"[{HAN}\uf900-\ufaff\U00020000-\U0003ffff]")
_KANA = re.compile(r"[\u3040-\u30ff\uff66-\uff9f]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f][\w'’-]*")
_LETTER = re.compile(r"[^\W\d_]")
_CHINESE_SHARE = 0.3
_JAPANESE_SHARE = 0.15  # of kana among its characters, from which on a text is Japanese; half of them are usual
_FEWEST_KANA = 2  # the one の in a Chinese shop's name is none
_DENSE = frozenset({"zh", "ja", "th", "lo", "km", "my"})
_ENOUGH_LETTERS = 60  # of a paragraph, some ten words
_ENOUGH_LETTERS_IN_ALL = 40
_ENOUGH_SHARE = 0.15  # of a document's letters; fewer are a quotation
# Which a few words in a script of their own are taken to be in.
_COMMON = frozenset(
    {
        "am",
        "ar",
        "bn",
        "el",
        "en",
        "gu",
        "he",
        "hi",
        "hy",
        "ka",
        "km",
        "kn",
        "ko",
        "lo",
        "ml",
        "my",
        "pa",
        "ru",
        "si",
        "ta",
        "te",
        "th",
    }
)
_SAME = {"nb": "no", "nn": "no"}


def count_han(text: str) -> int:
    """Return the number of Chinese characters in `text`."""
    return len(_HAN.findall(text))


def text_language(text: str, others: Sequence[Language] = ("en",)) -> Language:
    """Return the language of a paragraph.

    It is "zh" or "ja" where Chinese characters and kana are at least 30 % of characters and Latin words together.

    Args:
        text: The paragraph.
        others: The languages of its document, as `document_languages` has them.
    """
    han, kana, words = count_han(text), len(_KANA.findall(text)), len(_LATIN_WORD.findall(text))
    if han + kana and han + kana >= _CHINESE_SHARE * (han + kana + words):
        is_japanese = kana >= max(_FEWEST_KANA, _JAPANESE_SHARE * (han + kana)) or (
            "ja" in others and "zh" not in others
        )
        return "ja" if is_japanese else "zh"
    alphabetic = [language for language in others if language not in ("zh", "ja")] or ["en"]
    if len(alphabetic) == 1 or len(_LETTER.findall(text)) < _ENOUGH_LETTERS:
        return alphabetic[0]
    return _guess(text, alphabetic)


@lru_cache(maxsize=4)  # a document is asked for each of its turns
def document_languages(text: str, stated: Language | None = None) -> tuple[Language, ...]:
    """Return the languages that the paragraphs of a document may be in, the one that most of it is in first.

    Args:
        text: Paragraphs, one a line.
        stated: What the document or its operator says that it is in; only characters say otherwise.
    """
    letters: Counter[Language] = Counter()
    paragraphs = [paragraph for paragraph in text.split("\n") if paragraph]
    for paragraph in paragraphs:
        own = text_language(paragraph, ())
        letters[own if own in ("zh", "ja") else ""] += len(_LETTER.findall(paragraph))
    alphabetic = [paragraph for paragraph in paragraphs if text_language(paragraph, ()) not in ("zh", "ja")]
    guessed = _guess_all(alphabetic)
    if stated and stated not in ("zh", "ja"):
        guessed = Counter({stated: letters[""] or 1})
    by_characters = Counter({language: count for language, count in letters.items() if language})
    if stated in ("zh", "ja"):
        by_characters = Counter({stated: sum(by_characters.values()) or 1})
    total = sum(letters.values()) or 1
    counts = by_characters + guessed
    return tuple(language for language, count in counts.most_common() if count >= _ENOUGH_SHARE * total) or ("en",)


def question_language(text: str, among: Collection[Language] = ("en", "zh")) -> Language:
    """Return the language of a question: Chinese where it holds any Chinese at all.

    Args:
        text: The question.
        among: The languages of the quotes that it is asked of; those that only characters tell need not be there.
    """
    if _KANA.search(text) and "ja" in among:
        return "ja"
    if count_han(text):
        return "zh"
    others = sorted({"en", *among} - {"zh", "ja"})
    return "en" if others == ["en"] else _guess(text, others)


def text_length(text: str, language: Language) -> int:
    """Return how long a text is: in characters without spaces in a dense language, else in words."""
    return len("".join(text.split())) if is_dense(language) else len(text.split())


def is_dense(language: Language) -> bool:
    """Tell whether texts of a language are measured in characters, since no spaces stand between words."""
    return language in _DENSE


def measured_as(language: Language) -> Literal["zh", "en"]:
    """Return the language whose lengths in characters hold for another one: Chinese for a dense one, else English."""
    return "zh" if is_dense(language) else "en"


def _guess_all(paragraphs: Sequence[str]) -> Counter[Language]:
    """Return how many letters are in which language; what is too short, or a quotation, counts with the others."""
    counts: Counter[Language] = Counter()
    for paragraph in paragraphs:
        letters = len(_LETTER.findall(paragraph))
        if letters >= _ENOUGH_LETTERS:
            counts[_guess(paragraph)] += letters
    total = sum(counts.values())
    common = Counter({language: count for language, count in counts.items() if count >= _ENOUGH_SHARE * total})
    if common:
        return common
    whole = " ".join(paragraphs)
    letters = len(_LETTER.findall(whole))
    is_latin = bool(_LATIN_WORD.search(whole))
    if letters >= _ENOUGH_LETTERS_IN_ALL:
        return Counter({_guess(whole): letters})
    return Counter({"en" if is_latin else _guess(whole, _COMMON): letters})


def _guess(text: str, among: Collection[Language] = ()) -> Language:
    """Return the most likely language of a text, of these or of all."""
    ranked = (_SAME.get(language, language) for language, _ in _identifier().rank(text))
    return next((language for language in ranked if not among or language in among), "en")


@cache
def _identifier() -> Any:  # noqa: ANN401 - the library has no types
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # here, since its model takes half a second to load

    return LanguageIdentifier.from_model_file(MODEL_FILE)
