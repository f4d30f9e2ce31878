"""What a generation holds beside answers: who speaks, which interviews, and quotes that stand on their own."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.answer import Filters
from index.domain import Language, Person, Quote, Role, Source
from index.search.search import Searcher
from index.text.language import measured_as

_CHARACTERS_ON_ITS_OWN: dict[Language, range] = {"en": range(40, 301), "zh": range(20, 151)}
_TOPIC_MARGIN = 2.75  # of score below the best; what is further from the topic is about something else
_TOPIC_QUOTES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Somebody who speaks in these interviews: a guest where one anywhere, with the number of their quotes."""

    person: Person
    role: Role
    quote_count: int


def list_speakers(quotes: Sequence[Quote], people: Mapping[str, Person]) -> list[Speaker]:
    """Return who speaks, guests first, then those with most quotes; quotes of nobody do not count."""
    guests = {quote.speaker for quote in quotes if quote.role == "guest"}
    speakers = [
        Speaker(person=people[name], role="guest" if name in guests else "host", quote_count=count)
        for name, count in Counter(quote.speaker for quote in quotes if quote.speaker).items()
    ]
    return sorted(speakers, key=lambda speaker: (speaker.role, -speaker.quote_count, speaker.person.name))


def list_sources(quotes: Sequence[Quote]) -> list[tuple[Source, int]]:
    """Return the interviews in the order of the corpus, each with its number of quotes."""
    counts = Counter(quote.source.id for quote in quotes)
    return [(source, counts[source.id]) for source in {quote.source.id: quote.source for quote in quotes}.values()]


def stands_alone(quote: Quote) -> bool:
    """Tell whether a quote can be shown without a question: a guest's, surely theirs, neither short nor long."""
    fits = len(quote.text) in _CHARACTERS_ON_ITS_OWN[measured_as(quote.language)]
    return fits and quote.role == "guest" and quote.attribution in ("printed", "curated")


def about_topic(searcher: Searcher, topic: str, count: int, filters: Filters) -> list[tuple[Quote, float]]:
    """Return quotes on a topic, the closest first, each with how close it is: from 0, the closest, down to -1.

    Args:
        searcher: Over the generation to choose from.
        topic: A question or a few words; what answers nothing has no quotes.
        count: How many are looked at, those further from the topic left out.
        filters: What is searched.

    Raises:
        UnaskableError: There is nothing in the topic to look for.

    Source: the margin is read off the scores of a dozen topics in the interviews of `seeds/`.
    """
    answer = searcher.search(topic, count, filters)
    if answer.outcome == "nothing":
        return []
    closest = max(match.score for match in answer.hits)
    ranked = [(match.quote, (match.score - closest) / _TOPIC_MARGIN) for match in answer.hits]
    return [(quote, closeness) for quote, closeness in ranked if closeness >= -1]


def random_quote(
    searcher: Searcher, choose: random.Random, topic: str = "", languages: Sequence[Language] = ()
) -> Quote | None:
    """Return any quote that stands alone, about the topic if one is given; None where there is none.

    Args:
        searcher: Over the generation to choose from.
        choose: Where chance comes from; the same state chooses the same quote.
        topic: A question or a few words; what answers nothing gives no quote.
        languages: The languages that the quote may be in; none: any.

    Raises:
        UnaskableError: There is nothing in the topic to look for.
    """
    quotes: Sequence[Quote] = searcher.generation.quotes
    if topic:
        narrowed = Filters(languages=tuple(languages))
        quotes = [quote for quote, _ in about_topic(searcher, topic, _TOPIC_QUOTES, narrowed)]
    candidates = [quote for quote in quotes if stands_alone(quote) and (not languages or quote.language in languages)]
    shuffled = choose.sample(candidates, len(candidates))
    return next((quote for quote in shuffled if searcher.is_verbatim(quote)), None)
