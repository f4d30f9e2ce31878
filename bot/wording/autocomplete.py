"""What is offered to somebody who is typing a speaker or an interview: either script, the beginning, one slip."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from weakref import WeakKeyDictionary

from rapidfuzz.distance import DamerauLevenshtein

from bot.domain.interface import Interface
from bot.wording.language import day
from bot.wording.quote import speaker_name
from index.corpus.people import fold_name
from index.domain import Person, Quote, Source
from index.search import Searcher
from index.search.catalogue import list_sources, list_speakers
from index.text.language import count_han
from index.text.lexical import fold
from index.text.pinyin import without_accents

MOST_CHOICES = 25
_MOST_CHARACTERS = 100  # of a name, and of a value: Discord takes no more
_INTERFACES: tuple[Interface, ...] = ("en", "zh", "zh-Hant")
_WORD_ENDS = re.compile(r"[\s·・•|｜:：,，/×-]+")
_LATIN_LETTERS_FOR_A_SLIP, _HAN_FOR_A_SLIP = 4, 3  # with fewer, one slip makes nearly everything alike


@dataclass(frozen=True, slots=True)
class Choice:
    """What is offered: `name` is shown, `value` is what choosing it types."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedChoice:
    """What could be offered: its choice in each language, and its names as they are compared, each on a line."""

    choices: Mapping[Interface, Choice]
    names: str


_speakers: WeakKeyDictionary[Searcher, list[NamedChoice]] = WeakKeyDictionary()
_sources: WeakKeyDictionary[Searcher, list[NamedChoice]] = WeakKeyDictionary()


def speaker_choices(searcher: Searcher, typed: str, interface: Interface) -> list[Choice]:
    """Return the speakers, by canonical name, that `typed` may become."""
    if searcher not in _speakers:
        generation = searcher.generation
        _speakers[searcher] = speaker_candidates(generation.quotes, generation.people)
    return matching_choices(_speakers[searcher], typed, interface)


def source_choices(searcher: Searcher, typed: str, interface: Interface) -> list[Choice]:
    """Return the interviews, by id, that `typed` may become."""
    if searcher not in _sources:
        _sources[searcher] = source_candidates(searcher.generation.quotes)
    return matching_choices(_sources[searcher], typed, interface)


def speaker_candidates(quotes: Sequence[Quote], people: Mapping[str, Person]) -> list[NamedChoice]:
    """Return everybody who speaks, who has most quotes first; they are found by any alias."""
    speakers = sorted(list_speakers(quotes, people), key=lambda speaker: -speaker.quote_count)
    return [_person_candidate(speaker.person) for speaker in speakers if len(speaker.person.name) <= _MOST_CHARACTERS]


def source_candidates(quotes: Sequence[Quote]) -> list[NamedChoice]:
    """Return the interviews, those with most quotes first; they are found by title, show, publisher and who speaks."""
    sources = sorted(list_sources(quotes), key=lambda counted: -counted[1])
    return [_source_candidate(source) for source, _ in sources if len(source.id) <= _MOST_CHARACTERS]


def matching_choices(candidates: Sequence[NamedChoice], typed: str, interface: Interface) -> list[Choice]:
    """Return what `typed` may become, the likeliest first: all that is there where nothing is typed.

    First what has a name, or a word of one, that begins so; then what has it inside. Only where there is neither:
    what begins so but for one slip: a letter wrong (not the first), missing, added or swapped.
    """
    start = f"\n{fold_name(without_accents(fold(typed)))}"
    beginning = [candidate for candidate in candidates if start in candidate.names]
    inside = [candidate for candidate in candidates if start[1:] in candidate.names and start not in candidate.names]
    matching = [*beginning, *inside] or _but_for_a_slip(candidates, start[1:])
    return [candidate.choices[interface] for candidate in islice(matching, MOST_CHOICES)]


def _but_for_a_slip(candidates: Iterable[NamedChoice], start: str) -> list[NamedChoice]:
    if len(start) < (_HAN_FOR_A_SLIP if count_han(start) else _LATIN_LETTERS_FOR_A_SLIP):
        return []
    near = re.compile(rf"^[{re.escape(start[:2])}].{{{max(len(start) - 2, 0)}}}.{{0,2}}", re.MULTILINE)
    return [
        candidate for candidate in candidates if any(_is_near(name, start) for name in near.findall(candidate.names))
    ]


def _is_near(name: str, start: str) -> bool:
    """Tell whether a name, or its first letters, is one slip away."""
    lengths = range(len(start) - 1, len(start) + 2)
    return any(DamerauLevenshtein.distance(name[:length], start, score_cutoff=1) <= 1 for length in lengths)


def _person_candidate(person: Person) -> NamedChoice:
    shown = {interface: speaker_name(person, interface) for interface in _INTERFACES}
    return make_candidate(person.name, shown, [person.name, person.other_script, *person.aliases])


def _source_candidate(source: Source) -> NamedChoice:
    shown = {interface: _source_label(source, interface) for interface in _INTERFACES}
    names = [source.title, source.show, source.publisher, source.id, *source.guests, *source.hosts]
    return make_candidate(source.id, shown, names)


def _source_label(source: Source, interface: Interface) -> str:
    date = source.aired or source.published
    day_text = f" · {day(date, interface)}" if date else ""
    return _shortened(source.title, _MOST_CHARACTERS - len(day_text)) + day_text


def make_candidate(value: str, shown: Mapping[Interface, str], names: Iterable[str | None]) -> NamedChoice:
    """Return what types `value` and is `shown` so in each language; it is found by its names."""
    choices = {interface: Choice(_shortened(name, _MOST_CHARACTERS), value) for interface, name in shown.items()}
    return NamedChoice(choices=choices, names=_folded([name for name in names if name]))


def _folded(names: Iterable[str]) -> str:
    """Return names as they are compared, each from its beginning and from every word of it, a line end before each."""
    lines = "\n".join(" ".join(name.split()) for name in names)
    folded = without_accents(fold(lines)).split("\n")  # at once: it takes a while
    starts = (name[place:] for name in folded for place in (0, *(match.end() for match in _WORD_ENDS.finditer(name))))
    return "".join(f"\n{form}" for form in dict.fromkeys(map(fold_name, starts)) if form)


def _shortened(name: str, most: int) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"
