"""JSON with the place of every text in it: the standard library parses, the literals are counted along.

JSON is text, so that quotes point into the file itself: into its string literals, escapes included.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from index.errors import CorpusError
from index.formats.escapes import reference_at

_LITERAL_OR_BRACKET = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[{]|[\]}]', re.DOTALL)
_BETWEEN_VALUES = re.compile(r"[\s\ufeff]*")
_DEEPEST = 100


@dataclass(frozen=True, slots=True)
class JsonText:
    """A text of a JSON file and the stretch of the file, between quotation marks, in which it stands."""

    value: str
    start: int
    end: int


JsonValue: TypeAlias = "dict[str, JsonValue] | list[JsonValue] | JsonText | float | bool | None"


class _Pairs(list[tuple[str, Any]]):
    """An object with its keys in order, repeated ones among them, as they stand in the file."""


def parse_json(raw: str) -> list[JsonValue]:
    """Return the values of a JSON file: one, or one a line (JSON Lines); all numbers are floats.

    Raises:
        CorpusError: It is no JSON, or is nested too deeply; names the line.
    """
    values = list(_parse_values(raw))
    literals = iter(list(_literals(raw)))
    return [_with_places(value, literals) for value in values]


def characters_of(raw: str, text: JsonText, suffix: str) -> tuple[str, list[int] | range]:
    """Return the characters of a text, its escapes read, and the offset in `raw` of each."""
    if raw.find("\\", text.start, text.end) < 0:
        return raw[text.start : text.end], range(text.start, text.end)
    characters: list[str] = []
    offsets: list[int] = []
    position = text.start
    while position < text.end:
        character, behind = reference_at(raw, position, suffix) or (raw[position], position + 1)
        characters.append(character)
        offsets.append(position)
        position = behind
    return "".join(characters), offsets


def _parse_values(raw: str) -> Iterator[Any]:
    """Yield the values one by one, objects as pairs."""
    decoder = json.JSONDecoder(object_pairs_hook=_Pairs, parse_int=float, strict=False)
    position = _behind_space(raw, 0)
    try:
        while position < len(raw) or not position:
            value, position = decoder.raw_decode(raw, position)
            yield value
            position = _behind_space(raw, position)
    except json.JSONDecodeError as error:
        raise CorpusError(f"line {error.lineno}: this is no JSON ({error.msg}); export the transcript again") from error
    except RecursionError as error:
        raise CorpusError("this JSON is nested too deeply for a transcript; export the transcript again") from error


def _behind_space(raw: str, position: int) -> int:
    space = _BETWEEN_VALUES.match(raw, position)
    return space.end() if space else position


def _literals(raw: str) -> Iterator[tuple[int, int]]:
    """Yield where each string literal of a valid JSON text begins and ends, without its quotation marks."""
    depth = 0
    for token in _LITERAL_OR_BRACKET.finditer(raw):
        mark = raw[token.start()]
        if mark == '"':
            yield token.start() + 1, token.end() - 1
            continue
        depth += 1 if mark in "[{" else -1
        if depth > _DEEPEST:
            raise CorpusError("this JSON is nested too deeply for a transcript; export the transcript again")


def _with_places(value: object, literals: Iterator[tuple[int, int]]) -> JsonValue:
    """Return a parsed value with the places of its texts, which come in the order of the literals."""
    if isinstance(value, str):
        return JsonText(value, *next(literals))
    if isinstance(value, _Pairs):
        members: dict[str, JsonValue] = {}
        for key, child in value:
            next(literals)
            members[key] = _with_places(child, literals)
        return members
    if isinstance(value, list):
        return [_with_places(child, literals) for child in value]
    return value if isinstance(value, float | bool) else None
