"""The lines of a turns file by entry, and how a person changes what stands in one of them."""

import re
import tomllib
from collections.abc import Mapping, Sequence

from index.advice import toml_lines
from index.domain import Curation

_HEAD = "[[turn]]"
_KEYS = ("speaker", "after", "starts", "ends", "reason", "read")
_VALUE = r"""("(?:[^"\\]|\\.)*"|'[^']*')"""


def file_blocks(text: str, curation: Curation) -> tuple[list[str], list[list[str]]]:
    """Return the lines before the first entry of a turns file, and those of each entry with the notes above it.

    Args:
        text: The file.
        curation: What was read in it.
    """
    lines = text.rstrip("\n").split("\n")
    firsts = [_first_line(lines, turn.line - 1) for turn in curation.turns]
    blocks = [lines[first:end] for first, end in zip(firsts, [*firsts[1:], len(lines)], strict=True)]
    return lines[: firsts[0]] if firsts else lines, blocks


def block_keys(lines: Sequence[str]) -> dict[str, str]:
    """Return what stands in an entry, by its keys."""
    keys: dict[str, str] = tomllib.loads("\n".join(lines))["turn"][0]
    return keys


def with_keys(lines: Sequence[str], changes: Mapping[str, str | None]) -> list[str]:
    """Return an entry with other values for some keys, those that are None without; all else in it stays.

    Args:
        lines: Of the entry.
        changes: The new values, by key.
    """
    wanted = {key: value for key, value in {**block_keys(lines), **changes}.items() if value is not None}
    edited = list(lines)
    for key, value in changes.items():
        edited = _with_key(edited, key, value)
    if _keys_or_nothing(edited) == wanted:
        return edited
    # A value that goes over several lines: the keys are written anew, and the notes kept.
    head = lines.index(_HEAD) if _HEAD in lines else 0
    notes = [line for line in lines[head:] if line.startswith("#") or not line]
    return [*lines[:head], _HEAD, *_written(wanted), *notes]


def with_name(head: Sequence[str], name: str) -> list[str]:
    """Return the lines before the first entry with one more name in `speakers`."""
    first = next((number for number, line in enumerate(head) if re.match(r"\s*speakers\s*=", line)), len(head))
    last = next((number for number in range(first + 1, len(head) + 1) if _is_toml(head[first:number])), len(head))
    names = tomllib.loads("\n".join(head)).get("speakers", [])
    return [*head[:first], *_written({"speakers": [*names, name]}), *head[last:]]


def _first_line(lines: Sequence[str], head: int) -> int:
    """Return where an entry begins: with the notes right above its head, if there are any."""
    return next((number + 1 for number in range(head - 1, -1, -1) if not lines[number].startswith("#")), head)


def _with_key(lines: list[str], key: str, value: str | None) -> list[str]:
    stands = re.compile(rf"(\s*{key}\s*=\s*){_VALUE}(.*)")
    at = next((number for number, line in enumerate(lines) if stands.match(line)), None)
    if at is not None:
        if value is None:
            return [*lines[:at], *lines[at + 1 :]]
        written = _written({key: value})[0].partition(" = ")[2]
        return [
            *lines[:at],
            stands.sub(lambda line: f"{line[1]}{written}{line[3]}", lines[at], count=1),
            *lines[at + 1 :],
        ]
    if value is None:
        return lines
    before = re.compile(rf"\s*(?:\[\[turn\]\]|(?:{'|'.join(_KEYS[: _KEYS.index(key)]) or 'none'})\s*=)")
    place = max((number + 1 for number, line in enumerate(lines) if before.match(line)), default=0)
    return [*lines[:place], *_written({key: value}), *lines[place:]]


def _written(keys: Mapping[str, object]) -> list[str]:
    return toml_lines(keys).rstrip("\n").split("\n")


def _keys_or_nothing(lines: Sequence[str]) -> dict[str, str]:
    return block_keys(lines) if _is_toml(lines) else {}


def _is_toml(lines: Sequence[str]) -> bool:
    try:
        tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        return False
    return True
