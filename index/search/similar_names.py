"""What somebody may have meant who typed a value of a filter that is not there."""

from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from index.domain import Person
from index.text.lexical import fold
from index.text.pinyin import name_syllables, without_accents

_ALIKE = 70  # of 100: "altmen" and "altman" are 83, "ad" and "ada" 80, "altman" and "mara" 60
_MOST = 3


def similar_people(typed: str, people: Iterable[Person]) -> list[str]:
    """Return up to three people with a name like the typed one, the likest first."""
    names = {
        person.name: [name for name in (person.name, person.other_script, *person.aliases) if name] for person in people
    }
    return similar_values(typed, names)


def similar_values(typed: str, names: Mapping[str, Iterable[str]]) -> list[str]:
    """Return up to three of the values whose names are like the typed one, the likest first.

    Args:
        typed: In either language.
        names: What each value is called; Chinese is compared by its sound too.
    """
    wanted = _spellings(typed)
    scored = []
    for value, own_names in names.items():
        forms = {form for name in own_names for form in _spellings(name)}
        closest = [process.extractOne(spelling, forms, scorer=fuzz.ratio) for spelling in wanted]
        score = max((form[1] for form in closest if form), default=0)
        scored.append((-score, value))
    return [value for score, value in sorted(scored) if -score >= _ALIKE][:_MOST]


def _spellings(name: str) -> set[str]:
    """Return a name as it is compared: folded, each word of it, and the reading of what is Chinese."""
    folded = without_accents(fold(name))
    return {folded, *(word for word in folded.split() if len(word) > 2), "".join(name_syllables(folded))} - {""}
