"""Where a question speaks of somebody by a role: "the CEO of Databricks", "OpenAI 的首席运营官", "who runs Scale".

A role counts only where all that stands right before and behind it is known, as words in which somebody is asked:
whoever is asked for otherwise ("the CEO's husband", "OpenAI co-founder Ann Poe") may be anybody.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.search.organisations import OrganisationPlace, organisation_places, organisation_rows
from index.search.question_patterns import ENDS, OPENS, asks_who, is_asked_of_a_role
from index.text.dictionary import is_english_word
from index.text.lexical import fold
from index.text.titles import Title, title_groups

_FORMER = r"(?P<former>\b(?:former|previous)\s+|\bex[\s-]+|前任?的?\s*)"
_NOW = r"\b(?:current|present)\s+|现任的?\s*"
_BEFORE = re.compile(rf"(?:\b(?:the|that|this)\s+|[这那]位\s*)?(?:{_NOW}|{_FORMER})?\Z")
_OWNED = re.compile(rf"(?:['’]s?)?\s*(?:的|那位|这位)?\s*(?:{_NOW}|{_FORMER})?")
_OF = re.compile(r"\s+(?:of|at)\s+(?:the\s+)?")
_AND = re.compile(r"\s*(?:\b(?:and|or)\b|&|和|与|跟|及|以及|还是|或)\s*")

_SPEAKS_OF_RUNNING = re.compile(r"\b(?:who|that)\b.*\b(?:run|lead|head|charge|helm|(?:co-?)?found|start|creat)|谁")
_RUNS = (
    r"(?:runs?|running|leads?|leading|heads?|in charge (?:of|at)|at the helm of"
    r"|(?P<founder>(?:co-?)?founded|started|created))\s+\Z"
)
_WHO_RUNS = re.compile(rf"who(?:['’]?s|\s+is)?\s+{_RUNS}")
_WHOEVER_RUNS = re.compile(rf"\b(?:the\s+)?(?:person|man|woman|guy|one)\s+(?:who|that)(?:\s+is)?\s+{_RUNS}")
_WHO_RUNS_ZH = re.compile(
    r"谁(?:在)?(?:(?:管理?|经营|领导|掌管|执掌|带领|运营)着?|(?P<founder>(?:创办|创立|创建|成立)了?))\s*\Z"
)
_IS_RUN_BY_WHO = re.compile(
    r"\s*[是由]*\s*(?:现在)?谁(?:在|来)?(?:管|经营|领导|掌管|执掌|负责|带领|运营|说了算|当家|(?P<founder>创办|创立|创建))的?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RolePhrase:
    """A stretch of a question that stands for whoever holds titles in some organisations, in any where there is none.

    `titles` are the families of each title. `asks_who` is true where the question is who that is.
    """

    start: int
    end: int
    titles: Sequence[frozenset[str]]
    organisations: Sequence[str] = ()
    is_plural: bool = False
    is_former: bool = False
    asks_who: bool = False


def find_role_phrases(written: str, organisations: Iterable[str], named: Sequence[tuple[int, int]]) -> list[RolePhrase]:
    """Return the role phrases of a question whose holders are asked for, in order.

    Args:
        written: The question, which must be as long as what `fold` makes of it.
        organisations: Those in which somebody holds a title, folded.
        named: Where people are named, to whom "and" may join a role.
    """
    folded = fold(written)
    groups = title_groups(folded)
    known = list(organisation_places(folded, organisations)) if groups or _SPEAKS_OF_RUNNING.search(folded) else []
    rows = organisation_rows(folded, known)
    phrases = [phrase for group in groups if (phrase := _phrase_around_titles(group, rows, written, folded))]
    phrases += [phrase for place in known if (phrase := _whoever_runs(place, folded))]
    places = sorted({*named, *((phrase.start, phrase.end) for phrase in phrases)})
    asked = [asked for phrase in phrases if (asked := _asked_phrase(phrase, folded, places))]
    asked += [phrase for place in known if (phrase := _who_runs(place, folded))]
    return sorted(asked, key=lambda phrase: phrase.start)


def _asked_phrase(phrase: RolePhrase, folded: str, places: Sequence[tuple[int, int]]) -> RolePhrase | None:
    """Return a phrase, with whether it is asked who that is; None where nobody is asked for."""
    if asks_who(folded, phrase.start, phrase.end):
        return replace(phrase, asks_who=True)
    start, end = phrase.start, phrase.end
    for other_start, other_end in reversed(places):
        start = other_start if _AND.fullmatch(folded[other_end:start]) else start
    for other_start, other_end in places:
        end = other_end if _AND.fullmatch(folded[end:other_start]) else end
    return phrase if is_asked_of_a_role(folded, start, end, may_stand_alone=bool(phrase.organisations)) else None


def _phrase_around_titles(
    group: Sequence[Title], rows: Sequence[Sequence[OrganisationPlace]], written: str, folded: str
) -> RolePhrase | None:
    """Return the phrase that some titles make with the organisations beside them, None where that is unclear."""
    is_plural = any(title.is_plural for title in group)
    start, end, is_former = group[0].start, group[-1].end, False
    organisations: Sequence[OrganisationPlace] = ()
    behind = _OF.match(folded, end)
    for row in rows:
        owned = _OWNED.fullmatch(folded[row[-1][1] : start]) if row[-1][1] <= start else None
        if owned and len(row) > 1 and not is_plural and "的" not in owned[0]:
            return None  # "OpenAI and Databricks' CEO"
        if owned:
            organisations, start, is_former = row, row[0][0], bool(owned["former"])
            break
        if behind and row[0][0] == behind.end():
            organisations = row if is_plural else row[:1]
            end = organisations[-1][1]
    is_phrase = is_plural and any(_is_small_word(place, written) for place in organisations)  # "leaders at scale"
    if is_phrase or (not organisations and any(title.needs_organisation for title in group)):
        return None
    before = _BEFORE.search(folded[:start])
    return RolePhrase(
        start=before.start() if before else start,
        end=end,
        titles=[title.families for title in group],
        organisations=[organisation for _, _, organisation in organisations],
        is_plural=is_plural,
        is_former=is_former or bool(before and before["former"]),
    )


def _is_small_word(place: OrganisationPlace, written: str) -> bool:
    """Tell whether an organisation is written as an ordinary word may be: "scale"."""
    start, end, _ = place
    return written[start].islower() and is_english_word(written[start:end])


def _whoever_runs(place: OrganisationPlace, folded: str) -> RolePhrase | None:
    """Return the phrase in which somebody runs or founded an organisation: "the person who runs Scale"."""
    runs = _WHOEVER_RUNS.search(folded[: place[0]])
    return _phrase_of_running(runs.start(), place[1], place, is_founder=bool(runs["founder"])) if runs else None


def _who_runs(place: OrganisationPlace, folded: str) -> RolePhrase | None:
    """Return the phrase that asks who runs or founded an organisation: "who runs Scale", "Scale 是谁创办的"."""
    start, end, _ = place
    runs = _WHO_RUNS.search(folded[:start]) or _WHO_RUNS_ZH.search(folded[:start])
    if not runs and (runs := _IS_RUN_BY_WHO.match(folded, end)):
        end = runs.end()
    first = min(start, runs.start()) if runs else start
    if not runs or not OPENS.search(folded[:first]) or not ENDS.match(folded[end:]):
        return None
    return replace(_phrase_of_running(start, place[1], place, is_founder=bool(runs["founder"])), asks_who=True)


def _phrase_of_running(start: int, end: int, place: OrganisationPlace, *, is_founder: bool) -> RolePhrase:
    family = "founder" if is_founder else "ceo"
    return RolePhrase(start=start, end=end, titles=[frozenset({family})], organisations=[place[2]])
