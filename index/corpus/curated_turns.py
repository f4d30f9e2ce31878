"""The turns that a person decided in a turns file, as stretches of its document.

What a person left as it was prefilled decides nothing: it goes on being read, better where the reader gets better.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from index.corpus.anchors import find_end, find_start, overlap_error
from index.domain import CuratedTurn, Curation, Document, Turn
from index.errors import CorpusError
from index.reasons import Reason, read_reason

_MOST_PROBLEMS = 5

Decision = tuple[CuratedTurn, list[Turn]]
"""A turn of the file, and the stretches of the document that it decides, in order."""


def curated_turns(document: Document, read_turns: Sequence[Turn] = ()) -> list[Turn]:
    """Return the stretches that the document's turns file decides, in order.

    Args:
        document: With its turns file, if it has one.
        read_turns: The turns that were read without it, in order.

    Raises:
        CorpusError: A turn's words do not stand in the document, or stand there more than once; file and line.
    """
    return [turn for _, turns in decisions(document, read_turns) for turn in turns]


def decisions(document: Document, read_turns: Sequence[Turn] = ()) -> list[Decision]:
    """Return each turn of the document's turns file that decides something, with what it decides.

    Raises:
        CorpusError: As `curated_turns`.
    """
    curation = document.curation
    if curation is None or not curation.turns:
        return []
    text = document.clean.replace("\n", " ")
    if curation.lists_all_turns:
        made_decisions = _decided(document, text, curation, read_turns)
    else:
        starts = _places(curation.turns, lambda entry: find_start(text, entry, curation.path))
        made_decisions = [
            (entry, [_turn(document, entry, *_stretch(text, entry, start, following, curation))])
            for entry, start, following in zip(curation.turns, starts, [*starts[1:], len(text)], strict=True)
        ]
    roles = {turn.speaker: turn.role for turn in read_turns if turn.speaker}
    return [
        (entry, [replace(turn, role=roles.get(turn.speaker or "", turn.role)) for turn in turns])
        for entry, turns in made_decisions
    ]


def _places(entries: Sequence[CuratedTurn], find: Callable[[CuratedTurn], int]) -> list[int]:
    """Return where each turn starts.

    Raises:
        CorpusError: Some start nowhere, or at several places; names the first of them.
    """
    places, problems = [], []
    for entry in entries:
        try:
            places.append(find(entry))
        except CorpusError as error:
            problems.append(str(error))
    if problems:
        more = len(problems) - _MOST_PROBLEMS
        raise CorpusError(*problems[:_MOST_PROBLEMS], *([f"and {more} more"] if more > 0 else []))
    return places


def _stretch(text: str, entry: CuratedTurn, start: int, following: int, curation: Curation) -> tuple[int, int]:
    end = find_end(text, entry, start, following, curation) if start < following else start
    if following <= start or end > following:
        raise overlap_error(entry, curation.path)
    return start, end


def _decided(document: Document, text: str, curation: Curation, read_turns: Sequence[Turn]) -> list[Decision]:
    """Return what a person decided in a file that lists all turns.

    Such a turn goes on to the next one, as far as there is speech; what is spoken behind its `ends`, or before the
    first turn, is nobody's. So the first words of the next one are looked for too: without them nobody knows where it
    ends.
    """
    neighbours = pairwise([*curation.turns, None])
    decided = [(entry, following) for entry, following in neighbours if entry and not entry.is_read]
    needed = list(dict.fromkeys(entry for pair in decided for entry in pair if entry))
    places = dict(zip(needed, _places(needed, lambda entry: find_start(text, entry, curation.path)), strict=True))
    for before, behind in pairwise(needed):
        if places[behind] <= places[before]:
            raise overlap_error(before, curation.path)
    spoken = [(turn.start, turn.end) for turn in read_turns] or [
        (block.start, block.end) for block in document.blocks if block.kind == "text"
    ]
    seconds = {turn.start: turn.start_seconds for turn in read_turns}
    made_decisions: list[Decision] = []
    for entry, following in decided:
        start, limit = places[entry], places[following] if following else len(text)
        if entry.ends:
            stretches = [_stretch(text, entry, start, limit, curation)]
        else:
            stretches = _from(document, spoken, start, limit)
        unlisted = _pieces(document, spoken, stretches[-1][1] if stretches else start, limit)
        if entry is curation.turns[0]:
            unlisted = [*_pieces(document, spoken, 0, start), *unlisted]
        turns = [_turn(document, entry, *stretch, seconds.get(stretch[0])) for stretch in stretches]
        made_decisions.append((entry, sorted([*turns, *map(_nobodys, unlisted)], key=lambda turn: turn.start)))
    return made_decisions


def _from(document: Document, spoken: Sequence[tuple[int, int]], start: int, limit: int) -> list[tuple[int, int]]:
    """Return what is spoken from `start` to `limit`; if nothing is at `start`, the paragraph there counts as well."""
    pieces = _pieces(document, spoken, start, limit)
    if any(first <= start < last for first, last in spoken):
        return pieces
    block_end = next((block.end for block in document.blocks if block.start <= start < block.end), limit)
    paragraph = (start, min([block_end, limit, *(first for first, _ in pieces[:1])]))
    return [*_pieces(document, [paragraph], start, limit), *pieces]


def _pieces(document: Document, spoken: Sequence[tuple[int, int]], start: int, limit: int) -> list[tuple[int, int]]:
    """Return what is spoken from `start` to `limit`, in order."""
    pieces = [(max(first, start), min(last, limit)) for first, last in spoken if first < limit and last > start]
    return [stretch for first, last in pieces if (stretch := without_blanks(document.clean, first, last))]


def without_blanks(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return a stretch without white space around; None where it holds no word."""
    words = text[start:end]
    if not any(character.isalnum() for character in words):
        return None
    start += len(words) - len(words.lstrip())
    return start, start + len(words.strip())


def _turn(document: Document, entry: CuratedTurn, start: int, end: int, seconds: float | None = None) -> Turn:
    return Turn(
        start=start,
        end=end,
        speaker=entry.speaker,
        role=document.source.role_of(entry.speaker or ""),
        attribution="curated" if entry.speaker else "none",
        confidence=1.0 if entry.speaker else 0.0,
        reason=read_reason(entry.reason),
        start_seconds=seconds,
    )


def _nobodys(stretch: tuple[int, int]) -> Turn:
    start, end = stretch
    return Turn(start=start, end=end, speaker=None, attribution="none", confidence=0.0, reason=Reason("unlisted"))
