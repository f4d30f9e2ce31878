"""Whether labels stand everywhere: then whatever stands where they do is one, however the name looks."""

from collections.abc import Sequence

from index.corpus.people import fold_name
from index.domain import Document
from index.text.names import is_marker
from index.text.prefixes import count_recurring, is_prose
from index.turns.label_candidates import Label

_NEARLY_ALL = 0.9
_FEWEST_LABELS = 3


def stand_everywhere(candidates: Sequence[Label], document: Document) -> list[Label]:
    """Return the candidates of one shape that are labels, where nearly every block begins with one; else nothing.

    Names come back, and the beginnings of sentences do not: at least half of the labels stand there twice. With a time
    beside most of them, which prose does not have, they need not stand everywhere; on a line of its own a name counts
    only so.
    """
    likely = [label for label in candidates if not is_prose(label.printed)]
    timed = [label for label in likely if label.start_seconds is not None]
    in_prose = any(label.shape == "timed" for label in candidates)  # "Ana, 10:30 was too early", "John 3:16 tells us"
    are_lines = any(label.shape == "line" for label in candidates)
    if _come_back(timed) and not in_prose and (are_lines or len(timed) > len(likely) / 2):
        return timed
    if are_lines:
        return []
    labels = [label for label in likely if label.has_body]
    are_whole_bold = sum(label.whole_bold for label in labels) > len(labels) / 2  # a title may have a colon in it, too
    labels = [label for label in labels if are_whole_bold or not label.whole_bold]
    return labels if _come_back(labels) and _fill(labels, document) else []


def _come_back(labels: Sequence[Label]) -> bool:
    names = [fold_name(label.printed) for label in labels if not is_marker(label.printed)]
    are_names = len(set(names)) > 1 and count_recurring(names) >= len(labels) / 2
    return len(labels) >= _FEWEST_LABELS and are_names


def _fill(labels: Sequence[Label], document: Document) -> bool:
    """Tell whether nearly every paragraph from the first to the last of some labels begins with one of them."""
    numbers = range(labels[0].block, labels[-1].block + 1)
    paragraphs = sum(document.blocks[number].kind == "text" for number in numbers)
    return len(labels) >= _NEARLY_ALL * paragraphs
