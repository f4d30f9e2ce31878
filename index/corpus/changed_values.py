"""Values in sources.toml that the program wrote, changed where they still stand just as it wrote them.

Everything else is left character for character as it is: a value that a person wrote otherwise, or only put a comment
behind, is theirs.
"""

import tomllib
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from index.advice import toml_lines
from index.corpus.people import compose_name
from index.corpus.removal import TABLE_HEAD
from index.errors import CorpusError

Bodies = Mapping[str, tuple[str, str]]
"""By the name of a table: the text below its head, and what is to stand there instead."""


def table_bodies(text: str) -> dict[str, str]:
    """Return what stands below the head of each table, by its name; of several tables of one name, the first."""
    lines = text.split("\n")
    bodies = {name: "\n".join(lines[start:end]) for name, (start, end) in _spans(lines).items()}
    return {name: body for name, body in bodies.items() if _table(body) is not None}  # others stand in a long text


def with_values(body: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Return the text below a table's head with what is to stand there by now.

    Args:
        body: The text.
        before: What the program wrote there: it is changed where it stands so, and left out where it has to go.
        after: What has to stand there. What was not there before goes to the top, unless a person has written it.
    """
    table = tomllib.loads(body)
    changed = f"\n{body}"
    for key in dict.fromkeys((*before, *after)):
        old, new = (f"\n{toml_lines({key: values[key]})}" if key in values else "" for values in (before, after))
        if key not in before and key not in table:
            changed = f"{new.removesuffix(chr(10))}{changed}"
        elif old != new and old:
            changed = changed.replace(old, new or "\n", 1)
    return changed.removeprefix("\n")


def with_bodies(text: str, bodies: Bodies, path: str) -> str:
    """Return a table file with other texts below some heads; what somebody changed meanwhile stays.

    Raises:
        CorpusError: It is written in a way that cannot be changed safely.
    """
    lines, wanted = text.split("\n"), tomllib.loads(text)
    names = {compose_name(key): key for key in wanted}
    for name, (start, end) in reversed(_spans(lines).items()):
        old, new = bodies.get(name, ("", ""))
        if old != new and name in names and "\n".join(lines[start:end]) == old:
            lines[start:end] = new.split("\n")
            before, after = _table(old) or {}, _table(new) or {}
            table = wanted[names[name]]
            wanted[names[name]] = {key: value for key, value in table.items() if key not in before} | after
    changed = "\n".join(lines)
    if _table(changed) != wanted:
        raise CorpusError(f"{path} cannot be changed without risk; write every value in it on a line of its own")
    return changed


def _table(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _spans(lines: list[str]) -> dict[str, tuple[int, int]]:
    """Return the numbers of the first line below each head and of the next head."""
    heads = [number for number, line in enumerate(lines) if TABLE_HEAD.match(line)]
    spans: dict[str, tuple[int, int]] = {}
    for number, end in pairwise([*heads, len(lines)]):
        table = _table(lines[number]) or {}  # nothing is a list within a list, over several lines
        for name in (name for name, value in table.items() if value == {}):
            spans.setdefault(compose_name(name), (number + 1, end))
    return spans
