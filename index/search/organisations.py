"""Where organisations are named in a question, spelled as names of people may be, short ones without a slip."""

import re
from collections.abc import Iterable, Iterator, Sequence

from index.domain import Person
from index.search.name_spellings import name_places

OrganisationPlace = tuple[int, int, str]  # start, end, the organisation as it is known

_LETTERS_FOR_A_SLIP = 8  # OpenAir is no slip of OpenAI
_AND = re.compile(r"\s*(?:[,，、&/]|,?\s*\b(?:and|or)\b|和|与|跟|及|以及|还是|或)\s*")


def organisation_places(folded: str, organisations: Iterable[str]) -> Iterator[OrganisationPlace]:
    """Yield where organisations are named in a folded question; of overlapping ones the longest."""
    candidates = []
    for organisation in organisations:
        if re.search(r"\d", organisation):  # no name of a person has digits
            exact = re.finditer(rf"(?<![a-z0-9]){re.escape(organisation)}(?![a-z0-9])", folded)
            candidates += [
                (place.start() - place.end(), 0, place.start(), place.end(), organisation) for place in exact
            ]
            continue
        named = name_places(folded, _as_person(organisation))
        is_long = len(organisation) >= _LETTERS_FOR_A_SLIP
        candidates += [(s - e, slips, s, e, organisation) for s, e, slips in named if is_long or not slips]
    taken: list[tuple[int, int]] = []
    for _, _, start, end, organisation in sorted(candidates):
        if not any(start < other_end and other_start < end for other_start, other_end in taken):
            taken.append((start, end))
            yield start, end, organisation


def _as_person(organisation: str) -> Person:
    """Return an organisation as names are looked for, in one word and as people set it apart: "open ai"."""
    apart = re.sub(r"(?<=[a-z]{3})(ai|ml)\Z", r" \1", organisation)
    return Person(name=organisation, aliases=(apart,) if apart != organisation else ())


def organisation_rows(folded: str, known: Sequence[OrganisationPlace]) -> list[list[OrganisationPlace]]:
    """Return organisations in rows, as in "OpenAI and Databricks"."""
    rows: list[list[OrganisationPlace]] = []
    for place in sorted(known):
        if rows and _AND.fullmatch(folded[rows[-1][-1][1] : place[0]]):
            rows[-1].append(place)
        else:
            rows.append([place])
    return rows
