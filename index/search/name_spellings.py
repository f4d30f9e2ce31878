"""Where a person's names stand in a question, however they are spelled: script, pinyin, slips of the pen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from index.corpus.people import fold_name
from index.domain import Person
from index.text.dictionary import is_chinese_word, is_english_word
from index.text.lexical import fold
from index.text.pinyin import name_syllables, sound, without_accents

Place = tuple[int, int, int]  # start, end, slips

_WORD = re.compile(r"[a-z\u00c0-\u024f]+(?:['’-][a-z]+)*")
_POSSESSIVE = re.compile(r"['’]s?\Z")
_HAN = re.compile(r"[\u3400-\u9fff]")
_DOT = re.compile(r"[·・•]")
_LETTERS_FOR_SLIPS = (6, 9)  # so many for one, and for two: in a shorter name, another letter makes another name
_LETTERS_OF_PINYIN = 5  # fewer are an English word too often
_HAN_FOR_A_SLIP, _HAN_FOR_ANOTHER_SOUND = 3, 5
_SHORT_HAN, _LONGEST_WORD = 3, 6  # 阿里 in 阿里巴巴 is not a person


@dataclass(frozen=True, slots=True)
class _LatinForm:
    """A name in Latin letters, its words run together; `slips` are forgiven."""

    letters: str
    most_words: int
    slips: int
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class _HanForm:
    """A name in Chinese characters, without the dot between its parts."""

    characters: str
    few: frozenset[str]


def name_places(question: str, person: Person) -> Iterator[Place]:
    """Yield where a person is named in a folded question, with how many slips; places may overlap."""
    latin, han = _forms(person)
    words = _words(question)
    for latin_form in latin:
        if latin_form.letters[:1] in _initials(question):  # most people end here, before anything costly
            yield from _latin_places(words, latin_form)
    if not _HAN.search(question) or all(form.few.isdisjoint(_characters(question)) for form in han):
        return
    plain, starts = _without_dots(question)
    for form in han:
        for first, last, slips in _han_places(plain, form):
            start, end = starts[first], starts[last - 1] + 1
            beside = question[max(start - 1, 0) : start], question[end : end + 1]
            if not any(map(_DOT.fullmatch, beside)):  # else it is a part of somebody else's name
                yield start, end, slips


@lru_cache(maxsize=10_000)  # every question is compared with everybody
def _forms(person: Person) -> tuple[tuple[_LatinForm, ...], tuple[_HanForm, ...]]:
    latin: dict[str, _LatinForm] = {}
    han: list[_HanForm] = []
    for name in filter(None, (person.name, person.other_script, *person.aliases)):
        folded = fold(name)
        if not _HAN.search(folded):
            letters = without_accents(fold_name(folded))
            slips = sum(len(letters) >= enough for enough in _LETTERS_FOR_SLIPS)
            latin[letters] = _LatinForm(letters, len(folded.split()), slips)
            continue
        characters = _DOT.sub("", folded)
        han.append(_HanForm(characters, frozenset(characters)))
        for letters, syllables in _pinyin(folded):
            latin.setdefault(letters, _LatinForm(letters, syllables, 0, is_exact=False))
    return tuple(latin.values()), tuple(han)


def _pinyin(name: str) -> Iterator[tuple[str, int]]:
    """Yield a Chinese name as it is typed in pinyin: family name first, and in a name without a dot also last."""
    syllables = name_syllables(name)
    orders = [syllables] if _DOT.search(name) or len(syllables) > 3 else [syllables, syllables[1:] + syllables[:1]]
    for order in orders:
        letters = "".join(order)
        if len(order) > 1 and len(letters) >= _LETTERS_OF_PINYIN:
            yield letters, len(order)


@lru_cache(maxsize=8)
def _words(question: str) -> tuple[tuple[int, int, str], ...]:
    """Return (start, end, letters) of each Latin word of a question, without a possessive ending."""
    words = []
    for word in _WORD.finditer(question):
        letters = _POSSESSIVE.sub("", word[0])
        words.append((word.start(), word.end(), without_accents(fold_name(letters))))
    return tuple(words)


@lru_cache(maxsize=8)
def _initials(question: str) -> frozenset[str]:
    return frozenset(letters[:1] for _, _, letters in _words(question))


@lru_cache(maxsize=8)
def _characters(question: str) -> frozenset[str]:
    return frozenset(question)


def _latin_places(words: tuple[tuple[int, int, str], ...], form: _LatinForm) -> Iterator[Place]:
    for first, (start, _, beginning) in enumerate(words):
        if beginning[:1] != form.letters[:1]:
            continue  # most words end here, before anything costly
        typed = ""
        for _, end, letters in words[first : first + form.most_words]:
            typed += letters
            slips = _slips(typed, form)
            if slips is not None:
                yield start, end, slips


def _slips(typed: str, form: _LatinForm) -> int | None:
    """Return how many slips make the typed letters out of a name, None where it is another word."""
    if typed == form.letters:
        return 0 if form.is_exact or not is_english_word(typed) else None
    if abs(len(typed) - len(form.letters)) > form.slips:
        return None
    distance = int(DamerauLevenshtein.distance(typed, form.letters, score_cutoff=form.slips))
    return distance if distance <= form.slips and not is_english_word(typed) else None


@lru_cache(maxsize=8)
def _without_dots(question: str) -> tuple[str, tuple[int, ...]]:
    """Return a question without the dots in names, and where each of its characters stood."""
    kept = [(place, character) for place, character in enumerate(question) if not _DOT.match(character)]
    return "".join(character for _, character in kept), tuple(place for place, _ in kept)


def _han_places(text: str, form: _HanForm) -> Iterator[Place]:
    """Yield where a Chinese name stands in a text: as it is, or as it sounds with some other characters."""
    length = len(form.characters)
    exact = [match.start() for match in re.finditer(re.escape(form.characters), text)]
    for start in exact:
        if length > _SHORT_HAN or not _in_longer_word(text, start, start + length):
            yield start, start + length, 0
    if exact or length < _HAN_FOR_A_SLIP or 2 * len(form.few.intersection(text)) < len(form.few):
        return
    for start in range(len(text) - length + 1):
        typed = text[start : start + length]
        if (slips := _wrong_characters(typed, form.characters)) and not is_chinese_word(typed):
            yield start, start + length, slips


def _wrong_characters(typed: str, name: str) -> int | None:
    """Return how many characters are others of the same sound, None where it is another name."""
    wrong = [(one, other) for one, other in zip(typed, name, strict=True) if one != other]
    other_sounds = sum(sound(one) != sound(other) for one, other in wrong)
    forgiven = other_sounds <= (len(name) >= _HAN_FOR_ANOTHER_SOUND)
    return len(wrong) if forgiven and 2 * len(wrong) <= len(name) else None


def _in_longer_word(text: str, start: int, end: int) -> bool:
    """Tell whether a short name is only a part of an ordinary word."""
    ends = range(end + 1, min(start + _LONGEST_WORD, len(text)) + 1)
    return any(is_chinese_word(text[start:stop]) for stop in ends)
