"""What the state holds of the words of an interview or a person that is taken out."""

import time
from collections.abc import Callable

from bot.answers.restrictions import span_of
from bot.domain.withheld import Withheld
from bot.operations.bootstrap import existing_state, index_home
from bot.runtime.settings import Settings
from index.domain import Quote
from index.errors import IndexMissingError
from index.search.withheld_words import SaidElsewhere
from index.storage.generations import read_current


def forget_words(settings: Settings, is_gone: Callable[[Withheld | Quote], bool]) -> None:
    """Forget the words of reported and withheld quotes that are taken out, down to the bytes.

    Those that are left in the index too are needed to withhold them there, and stay.

    Args:
        settings: Where the state and the index are.
        is_gone: Tells the quotes that must not be left.

    Raises:
        QuotebotError: The state cannot be asked, or the index cannot be read.
    """
    with existing_state(settings) as state:
        gone = [quote for quote in state.reported_quotes() if is_gone(quote)] if state else []
        if not state or not gone:
            return
        left = SaidElsewhere(_left(settings, is_gone))
        said = {quote.quote_id for quote in gone if any(left.places_of(span_of(quote)))}
        state.forget_words([quote.quote_id for quote in gone], said, time.time())
        state.scrub(thoroughly=True)


def _left(settings: Settings, is_gone: Callable[[Withheld | Quote], bool]) -> list[Quote]:
    try:
        return [quote for quote in read_current(index_home(settings)).quotes if not is_gone(quote)]
    except IndexMissingError:
        return []
