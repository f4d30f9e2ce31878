"""What a turns file lists of a document: each turn that was read, and each stretch that may be somebody's words."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from index.domain import Turn
from index.inspection.inspection import Inspection
from index.inspection.unattributed import Stretch

_NO_SPEAKER = "no speaker was found"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedTurn:
    """Pieces of a document that one person says, or that are nobody's: what one entry of a turns file stands for.

    Attributes:
        pieces: `clean[start:end]` of each, in order.
        speaker: Who says them; None: nobody that may be named.
        how: How that is known, in a word or two: "printed", "inferred, 80% sure", "nobody".
        reason: Why, where it is no printed label.
        is_stretch: Whether it ends by itself, and does not go on to the next one.
        start_seconds: When it is heard, where the document says so.
    """

    pieces: tuple[tuple[int, int], ...]
    speaker: str | None
    how: str
    reason: str | None = None
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
        return self.speaker is None or self.how.startswith("inferred")


def listed_turns(inspection: Inspection, decided: Sequence[Turn] = ()) -> list[ListedTurn]:
    """Return what there is to decide in a document, in order; of one that nobody speaks in, each paragraph.

    Args:
        inspection: How the document was read.
        decided: Those of its turns that a person decided, which are left out.
    """
    document = inspection.document
    if not inspection.turns:
        return [
            ListedTurn(pieces=((block.start, block.end),), speaker=None, how="nobody", reason=_NO_SPEAKER)
            for block in document.blocks
            if block.kind == "text" and any(map(str.isalnum, document.clean[block.start : block.end]))
        ]
    spans = {(turn.start, turn.end) for turn in inspection.turns}
    doubtful = [stretch for stretch in inspection.nobody if stretch.is_doubtful]
    unread = [_of_stretch(stretch) for stretch in doubtful if (stretch.start, stretch.end) not in spans]
    read = [_of_turn(turn) for turn in inspection.turns if turn not in decided]
    listed = sorted([*read, *unread], key=lambda turn: turn.start)
    return list(_merged(listed, sorted(turn.start for turn in decided)))


def _of_turn(turn: Turn) -> ListedTurn:
    pieces = ((turn.start, turn.end),)
    if turn.speaker is None:
        reason = turn.reason or "nobody is named for it"
        return ListedTurn(pieces=pieces, speaker=None, how="nobody", reason=reason, is_stretch=True)
    sureness = f", {turn.confidence:.0%} sure" if 0 < turn.confidence < 1 else ""
    return ListedTurn(
        pieces=pieces,
        speaker=turn.speaker,
        how=f"{turn.attribution}{sureness}",
        reason=turn.reason,
        start_seconds=turn.start_seconds,
    )


def _of_stretch(stretch: Stretch) -> ListedTurn:
    pieces = ((stretch.start, stretch.end),)
    return ListedTurn(pieces=pieces, speaker=None, how="nobody", reason=stretch.reason, is_stretch=True)


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
