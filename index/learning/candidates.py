"""A question's candidates with their features, looked up once and then ranked by any weights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.answer import EVERYTHING, Filters, Match
from index.domain import Language, Person
from index.learning.minimise import Values
from index.search import Searcher, usable_question
from index.search.confidence import assess, confidence_features
from index.search.everyday_questions import CorpusSimilarity
from index.search.ranking import features
from index.search.weights import Weights

MOST_CANDIDATES = 80  # the right one is among them as often as among all
MOST_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """What comes into question for a question.

    Attributes:
        text: The question, as it is searched.
        language: The question's.
        matches: As the weights in use rank them, best first, overlapping or not.
        names: Of the features.
        values: Of the features, shape (matches, features).
        similarity: The question's to the corpus.
        speakers: Who is asked for.
    """

    text: str
    language: Language
    matches: Sequence[Match]
    names: Sequence[str]
    values: Values
    similarity: CorpusSimilarity
    speakers: Sequence[Person]

    def ranked(self, searcher: Searcher, weights: Mapping[str, float]) -> list[Match]:
        """Return up to ten matches as they are shown under other weights of the ranking, best first."""
        scores = self.values @ np.array([weights[name] for name in self.names])
        in_order = (self.matches[row] for row in np.argsort(-scores, kind="stable"))
        score_of = {match.quote.id: score for match, score in zip(self.matches, scores.tolist(), strict=True)}
        return [replace(match, score=score_of[match.quote.id]) for match in searcher.pick_matches(in_order, MOST_SHOWN)]

    def confidence(self, hits: Sequence[Match], weights: Weights) -> float:
        """Return how sure it is that the first of these hits answers."""
        own = assess(self.text, hits, self.similarity, self.speakers, weights, language=self.language)
        return own.confidence

    def confidence_features(self, hits: Sequence[Match]) -> dict[str, float]:
        """Return what tells whether the first of these hits, at least one, answers."""
        return confidence_features(self.text, hits, self.similarity, self.speakers, language=self.language)


def find_candidates(searcher: Searcher, question: str, filters: Filters = EVERYTHING) -> Candidates | None:
    """Return what comes into question for a question.

    Returns:
        Them, or None where there are none.

    Raises:
        UnaskableError: There is nothing in it to look for.
    """
    text = usable_question(question)
    lookup = searcher.look_up(text, filters)
    matches = searcher.candidates(lookup)[:MOST_CANDIDATES]
    if not matches:
        return None
    columns = features(
        [match.quote for match in matches],
        [np.array(column) for column in _similarities(matches)],
        np.array([match.context for match in matches]),
        np.array([match.word_score for match in matches]),
        is_asked_for=bool(lookup.asked.speakers),
    )
    people = searcher.generation.people
    return Candidates(
        text=text,
        language=searcher.language_of(text),
        matches=matches,
        names=tuple(columns),
        values=np.stack(list(columns.values()), axis=1).astype(np.float64),
        similarity=searcher.corpus_similarity(lookup),
        speakers=[people[name] for name in lookup.asked.speakers if name in people],
    )


def _similarities(matches: Sequence[Match]) -> list[list[float]]:
    """Return the similarities of all matches in each view of meaning."""
    first = [match.similarity for match in matches]
    second = [match.similarity_in_second for match in matches if match.similarity_in_second is not None]
    return [first, second] if len(second) == len(first) else [first]
