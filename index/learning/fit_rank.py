"""The weights of the ranking, fitted to which candidates answered questions, and which did not.

A question has one right candidate, or none. Which it is has a chance of softmax of a weighted sum of its features
(conditional logit, McFadden 1974), and whatever people did with quotes they did as these are right or not, each for
themselves: nobody knows the right one, but all that is known of a question speaks of the same one (latent class, fitted
as in click models: Chuklin et al. 2015). So what is said wrongly is outvoted, a question that nothing answers moves
little, and nothing counts for a quote that it stood first, nor against one that nobody saw.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from index.learning.minimise import Values, minimise
from index.learning.reactions import IS_RIGHT, Meaning

Mask = npt.NDArray[np.bool_]
_LEAST_CHANCE = 1e-12
_SCALE_STRENGTH = 0.01
_HELD_STRENGTH = 0.1  # of the pull of the chance that a right candidate is there towards one in two, as a logit


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What somebody says of a question's candidates.

    Attributes:
        values: Features of all candidates, shape (n, features).
        chosen: Which of them are meant, shape (n,).
        meaning: The chance of what is known, as the right one is among these or not.
        weight: How much it counts.
        person: Who says so, "" where it is a label.
    """

    values: Values
    chosen: Mask
    meaning: Meaning = IS_RIGHT
    weight: float = 1.0
    person: str = ""

    @property
    def is_telling(self) -> bool:
        """Whether it tells some candidates from others."""
        return bool(self.chosen.any() and not self.chosen.all())


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """By how much weights are multiplied, and the chance that the right candidate is among a question's."""

    factor: float
    held: float


def fit_rank(questions: Sequence[Sequence[Choice]], prior: Values, strength: float) -> Values:
    """Return the weights under which what is known has most chance, shape (features,).

    Args:
        questions: What is known of each, of at least one something.
        prior: The weights that are pulled towards, shape (features,).
        strength: Of that pull, per standard deviation of a feature.
    """
    return _fit(_Table(questions), prior, strength)[0]


def fit_scale(questions: Sequence[Sequence[Choice]], weights: Values) -> Scale:
    """Return by how much weights are to be multiplied, their order of the candidates left as it is."""
    alone = [[replace(choice, values=(choice.values @ weights)[:, None]) for choice in own] for own in questions]
    (factor,), held = _fit(_Table(alone), np.ones(1), _SCALE_STRENGTH)
    return Scale(factor=float(factor), held=held)


def log_chances(choices: Sequence[Choice], weights: Values, held: float = 1.0) -> Values:
    """Return the logarithm of the chance that weights give to each thing that is known, shape (choices,).

    Args:
        choices: What is known, each by itself.
        weights: Of the ranking, shape (features,).
        held: The chance that the right candidate is among those of a question.
    """
    table = _Table([[replace(choice, weight=1.0)] for choice in choices])
    said = held * (table.shares(weights) * table.likelihoods).sum(axis=1) + (1 - held) * table.otherwise
    return np.asarray(np.log(np.maximum(said, _LEAST_CHANCE)))


def _fit(table: "_Table", prior: Values, strength: float) -> tuple[Values, float]:
    """Return the weights, and the chance that the right candidate is there, that give most to what is known."""
    start = np.append(prior * table.spread, 0.0)
    pull = np.append(np.full(len(prior), strength), _HELD_STRENGTH)

    def loss(point: Values) -> tuple[float, Values]:
        away = point - start
        height, slope = table.loss(point[:-1], _chance(point[-1]))
        return height + float(pull @ away**2) / 2, slope + pull * away

    fitted = minimise(loss, start)
    return np.asarray(fitted[:-1] / table.spread), _chance(fitted[-1])


def _chance(logit: float) -> float:
    return float(1 / (1 + np.exp(-logit)))


class _Table:
    """All questions in one array, shape (questions, most candidates, features).

    Attributes:
        spread: The standard deviation of each feature, shape (features,).
        likelihoods: The chance of all that is known if a candidate is the right one, shape (questions, candidates).
        otherwise: The same if none of them is, shape (questions,).
    """

    def __init__(self, questions: Sequence[Sequence[Choice]]) -> None:
        known = [own for own in questions if own]
        self.spread = np.concatenate([own[0].values for own in known]).std(axis=0) + _LEAST_CHANCE
        shape = (len(known), max(len(own[0].values) for own in known))
        self._values = np.zeros((*shape, len(self.spread)))
        self.likelihoods, self._missing = np.zeros(shape), np.full(shape, -np.inf)
        self.otherwise = np.ones(len(known))
        for row, own in enumerate(known):
            count = len(own[0].values)
            self._values[row, :count], self._missing[row, :count] = own[0].values, 0.0
            self.likelihoods[row, :count] = np.prod([_likelihood(choice, choice.chosen) for choice in own], axis=0)
            self.otherwise[row] = np.prod([_likelihood(choice, np.zeros(1)) for choice in own])

    def shares(self, weights: Values) -> Values:
        """Return the chance of each candidate to be the right one if there is one, shape (questions, candidates)."""
        scores = self._values @ weights + self._missing
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(shares / shares.sum(axis=1, keepdims=True))

    def loss(self, weights: Values, held: float) -> tuple[float, Values]:
        """Return the negative log likelihood, and its slope by weights of standard deviations and the logit of held."""
        shares = self.shares(weights / self.spread)
        joint = shares * self.likelihoods
        mass = joint.sum(axis=1)
        said = np.maximum(held * mass + (1 - held) * self.otherwise, _LEAST_CHANCE**2)
        right = held * joint / said[:, None]
        moved = (right - right.sum(axis=1, keepdims=True) * shares).ravel()
        slope = moved @ self._values.reshape(len(moved), -1) / self.spread
        of_held = held * (1 - held) * float(((mass - self.otherwise) / said).sum())
        return -float(np.log(said).sum()), -np.append(slope, of_held)


def _likelihood(choice: Choice, chosen: Mask | Values) -> Values:
    """Return the chance of what is said, where the right one is among the chosen, 1, and where it is not, 0."""
    said: Values = np.maximum(choice.meaning.base + choice.meaning.slope * chosen, _LEAST_CHANCE)
    return said**choice.weight
