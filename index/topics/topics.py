"""What the guests of a generation speak of: key terms, and where they stand among the vectors."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.domain import Language, Person, Quote
from index.embed import Vectors, unit_rows
from index.storage.rows import Rows
from index.topics.terms import TERM_LANGUAGES, key_terms

_MOST = 80  # a language; those behind are seldom worth a button


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Topic:
    """A key term, how telling it is, and the mean direction of the quotes that say it, shape (dim,)."""

    text: str
    score: float
    vector: Vectors


def find_topics(
    quotes: Sequence[Quote], people: Iterable[Person], rows: Mapping[Language, Rows]
) -> dict[Language, list[Topic]]:
    """Return the topics of each language that has rows and known terms, the most telling first.

    Args:
        quotes: Of both languages; the hosts' do not count.
        people: Their names are no topics.
        rows: Each language's quote ids and balanced vectors.
    """
    names, said = list(people), [quote for quote in quotes if quote.role == "guest"]
    topics: dict[Language, list[Topic]] = {}
    for language, (quote_ids, vectors) in rows.items():
        if language not in TERM_LANGUAGES:
            continue
        numbers = {quote_id: number for number, quote_id in enumerate(quote_ids)}
        topics[language] = [
            Topic(
                text=term.text,
                score=term.score,
                vector=_direction(vectors, [numbers[said[place].id] for place in term.quotes]),
            )
            for term in key_terms(said, language, names)[:_MOST]
        ]
    return topics


def _direction(vectors: Vectors, rows: Sequence[int]) -> Vectors:
    return np.reshape(unit_rows(vectors[rows].mean(axis=0, keepdims=True)), -1)
