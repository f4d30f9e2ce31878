"""A question of somebody who reads quotes in one language alone, or in one before the other."""

from dataclasses import replace

from index.answer import EVERYTHING, Answer, Filters
from index.domain import Language
from index.language_preference import LanguagePreference
from index.search.cross_encoder import JUDGED
from index.search.search import Searcher

_NAMES: dict[Language, str] = {"en": "English", "zh": "Chinese"}


def ask_reader(
    searcher: Searcher,
    question: str,
    count: int,
    filters: Filters = EVERYTHING,
    reading: LanguagePreference = LanguagePreference.ANY,
) -> Answer:
    """Return what a question comes to for somebody who reads quotes so, with up to `count` matches.

    The other language answers where the one that is read first does not; where that is read alone, the answer only
    says that the other would. What is no filter is not among the answer's filters. A judge is asked once, about the
    language whose matches may be shown.

    Args:
        searcher: Over the generation to ask.
        question: As it was typed.
        count: Most matches to return.
        filters: What is searched; languages among them are meant, whatever is read otherwise.
        reading: What is read.

    Raises:
        UnaskableError: There is nothing in the question to look for.
    """
    language = reading.language
    if language is None or filters.languages:
        return searcher.ask(question, count, filters)
    own = _search_in(searcher, (language,), question, count, filters)
    others = (other_language(language),) if reading.languages else _others(searcher, language)
    other = None if own.best else _search_in(searcher, others, question, count, filters)
    if other is None or other.best is None:
        return searcher.with_judgement(own, count)
    if reading.languages:
        return _with_lacking(searcher.with_judgement(own, count), language)
    judged = searcher.with_judgement(other, count)
    if judged.best:
        return replace(judged, lacking=language)
    closest = own if own.hits else judged
    return replace(closest, hits=closest.hits[:count], judgement=judged.judgement)


def other_language(language: Language) -> Language:
    """Return the language that quotes are in beside this one."""
    return "zh" if language == "en" else "en"


def _others(searcher: Searcher, language: Language) -> tuple[Language, ...]:
    return tuple(dict.fromkeys((other_language(language), *(set(searcher.languages) - {language}))))


def _search_in(
    searcher: Searcher, languages: tuple[Language, ...], question: str, count: int, filters: Filters
) -> Answer:
    """Return what some languages have to say, as if they were not filtered."""
    answer = searcher.search(question, max(count, JUDGED), replace(filters, languages=languages))
    return replace(answer, filters=replace(answer.filters, languages=()))


def _with_lacking(answer: Answer, language: Language) -> Answer:
    """Return an answer that says, unless a judge has found one after all, that only the other language has one."""
    if answer.best:
        return answer
    reason = f"nothing in {_NAMES[language]} answers it, but something in {_NAMES[other_language(language)]} may"
    return replace(answer, lacking=language, reason=reason)
