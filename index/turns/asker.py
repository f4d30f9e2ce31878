"""Answers without a label: where bold questions carry one, and exactly two people speak."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.domain import Document
from index.text.names import is_marker
from index.turns.label_candidates import Label

_CONFIDENCE = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Whose labelled blocks are bold as a whole (`name`), and who answers; None where that is not known."""

    name: str
    answered_by: str | None

    def answer_label(self, question: Label) -> Label | None:
        """Return what stands for a label before the block behind a bold question; None: nobody's words."""
        if question.speaker != self.name or self.answered_by is None:
            return None
        return replace(question, speaker=self.answered_by, attribution="inferred", confidence=_CONFIDENCE)


def find_asker(document: Document, labels: Sequence[Label]) -> Asker | None:
    """Return who asks in bold, where that is one person only and nearly always; None where bold means nothing.

    Who answers is known if the other one of exactly two people is meant, listed or found as labels.
    """
    bold = [label.speaker for label in labels if label.speaker and label.has_body and label.whole_bold]
    plain = [label.speaker for label in labels if label.speaker and label.has_body and not label.whole_bold]
    if len(set(bold)) != 1 or plain.count(bold[0]) > len(bold) // 4:
        return None
    source = document.source
    speaking = {label.speaker for label in labels if label.speaker}
    people = {*source.hosts, *source.guests} or speaking
    others = people - {bold[0]}
    nameless = [label for label in labels if not label.speaker and not is_marker(label.printed)]
    is_sure = len(others) == 1 and speaking <= people and not nameless
    return Asker(name=bold[0], answered_by=next(iter(others)) if is_sure else None)
