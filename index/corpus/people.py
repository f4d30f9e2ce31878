"""Who can speak: canonical names, aliases in both scripts, and which of them a printed name means."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from index.domain import Person, Source

_IGNORED_IN_NAMES = re.compile(r"[\s·・•.．'’\-\u061c\u200b-\u200f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """Everybody known by name; `by_alias` maps each folded alias to one canonical name.

    `removed` are the canonical names of those who were taken out again, whatever is read.
    """

    people: Mapping[str, Person] = field(default_factory=dict)
    by_alias: Mapping[str, str] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()

    def person(self, name: str) -> Person:
        """Return the person called `name`; somebody not listed has no other script and no aliases."""
        return self.people.get(name, Person(name=name))

    def canonical(self, name: str) -> str:
        """Return the canonical name behind `name` or an alias of it; an unknown name is its own."""
        return self.by_alias.get(fold_name(name), compose_name(name.strip()))

    def is_removed(self, speaker: str | None) -> bool:
        """Tell whether somebody was taken out again; a mere alias counts, though it may be somebody else's, too."""
        return bool(speaker and self.removed and self.canonical(speaker) in self.removed)

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


def compose_name(name: str) -> str:
    """Return a name in the one form of Unicode (NFC) that names and keys have here; file systems use several."""
    return unicodedata.normalize("NFC", name)


def fold_name(name: str) -> str:
    """Return `name` as it is compared: case, width, spaces, dots, hyphens and what is not seen make no difference."""
    return _IGNORED_IN_NAMES.sub("", unicodedata.normalize("NFKC", name).casefold())


def stated_name(source: Source, printed: str) -> str | None:
    """Return who is stated to be behind a label of this document, in `people` of sources.toml; None: nothing is."""
    stated, folded = dict(source.people), fold_name(printed)
    same = (name for label, name in source.people if fold_name(label) == folded)
    return stated.get(compose_name(printed.strip())) or next(same, None)


def _short_forms(name: str) -> set[str]:
    """Return the folded full name, each word of it, and its initials."""
    words = [word for word in re.split(r"[\s·・]+", name) if word]
    # One letter is nobody's initials: "A:" is an answer, and may be anyone's.
    initials = "".join(word[0] for word in words) if len(words) > 1 else name
    return {fold_name(form) for form in [name, *words, initials] if fold_name(form)}
