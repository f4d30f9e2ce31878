"""A document from its first word to its last, in passages: whose each is, how that is known, and whether it is sure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from index.corpus.curated_turns import without_blanks
from index.corpus.people import Roster
from index.domain import Turn
from index.inspection.inspection import Inspection
from index.inspection.turns_file import Entry
from index.reasons import Reason, read_reason
from index.text.sentences import split_sentences

How = Literal["printed", "inferred", "curated", "nobody", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Pieces of a document that one person says, or that are nobody's.

    Attributes:
        pieces: `clean[start:end]` of each, in order; at least one.
        speaker: Who says them; None: nobody that may be named.
        how: How that is known; "curated": a person stated it.
        confidence: How sure that is, from 0 to 1.
        reason: Why it is so, where it is no printed label.
        is_doubtful: Whether a person should look at it.
        is_removed: Whether somebody said it who was taken out again, so that it is shown nowhere.
        start_seconds: When it is heard, where the document says so.
        entry: What stands for it in the turns file; None where nothing does.
    """

    pieces: tuple[tuple[int, int], ...]
    speaker: str | None
    how: How
    confidence: float = 0.0
    reason: Reason | None = None
    is_doubtful: bool = False
    is_removed: bool = False
    start_seconds: float | None = None
    entry: Entry | None = None

    @property
    def start(self) -> int:
        """Where it begins in the clean text."""
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        """Where it ends in the clean text."""
        return self.pieces[-1][1]


def passages_of(inspection: Inspection, entries: Sequence[Entry], roster: Roster) -> list[Passage]:
    """Return all passages of a document in order; labels are in none.

    Args:
        inspection: How the document was read.
        entries: Of its turns file, as `file_entries` gives them.
        roster: Who was taken out again: their words are nobody's.
    """
    turns = {turn.start: turn for turn in inspection.turns}
    passages = {passage.start: passage for entry in entries if (passage := _of_entry(entry, turns, roster))}
    covered = sorted(piece for passage in passages.values() for piece in passage.pieces)
    for stretch in inspection.nobody:
        for first, last in _uncovered(stretch.start, stretch.end, covered):
            if piece := without_blanks(inspection.document.clean, first, last):
                passages[piece[0]] = Passage(pieces=(piece,), speaker=None, how="nobody", reason=stretch.reason)
    return [passages[start] for start in sorted(passages)]


def sentence_starts(inspection: Inspection, passage: Passage) -> list[int]:
    """Return where each sentence of a passage begins in the clean text, in order."""
    starts, clean = [], inspection.document.clean
    for start, end in passage.pieces:
        for paragraph in clean[start:end].splitlines(keepends=True):
            starts += [start + first for first, _ in split_sentences(paragraph, inspection.language)]
            start += len(paragraph)
    return starts


def _of_entry(entry: Entry, turns: Mapping[int, Turn], roster: Roster) -> Passage | None:
    if entry.listed is None:
        return _of_decided(entry, roster)
    listed, turn = entry.listed, turns.get(entry.listed.start)
    return Passage(
        pieces=listed.pieces,
        speaker=listed.speaker,
        how=turn.attribution if turn and listed.speaker else "nobody",
        confidence=turn.confidence if turn and listed.speaker else 0.0,
        reason=listed.reason,
        is_doubtful=listed.is_doubtful and not (turn and turn.removed),
        is_removed=bool(turn and turn.removed),
        start_seconds=listed.start_seconds,
        entry=entry,
    )


def _of_decided(entry: Entry, roster: Roster) -> Passage | None:
    own = [turn for turn in entry.decided if is_own(entry, turn)]
    if not own:
        return None
    speaker = own[0].speaker
    is_removed = roster.is_removed(speaker)
    return Passage(
        pieces=tuple((turn.start, turn.end) for turn in own),
        speaker=None if is_removed else speaker,
        how="curated",
        confidence=0.0 if is_removed else own[0].confidence,
        reason=Reason("removed", who=speaker or "") if is_removed else own[0].reason,
        is_removed=is_removed,
        start_seconds=own[0].start_seconds,
        entry=entry,
    )


def is_own(entry: Entry, turn: Turn) -> bool:
    """Tell whether a turn is what an entry says, and not what is nobody's since no entry lists it."""
    return turn.speaker is not None if "speaker" in entry.keys else turn.reason == read_reason(entry.keys.get("reason"))


def _uncovered(start: int, end: int, covered: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield what is left of a stretch outside of others, which are in order."""
    for first, last in covered:
        if last <= start or first >= end:
            continue
        if first > start:
            yield start, first
        start = max(start, last)
    if start < end:
        yield start, end
