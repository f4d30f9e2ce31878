"""What else could be asked: topics that do have an answer, close to a question that has none."""

from collections.abc import Iterable, Sequence
from weakref import WeakKeyDictionary

from index.answer import Answer, Filters
from index.domain import Language
from index.search.search import Searcher
from index.search.usable_question import usable_question
from index.text.lexical import tokens
from index.topics import Topic

Languages = tuple[Language, ...]  # that answers have to be in; none: any

_MOST_SEARCHES = 8
# So that what is close to nothing is told the most telling topics: scores reach 50, similarities 0.1 by chance.
_SCORE_WEIGHT = 0.0025
_known: WeakKeyDictionary[Searcher, dict[tuple[str, Languages], bool]] = WeakKeyDictionary()


def nearest_topics(
    searcher: Searcher, answer: Answer, language: Language, count: int = 3, *, languages: Languages = ()
) -> list[str]:
    """Return up to `count` topics close to a question, the closest first, each of which has an answer.

    Args:
        searcher: Over the generation that the answer is from.
        answer: To the question.
        language: In which the topics are, if anybody speaks it; else in the other one.
        count: Most topics to return.
        languages: That the answers have to be in; none: any.
    """
    vector = searcher.question_vector(usable_question(answer.question))
    topics = sorted(
        _topics(searcher, language),
        key=lambda topic: (-float(vector @ topic.vector) - _SCORE_WEIGHT * topic.score, topic.text),
    )
    return _answered_topics(searcher, topics, count, languages)


def leading_topics(searcher: Searcher, language: Language, count: int = 3, *, languages: Languages = ()) -> list[str]:
    """Return up to `count` of the most telling topics, each of which has an answer in one of the languages."""
    return _answered_topics(searcher, _topics(searcher, language), count, languages)


def _topics(searcher: Searcher, language: Language) -> Sequence[Topic]:
    return searcher.topics.get(language) or [topic for topics in searcher.topics.values() for topic in topics]


def _answered_topics(searcher: Searcher, topics: Iterable[Topic], count: int, languages: Languages) -> list[str]:
    """Return the first topics that have an answer, no two with a word in common."""
    answered: list[str] = []
    taken: set[str] = set()
    searches = 0
    for topic in topics:
        words = {word for word in tokens(topic.text) if len(word) > 1}
        if len(answered) == count or searches == _MOST_SEARCHES:
            break
        if words.isdisjoint(taken):
            searches += 1
            if _has_answer(searcher, topic.text, languages):
                answered.append(topic.text)
                taken |= words
    return answered


def _has_answer(searcher: Searcher, topic: str, languages: Languages) -> bool:
    """Tell whether a topic has an answer; asked of the same generation again and again, so it is kept."""
    kept = _known.setdefault(searcher, {})
    if (topic, languages) not in kept:
        kept[topic, languages] = searcher.search(topic, 1, Filters(languages=languages)).outcome == "answer"
    return kept[topic, languages]
