"""Who can speak: canonical names, aliases in both scripts, and which of them a printed name means."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from index.domain import Person, Source
from index.errors import CorpusError
from index.text.titles import KNOWN_TITLES, parse_role

_SHOWN_CHARACTERS = 40
_IGNORED_IN_NAMES = re.compile(r"[\s·・•.．'’\-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """Everybody known by name; `by_alias` maps each folded alias to one canonical name."""

    people: Mapping[str, Person] = field(default_factory=dict)
    by_alias: Mapping[str, str] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        """Return the person called `name`; somebody not listed has no other script and no aliases."""
        return self.people.get(name, Person(name=name))

    def canonical(self, name: str) -> str:
        """Return the canonical name behind `name` or an alias of it; an unknown name is its own."""
        return self.by_alias.get(fold_name(name), composed(name.strip()))

    def resolve(self, printed: str, among: Iterable[str]) -> str | None:
        """Return which of the canonical names `among` a printed label means, or None.

        A label is an alias of speakers.toml, or a first name, last name or initials
        that only one of them has ("Bekah", "McIlroy", "LW").
        """
        folded = fold_name(printed)
        names = list(among)
        if (listed := self.by_alias.get(folded)) in names:
            return listed
        meant = [name for name in names if folded in _short_forms(name)]
        return meant[0] if len(meant) == 1 else None


def composed(name: str) -> str:
    """Return a name in the one form of Unicode (NFC) that names and keys have here; file systems use several."""
    return unicodedata.normalize("NFC", name)


def fold_name(name: str) -> str:
    """Return `name` as it is compared: case, width, spaces, dots and hyphens make no difference."""
    return _IGNORED_IN_NAMES.sub("", unicodedata.normalize("NFKC", name).casefold())


def stated_name(source: Source, printed: str) -> str | None:
    """Return who is stated to be behind a label of this document, in `people` of sources.toml; None: nothing is."""
    stated, folded = dict(source.people), fold_name(printed)
    same = (name for label, name in source.people if fold_name(label) == folded)
    return stated.get(composed(printed.strip())) or next(same, None)


def _short_forms(name: str) -> set[str]:
    """Return the folded full name, each word of it, and its initials."""
    words = [word for word in re.split(r"[\s·・]+", name) if word]
    # One letter is nobody's initials: "A:" is an answer, and may be anyone's.
    initials = "".join(word[0] for word in words) if len(words) > 1 else name
    return {fold_name(form) for form in [name, *words, initials] if fold_name(form)}


def parse_people(text: str, path: str) -> Roster:
    """Read speakers.toml.

    Args:
        text: The file's text.
        path: Its name, for messages.

    Raises:
        CorpusError: The TOML is broken, or an alias belongs to two people; names file and line.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CorpusError(f"{path}: broken TOML: {error}") from error
    people: dict[str, Person] = {}
    by_alias: dict[str, str] = {}
    for key, table in tables.items():
        name = composed(key)
        person = _person(name, table, path)
        people[name] = person
        for alias in (name, person.other_script or name, *person.aliases):
            owner = by_alias.setdefault(fold_name(alias), name)
            if owner != name:
                line = line_of(text, alias, table=name)
                raise CorpusError(
                    f"{path}:{line}: {alias!r} is an alias of both {owner} and {name}; keep it with one of them"
                )
    return Roster(people=people, by_alias=by_alias)


def _person(name: str, table: object, path: str) -> Person:
    if not isinstance(table, dict):
        raise CorpusError(f'{path}: {name!r} is no table; write ["{name}"] and its aliases below')
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
    if unknown := set(table) - {"aliases", "other_script", "roles"}:
        raise CorpusError(f"{path}: {name} has an unknown key {min(unknown)!r}; known: aliases, other_script, roles")
    return Person(name=name, other_script=other_script, aliases=tuple(aliases), roles=tuple(roles))


def line_of(text: str, needle: str, table: str = "") -> int:
    """Return the line of a TOML text, counted from 1, where `needle` stands as a key or text in a table.

    Of a needle that is nowhere: the line of the table's head, or 1.
    """
    lines = text.split("\n")
    heads = (f"[{table}]", f'["{table}"]', f"['{table}']")
    head = next((number for number, line in enumerate(lines) if line.split("#")[0].strip() in heads), 0)
    word = re.escape(needle)
    found = re.compile(rf"\s*[\"']?{word}[\"']?\s*=|[^#\n]*[\"']{word}[\"']")
    return next((number for number, line in enumerate(lines[head:], head + 1) if found.match(line)), head + 1)
