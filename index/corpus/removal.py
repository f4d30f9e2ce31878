"""What says that an interview or a person was taken out again: `removed = true` in sources.toml or speakers.toml.

The rest of such a file is left character for character as it is.
"""

import re
import tomllib
from itertools import pairwise
from typing import Any

from index.advice import toml_head
from index.corpus.people import compose_name
from index.errors import CorpusError

TABLE_HEAD = re.compile(r"\s*\[[^\[]")
_MARK = re.compile(r"\s*[\"']?removed[\"']?\s*=")


def with_mark(text: str, name: str, path: str) -> str:
    """Return the text of a table file in which the table of this name says that it is removed.

    Raises:
        CorpusError: It is broken, or its table is written in a way that cannot be changed safely.
    """
    if _table(text, name).get("removed") is True:
        return text
    span = _span(text, name)
    lines = text.split("\n")
    if span is None:
        text = text.rstrip("\n")
        head = toml_head(name)
        changed = f"{text}\n\n{head}\nremoved = true\n" if text else f"{head}\nremoved = true\n"
    else:
        start, end = span
        kept = [line for line in lines[start + 1 : end] if not _MARK.match(line)]
        changed = "\n".join([*lines[: start + 1], "removed = true", *kept, *lines[end:]])
    return _checked(text, changed, name, {**_table(text, name), "removed": True}, path)


def without_mark(text: str, name: str, path: str) -> str:
    """Return the text of a table file in which the table of this name is removed no more; an empty one goes.

    Raises:
        CorpusError: As `with_mark`.
    """
    table = {key: value for key, value in _table(text, name).items() if key != "removed"}
    if not table:
        return without_table(text, name, path)
    lines, span = text.split("\n"), _span(text, name)
    start, end = span or (0, 0)
    kept = [line for line in lines[start:end] if not _MARK.match(line)]
    return _checked(text, "\n".join([*lines[:start], *kept, *lines[end:]]), name, table, path)


def without_table(text: str, name: str, path: str) -> str:
    """Return the text of a table file without the table of this name, and without the comments in it.

    Raises:
        CorpusError: As `with_mark`.
    """
    lines, span = text.split("\n"), _span(text, name)
    start, end = span or (0, 0)
    return _checked(text, "\n".join([*lines[:start], *lines[end:]]), name, None, path)


def _table(text: str, name: str) -> dict[str, Any]:
    tables: dict[str, Any] = {compose_name(key): table for key, table in tomllib.loads(text).items()}
    table = tables.get(name, {})
    return table if isinstance(table, dict) else {}


def _span(text: str, name: str) -> tuple[int, int] | None:
    """Return the number of the line with the head of a table, and of the next head; None where it has none."""
    lines = text.split("\n")
    heads = [number for number, line in enumerate(lines) if TABLE_HEAD.match(line)]
    for number, end in pairwise([*heads, len(lines)]):
        try:
            keys = [compose_name(key) for key in tomllib.loads(lines[number])]
        except tomllib.TOMLDecodeError:  # a list within a list, over several lines
            continue
        if keys == [name]:
            return number, end
    return None


def _checked(before: str, changed: str, name: str, table: dict[str, Any] | None, path: str) -> str:
    """Return the changed text, once it is found to say what it should, and nothing else than before."""
    wanted = {key: value for key, value in tomllib.loads(before).items() if compose_name(key) != name}
    if table is not None:
        wanted[name] = table
    try:
        is_right = {compose_name(key): value for key, value in tomllib.loads(changed).items()} == {
            compose_name(key): value for key, value in wanted.items()
        }
    except tomllib.TOMLDecodeError:
        is_right = False
    if not is_right:
        what = f"{toml_head(name)} in {path}"
        raise CorpusError(f"{what} cannot be changed without risk; write or delete removed = true there yourself")
    return changed
