"""What is known of questions: labels of the operator, and reactions of those who were answered."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from index.answer import EVERYTHING
from index.domain import Quote
from index.errors import UnaskableError
from index.evaluate import LabelledQuestion, answers_question, answers_wrongly
from index.learning.candidates import Candidates, find_candidates
from index.learning.choices import choices_of
from index.learning.fit_rank import Choice
from index.learning.opinions import Asked, Opinion, opinions_on
from index.learning.reactions import Reaction
from index.search import Searcher


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A question with its candidates and all that is known of them; `choices` is that for the ranking."""

    candidates: Candidates
    label: LabelledQuestion | None = None
    opinions: Sequence[Opinion] = ()
    choices: Sequence[Choice] = ()

    @property
    def groups(self) -> tuple[str, ...]:
        """Which type and which directions it is of, as far as is known."""
        types = (f"type {self.label.type}",) if self.label else ()
        directions = {self.label.direction} if self.label else set()
        directions |= {f"{self.candidates.language}-{opinion.quote.language}" for opinion in self.opinions}
        return (*types, *(f"direction {direction}" for direction in sorted(filter(None, directions))))

    @property
    def is_unanswerable(self) -> bool:
        """Whether it is known that nothing answers it."""
        return self.label is not None and self.label.is_unanswerable

    def verdict(self, quote: Quote) -> bool | None:
        """Return what the label says of a quote as the answer, None where it says nothing."""
        if self.label is None:
            return None
        if answers_question(self.label, quote):
            return True
        return None if self.label.is_open and not answers_wrongly(self.label, quote) else False


def make_lessons(
    searcher: Searcher,
    labels: Iterable[LabelledQuestion] = (),
    reactions: Sequence[Reaction] = (),
    asked: Iterable[Asked] = (),
    progress: Callable[[Sequence[Asked]], Iterable[Asked]] = iter,
) -> list[Lesson]:
    """Return all that is known, question by question; what cannot be asked is left out.

    Args:
        searcher: Has the candidates.
        labels: Of the operator.
        reactions: Of those who were answered; one for each person, question and quote.
        asked: Other questions, of which nothing is known.
        progress: Is handed all questions, and hands them on.
    """
    label_of = {(label.question, EVERYTHING): label for label in labels}
    opinions = opinions_on(searcher, reactions)
    lessons = []
    for question in progress([*dict.fromkeys([*label_of, *opinions, *asked])]):
        if candidates := _candidates(searcher, question):
            label, own = label_of.get(question), opinions.get(question, ())
            choices = choices_of(candidates, label, own)
            lessons.append(Lesson(candidates=candidates, label=label, opinions=own, choices=choices))
    return lessons


def _candidates(searcher: Searcher, asked: Asked) -> Candidates | None:
    """Return the candidates of a question, None where it cannot be asked or has none."""
    try:
        return find_candidates(searcher, *asked)
    except UnaskableError:
        return None
