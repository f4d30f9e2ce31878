"""How a question that was looked up stands to the corpus as a whole."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from index.domain import Language
from index.search.everyday_questions import Everyday, Standing, closeness_of
from index.search.language_index import Lookup, Shelf
from index.text.language import question_language


def standing(lookup: Lookup, shelves: Mapping[Language, Shelf], everyday: Everyday) -> Standing:
    """Return how a question stands to the corpus of a generation, whose shelves and everyday questions these are."""
    similarities = [np.array([similarity for _, similarity in found]) for found in lookup.nearest.values()]
    balanced = everyday.standing(lookup.vector, question_language(lookup.text), closeness_of(similarities))
    rows = {language: [row for row, _ in found] for language, found in lookup.nearest.items()}
    cosines = [found for language in rows if (found := shelves[language].cosines(rows[language], lookup)) is not None]
    if not cosines:
        return balanced
    return replace(balanced, nearest_cosine=float(np.concatenate(cosines).max()), near_cosine=closeness_of(cosines))
