"""speakers.toml: who is known, with aliases in both scripts and what they do."""

import re

from index.advice import toml_head
from index.corpus.people import Roster, compose_name, fold_name
from index.domain import Person
from index.errors import CorpusError
from index.notations import toml_table
from index.text.titles import KNOWN_TITLES, parse_role

_SHOWN_CHARACTERS = 40


def parse_people(text: str, path: str) -> Roster:
    """Read speakers.toml.

    Args:
        text: The file's text.
        path: Its name, for messages.

    Raises:
        CorpusError: The TOML is broken, or an alias belongs to two people; names file and line.
    """
    try:
        tables = toml_table(text)
    except ValueError as error:
        raise CorpusError(f"{path}: broken TOML: {error}") from error
    people: dict[str, Person] = {}
    by_alias: dict[str, str] = {}
    removed = set()
    for key, table in tables.items():
        name = compose_name(key)
        person = _person(name, table, path)
        people[name] = person
        if table.get("removed"):
            removed.add(name)
        for alias in (name, person.other_script or name, *person.aliases):
            owner = by_alias.setdefault(fold_name(alias), name)
            if owner != name:
                line = line_of(text, alias, table=name)
                raise CorpusError(
                    f"{path}:{line}: {alias!r} is an alias of both {owner} and {name}; keep it with one of them"
                )
    return Roster(people=people, by_alias=by_alias, removed=frozenset(removed))


def _person(name: str, table: object, path: str) -> Person:
    if not isinstance(table, dict):
        raise CorpusError(f"{path}: {name!r} is no table; write {toml_head(name)} and its aliases below")
    aliases, other_script = table.get("aliases", []), table.get("other_script")
    if not isinstance(aliases, list) or not all(isinstance(alias, str) and fold_name(alias) for alias in aliases):
        raise CorpusError(f'{path}: aliases of {name} must be a list of texts, such as ["Sam", "山姆"]')
    roles = table.get("roles", [])
    if not isinstance(roles, list) or not all(isinstance(role, str) and fold_name(role) for role in roles):
        raise CorpusError(f'{path}: roles of {name} must be a list of texts, such as ["CEO of OpenAI"]')
    for role in roles:
        if not parse_role(role):
            raise CorpusError(
                f"{path}: {role[:_SHOWN_CHARACTERS]!r} is no role of {name} that is known; write a title"
                f' ({KNOWN_TITLES}), alone or with an organisation of letters and digits, such as "CEO of OpenAI"'
            )
    if other_script is not None and not (isinstance(other_script, str) and fold_name(other_script)):
        raise CorpusError(f'{path}: other_script of {name} must be a text, such as "山姆·奥特曼"')
    if not isinstance(table.get("removed", False), bool):
        raise CorpusError(f"{path}: removed of {name} is {table['removed']!r}, but must be true or false")
    if unknown := set(table) - {"aliases", "other_script", "roles", "removed"}:
        known = "aliases, other_script, removed, roles"
        raise CorpusError(f"{path}: {name} has an unknown key {min(unknown)!r}; known: {known}")
    return Person(name=name, other_script=other_script, aliases=tuple(aliases), roles=tuple(roles))


def line_of(text: str, needle: str, table: str = "") -> int:
    """Return the line of a TOML text, counted from 1, where `needle` stands as a key or text in a table.

    Of a needle that is nowhere: the line of the table's head, or 1.
    """
    lines = text.split("\n")
    heads = (f"[{table}]", f'["{table}"]', f"['{table}']")
    head = next((number for number, line in enumerate(lines) if line.split("#")[0].strip() in heads), 0)
    word = re.escape(needle)
    entry = re.compile(rf"\s*[\"']?{word}[\"']?\s*=|[^#\n]*[\"']{word}[\"']")
    return next((number for number, line in enumerate(lines[head:], head + 1) if entry.match(line)), head + 1)
