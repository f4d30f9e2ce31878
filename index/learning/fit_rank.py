"""The weights of the ranking, fitted to which candidates answered questions, and which did not.

A candidate's chance to be the right one is softmax of a weighted sum of its features (conditional logit, McFadden
1974). Who saw only some of the candidates, one after the other, judged each among those that were left: what they
passed over had already been found wanting (cascade model, Craswell et al. 2008). So nothing counts for a quote that
it stood first, and nothing against one that nobody saw.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is known of a question's candidates.

    Attributes:
        values: Features of the candidates that come into question, shape (n, features).
        chosen: Which of them are meant, shape (n,), at least one.
        meaning: The chance of what is known, as the right one is among these or not.
        weight: How much it counts.
        person: Who says so, "" where it is a label.
    """

    values: Values
    chosen: Mask
    meaning: Meaning = IS_RIGHT
    weight: float = 1.0
    person: str = ""


def fit_rank(choices: Sequence[Choice], prior: Values, strength: float) -> Values:
    """Return the weights under which what is known has most chance, shape (features,).

    Args:
        choices: What is known, of at least one question.
        prior: The weights that are pulled towards, shape (features,).
        strength: Of that pull, per standard deviation of a feature.
    """
    table = _Table(choices)
    start = prior * table.spread

    def loss(weights: Values) -> tuple[float, Values]:
        away = weights - start
        height, slope = table.loss(weights)
        return height + strength * float(away @ away) / 2, slope + strength * away

    return np.asarray(minimise(loss, start) / table.spread)


def fit_scale(choices: Sequence[Choice], weights: Values) -> float:
    """Return by how much weights are to be multiplied, their order of the candidates left as it is."""
    alone = [replace(choice, values=(choice.values @ weights)[:, None]) for choice in choices]
    return float(fit_rank(alone, np.ones(1), _SCALE_STRENGTH)[0])


def log_chances(choices: Sequence[Choice], weights: Values) -> Values:
    """Return the logarithm of the chance that weights give to what is known, shape (choices,)."""
    table = _Table(choices)
    return np.asarray(np.log(table.chances(weights * table.spread)[0]))


class _Table:
    """All choices in one array, shape (choices, most candidates, features), each feature in standard deviations."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        self.spread = np.concatenate([choice.values for choice in choices]).std(axis=0) + _LEAST_CHANCE
        shape = (len(choices), max(len(choice.values) for choice in choices))
        self._values = np.zeros((*shape, len(self.spread)))
        self._chosen, self._missing = np.zeros(shape), np.full(shape, -np.inf)
        for row, choice in enumerate(choices):
            count = len(choice.values)
            self._values[row, :count] = choice.values / self.spread
            self._chosen[row, :count] = choice.chosen
            self._missing[row, :count] = 0.0
        self._weights = np.array([choice.weight for choice in choices])
        self._bases = np.array([choice.meaning.base for choice in choices])
        self._slopes = np.array([choice.meaning.slope for choice in choices])

    def loss(self, weights: Values) -> tuple[float, Values]:
        """Return the negative log likelihood, and its slope, shape (features,)."""
        said, of_said = self.chances(weights)
        return -float(self._weights @ np.log(said)), -((self._weights / said) @ of_said)

    def chances(self, weights: Values) -> tuple[Values, Values]:
        """Return the chance of what is known, shape (choices,), and its slopes, shape (choices, features)."""
        scores = self._values @ weights + self._missing
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        taken = chances * self._chosen
        mass = taken.sum(axis=1)
        usual = np.einsum("cn,cnf->cf", chances, self._values)
        slopes = np.einsum("cn,cnf->cf", taken, self._values) - mass[:, None] * usual
        said = self._bases + self._slopes * mass
        return np.maximum(said, _LEAST_CHANCE), self._slopes[:, None] * slopes
