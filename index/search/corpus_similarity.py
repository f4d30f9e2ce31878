"""How a question that was looked up stands to the corpus as a whole."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from index.domain import Language
from index.search.everyday_questions import CorpusSimilarity, EverydayQuestions, closeness_of
from index.search.language_index import LanguageIndex, Lookup


def corpus_similarity(
    lookup: Lookup, indexes: Mapping[Language, LanguageIndex], everyday: EverydayQuestions, language: Language
) -> CorpusSimilarity:
    """Return how a question in a language stands to a corpus, whose indexes and everyday questions these are."""
    similarities = [np.array([similarity for _, similarity in nearest]) for nearest in lookup.nearest.values()]
    balanced = everyday.corpus_similarity(lookup.vector, language, closeness_of(similarities))
    rows = {language: [row for row, _ in nearest] for language, nearest in lookup.nearest.items()}
    by_language = [indexes[language].cosines(rows[language], lookup) for language in rows]
    cosines = [cosines_there for cosines_there in by_language if cosines_there is not None]
    if not cosines:
        return balanced
    return replace(balanced, nearest_cosine=float(np.concatenate(cosines).max()), near_cosine=closeness_of(cosines))
