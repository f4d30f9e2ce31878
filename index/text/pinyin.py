"""How Chinese is typed in Latin letters: pinyin without tones, by anyascii."""

from functools import lru_cache

from anyascii import anyascii

from index.text.scripts import HAN_CHARACTER

# Family names that are read otherwise than the same character elsewhere.
_FAMILY_NAMES = {
    "曾": "zeng",
    "单": "shan",
    "解": "xie",
    "仇": "qiu",
    "朴": "piao",
    "查": "zha",
    "区": "ou",
    "覃": "qin",
}


@lru_cache(maxsize=10_000)
def sound(character: str) -> str:
    """Return the commonest reading of a Chinese character, in small letters."""
    return anyascii(character).lower()


def name_syllables(name: str) -> list[str]:
    """Return the reading of each character of a Chinese name; what is not Chinese in it is left out."""
    characters = HAN_CHARACTER.findall(name)
    syllables = [sound(character) for character in characters]
    if characters and len(characters) == len(name) and characters[0] in _FAMILY_NAMES:
        syllables[0] = _FAMILY_NAMES[characters[0]]
    return syllables


def without_accents(text: str) -> str:
    """Return a text whose Latin letters have no accents, so that lǚ is lu and José is Jose; Chinese stays."""
    return "".join(anyascii(letter) if "\u00c0" <= letter <= "\u024f" else letter for letter in text)
