"""Questions for whoever has none to judge: what the interviews themselves ask, and what they speak of."""

from itertools import chain, zip_longest

from bot.answers.examples import leans
from index.domain import Language
from index.search import Searcher
from index.search.suggestions import leading_topics
from index.text.language import question_language
from index.text.sentences import is_question

_LANGUAGES: tuple[Language, ...] = ("en", "zh")
_TOPICS = 20
_FULL_CHARACTERS: dict[Language, int] = {"en": 60, "zh": 25}  # so much can be understood even if it leans


def proposed_questions(searcher: Searcher) -> list[str]:
    """Return questions, those in English and in Chinese by turns.

    First come those that can be understood alone, then topics, then long ones that lean on what was said before.
    """
    texts = dict.fromkeys(" ".join(quote.answers.split()) for quote in searcher.generation.quotes)
    asked = [text for text in texts if is_question(text)]
    alone = [text for text in asked if not leans(text)]
    leaning = [text for text in asked if leans(text) and len(text) >= _FULL_CHARACTERS[_language(text)]]
    topics = [topic for language in _LANGUAGES for topic in leading_topics(searcher, language, _TOPICS)]
    return [text for texts in (alone, topics, leaning) for text in _by_turns(texts)]


def _by_turns(texts: list[str]) -> list[str]:
    by_language = ([text for text in texts if _language(text) == language] for language in _LANGUAGES)
    return [text for text in chain.from_iterable(zip_longest(*by_language)) if text]


def _language(text: str) -> Language:
    return "zh" if question_language(text) == "zh" else "en"
