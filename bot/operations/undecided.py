"""How many quotes wait for the operator's decision, told as a metric while the bot runs."""

import asyncio
import logging

from bot.runtime.metrics import Metrics
from bot.state import State
from index.errors import StorageError

logger = logging.getLogger(__name__)

_SECONDS_BETWEEN = 60.0


async def count_undecided(state: State, metrics: Metrics) -> None:
    """Tell, a minute apart and until cancelled, how many quotes are reported or withheld and not decided on."""
    while True:
        try:
            quotes = await state.run(state.reported_quotes)
        except StorageError as error:
            logger.warning("reported quotes could not be counted: %s", error)
        else:
            waiting = [quote for quote in quotes if quote.is_open]
            metrics.reported.set(sum(quote.is_shown for quote in waiting))
            metrics.withheld.set(sum(not quote.is_shown for quote in waiting))
        await asyncio.sleep(_SECONDS_BETWEEN)
