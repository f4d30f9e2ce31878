"""What a turns file lists of a document: each turn that was read, and each stretch that may be somebody's words."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from index.domain import Attribution, Turn
from index.inspection.inspection import Inspection
from index.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedTurn:
    """Pieces of a document that one person says, or that are nobody's: what one entry of a turns file stands for.

    Attributes:
        pieces: `clean[start:end]` of each, in order.
        speaker: Who says them; None: nobody that may be named.
        attribution: How that is known; "none": nobody is named.
        confidence: How sure that is, from 0 to 1.
        reason: Why, where it is no printed label.
        is_stretch: Whether it ends by itself, and does not go on to the next one.
        start_seconds: When it is heard, where the document says so.
    """

    pieces: tuple[tuple[int, int], ...]
    speaker: str | None
    attribution: Attribution
    confidence: float = 0.0
    reason: Reason | None = None
    is_stretch: bool = False
    start_seconds: float | None = None

    @property
    def start(self) -> int:
        """Where it begins in the clean text."""
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        """Where it ends in the clean text."""
        return self.pieces[-1][1]

    @property
    def is_doubtful(self) -> bool:
        """Whether a person should look at it."""
        return self.speaker is None or self.attribution == "inferred"

    @property
    def how(self) -> str:
        """How it is known, in a word or two: "printed", "inferred, 80% sure", "nobody"."""
        if self.speaker is None:
            return "nobody"
        return how_known(self.attribution, self.confidence)


def how_known(attribution: Attribution, confidence: float) -> str:
    """Return in English how it is known who says something: "printed", "inferred, 80% sure"."""
    return f"{attribution}, {confidence:.0%} sure" if 0 < confidence < 1 else attribution


def listed_turns(inspection: Inspection, decided: Sequence[Turn] = ()) -> list[ListedTurn]:
    """Return what there is to decide in a document, in order; of one that nobody speaks in, each paragraph.

    Args:
        inspection: How the document was read.
        decided: Those of its turns that a person decided, which are left out.
    """
    document = inspection.document
    if not inspection.turns:
        return [
            _nobodys(block.start, block.end, Reason("no_speaker"), is_stretch=False)
            for block in document.blocks
            if block.kind == "text" and any(map(str.isalnum, document.clean[block.start : block.end]))
        ]
    spans = {(turn.start, turn.end) for turn in inspection.turns}
    doubtful = [stretch for stretch in inspection.nobody if stretch.is_doubtful]
    unread = [
        _nobodys(stretch.start, stretch.end, stretch.reason)
        for stretch in doubtful
        if (stretch.start, stretch.end) not in spans
    ]
    read = [_of_turn(turn) for turn in inspection.turns if turn not in decided]
    listed = sorted([*read, *unread], key=lambda turn: turn.start)
    return list(_merged(listed, sorted(turn.start for turn in decided)))


def _of_turn(turn: Turn) -> ListedTurn:
    if turn.speaker is None:
        return _nobodys(turn.start, turn.end, turn.reason or Reason("nobody_named"))
    return ListedTurn(
        pieces=((turn.start, turn.end),),
        speaker=turn.speaker,
        attribution=turn.attribution,
        confidence=turn.confidence,
        reason=turn.reason,
        start_seconds=turn.start_seconds,
    )


def _nobodys(start: int, end: int, reason: Reason, *, is_stretch: bool = True) -> ListedTurn:
    pieces = ((start, end),)
    return ListedTurn(pieces=pieces, speaker=None, attribution="none", reason=reason, is_stretch=is_stretch)


def _merged(listed: Sequence[ListedTurn], breaks: Sequence[int]) -> Iterator[ListedTurn]:
    """Yield the turns; neighbours of one person that are known in the same way are one, unless there is a break."""
    for (speaker, *_), group in groupby(
        listed, key=lambda turn: (turn.speaker, turn.how, turn.reason, bisect_left(breaks, turn.start))
    ):
        turns = list(group)
        if speaker is None:
            yield from turns
        else:
            yield replace(turns[0], pieces=tuple(piece for turn in turns for piece in turn.pieces))
