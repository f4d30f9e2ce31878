"""Which turns of a document a person should look at first, by what is in doubt of them."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from index.inspection.inspection import Inspection
from index.inspection.listed_turns import ListedTurn, how_known
from index.reasons import Reason

MOST_OF_A_KIND = 20
_SHOWN_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is in doubt of a turn.

    Attributes:
        kind: "nobody": whose words these are; "left_out": a quote in it that the file contradicts; "unsure": whether
            they are whose the reader thinks they are.
        reason: Why, None of quotes that are left out: each has its own.
        confidence: How sure that speaker is, from 0 to 1.
    """

    kind: Literal["nobody", "left_out", "unsure"]
    reason: Reason | None = None
    confidence: float = 0.0

    def __str__(self) -> str:
        """Return it in English."""
        if self.kind == "left_out":
            return "quotes that are left out, since the file itself says otherwise"
        what = "nobody" if self.kind == "nobody" else how_known("inferred", self.confidence)
        return f"{what}: {self.reason}" if self.reason else what


@dataclass(frozen=True, slots=True)
class DoubtfulPlace:
    """A turn to look at.

    Attributes:
        number: Of the turn in the list.
        words: Its first words; of a quote that is left out, the file and line, "talk.txt:4".
        reason: Why a quote in it is left out.
    """

    number: int
    words: str
    reason: Reason | None = None

    def __str__(self) -> str:
        """Return it in English."""
        return f"{self.words} {self.reason}" if self.reason else self.words


def doubtful_places(
    inspection: Inspection, listed: Sequence[ListedTurn | None]
) -> Mapping[Doubt, Sequence[DoubtfulPlace]]:
    """Return the places that are in doubt, by what is: nobody's words, quotes left out, what is least sure.

    Args:
        inspection: How the document was read.
        listed: Its turns in order; None for one that a person decided.
    """
    places: dict[Doubt, list[DoubtfulPlace]] = defaultdict(list)
    for doubt, place in [*_nobodys(inspection, listed), *_left_out(inspection, listed), *_unsure(inspection, listed)]:
        places[doubt].append(place)
    return places


_Doubts = Iterator[tuple[Doubt, DoubtfulPlace]]


def _nobodys(inspection: Inspection, listed: Sequence[ListedTurn | None]) -> _Doubts:
    for number, turn in enumerate(listed):
        if turn and turn.speaker is None:
            yield Doubt("nobody", turn.reason), DoubtfulPlace(number, _words(inspection, turn))


def _left_out(inspection: Inspection, listed: Sequence[ListedTurn | None]) -> _Doubts:
    known = [(turn.start, number) for number, turn in enumerate(listed) if turn]
    for contradiction in inspection.contradicted:
        place = bisect_right(known, (contradiction.quote.start, len(listed))) - 1
        if place >= 0:
            yield Doubt("left_out"), DoubtfulPlace(known[place][1], contradiction.where, contradiction.reason)


def _unsure(inspection: Inspection, listed: Sequence[ListedTurn | None]) -> _Doubts:
    unsure = [(number, turn) for number, turn in enumerate(listed) if turn and turn.speaker and turn.is_doubtful]
    for number, turn in sorted(unsure, key=lambda numbered: numbered[1].how):
        yield (
            Doubt("unsure", turn.reason, turn.confidence),
            DoubtfulPlace(number, f"{turn.speaker}: {_words(inspection, turn)}"),
        )


def _words(inspection: Inspection, turn: ListedTurn) -> str:
    first, last = turn.pieces[0]
    words = inspection.document.clean[first : min(last, first + _SHOWN_CHARACTERS)]
    return "".join(character if character >= " " and character != "\x7f" else " " for character in words)
