"""Labels that stand there once and are nearly one that recurs ("UKelly"): a misprint, or a letter that was glued on."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from index.corpus.people import fold_name
from index.turns.label_candidates import Label
from index.turns.speakers import Speakers

_NEARLY_THE_SAME = 85  # of 100
_FEWEST_OF_A_USUAL_LABEL = 3


def without_strays(labels: Sequence[Label], speakers: Speakers) -> list[Label]:
    """Return labels; one that stands there once, and is a usual one with letters added, has no speaker.

    Who is meant by it is not sure. A label that is listed, or that the file itself gives as a voice, is as it stands.
    """
    counts = Counter(fold_name(label.printed) for label in labels)
    usual = {label.printed for label in labels if counts[fold_name(label.printed)] >= _FEWEST_OF_A_USUAL_LABEL}
    return [
        replace(label, speaker=None)
        if label.shape != "voice"
        and counts[fold_name(label.printed)] == 1
        and not speakers.listed_name(label.printed)
        and _has_letters_too_many(label.printed, usual)
        else label
        for label in labels
    ]


def is_misprint(printed: str, names: Iterable[str]) -> bool:
    """Tell whether a label is nearly one of some others ("tormy Lind"); "Speaker 1" is none of "Speaker 2"."""
    return any(
        fuzz.ratio(printed, name) >= _NEARLY_THE_SAME and not (_has_number(printed) and _has_number(name))
        for name in names
    )


def _has_letters_too_many(printed: str, names: Iterable[str]) -> bool:
    """Tell whether a label is one of some others with letters added ("UKelly"); "Tim Reed" is somebody else's name."""
    return is_misprint(printed, (name for name in names if name != printed and _is_within(name, printed)))


def _is_within(name: str, printed: str) -> bool:
    """Tell whether the letters of a name stand in a label in their order."""
    letters = iter(printed)
    return all(letter in letters for letter in name)


def _has_number(printed: str) -> bool:
    return any(map(str.isdigit, printed))
