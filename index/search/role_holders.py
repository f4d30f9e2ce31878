"""Who is meant by a role in a question: "the CEO of Databricks", "OpenAI's finance chief", "Scale 的老板", "主持人".

A role that one person holds stands for their name: the question is read with the name in its place, and everything
that is true of names is true of it. Who held it once is meant only where the question says so. What several hold
means nobody, unless it is in the plural ("OpenAI's executives") or is by its nature held by several ("the co-founder
of OpenAI"): then it means those of them who speak. Each interview has its host, so "the host" is all of them, where
they are few.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from index.domain import Person
from index.search.mentions import mentions, named_speakers
from index.search.role_phrases import RolePhrase, find_role_phrases
from index.search.unknown_people import unknown_people
from index.storage.generations import Generation
from index.text.language import question_language
from index.text.lexical import fold
from index.text.titles import HeldRole, parse_role, titles_in

_HOST = frozenset({"host"})
_HELD_BY_MANY = frozenset({"founder", "investor", "host", "vice president"})
_MOST_AT_ONCE = 6  # more narrow a question hardly, and fill a line
_EX = re.compile(r"(?<=\b[Ee]x)-(?=\w)")  # "ex-Dropbox" is no name of its own

Holder = tuple[Person, HeldRole]


@dataclass(frozen=True, slots=True)
class ResolvedQuestion:
    """A question with the names of who is meant by a role; those roles, in its language, by the names."""

    text: str
    roles: Mapping[str, str] = field(default_factory=dict)

    def roles_of(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return the role of each of the names, "" of who was named; none where all were."""
        return tuple(self.roles.get(name, "") for name in names) if self.roles else ()


def resolve_roles(question: str, generation: Generation) -> ResolvedQuestion:
    """Return a question with names in the place of roles; as it is, where no role tells whose words are asked for."""
    people = {**generation.people, **generation.others}
    written = _EX.sub(" ", unicodedata.normalize("NFKC", question))
    if len(written) != len(fold(written)):
        written = fold(written)
    held = _held_phrases(written, people, generation.people)
    if not held:
        return ResolvedQuestion(question)
    text = _with_names(written, held)
    speakers = named_speakers(text, generation.people, generation.others.values())
    asked = {*speakers, *(absent.name for absent in unknown_people(text, generation))}
    holders = {person.name: _role_text(person, role, question) for _, own in held for person, role in own}
    roles = {name: role for name, role in holders.items() if name in asked}
    return ResolvedQuestion(text, roles) if roles else ResolvedQuestion(question)


def holders_called(typed: str, generation: Generation) -> tuple[str, ...]:
    """Return the names of the people who speak here and hold a role that was typed on its own, such as in a filter."""
    roles = resolve_roles(f"who is {typed}", generation).roles
    return tuple(name for name in roles if name in generation.people)


def _held_phrases(
    written: str, people: Mapping[str, Person], speaking: Mapping[str, Person]
) -> list[tuple[RolePhrase, Sequence[Holder]]]:
    """Return the phrases of a question that stand for people, with those people."""
    held = [(person, role) for person in people.values() for role in _roles(person)]
    organisations = dict.fromkeys(role.organisation for _, role in held if role.organisation)
    folded = fold(written)
    has_title = next(titles_in(folded), None) is not None
    named = [(start, end) for start, end, _ in mentions(written, people.values())] if has_title else []
    held_phrases: list[tuple[RolePhrase, Sequence[Holder]]] = []
    for phrase in find_role_phrases(written, organisations, named):
        if not held_phrases or held_phrases[-1][0].end <= phrase.start:
            held_phrases += [(phrase, holders)] if (holders := _holders(phrase, held, speaking)) else []
    return held_phrases


def _roles(person: Person) -> list[HeldRole]:
    return [role for role in map(parse_role, person.roles) if role]


def _holders(phrase: RolePhrase, held: Sequence[Holder], speaking: Mapping[str, Person]) -> list[Holder]:
    """Return who is meant by a phrase, nobody where it may be one of several."""
    meant: list[Holder] = []
    for organisation in phrase.organisations or [""]:
        there = [holder for holder in held if organisation in ("", holder[1].organisation)]
        for titles in _together(there, phrase.titles):
            own = [holder for holder in there if all(holder[1].families & title for title in titles)]
            if not (one := _meant(own, phrase, speaking)):
                return []
            meant += one
    return meant


def _together(held: Iterable[Holder], titles: Sequence[frozenset[str]]) -> list[Sequence[frozenset[str]]]:
    """Return the titles as one where somebody holds them all, as co-founder and CEO, else each on its own."""
    is_one = any(all(role.families & title for title in titles) for _, role in held)
    return [titles] if is_one else [[title] for title in titles]


def _meant(held: Iterable[Holder], phrase: RolePhrase, speaking: Mapping[str, Person]) -> list[Holder]:
    """Return which of the holders of a role is meant: who holds it now, or who held it where the phrase says so."""
    alike = [holder for holder in held if holder[1].is_former == phrase.is_former]
    by_name = {person.name: (person, role) for person, role in reversed(alike)}
    here = [holder for name, holder in sorted(by_name.items()) if name in speaking]
    are_all_meant = phrase.is_plural or phrase.asks_who or all(title <= _HELD_BY_MANY for title in phrase.titles)
    if here and (_HOST in phrase.titles or (phrase.organisations and are_all_meant)):
        return here if len(here) <= _MOST_AT_ONCE else []
    is_one = len(by_name) == 1 and (phrase.organisations or not phrase.is_plural)
    return list(by_name.values()) if is_one and (here or phrase.organisations) else []


def _with_names(written: str, held: Sequence[tuple[RolePhrase, Sequence[Holder]]]) -> str:
    """Return a question with names in the place of roles; where it asks who that is, with the names before it."""
    for phrase, holders in reversed(held):
        names = ", ".join(dict.fromkeys(_name(person, written) for person, _ in holders))
        if phrase.asks_who:
            return f"{names}: {written}"
        written = f"{written[: phrase.start]}{names}{written[phrase.end :]}"
    return written


def _name(person: Person, question: str) -> str:
    """Return the name of somebody as it stands in a question of its language: such names find more, measured."""
    names = [name for name in (person.name, person.other_script) if name]
    return next((name for name in names if question_language(name) == question_language(question)), person.name)


def _role_text(person: Person, meant: HeldRole, question: str) -> str:
    """Return a role in the language of a question, where the person has it in that language too."""
    own = [role for role in _roles(person) if role.families & meant.families]
    alike = [role for role in own if role.is_former == meant.is_former] or [meant]
    language = question_language(question)
    return min(
        alike, key=lambda role: (question_language(role.text) != language, role.organisation != meant.organisation)
    ).text
