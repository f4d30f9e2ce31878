"""Labels that are a role ("Q", "主持人"): who is in it, where the source lists one person for it."""

from collections.abc import Sequence
from dataclasses import replace

from index.domain import Source
from index.text.names import is_answering, is_asking, is_question_or_answer
from index.turns.label_candidates import Label

_CONFIDENCE = 0.9


def with_roles(labels: Sequence[Label], source: Source) -> list[Label]:
    """Return labels, those that are roles ("Q", "主持人") with the one person in that role."""
    are_roles = _asks_and_answers(labels)
    return [
        _with_role(label, source, are_roles) if is_asking(label.printed) or is_answering(label.printed) else label
        for label in labels
    ]


def _asks_and_answers(candidates: Sequence[Label]) -> bool:
    """Tell whether "Q" and "A" are a question and an answer here, not the letters of a list that has a "B" too.

    Where answers have no label, questions that come again and again are such, too.
    """
    printed = {label.printed for label in candidates}
    asking = [label for label in candidates if is_asking(label.printed)]
    return bool(asking) and (any(map(is_answering, printed)) or len(asking) > 2) and not {"B", "b"} & printed


def _with_role(label: Label, source: Source, asks_and_answers: bool) -> Label:
    """Return a label such as "Q" or "主持人" with the one person in that role; nobody if there are several."""
    own, other = (source.hosts, source.guests) if is_asking(label.printed) else (source.guests, source.hosts)
    one_of_each = len(other) == 1 and asks_and_answers
    if len(own) != 1 or (is_question_or_answer(label.printed) and not one_of_each):
        return label
    return replace(label, speaker=own[0], attribution="inferred", confidence=_CONFIDENCE)
