"""A month of people who ask, vote seldom and sometimes wrongly, and what `quotebot learn` makes of it.

    python -m tests.campaigns.learning_month --data DIR [--months 5] [--only votes all random loud ten against]
        [--from worse shipped] [--split NAME]

DIR holds an index of seeds/. What people hold right is what tests/eval says; of its questions a third, which the name
of a split draws, is never asked and measures what was learned (dev.jsonl is not looked at). People see one quote at a
time and go on to the next less and less often, so what stands far down is seldom seen. How many of those who see a
quote vote is a guess of ours: 40 in 100, and everyone beside it. The weights that answer them are worse on purpose, as
high as the shipped ones on average, so that as much is answered, or the shipped ones themselves.
"""

import argparse
import random
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from rich.console import Console

from index.answer import EVERYTHING
from index.embed import make_embedder
from index.evaluate import LabelledQuestion, answers_question, parse_labelled
from index.learning.candidates import Candidates, find_candidates
from index.learning.choices import choices_of
from index.learning.fit_weights import results_under
from index.learning.lessons import Lesson
from index.learning.opinions import opinions_on
from index.learning.proposal import everyday_lessons, propose
from index.learning.reactions import Reaction
from index.search import Searcher
from index.search.weights import shipped_weights
from index.storage.generations import read_current
from tests.support.paths import ROOT

FILES = ("train", "strangers", "heard", "nearmiss", "foreign")
WORSE = {
    "similarity": 0.3, "similarity_in_second": 0.1, "context": 0.5, "words": 1.0, "length": 0.0, "host": 0.5
}  # fmt: skip
DIRECTIONS = ("zh-zh", "zh-en", "en-zh", "en-en")
_WRONG = 0.15
_SCREEN = Console(highlight=False, soft_wrap=True)
_GOES_ON, _GOES_ON_CONTENT, _TIRES = 0.6, 0.1, 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """Who asks: how many, how much, and how they vote on what share of the quotes that they see.

    `loud` accounts vote 500 times each on what is shown first: for one speaker, or against everything.
    """

    questions: int = 2000
    people: int = 40
    voting: float = 0.4
    votes_at_random: bool = False
    loud: int = 0
    is_against: bool = False


class World:
    """A searcher with all labelled questions, and their candidates."""

    def __init__(self, searcher: Searcher, questions: Sequence[LabelledQuestion], split: str = "") -> None:
        self.searcher = searcher
        found = {labelled: find_candidates(searcher, labelled.question) for labelled in questions}
        self.candidates: dict[LabelledQuestion, Candidates] = {one: own for one, own in found.items() if own}
        self.held_back = [labelled for labelled in self.candidates if _draw(split, labelled) == 0]
        self.asked = [labelled for labelled in self.candidates if _draw(split, labelled) != 0]
        self.everyday = everyday_lessons(searcher)

    def worse_weights(self):
        """Return the shipped weights with a ranking that is worse, its first matches scored as high on average."""
        best = shipped_weights(self.searcher.generation.stamp["embedder"])
        rank = {name: WORSE[name] for name in best["rank"]}
        scale = self._highest(best["rank"]) / self._highest(rank)
        return {**best, "rank": {name: scale * weight for name, weight in rank.items()}}

    def _highest(self, rank):
        return np.mean([(own.values @ [rank[name] for name in own.names]).max() for own in self.candidates.values()])

    def month(self, weights, crowd: Crowd, seed: int) -> list[Reaction]:
        """Return what people did with the answers that they got under some weights."""
        chance = random.Random(seed)  # noqa: S311 - no secret
        answers = self._answers(weights)
        reactions: dict[tuple[str, str, str], Reaction] = {}
        for _ in range(crowd.questions):
            labelled, person = chance.choice(self.asked), f"person {chance.randrange(crowd.people)}"
            if answers[labelled].outcome != "nothing":
                for reaction in _read(labelled, answers[labelled].hits, person, crowd, chance):
                    _keep(reactions, reaction)
        for account in range(crowd.loud):
            for labelled in chance.sample(self.asked, min(500, len(self.asked))):
                if answers[labelled].outcome != "nothing":
                    quote = answers[labelled].hits[0].quote
                    is_good = quote.speaker == "Ali Ghodsi" and not crowd.is_against
                    _keep(reactions, _loud(labelled, quote, f"loud {account}", is_good=is_good))
        return list(reactions.values())

    def _answers(self, weights):
        lessons = [Lesson(candidates=self.candidates[labelled]) for labelled in self.asked]
        return dict(zip(self.asked, results_under(self.searcher, lessons, weights), strict=True))

    def learn(self, weights, reactions: Sequence[Reaction]):
        """Return the weights that are proposed, those in use where none are, and whether any are."""
        of_text = {labelled.question: own for labelled, own in self.candidates.items()}
        lessons = [
            Lesson(candidates=of_text[text], opinions=own, choices=choices_of(of_text[text], None, own))
            for (text, _), own in opinions_on(self.searcher, reactions).items()
        ]
        known = {lesson.candidates.text for lesson in lessons}
        lessons += [
            Lesson(candidates=own)
            for one, own in self.candidates.items()
            if one in self.asked and own.text not in known
        ]
        self.searcher.weights = weights
        proposal = propose(self.searcher, lessons, self.everyday)
        return proposal.weights or weights, proposal

    def measure(self, weights) -> dict[str, float]:
        """Return how good answers to the questions are that were never asked."""
        lessons = [Lesson(candidates=self.candidates[labelled], label=labelled) for labelled in self.held_back]
        results = results_under(self.searcher, lessons, weights)
        pairs = list(zip(lessons, results, strict=True))
        answerable = [pair for pair in pairs if pair[0].label.spans]
        figures = {"hit@1": _hits(answerable), "ranked@1": np.mean([_is_first_right(*pair) for pair in answerable])}
        for direction in DIRECTIONS:
            figures[direction] = _hits([pair for pair in answerable if pair[0].label.direction == direction])
        refused = [result.outcome != "answer" for lesson, result in pairs if not lesson.label.spans]
        right = [_is_first_right(*pair) for pair in pairs if pair[1].outcome == "answer"]
        return {**figures, "refused": np.mean(refused), "right of answers": np.mean(right)}


def _read(labelled, hits, person, crowd, chance):
    """Yield what a person does with the quotes of an answer, one after the other."""
    for position, match in enumerate(hits):
        is_right = answers_question(labelled, match.quote)
        is_good = None
        if chance.random() < crowd.voting:
            is_good = chance.random() < 0.5 if crowd.votes_at_random else is_right != (chance.random() < _WRONG)
        goes_on = (_GOES_ON_CONTENT if is_right else _GOES_ON) * _TIRES**position
        went_on = position < len(hits) - 1 and chance.random() < goes_on
        yield Reaction(
            question=labelled.question,
            person=person,
            quote_id=match.quote.id,
            is_good=is_good,
            went_on=went_on,
            filters=EVERYTHING,
        )
        if not went_on:
            return


def _loud(labelled, quote, account, *, is_good) -> Reaction:
    return Reaction(question=labelled.question, person=account, quote_id=quote.id, is_good=is_good)


def _draw(split: str, labelled: LabelledQuestion) -> int:
    return zlib.crc32(f"{split}{labelled.question}".encode()) % 3


def _keep(reactions, reaction: Reaction) -> None:
    """Keep one reaction for each person, question and quote, with the last vote."""
    key = (reaction.person, reaction.question, reaction.quote_id)
    if reaction.is_good is None and key in reactions:
        reaction = replace(reaction, is_good=reactions[key].is_good)
    reactions[key] = reaction


def _hits(pairs) -> float:
    return float(np.mean([result.outcome == "answer" and _is_first_right(lesson, result) for lesson, result in pairs]))


def _is_first_right(lesson, result) -> bool:
    return bool(result.hits) and answers_question(lesson.label, result.hits[0].quote)


def read_questions() -> list[LabelledQuestion]:
    """Return all labelled questions but those of dev.jsonl."""
    files = [ROOT / "tests" / "eval" / f"{name}.jsonl" for name in FILES]
    return [labelled for file in files for labelled in parse_labelled(file.read_text("utf-8"), str(file))[0]]


def open_world(data: Path, embedder: str = "auto", split: str = "") -> World:
    """Return the world of an index of seeds/."""
    return World(Searcher(read_current(data), make_embedder(embedder)), read_questions(), split)


CROWDS = {
    "votes": Crowd(),
    "all": Crowd(voting=1.0),
    "random": Crowd(votes_at_random=True),
    "loud": Crowd(loud=1),
    "ten": Crowd(loud=10),
    "against": Crowd(loud=10, is_against=True),
}


def run(world: World, name: str, weights, months: int) -> None:
    """Print what is learned in some months from a crowd that gets answers by some weights."""
    for seed in range(months):
        reactions = world.month(weights, CROWDS[name], seed)
        learned, proposal = world.learn(weights, reactions)
        parts = {"ranking": proposal.scope.ranking, "confidence": proposal.scope.confidence}
        scope = [part for part, is_proposed in parts.items() if is_proposed]
        votes = sum(reaction.is_good is not None for reaction in reactions)
        change = proposal.ranking.ranking[0]
        _SCREEN.print(
            f"{name} {seed}: {votes} votes, {proposal.doubted} people hardly count, proposed: "
            f"{' and '.join(scope) or 'nothing'} (ranking {change.gain:+.4f}, {change.low:+.4f} to "
            f"{change.high:+.4f}); {_line(world.measure(learned))}",
        )


def _line(figures) -> str:
    return ", ".join(f"{name} {value:.3f}" for name, value in figures.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="a built index of seeds/")
    parser.add_argument("--embedder", default="auto")
    parser.add_argument("--months", type=int, default=5)
    parser.add_argument("--only", nargs="+", default=[*CROWDS], choices=[*CROWDS])
    parser.add_argument("--from", nargs="+", default=["worse", "shipped"], choices=["worse", "shipped"], dest="starts")
    parser.add_argument("--split", default="", metavar="NAME", help="draws the questions that are never asked")
    arguments = parser.parse_args()
    world = open_world(arguments.data, arguments.embedder, arguments.split)
    starts = {
        "worse": world.worse_weights(),
        "shipped": shipped_weights(world.searcher.generation.stamp["embedder"]),
    }
    for start in arguments.starts:
        _SCREEN.print(f"{start} weights: {_line(world.measure(starts[start]))}")
        for name in arguments.only:
            run(world, name, starts[start], arguments.months)


if __name__ == "__main__":
    main()
