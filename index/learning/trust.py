"""How far each person's votes tell what answers questions, and how far only whom they like to hear.

Each vote comes of reading with a chance that is the person's own, their trust. Else it comes of taste: it is good as
often as their votes on that speaker are, whatever was asked. Reading is compared with the ranking in use and not with
what others say, so accounts that agree with each other convince nobody.

Source: Hovy et al. 2013, "Learning Whom to Trust with MACE", whose annotators either know or choose by habit.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.learning.choices import choice_of, choices_of
from index.learning.fit_rank import Choice, fit_scale, log_chances
from index.learning.lessons import Lesson
from index.learning.opinions import Opinion
from index.learning.reactions import share
from index.search.weights import Weights

_USUAL_TRUST, _USUAL_VOTES = 0.9, 5.0  # of somebody of whom nothing is known, as if so many votes had told
_ROUNDS = 8  # the scale of the first is also that of those who turn out not to read
_STEPS = 50

_Tastes = Mapping[tuple[str, str], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Vote:
    """A vote, and the chance of it if it comes of taste."""

    person: str
    choice: Choice
    taste: float


def with_trust(lessons: Sequence[Lesson], current: Weights) -> tuple[list[Lesson], Mapping[str, float]]:
    """Return lessons in which votes say as much as their people's votes tell, and the trust in each of these.

    Args:
        lessons: What is known, every vote in it taken alike.
        current: The weights in use.
    """
    tastes = _tastes([opinion for lesson in lessons for opinion in lesson.opinions])
    votes = [vote for lesson in lessons for vote in _votes(lesson, tastes)]
    trusted, trust = list(lessons), dict[str, float]()
    if not votes:
        return trusted, trust
    rank = np.array([current["rank"][name] for name in lessons[0].candidates.names])
    for _ in range(_ROUNDS):
        scale = fit_scale([lesson.choices for lesson in trusted], rank)
        reading = np.exp(log_chances([vote.choice for vote in votes], scale.factor * rank, scale.held)).tolist()
        by_person = defaultdict(list)
        for vote, chance in zip(votes, reading, strict=True):
            by_person[vote.person].append((chance, vote.taste))
        trust = {person: _trust(chances) for person, chances in by_person.items()}
        trusted = [_diluted(lesson, trust, tastes) for lesson in lessons]
    return trusted, trust


def _tastes(opinions: Sequence[Opinion]) -> _Tastes:
    """Return how often each person's votes on each speaker are good; where these are few, as their other votes are."""
    by_person, by_speaker = defaultdict(list), defaultdict(list)
    for opinion in opinions:
        if opinion.is_good is not None:
            by_person[opinion.person].append(float(opinion.is_good))
            by_speaker[opinion.person, opinion.quote.speaker].append(float(opinion.is_good))
    usual = {person: share(votes, 0.5) for person, votes in by_person.items()}
    return {(person, speaker): share(votes, usual[person]) for (person, speaker), votes in by_speaker.items()}


def _votes(lesson: Lesson, tastes: _Tastes) -> list[_Vote]:
    """Return the votes on a question that tell something of its candidates."""
    return [
        _Vote(person=opinion.person, choice=choice, taste=_taste(opinion, tastes))
        for opinion in lesson.opinions
        if opinion.is_good is not None and (choice := choice_of(lesson.candidates, opinion)).is_telling
    ]


def _taste(vote: Opinion, tastes: _Tastes) -> float:
    good = tastes[vote.person, vote.quote.speaker]
    return good if vote.is_good else 1 - good


def _trust(chances: Sequence[tuple[float, float]]) -> float:
    """Return how many of a person's votes come of reading, from the chances of each by reading and by taste.

    Source: expectation maximisation, with some votes of the usual trust beside.
    """
    reading, taste = np.array(chances).T
    trust = _USUAL_TRUST
    for _ in range(_STEPS):
        read = trust * reading / (trust * reading + (1 - trust) * taste)
        trust = float((read.sum() + _USUAL_VOTES * _USUAL_TRUST) / (len(chances) + _USUAL_VOTES))
    return trust


def _diluted(lesson: Lesson, trust: Mapping[str, float], tastes: _Tastes) -> Lesson:
    opinions = [
        replace(opinion, meaning=opinion.meaning.diluted(trust[opinion.person], _taste(opinion, tastes)))
        if opinion.is_good is not None and opinion.person in trust
        else opinion
        for opinion in lesson.opinions
    ]
    choices = choices_of(lesson.candidates, lesson.label, opinions)
    return replace(lesson, opinions=opinions, choices=choices) if opinions else lesson
