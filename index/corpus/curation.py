"""The turns file beside a document (`NAME.turns.toml`), in which a person says who speaks.

printed_labels = false            # the document's own labels are not to be read

[[turn]]
speaker = "Jonathan Frankle"      # without a speaker: nobody that may be named; say why in `reason`
after   = "the words right before"        # only where `starts` occurs more than once
starts  = "the first words of the stretch"
ends    = "the last words of the stretch" # without it, the stretch runs to the next turn
reason  = "why this differs from what is printed"

One that `quotebot curate` prefilled has more:

all_turns = true                  # every turn that was read is listed; each goes on to the next one
speakers  = ["Jonathan Frankle"]  # besides those of speakers.toml, nobody else may be named

[[turn]]
read    = "printed 5f3a91"        # how it was read, with a mark that only this turn has as it was prefilled
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from index.corpus.people import Roster
from index.domain import CuratedTurn, Curation
from index.errors import CorpusError
from index.notations import toml_table

_KEYS = {"turn", "printed_labels", "all_turns", "speakers"}
_TURN_KEYS = {"speaker", "after", "starts", "ends", "reason", "read"}


def parse_curation(text: str, path: str, roster: Roster) -> Curation:
    """Read a turns file.

    Raises:
        CorpusError: Broken TOML, an unknown key, or a turn that lacks what it needs; names file and line.
    """
    try:
        table = toml_table(text)
    except ValueError as error:
        raise CorpusError(f"{path}: broken TOML: {error}") from error
    lines = [number for number, line in enumerate(text.split("\n"), 1) if line.split("#")[0].strip() == "[[turn]]"]
    entries = table.get("turn", [])
    if unknown := set(table) - _KEYS:
        raise CorpusError(
            f"{path}: unknown key {min(unknown)!r}; known: all_turns, printed_labels, speakers and [[turn]]"
        )
    printed_labels, lists_all = (_switch(table, key, path) for key in ("printed_labels", "all_turns"))
    if not isinstance(entries, list) or len(lines) != len(entries):
        raise CorpusError(f"{path}: write each turn as [[turn]] on a line of its own")
    turns = [_curated_turn(entry, line, path, roster) for entry, line in zip(entries, lines, strict=True)]
    if lists_all:
        _refuse_unknown(turns, _names(table, path, roster), path)
        turns = _with_marks_read(turns, entries)
    return Curation(path=path, turns=tuple(turns), printed_labels=printed_labels, lists_all_turns=lists_all)


def mark_of(entry: Mapping[str, str], following: Mapping[str, str] | None, *, is_first: bool) -> str:
    """Return six digits that tell whether a prefilled turn is as it was.

    They depend on whose it is, where it starts and ends, and where the one behind it starts.

    Args:
        entry: A turn as it stands in the file, by its keys.
        following: The one behind it, None for the last.
        is_first: Whether none stands before it.
    """
    own = [_one_line(entry.get(key, "")) for key in ("speaker", "after", "starts", "ends")]
    behind = [_one_line((following or {}).get(key, "")) for key in ("after", "starts")]
    parts = [*own, *behind, "first" if is_first else ""]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:6]


def _switch(table: Mapping[str, Any], key: str, path: str) -> bool:
    value = table.get(key, key == "printed_labels")
    if not isinstance(value, bool):
        raise CorpusError(f"{path}: {key} is {value!r}, but must be true or false")
    return value


def _names(table: Mapping[str, Any], path: str, roster: Roster) -> set[str]:
    """Return who may be named: the people of the file's own list, and of speakers.toml."""
    names = table.get("speakers", [])
    if not isinstance(names, list) or not all(isinstance(name, str) and name.strip() for name in names):
        raise CorpusError(f'{path}: speakers is {names!r}, but must be a list of names, such as ["Sam Altman"]')
    return {*map(roster.canonical, names), *roster.people}


def _refuse_unknown(turns: Sequence[CuratedTurn], names: set[str], path: str) -> None:
    for turn in turns:
        if turn.speaker and turn.speaker not in names:
            near = get_close_matches(turn.speaker, sorted(names), 1)
            meant = f"did you mean {near[0]!r}? Else " if near else ""
            raise CorpusError(
                f"{path}:{turn.line}: nobody here is called {turn.speaker!r}; {meant}add the name to speakers = […] "
                "at the top"
            )


def _with_marks_read(turns: Sequence[CuratedTurn], entries: Sequence[Mapping[str, str]]) -> list[CuratedTurn]:
    """Return the turns, those that a person left as they were prefilled marked as such.

    One that has become the first, since what stood before it was deleted, is not as it was.
    """
    marked = []
    for number, (turn, entry) in enumerate(zip(turns, entries, strict=True)):
        following = entries[number + 1] if number + 1 < len(entries) else None
        mark = entry.get("read", "").rpartition(" ")[2]
        marks = [mark_of(entry, following, is_first=is_first) for is_first in (number == 0, True)]
        marked.append(replace(turn, is_read=mark in marks))
    return marked


def _curated_turn(entry: dict[str, Any], line: int, path: str, roster: Roster) -> CuratedTurn:
    if unknown := set(entry) - _TURN_KEYS:
        raise CorpusError(f"{path}:{line}: unknown key {min(unknown)!r}; known: {', '.join(sorted(_TURN_KEYS))}")
    if not all(isinstance(value, str) and value.strip() for value in entry.values()):
        raise CorpusError(f"{path}:{line}: every value must be a text between quotation marks, and not empty")
    if "starts" not in entry:
        raise CorpusError(f"{path}:{line}: a turn needs its first words: starts = …")
    if "speaker" not in entry and "reason" not in entry:
        raise CorpusError(f"{path}:{line}: a turn without a speaker needs a reason = …")
    return CuratedTurn(
        starts=_one_line(entry["starts"]),
        line=line,
        speaker=roster.canonical(entry["speaker"]) if "speaker" in entry else None,
        ends=_one_line(entry["ends"]) if "ends" in entry else None,
        after=_one_line(entry.get("after", "")),
        reason=entry.get("reason"),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
