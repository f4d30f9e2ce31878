"""A second label inside a paragraph: "Ada: We stopped. Bob: And the money?"."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.corpus.people import fold_name
from index.domain import Document
from index.text.names import is_person_like
from index.turns.label_candidates import Label, is_bold
from index.turns.speakers import Speakers

_INNER = re.compile(
    r"(?P<end>[.!?。！？…—][\"'”’」』)）\]】*]{0,3}\s{0,3}|[”\"」』]\s{0,3})"
    r"(?P<name>[^\s:：.!?。！？…,，;；、\"“”「」(（][^:：.!?。！？…,，;；\"“”「」\n]{0,39}?)\s?[:：](?!//)\s{0,3}"
)


def with_inner_labels(labels: Sequence[Label], document: Document, speakers: Speakers) -> list[Label]:
    """Return the labels and those that stand behind a finished sentence inside a paragraph, in order.

    An inner label is one of the names that are labels elsewhere or are listed, part of one, a name in bold among plain
    words, or one that stands inside paragraphs at least twice; of the last three kinds, whom it names is not known.
    """
    known_labels = {fold_name(label.printed): label for label in labels if label.printed}
    candidates = list(_inner_candidates(labels, document))
    counts = Counter(fold_name(label.printed) for label in candidates)
    words = {fold_name(word) for label in labels for word in label.printed.split() if label.speaker}
    inner: list[Label] = []
    for label in candidates:
        folded = fold_name(label.printed)
        if known := known_labels.get(folded):
            inner.append(_with_speaker_of(label, known))
        elif listed := speakers.listed_name(label.printed):
            inner.append(replace(label, speaker=listed))
        elif is_person_like(label.printed) and (
            folded in words or counts[folded] > 1 or label.bold or " " in label.printed
        ):
            inner.append(label)
    return sorted([*labels, *inner], key=lambda label: (label.block, label.start))


def _with_speaker_of(label: Label, known: Label) -> Label:
    return replace(label, speaker=known.speaker, attribution=known.attribution, confidence=known.confidence)


def _inner_candidates(labels: Sequence[Label], document: Document) -> Iterator[Label]:
    """Yield what could be a label inside the paragraphs that are not asides, whoever it names."""
    starts = {label.block: label.body_start for label in labels}
    for number, block in enumerate(document.blocks):
        if block.kind != "text" or not labels or number < labels[0].block:
            continue
        start = starts.get(number, block.start)
        for match in _INNER.finditer(document.clean, start, block.end):
            place = match.start("name")
            if match.end() < block.end:
                yield Label(
                    block=number,
                    start=place,
                    printed=match["name"].strip(),
                    shape="colon",
                    bold=is_bold(document, block, place) and not is_bold(document, block, match.end()),
                    whole_bold=False,
                    body_start=match.end(),
                    has_body=True,
                )
