"""What there is to learn from: labels in the data folder, and in the state what people did with answers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.domain.signals import LearningAnswer
from bot.operations.bootstrap import existing_state
from bot.runtime.settings import Settings
from index.corpus.documents import read_lines
from index.evaluate import LabelledQuestion, LineProblem, parse_labelled
from index.learning.opinions import Asked
from index.learning.reactions import Reaction

LABELS, OWN_QUESTIONS = "labels.jsonl", "questions-to-judge.txt"  # of the data folder, made by people
LEAST_LABELS, LEAST_VOTES, LEAST_PEOPLE = 50, 200, 10
_NOT_OF_THE_QUESTION = ("person", "words", "link")  # such a 👎 does not say that the quote is no answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that can be learned from.

    Attributes:
        labels: The operator's.
        problems: Each label that counts for nothing, and why.
        reactions: To answers whose question is kept, one for each person, question and quote.
        asked: All questions that are kept, with what was searched.
        unusable: How many votes there are besides: their question is not kept, or their voter is forgotten.
    """

    labels: Sequence[LabelledQuestion]
    problems: Sequence[LineProblem]
    reactions: Sequence[Reaction]
    asked: Sequence[Asked]
    unusable: int

    @property
    def votes(self) -> int:
        """How many votes there are that can be used."""
        return sum(reaction.is_good is not None for reaction in self.reactions)

    @property
    def people(self) -> int:
        """How many people voted."""
        return len({reaction.person for reaction in self.reactions if reaction.is_good is not None})

    @property
    def has_enough_people(self) -> bool:
        """Whether so many voted that none of them decides."""
        return self.people >= LEAST_PEOPLE

    @property
    def is_enough(self) -> bool:
        """Whether anything can be told from noise."""
        return len(self.labels) >= LEAST_LABELS or (self.has_enough_people and self.votes >= LEAST_VOTES)


def read_known(settings: Settings) -> Known:
    """Return all that is known now.

    Raises:
        CorpusError: No line of the file with labels can be read.
        StorageError: The state cannot be.
    """
    labels, problems = _read_labels(settings.data / LABELS)
    with existing_state(settings) as state:
        answers = state.answers_since(0.0) if state else []
    reactions, unusable = reactions_to(answers)
    asked = dict.fromkeys((answer.question, answer.filters) for answer in answers if answer.question is not None)
    return Known(labels=labels, problems=problems, reactions=reactions, asked=[*asked], unusable=unusable)


def _read_labels(file: Path) -> tuple[list[LabelledQuestion], list[LineProblem]]:
    text = read_lines(file) if file.exists() else ""
    return parse_labelled(text, str(file)) if text.strip() else ([], [])


def reactions_to(answers: Iterable[LearningAnswer]) -> tuple[list[Reaction], int]:
    """Return what people did with answers whose question is kept, and how many votes cannot be used.

    Of one person's votes on the same quote and question, the last counts. A 👎 for a wrong person, wrong words or a
    dead link is none on whether the quote answers.

    Args:
        answers: The earliest first.
    """
    reactions: dict[tuple[str, str, Asked], Reaction] = {}
    unusable = 0
    for answer in answers:
        if answer.question is None:
            unusable += len(answer.votes)
            continue
        unusable += sum(not vote.who for vote in answer.votes)
        for reaction in _reactions(answer, answer.question):
            key = (reaction.person, reaction.quote_id, (reaction.question, reaction.filters))
            earlier = reactions.get(key)
            if earlier and reaction.is_good is None:
                reaction = replace(reaction, is_good=earlier.is_good)
            reactions[key] = reaction
    return list(reactions.values()), unusable


def _reactions(answer: LearningAnswer, question: str) -> Iterator[Reaction]:
    """Yield what each person did with each quote that they surely saw: whoever asked, and those who voted."""
    votes = {
        (vote.who, vote.position): vote.value > 0
        for vote in answer.votes
        if vote.who and vote.reason not in _NOT_OF_THE_QUESTION
    }
    seen = _seen_by_asker(answer)
    for who, position in dict.fromkeys([*((answer.who, position) for position in seen), *votes]):
        yield Reaction(
            question=question,
            person=who,
            quote_id=answer.hits[position].quote_id,
            is_good=votes.get((who, position)),
            went_on=seen.get(position) if who == answer.who else None,
            filters=answer.filters,
        )


def _seen_by_asker(answer: LearningAnswer) -> dict[int, bool | None]:
    """Return the places of the quotes that whoever asked has seen, and whether they went on from there."""
    if not answer.who:
        return {}
    left = {signal.position for signal in answer.signals if signal.who == answer.who and signal.kind == "next"}
    last = len(answer.hits) - 1
    return {
        position: None if position == last else position in left
        for position in range(last + 1)
        if position == 0 or position - 1 in left
    }
