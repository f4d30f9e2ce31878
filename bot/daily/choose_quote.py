"""Which quote a channel gets on a day: worth reading, not shown before, each person and interview in turn."""

import datetime
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf, sqrt
from types import MappingProxyType
from weakref import WeakKeyDictionary

from rapidfuzz import fuzz

from bot.daily.insight import LEAST_SCORE, Insight, insight, with_votes
from index.answer import EVERYTHING, Filters
from index.domain import Language, Quote
from index.search.catalogue import about_topic
from index.search.search import Searcher
from index.text.language import measured_as

Votes = Mapping[str, tuple[int, int]]

NO_VOTES: Votes = MappingProxyType({})
_TOPIC_QUOTES = 60
_BESIDE_A_TOPIC = 0.5  # how much less close to it is what was said next to what is about it
_LEAST_ON_A_TOPIC = 2.0  # who chose a topic wants more of it, even if less of it is striking
_SPREAD_POSTS = 30  # what was shown before these no longer counts for whose turn it is
_NEIGHBOUR_CHARACTERS: dict[Language, int] = {"en": 300, "zh": 100}  # two or three sentences
_SAME_WORDING = 75  # of 100; rapidfuzz's ratio
_insights: WeakKeyDictionary[Searcher, Mapping[str, Insight]] = WeakKeyDictionary()
_NOT_LETTERS = re.compile(r"[\W_]+")
_TRAITS: tuple[Callable[[Quote], str], ...] = (
    lambda quote: quote.language,
    lambda quote: quote.source.id,
    lambda quote: quote.speaker,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InsightCandidate:
    """A quote that may be shown, and what speaks for it.

    `closeness` is 0 for what is closest to the topic, and -1 for the furthest that is still about it.
    """

    quote: Quote
    insight: Insight
    closeness: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """What is shown on a day.

    `times_shown` is above 0 only once everything there is was shown so often, and `begins_again` when that is new.
    """

    candidate: InsightCandidate
    times_shown: int
    begins_again: bool = False

    @property
    def quote(self) -> Quote:
        """The quote to show."""
        return self.candidate.quote


def find_candidates(
    searcher: Searcher, topic: str = "", filters: Filters = EVERYTHING, votes: Votes = NO_VOTES
) -> list[InsightCandidate]:
    """Return the quotes of a generation that are worth showing, in the order of the corpus.

    Args:
        searcher: Over the generation to choose from.
        topic: A question or a few words; what answers nothing has no candidates.
        filters: Whose quotes, in which languages and from which interviews.
        votes: How many people found a quote good and how many bad, by the quote's id.

    Raises:
        QuestionError: There is nothing in the topic to look for.
    """
    quotes = searcher.generation.quotes
    closeness = _closeness(searcher, topic, filters) if topic else dict.fromkeys((quote.id for quote in quotes), 0.0)
    least = _LEAST_ON_A_TOPIC if topic else LEAST_SCORE
    unvoted = _insights_in(searcher)
    candidates = [
        InsightCandidate(
            quote=quote,
            insight=with_votes(unvoted[quote.id], *votes.get(quote.id, (0, 0))),
            closeness=closeness[quote.id],
        )
        for quote in quotes
        if quote.id in closeness
        and quote.speaker
        and filters.admits(quote)
        and (not filters.languages or quote.language in filters.languages)
    ]
    telling = [candidate for candidate in candidates if candidate.insight.score >= least]
    return [candidate for candidate in telling if searcher.is_verbatim(candidate.quote)]


def _insights_in(searcher: Searcher) -> Mapping[str, Insight]:
    """Return what each quote of a generation says, by its id; it is worked out once, for all channels."""
    if searcher not in _insights:
        _insights[searcher] = {quote.id: insight(quote) for quote in searcher.generation.quotes}
    return _insights[searcher]


def _closeness(searcher: Searcher, topic: str, filters: Filters) -> dict[str, float]:
    """Return the closeness to a topic of each quote that is about it, by the quote's id.

    Search shows one of several quotes that overlap, which need not be the one that says most on its own. What is
    said close by in the same answer is about the topic too.
    """
    closeness_by_id: dict[str, float] = {}
    for about_it, distance in about_topic(searcher, topic, _TOPIC_QUOTES, filters):
        for quote in searcher.generation.quotes:
            if _is_same_answer(quote, about_it):
                beside = _BESIDE_A_TOPIC if _gap(quote, about_it) >= 0 else 0.0
                closeness_by_id[quote.id] = max(closeness_by_id.get(quote.id, -inf), distance - beside)
    return {quote_id: closeness for quote_id, closeness in closeness_by_id.items() if closeness >= -1}


def _is_same_answer(quote: Quote, other: Quote) -> bool:
    """Tell whether two quotes are a few sentences apart in an answer to the same question."""
    return (
        quote.answers == other.answers and _gap(quote, other) < 3 * _NEIGHBOUR_CHARACTERS[measured_as(quote.language)]
    )


def pick_quote(
    day: datetime.date,
    channel: str,
    candidates: Sequence[InsightCandidate],
    shown: Sequence[Quote],
    *,
    first_language: Language | None = None,
) -> Pick | None:
    """Return what a channel gets on a day, always the same for the same arguments; None if there are no candidates.

    Nothing comes again, nor what says nearly the same, until all there is was shown; nobody comes twice in a row
    while others have something left.

    Args:
        day: The date where the channel is.
        channel: What tells the channel from all others.
        candidates: What may be shown.
        shown: What the channel was shown so far, the latest last.
        first_language: The one whose quotes come before those in the other, each time round.
    """
    if not candidates:
        return None
    times = _times_shown(candidates, shown)
    fewest = min(times.values())
    left = [candidate for candidate in candidates if times[candidate.quote.id] == fewest]
    left = [candidate for candidate in left if candidate.quote.language == first_language] or left
    others = [candidate for candidate in left if not shown or candidate.quote.speaker != shown[-1].speaker]
    due = _due(others or left, candidates, shown[-_SPREAD_POSTS:])
    best = max(due, key=lambda candidate: _worth(day, channel, candidate))
    begins_again = fewest > 0 and min(_times_shown(candidates, shown[:-1]).values()) < fewest
    return Pick(candidate=best, times_shown=fewest, begins_again=begins_again)


def _times_shown(candidates: Sequence[InsightCandidate], shown: Sequence[Quote]) -> dict[str, int]:
    return {candidate.quote.id: sum(is_same(candidate.quote, quote) for quote in shown) for candidate in candidates}


def pick_days(
    first: datetime.date,
    days: int,
    channel: str,
    candidates: Sequence[InsightCandidate],
    *,
    first_language: Language | None = None,
) -> Iterator[tuple[datetime.date, Pick]]:
    """Yield what a new channel gets on each of the coming days, as long as nothing is indexed or voted on meanwhile.

    Args:
        first: The first day.
        days: How many.
        channel: What tells the channel from all others.
        candidates: What may be shown.
        first_language: See `pick_quote`.
    """
    seen: list[Quote] = []
    for day in (first + datetime.timedelta(days=number) for number in range(days)):
        if pick := pick_quote(day, channel, candidates, seen, first_language=first_language):
            yield day, pick
            seen.append(pick.quote)


def is_same(quote: Quote, other: Quote) -> bool:
    """Tell whether whoever read one quote has read the other: they overlap, are neighbours, or are worded alike."""
    if quote.id == other.id:
        return True
    if quote.speaker != other.speaker or quote.language != other.language:
        return False
    if _gap(quote, other) < _NEIGHBOUR_CHARACTERS[measured_as(quote.language)]:
        return True
    return fuzz.ratio(_letters(quote), _letters(other), score_cutoff=_SAME_WORDING) > 0


def _gap(quote: Quote, other: Quote) -> float:
    """Return the characters between two quotes, below 0 where they overlap; no end of them between interviews."""
    if quote.source.id != other.source.id:
        return inf
    return max(quote.start, other.start) - min(quote.end, other.end)


def _letters(quote: Quote) -> str:
    return _NOT_LETTERS.sub("", quote.text.casefold())


def _due(
    left: Sequence[InsightCandidate], stock: Sequence[InsightCandidate], shown: Sequence[Quote]
) -> list[InsightCandidate]:
    """Return the candidates of the language, in it of the interview, and in it of the person whose turn it is.

    A turn comes as often as the square root of what there is, so that who says little is heard too.

    Source: the Webster or Sainte-Laguë method of giving seats to parties, one after the other.
    """
    due = list(left)
    for trait in _TRAITS:
        sizes = Counter(trait(candidate.quote) for candidate in stock)
        times = Counter(trait(quote) for quote in shown)
        traits = sorted(trait(candidate.quote) for candidate in due)
        turns = {name: sqrt(sizes[name]) / (2 * times[name] + 1) for name in traits}
        turn = max(turns, key=lambda name: turns[name])
        due = [candidate for candidate in due if trait(candidate.quote) == turn]
    return due


def _worth(day: datetime.date, channel: str, candidate: InsightCandidate) -> tuple[float, str]:
    """Return what the best has most of; chance sees to it that not every channel gets the same on the same day."""
    quote_id = candidate.quote.id
    digest = hashlib.sha256(f"{channel}\0{day.isoformat()}\0{quote_id}".encode()).digest()
    chance = int.from_bytes(digest[:4]) / 2**32
    return candidate.insight.score + candidate.closeness + chance, quote_id
