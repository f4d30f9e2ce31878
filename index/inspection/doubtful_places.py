"""Which turns of a document a person should look at first, by the reason."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.inspection.inspection import Inspection
from index.inspection.listed_turns import ListedTurn

MOST_OF_A_KIND = 20
_SHOWN_CHARACTERS = 60
_LEFT_OUT = "quotes that are left out, since the file itself says otherwise"


@dataclass(frozen=True, slots=True)
class DoubtfulPlace:
    """A turn to look at: its number in the list, and its first words, or what is said against a quote in it."""

    number: int
    words: str


def doubtful_places(
    inspection: Inspection, listed: Sequence[ListedTurn | None]
) -> Mapping[str, Sequence[DoubtfulPlace]]:
    """Return the places that are in doubt, by the reason: nobody's words, quotes left out, what is least sure.

    Args:
        inspection: How the document was read.
        listed: Its turns in order; None for one that a person decided.
    """
    places: dict[str, list[DoubtfulPlace]] = defaultdict(list)
    for reason, place in [*_nobodys(inspection, listed), *_left_out(inspection, listed), *_unsure(inspection, listed)]:
        places[reason].append(place)
    return places


_Reasons = Iterator[tuple[str, DoubtfulPlace]]


def _nobodys(inspection: Inspection, listed: Sequence[ListedTurn | None]) -> _Reasons:
    for number, turn in enumerate(listed):
        if turn and turn.speaker is None:
            yield f"nobody: {turn.reason}", DoubtfulPlace(number, _words(inspection, turn))


def _left_out(inspection: Inspection, listed: Sequence[ListedTurn | None]) -> _Reasons:
    known = [(turn.start, number) for number, turn in enumerate(listed) if turn]
    for contradiction in inspection.contradicted:
        place = bisect_right(known, (contradiction.quote.start, len(listed))) - 1
        if place >= 0:
            yield _LEFT_OUT, DoubtfulPlace(known[place][1], str(contradiction))


def _unsure(inspection: Inspection, listed: Sequence[ListedTurn | None]) -> _Reasons:
    unsure = [(number, turn) for number, turn in enumerate(listed) if turn and turn.speaker and turn.is_doubtful]
    for number, turn in sorted(unsure, key=lambda numbered: numbered[1].how):
        reason = ": ".join(filter(None, (turn.how, turn.reason)))
        yield reason, DoubtfulPlace(number, f"{turn.speaker}: {_words(inspection, turn)}")


def _words(inspection: Inspection, turn: ListedTurn) -> str:
    first, last = turn.pieces[0]
    words = inspection.document.clean[first : min(last, first + _SHOWN_CHARACTERS)]
    return "".join(character if character >= " " and character != "\x7f" else " " for character in words)
