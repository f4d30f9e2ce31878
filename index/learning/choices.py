"""What labels and opinions say of a question's candidates, for the ranking to be fitted to."""

from collections.abc import Callable, Sequence

import numpy as np

from index.domain import Quote
from index.evaluate import LabelledQuestion, answers_question, answers_wrongly
from index.learning.candidates import Candidates
from index.learning.fit_rank import Choice, Mask
from index.learning.opinions import Opinion, is_alike
from index.learning.reactions import IS_RIGHT, Meaning

_WRONG_LABEL = Meaning(base=0.98, slope=-0.96)  # labels are made with care, but not by nobody


def choices_of(candidates: Candidates, label: LabelledQuestion | None, opinions: Sequence[Opinion]) -> list[Choice]:
    """Return what is known of the candidates; what tells none of them from the others is left out.

    Of a question that nothing answers according to its label, votes tell nothing: there is no right one to find.
    """
    if label and label.is_unanswerable:
        return []
    known = [*(_by_label(candidates, label) if label else ()), *(choice_of(candidates, one) for one in opinions)]
    return [choice for choice in known if choice.is_telling]


def _by_label(candidates: Candidates, label: LabelledQuestion) -> list[Choice]:
    right = _mask(candidates, lambda quote: answers_question(label, quote))
    wrong = _mask(candidates, lambda quote: answers_wrongly(label, quote)) & ~right
    meanings = ((right, IS_RIGHT), (wrong, _WRONG_LABEL))
    return [Choice(values=candidates.values, chosen=chosen, meaning=meaning) for chosen, meaning in meanings]


def choice_of(candidates: Candidates, opinion: Opinion) -> Choice:
    """Return what an opinion says of the candidates."""
    return Choice(
        values=candidates.values,
        chosen=_mask(candidates, lambda quote: is_alike(quote, opinion.quote)),
        meaning=opinion.meaning,
        weight=opinion.weight,
        person=opinion.person,
    )


def _mask(candidates: Candidates, holds: Callable[[Quote], bool]) -> Mask:
    return np.array([holds(match.quote) for match in candidates.matches], dtype=bool)
