"""The quotes that a terminal shows: all but what is withheld and forbidden; and what is said of those."""

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


def left_out_by(settings: Settings, restrictions: Restrictions) -> tuple[list[Quote], int]:
    """Return the quotes that restrictions leave out by themselves, in the order of the corpus, and how many there are.

    Raises:
        QuotebotError: Nothing is indexed.
    """
    with build_searcher(settings).current(restrictions) as searcher:
        kept = {quote.id for quote in searcher.generation.quotes}
    quotes = read_current(index_home(settings)).quotes
    return [quote for quote in quotes if quote.id not in kept], len(quotes)


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
