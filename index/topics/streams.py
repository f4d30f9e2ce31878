"""All words of one language one after another: which groups repeat, how they hold together, how they cluster."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from index.domain import Language
from index.text.lexical import fold, stem

Group = tuple[str, ...]
Places = Mapping[Group, Sequence[int]]

_WORD: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"(?P<word>[A-Za-z\u00c0-\u024f0-9]+(?:['’&+-][A-Za-z0-9]+)*)|[^\w\s]"),
    "zh": re.compile(r"(?P<word>[\u3400-\u9fff\uf900-\ufaff]|[A-Za-z][A-Za-z0-9]*(?:[.+-][A-Za-z0-9]+)*)|\S"),
}
_BESIDE_HAN = re.compile(r"(?<=[\u3400-\u9fff\uf900-\ufaff]) | (?=[\u3400-\u9fff\uf900-\ufaff])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Words of sentences: stems of English words; Chinese characters, and Latin words between them.

    Where a sentence or a part of one ends, the unit is None. `written` has the words as they stand there,
    `sentences` the number of each word's sentence.
    """

    units: tuple[str | None, ...]
    written: tuple[str, ...]
    sentences: tuple[int, ...]

    def text(self, group: Group, places: Sequence[int]) -> str:
        """Return how a group is mostly written."""
        forms = Counter(" ".join(self.written[place : place + len(group)]) for place in places)
        best = min(forms, key=lambda form: (-forms[form], sum(map(str.isupper, form)), form))
        return _BESIDE_HAN.sub("", best)

    def neighbours(self, places: Sequence[int], step: int) -> list[str | None]:
        """Return the units that stand `step` words from each place."""
        return [self.units[place + step] for place in places]


def read_stream(sentences: Sequence[str], language: Language) -> Stream:
    """Return the words of some sentences in one language, with an end before the first and behind each."""
    words: list[tuple[str | None, str, int]] = [(None, "", 0)]
    for number, text in enumerate(sentences):
        in_sentence = [match["word"] or "" for match in _WORD[language].finditer(text)]
        words += [(_unit(word, language), word, number) for word in [*in_sentence, ""]]
    units, written, numbers = zip(*words, strict=True)
    return Stream(units=units, written=written, sentences=numbers)


@lru_cache(maxsize=20_000)
def _unit(word: str, language: Language) -> str | None:
    folded = fold(word).replace("’", "'")
    return (stem(folded) if language == "en" else folded) or None


def repeated_groups(units: Sequence[str | None], longest: int, least: int) -> dict[Group, list[int]]:
    """Return where each group of up to `longest` units begins that comes at least `least` times.

    Source: a group repeats only if the shorter one it begins with does; Agrawal and Srikant 1994 (Apriori).
    """
    repeats: dict[Group, list[int]] = {}
    level: Places = {(): range(len(units))}
    for size in range(1, longest + 1):
        longer: dict[Group, list[int]] = defaultdict(list)
        for group, places in level.items():
            for place in places:
                if place + size <= len(units) and (unit := units[place + size - 1]) is not None:
                    longer[(*group, unit)].append(place)
        level = {group: places for group, places in longer.items() if len(places) >= least}
        repeats |= {group: list(places) for group, places in level.items()}
    return repeats


def clustering(places: Sequence[int], length: int) -> float:
    """Return by how many standard deviations places among `length` are more clustered than by chance.

    Source: Carpena et al. 2009, "Level statistics of words: finding keywords in literary texts and symbolic
    sequences": what a text is about comes in clusters, function words come evenly.
    """
    count = len(places)
    gaps = np.diff([-1, *places, length])
    spread = float(gaps.std() / gaps.mean()) / math.sqrt(1 - count / length)
    expected, deviation = (2 * count - 1) / (2 * count + 2), 1 / (math.sqrt(count) * (1 + 2.8 * count**-0.865))
    return float((spread - expected) / deviation)


def entropy(neighbours: Sequence[str | None]) -> float:
    """Return the entropy of neighbours, in nats; every end of a sentence is one of its own."""
    counts, total = Counter(neighbours), len(neighbours)
    ends = counts.pop(None, 0)
    return ends / total * math.log(total) - sum(n / total * math.log(n / total) for n in counts.values())


def binding(group: Group, places: Places, length: int) -> float:
    """Return the mutual information of the two parts of a group, in nats, divided where it holds least."""
    together = length * len(places[group])
    parts = [len(places[group[:cut]]) * len(places[group[cut:]]) for cut in range(1, len(group))]
    return min(math.log(together / apart) for apart in parts)
