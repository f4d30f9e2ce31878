"""Why a line of labelled questions cannot be read: each fault is a kind with its values.

In a terminal it reads as English here; a page says it in its own words, by its kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

FaultKind = Literal[
    "encoding",
    "json",
    "depth",
    "digits",
    "object",
    "language",
    "answers",
    "wrong",
    "id",
    "same_id",
    "said",
    "grade",
    "text",
]
_ENGLISH: Mapping[FaultKind, str] = {
    "encoding": "not UTF-8",
    "json": "no JSON from column {column} on",
    "depth": "no JSON that can be read: nested too deeply",
    "digits": "no JSON that can be read: a number has too many digits",
    "object": "no JSON object",
    "language": "lang is {value}, not en or zh",
    "answers": "answers is no list of objects with doc, quote and grade; [] where nothing answers",
    "wrong": "wrong is no list of objects with doc and quote",
    "id": "id is missing",
    "same_id": "the id {value} stands on a line before",
    "said": "a line before says otherwise of the same question",
    "grade": "grade is {value}, not 1, 2 or 3",
    "text": "{key} is {value}, not a text",
}


class LineError(ValueError):
    """A line that is no labelled question.

    Attributes:
        kind: What is wrong.
        values: What to say it with, by name, as text.
    """

    def __init__(self, kind: FaultKind, **values: object) -> None:
        self.kind: FaultKind = kind
        self.values = {name: str(value) for name, value in values.items()}
        super().__init__(_ENGLISH[kind].format(**self.values))


@dataclass(frozen=True, slots=True, kw_only=True)
class LineProblem:
    """A line of a file that counts for nothing, and why."""

    path: str
    line: int
    fault: LineError

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.fault}"
