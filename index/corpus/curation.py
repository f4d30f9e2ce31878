"""The turns file beside a document (`NAME.turns.toml`), in which a person says who speaks.

printed_labels = false            # the document's own labels are not to be read

[[turn]]
speaker = "Jonathan Frankle"      # without a speaker: nobody that may be named; say why in `reason`
after   = "the words right before"        # only where `starts` occurs more than once
starts  = "the first words of the stretch"
ends    = "the last words of the stretch" # without it, the stretch runs to the next turn
reason  = "why this differs from what is printed"
"""

import tomllib
from typing import Any

from index.corpus.people import Roster
from index.domain import CuratedTurn, Curation, Document, Turn
from index.errors import CorpusError

_TURN_KEYS = {"speaker", "after", "starts", "ends", "reason"}


def parse_curation(text: str, path: str, roster: Roster) -> Curation:
    """Read a turns file.

    Raises:
        CorpusError: Broken TOML, an unknown key, or a turn that lacks what it needs; names file and line.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CorpusError(f"{path}: broken TOML: {error}") from error
    lines = [number for number, line in enumerate(text.split("\n"), 1) if line.split("#")[0].strip() == "[[turn]]"]
    entries = table.get("turn", [])
    if unknown := set(table) - {"turn", "printed_labels"}:
        raise CorpusError(f"{path}: unknown key {min(unknown)!r}; known: printed_labels and [[turn]]")
    if not isinstance(printed_labels := table.get("printed_labels", True), bool):
        raise CorpusError(f"{path}: printed_labels is {printed_labels!r}, but must be true or false")
    if not isinstance(entries, list) or len(lines) != len(entries):
        raise CorpusError(f"{path}: write each turn as [[turn]] on a line of its own")
    turns = tuple(_curated_turn(entry, line, path, roster) for entry, line in zip(entries, lines, strict=True))
    return Curation(path=path, turns=turns, printed_labels=printed_labels)


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


def curated_turns(document: Document) -> list[Turn]:
    """Return the stretches that the document's turns file names, in order.

    Raises:
        CorpusError: A turn's words do not stand in the document, or stand there more than once; file and line.
    """
    curation = document.curation
    if curation is None or not curation.turns:
        return []
    text = document.clean.replace("\n", " ")
    starts = [_find(text, entry, curation.path) for entry in curation.turns]
    turns = []
    for entry, start, following in zip(curation.turns, starts, [*starts[1:], len(text)], strict=True):
        end = _end(text, entry, start, following, curation) if start < following else start
        if following <= start or end > following:
            raise CorpusError(
                f"{curation.path}:{entry.line}: {entry.starts[:40]!r} overlaps the next turn, or stands behind it "
                "in the document; put the turns in the document's order"
            )
        turns.append(
            Turn(
                start=start,
                end=end,
                speaker=entry.speaker,
                role=document.source.role_of(entry.speaker or ""),
                attribution="curated" if entry.speaker else "none",
                confidence=1.0 if entry.speaker else 0.0,
                reason=entry.reason,
            )
        )
    return turns


def _find(text: str, entry: CuratedTurn, path: str) -> int:
    """Return where the turn starts in the clean text, which must be one place."""
    for separator in ("", " ") if entry.after else ("",):
        needle = entry.after + separator + entry.starts
        position = text.find(needle)
        if position < 0:
            continue
        if text.find(needle, position + 1) >= 0:
            raise CorpusError(
                f"{path}:{entry.line}: {entry.starts[:40]!r} stands in the document more than once; "
                "give more words, or the words before them in after = …"
            )
        return position + len(entry.after + separator)
    raise CorpusError(
        f"{path}:{entry.line}: {(entry.after + entry.starts)[:40]!r} does not stand in the document, which may have "
        "changed; correct the words"
    )


def _end(text: str, entry: CuratedTurn, start: int, following: int, curation: Curation) -> int:
    """Return where the turn ends: behind its last words, or where the next one starts."""
    if entry.ends is None:
        if curation.printed_labels:
            raise CorpusError(
                f"{curation.path}:{entry.line}: beside printed labels a turn needs its last words: ends = …"
            )
        return start + len(text[start:following].rstrip())
    position = text.find(entry.ends, start, following + len(entry.ends))
    if position < 0:
        raise CorpusError(
            f"{curation.path}:{entry.line}: {entry.ends[:40]!r} does not follow in the document before the next turn; "
            "correct the last words"
        )
    return position + len(entry.ends)


def _one_line(text: str) -> str:
    return " ".join(text.split())
