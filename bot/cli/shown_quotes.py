"""The quotes that a terminal shows: all but what is withheld and forbidden; and what is said of those."""

from collections.abc import Sequence

from bot.operations.bootstrap import build_searcher, existing_state, index_home, restrictions_of_operator
from bot.runtime.settings import Settings
from index.advice import quotebot
from index.domain import Quote
from index.errors import QuotebotError
from index.search.restrictions import NO_RESTRICTIONS, Restrictions
from index.storage.generations import Generation, read_current


def shown_generation(settings: Settings) -> Generation:
    """Return the current generation, without what is withheld or forbidden.

    Raises:
        QuotebotError: There is none, or the state cannot be asked what that is.
    """
    restrictions = restrictions_of_operator(settings)
    if restrictions == NO_RESTRICTIONS:
        return read_current(index_home(settings))
    searcher = build_searcher(settings)  # takes a second, and a topic needs its embedder
    with searcher.current(restrictions) as current:
        return current.generation


def left_out_by(settings: Settings, several: Sequence[Restrictions]) -> tuple[list[list[Quote]], int]:
    """Return the quotes that each of these restrictions leaves out, in the order of the corpus, and the number of all.

    Raises:
        QuotebotError: Nothing is indexed.
    """
    quotes, searcher = read_current(index_home(settings)).quotes, build_searcher(settings)
    left_out = []
    for restrictions in several:
        with searcher.current(restrictions) as current:
            kept = {quote.id for quote in current.generation.quotes}
        left_out.append([quote for quote in quotes if quote.id not in kept])
    return left_out, len(quotes)


def refuse_left_out(settings: Settings, shown: Generation, quote_id: str) -> None:
    """Return if the quote with this id is shown, or none has it.

    Raises:
        QuotebotError: It is left out; says why, and how it is shown again.
    """
    quotes = read_current(index_home(settings)).quotes_with_id(quote_id)
    if len(quotes) == 1 and not shown.quotes_with_id(quotes[0].id):
        raise QuotebotError(_why_left_out(settings, quotes[0]))


def _why_left_out(settings: Settings, quote: Quote) -> str:
    with existing_state(settings) as state:
        withheld = state.withheld_now() if state else []
    own = [one for one in withheld if one.quote_id == quote.id]
    near = [
        one for one in withheld if one.source == quote.source.id and one.start < quote.end and quote.start < one.end
    ]
    if own:
        return f"quote {quote.id} is withheld; to show it again: {quotebot('withheld', 'release', quote.id)}"
    if near:
        other = near[0].quote_id
        again = quotebot("withheld", "release", other)
        return f"quote {quote.id} holds words of {other}, which is withheld; to show both again: {again}"
    return f"quote {quote.id} is left out by a rule, or says again what is withheld; see: {quotebot('rules')}"
