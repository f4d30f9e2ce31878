"""Credits, captions and a document's head ("Photo: the archive"), which look like labels: nobody speaks behind them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from index.domain import Document
from index.turns.label_candidates import Label
from index.turns.speakers import Speakers

_SAID_END = tuple('.。!！?？…—"”’)）」')
_LONGEST_CHARACTERS = 24
# As in "Bo Lind: An Interview Conducted by Ana Ruiz", which is a title.
_TITLE = re.compile(r"An? (?:oral history )?interview (?:conducted|with|by)\b", re.IGNORECASE)


def without_credits(labels: Sequence[Label], document: Document, speakers: Speakers) -> list[Label]:
    """Return labels, those without a speaker behind which nothing is ever said but a few words without a full stop."""
    labels = [replace(label, speaker=None) if _TITLE.match(text_behind(label, document)) else label for label in labels]
    said: dict[str, bool] = {}
    for label in labels:
        text = text_behind(label, document)
        is_said = len(text) > _LONGEST_CHARACTERS or text[-1:] in _SAID_END
        said[label.printed] = said.get(label.printed, False) or is_said
    if not any(said.values()):
        return list(labels)
    return [
        label if said[label.printed] or speakers.listed_name(label.printed) else replace(label, speaker=None)
        for label in labels
    ]


def without_head(labels: Sequence[Label], speakers: Speakers) -> list[Label]:
    """Return labels; those of a head ("Recorded: in the town hall.") without a speaker.

    That is whatever stands there once, without a time, is nobody's who is listed, and comes before the first label of
    somebody who speaks again.
    """
    names = [label.speaker or label.printed for label in labels]
    counts = Counter(names)
    starts = (
        number
        for number, label in enumerate(labels)
        if counts[names[number]] > 1 or label.start_seconds is not None or speakers.listed_name(label.printed)
    )
    head = next(starts, 0)
    return [replace(label, speaker=None) if number < head else label for number, label in enumerate(labels)]


def text_behind(label: Label, document: Document) -> str:
    """Return the words behind a label in its own block, or in the next one where it stands alone."""
    if label.has_body:
        return document.clean[label.body_start : document.blocks[label.block].end]
    following = document.blocks[label.block + 1 : label.block + 2]
    return document.clean[following[0].start : following[0].end] if following else ""
