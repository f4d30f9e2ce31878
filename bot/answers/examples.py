"""Questions to show to somebody who does not know what to ask: they have an answer in this very corpus."""

import re
from collections.abc import Iterable
from weakref import WeakKeyDictionary

from bot.domain.interface import Interface
from bot.wording.language import language_of
from index.answer import Filters
from index.domain import Language
from index.search import Searcher
from index.search.catalogue import stands_alone
from index.search.suggestions import Languages, leading_topics
from index.text.chinese import to_traditional
from index.text.language import question_language
from index.text.lexical import tokens
from index.text.sentences import is_question

_LONGEST_CHARACTERS: dict[Language, int] = {"en": 60, "zh": 25}
_MOST_QUESTIONS = 4  # that are tried; every try is a search
_SURE = 0.5
# What points back at something said before, at somebody in the room, or goes on from there.
_LEANS = re.compile(
    r"\b(?:this|that|these|those|it|its|they|them|their|he|she|him|her|then|there|here|ones?|else|more)\b"
    r"|\A(?:and|but|so|or|well|okay|yeah|right|wow)\b"
    r"|[这那它他她其]|当时|详细|\A[^，,]{1,6}[，,]你|\A(?:还是|或者|不过|但是?|所以|然后|在)",
    re.IGNORECASE,
)
_found: WeakKeyDictionary[Searcher, dict[tuple[Interface, int, Languages], list[str]]] = WeakKeyDictionary()


def example_questions(
    searcher: Searcher, interface: Interface, count: int = 3, *, languages: Languages = ()
) -> list[str]:
    """Return up to `count` questions that have a good answer, in the language of the interface where it is spoken.

    Their answers are in `languages`, without any in whatever language. Questions that were asked in the interviews
    come first, then topics; no two share a word that tells. They are found when they are first asked for, by a dozen
    searches at most, and kept as long as the generation.
    """
    kept = _found.setdefault(searcher, {})
    key = (interface, count, languages)
    if key not in kept:
        kept[key] = _find(searcher, *key)
    return list(kept[key])


def _find(searcher: Searcher, interface: Interface, count: int, languages: Languages) -> list[str]:
    language = language_of(interface)
    asked = [_in_script(text, interface) for text in _asked(searcher, language)[:_MOST_QUESTIONS]]
    topics = [
        _in_script(text, interface) for text in leading_topics(searcher, language, 2 * count, languages=languages)
    ]
    sureness = {text: _sureness(searcher, text, languages) for text in (*asked, *topics)}
    asked.sort(key=lambda text: -sureness[text])
    return _varied(text for text in (*asked, *topics) if sureness[text] >= _SURE)[:count]


def _asked(searcher: Searcher, language: Language) -> list[str]:
    """Return the questions of the interviews that can be understood alone and are on a topic, most telling first."""
    topics = searcher.topics.get(language, ())
    scores = {}
    for text in dict.fromkeys(" ".join(quote.answers.split()) for quote in searcher.generation.quotes):
        is_short = len(text) <= _LONGEST_CHARACTERS[language] and is_question(text)
        if is_short and question_language(text) == language and not leans(text):
            scores[text] = sum(topic.score for topic in topics if topic.text.casefold() in text.casefold())
    return sorted((text for text in scores if scores[text]), key=lambda text: (-scores[text], text))


def leans(question: str) -> bool:
    """Tell whether a question leans on something said before, so that it cannot be understood alone."""
    return _LEANS.search(question) is not None


def _sureness(searcher: Searcher, question: str, languages: Languages) -> float:
    """Return how sure the answer to a question is, 0 where it does not read well alone."""
    answer = searcher.search(question, 1, Filters(languages=languages))
    return answer.confidence if answer.best and stands_alone(answer.best.quote) else 0.0


def _varied(questions: Iterable[str]) -> list[str]:
    """Return the questions without those that share a word with one before."""
    kept: list[str] = []
    taken: set[str] = set()
    for question in questions:
        words = {word for word in tokens(question) if len(word) > 1}
        if words.isdisjoint(taken):
            kept.append(question)
            taken |= words
    return kept


def _in_script(text: str, interface: Interface) -> str:
    return to_traditional(text) if interface == "zh-Hant" else text
