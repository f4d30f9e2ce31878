"""What reactions say of quotes that there still are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.answer import Filters
from index.domain import Quote
from index.learning.reactions import GoingOn, Meaning, Reaction, weights_of_people
from index.search import Searcher

Asked = tuple[str, Filters]
"""A question, and what was searched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What a person's reaction says of a quote, and how much it counts.

    Attributes:
        person: Whose it is.
        quote: What they saw.
        is_good: Their vote, None where they went on or not without one.
        meaning: What the reaction says.
        weight: How much it counts.
    """

    person: str
    quote: Quote
    is_good: bool | None
    meaning: Meaning
    weight: float


def opinions_on(searcher: Searcher, reactions: Sequence[Reaction]) -> Mapping[Asked, Sequence[Opinion]]:
    """Return what reactions say, by question; those to quotes that are not indexed any more are left out."""
    going_on = GoingOn.of(reactions)
    telling = [reaction for reaction in reactions if going_on.meaning(reaction)]
    weights = weights_of_people(telling)
    opinions: dict[Asked, list[Opinion]] = defaultdict(list)
    for reaction in telling:
        quote, meaning = searcher.quote(reaction.quote_id), going_on.meaning(reaction)
        if quote and meaning:
            opinion = Opinion(
                person=reaction.person,
                quote=quote,
                is_good=reaction.is_good,
                meaning=meaning,
                weight=weights[reaction.person],
            )
            opinions[reaction.question, reaction.filters].append(opinion)
    return opinions


def is_alike(quote: Quote, other: Quote) -> bool:
    """Tell whether two quotes share at least half of the shorter one."""
    shared = min(quote.end, other.end) - max(quote.start, other.start)
    return quote.source.id == other.source.id and 2 * shared >= min(len(quote.text), len(other.text))
