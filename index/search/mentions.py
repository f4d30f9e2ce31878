"""Who is named in a question: every alias, either script, one slip of the pen; who speaks and who is spoken about."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from index.corpus.people import fold_name
from index.domain import Person
from index.text.lexical import fold

_WORD = re.compile(r"[a-z\u00c0-\u024f]+(?:['’-][a-z]+)*")
_HAN_WORD = re.compile(r"[\u3400-\u9fff]")
_LATIN_LETTERS_FOR_A_SLIP = 6  # in a shorter name, one wrong letter makes another name
_ABOUT_EN = re.compile(r"\b(?:about|of|with|on|regarding|knows?|describes?|hired?|hiring)\s+(?:mr\.?\s+|ms\.?\s+)?\Z")
_ABOUT_ZH = re.compile(r"(?:关于|评价|谈到|提到|形容|怎么看|如何看待|和|跟|与|对)\Z")
_TALKS_OF_ZH = re.compile(r"\A(?:这个人|是谁|是个什么样|的(?:优点|缺点|长处|强项|为人))")


def named_speakers(question: str, people: Mapping[str, Person]) -> list[str]:
    """Return the canonical names of the people who are asked for their words, in the order of the question.

    A person is named by any alias in either script. In names of six letters or more, one slip (a letter
    wrong, missing, added or swapped) is forgiven. Somebody who is only the topic ("what does Sam say
    about Brad") is left out if another is named.
    """
    folded = fold(question)
    found = sorted(_mentions(folded, people.values()))
    speaking = [name for start, end, name in found if not _is_topic(folded, start, end)]
    return list(dict.fromkeys(speaking or ([name for _, _, name in found] if len({n for *_, n in found}) > 1 else [])))


def _mentions(folded: str, people: Iterable[Person]) -> list[tuple[int, int, str]]:
    """Return (start, end, name) of each mention; of overlapping ones only the longest."""
    mentions: list[tuple[int, int, str]] = []
    for person in people:
        for alias in _folded_names(person):
            mentions += [(start, end, person.name) for start, end in _places(folded, alias)]
    mentions.sort(key=lambda mention: (mention[0] - mention[1], mention[0]))
    kept: list[tuple[int, int, str]] = []
    for start, end, name in mentions:
        if not any(start < other_end and other_start < end for other_start, other_end, _ in kept):
            kept.append((start, end, name))
    return kept


@lru_cache(maxsize=10_000)  # every question is compared with all of them
def _folded_names(person: Person) -> tuple[str, ...]:
    """Return all names of a person, folded as the question is."""
    return tuple(fold(name) for name in (person.name, person.other_script, *person.aliases) if name)


def _places(folded: str, alias: str) -> list[tuple[int, int]]:
    """Return where an alias stands in a folded question: Chinese anywhere, Latin as whole words."""
    if _HAN_WORD.search(alias):
        return [found.span() for found in re.finditer(re.escape(alias).replace("·", "·?"), folded)]
    length = len(alias.split())
    words = list(_WORD.finditer(folded))
    places = []
    for first in range(len(words) - length + 1):
        start, end = words[first].start(), words[first + length - 1].end()
        if folded[start] != alias[0]:
            continue  # most words end here, before anything costly
        if _same_name(re.sub(r"['’]s?\Z", "", folded[start:end]), alias):
            places.append((start, end))
    return places


def _same_name(typed: str, alias: str) -> bool:
    typed, alias = fold_name(typed), fold_name(alias)
    if typed == alias:
        return True
    if len(alias) < _LATIN_LETTERS_FOR_A_SLIP or typed[:1] != alias[:1]:
        return False
    return bool(DamerauLevenshtein.distance(typed, alias, score_cutoff=1) <= 1)


def _is_topic(folded: str, start: int, end: int) -> bool:
    """Tell whether a mention is what is spoken about, not who speaks."""
    before, after = folded[:start], folded[end:]
    return bool(_ABOUT_EN.search(before) or _ABOUT_ZH.search(before) or _TALKS_OF_ZH.match(after))
