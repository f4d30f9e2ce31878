"""How sure it is that the first match answers a question; the weights are made by `make weights`."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from index.answer import Match, Outcome
from index.domain import Language, Person
from index.search.everyday_questions import CorpusSimilarity
from index.search.weights import Weights, shipped_weights
from index.text.language import measured_as, question_language
from index.text.lexical import fold, fold_accents, latin_tokens, says_something

_NEAR = 1.0  # standard deviations above the closeness of everyday questions
_BEHIND = 9  # matches that the first is compared with
_MOST_NAMES = 3
_FULL_SCORE = 5.0  # 99 of 100 right answers score more (tests/eval); being ahead of worse ones is no merit

_ASKS_FIGURE = re.compile(
    r"\bhow (?:many|much|long|old|big|often|far)\b|\bwhen\b|\bwhat (?:year|price|percentage|number|date)\b"
    r"|多少|几[个年月天岁次人台家]|哪[年天]|多[久大长高]|何时|什么时候",
    re.IGNORECASE,
)
_HAS_FIGURE = re.compile(
    r"\d|[一二三四五六七八九十百千万亿两半]+[个年月日天岁次人台家倍元成万亿百千点]"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twenty|hundred|thousand|million|billion|dozen|half)s?\b",
    re.IGNORECASE,
)
_CAPITAL_NOUNS = ("de", "lb")
_CAPITAL = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z0-9]*")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]+")
_QUESTION_WORDS = re.compile(
    r"(?:what|who|when|where|why|how|which|do|does|did|is|are|was|were|can|could|should|would|will|the|a|an|in|on|if"
    r"|tell|give|tips|any|i)\Z",
    re.IGNORECASE,
)


def confidence_features(
    question: str,
    matches: Sequence[Match],
    similarity: CorpusSimilarity,
    speakers: Iterable[Person] = (),
    *,
    language: Language | None = None,
) -> dict[str, float]:
    """Return what tells whether the first of the matches answers the question, by name.

    None of it depends on how large the corpus is.

    Args:
        question: As it is searched.
        matches: Best first, at least one.
        similarity: The question's to the corpus.
        speakers: Who is asked for; their own names need not be in their words.
        language: The question's, English or Chinese if none is given.
    """
    best = matches[0]
    # Where fewer are behind it, the missing ones tell nothing and add nothing.
    margin = sum(best.score - match.score for match in matches[1 : 1 + _BEHIND]) / _BEHIND
    lacking = _names(question, speakers, language or question_language(question)) - set(
        latin_tokens(fold(best.quote.text))
    )
    return {
        **_cosines(best, similarity),
        "score": best.score,
        "margin": margin,
        "words": best.word_score,
        "everyday": similarity.everyday,
        "names_lacking": float(min(len(lacking), _MOST_NAMES)),
        "figure_lacking": float(bool(_ASKS_FIGURE.search(question)) and not _HAS_FIGURE.search(best.quote.text)),
    }


def _cosines(best: Match, similarity: CorpusSimilarity) -> dict[str, float]:
    """Return the cosines that mean something by themselves, of the first match and of those nearest, by name."""
    cosines = {
        "cosine": best.cosine,
        "nearest_cosine": similarity.nearest_cosine,
        "near_cosine": similarity.near_cosine,
    }
    return {name: cosine for name, cosine in cosines.items() if cosine is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """How sure it is that the first of some matches answers a question, and of what that is made.

    Attributes:
        confidence: From 0 to 1: the product of the three chances below.
        full: How much of a full score the first match has, up to 1.
        right: The chance that it is right, if the question is one for this corpus.
        right_terms: What speaks for it, each feature times its weight, behind the intercept; they add up to its logit.
        on_topic: The chance that it is.
        on_topic_terms: The same of that.
    """

    confidence: float = 0.0
    full: float = 0.0
    right: float = 0.0
    right_terms: Mapping[str, float] = field(default_factory=dict)
    on_topic: float = 0.0
    on_topic_terms: Mapping[str, float] = field(default_factory=dict)


NO_MATCH = Assessment()


def assess(
    question: str,
    matches: Sequence[Match],
    similarity: CorpusSimilarity,
    speakers: Iterable[Person] = (),
    weights: Weights | None = None,
    *,
    language: Language | None = None,
) -> Assessment:
    """Return how sure it is that the first of the matches answers the question, and of what that is made.

    It is the chance that the question is one for this corpus, times the chance that then the first is right. One
    regression for both let a fifth more of the foreign questions pass (measured): what tells a near miss, as a
    shared word does, speaks for them too.

    Args:
        question: As it is searched.
        matches: Best first.
        similarity: The question's to the corpus.
        speakers: Who is asked for.
        weights: By direction, of a match in the question's language and in the other, and of the "field"; the
            shipped ones if none.
        language: The question's, English or Chinese if none is given.
    """
    if not matches or not says_something(question) or _is_unheard_of(matches, similarity):
        return NO_MATCH
    weights = weights or shipped_weights()
    language = language or question_language(question)
    is_other = matches[0].quote.language != language
    values = confidence_features(question, matches, similarity, speakers, language=language)
    right_terms = weighted_terms(weights["other_language" if is_other else "same_language"], values)
    on_topic_terms = weighted_terms(weights["field"], field_features(similarity))
    right, on_topic = _chance_of(right_terms), _chance_of(on_topic_terms)
    full = min(max(matches[0].score / _FULL_SCORE, 0.0), 1.0)
    return Assessment(
        confidence=full * right * on_topic,
        full=full,
        right=right,
        right_terms=right_terms,
        on_topic=on_topic,
        on_topic_terms=on_topic_terms,
    )


def field_features(similarity: CorpusSimilarity) -> dict[str, float]:
    """Return what tells whether a question is one for this corpus, by name."""
    own = {} if similarity.near_cosine is None else {"near_cosine": similarity.near_cosine}
    return {"closeness": similarity.closeness, "everyday": similarity.everyday, **own}


def chance(weights: Mapping[str, float], values: Mapping[str, float]) -> float:
    """Return the chance that a regression gives to some features, from 0 to 1."""
    return _chance_of(weighted_terms(weights, values))


def weighted_terms(weights: Mapping[str, float], values: Mapping[str, float]) -> dict[str, float]:
    """Return each feature times its weight, by name, behind the intercept."""
    weighted = {name: weights[name] * value for name, value in values.items() if name in weights}
    return {"intercept": weights["intercept"], **weighted}


def _chance_of(terms: Mapping[str, float]) -> float:
    intercept, *weighted = terms.values()
    return 1 / (1 + math.exp(-intercept - sum(weighted)))


def _is_unheard_of(matches: Sequence[Match], similarity: CorpusSimilarity) -> bool:
    """Tell whether no match holds a word of the question in either language, and none is near to it."""
    return similarity.closeness < _NEAR and not any(match.word_score for match in matches)


def outcome(confidence: float, weights: Weights | None = None) -> Outcome:
    """Return what is done at this confidence: answer, show the closest as unsure, or say that there is nothing."""
    thresholds = (weights or shipped_weights())["outcome"]
    if confidence >= thresholds["answer"]:
        return "answer"
    return "unsure" if confidence >= thresholds["unsure"] else "nothing"


def nothing_sure(matches: Sequence[Match]) -> str:
    """Return why matches, or that there are none, make no answer."""
    if not matches:
        return "no quote shares a word or a meaning with the question"
    return "the closest quote is not close enough to be sure"


def _names(question: str, speakers: Iterable[Person], language: Language) -> set[str]:
    """Return the stems of the names in a question, but those of who is asked for.

    In an English question these are the words with a capital letter, in a Chinese one all Latin words; in German, where
    every noun has a capital letter, none.
    """
    if language in _CAPITAL_NOUNS:
        return set()
    if language not in ("en", "zh"):
        question = question.partition(" ")[2] or question  # its first word has a capital letter, whatever it is
    words = (_LATIN if measured_as(language) == "zh" else _CAPITAL).findall(fold_accents(question))
    names = set(latin_tokens(fold(" ".join(word for word in words if not _QUESTION_WORDS.match(word)))))
    for person in speakers:
        names -= set(latin_tokens(fold(" ".join((person.name, person.other_script or "", *person.aliases)))))
    return names
