"""How an answer reaches a platform: one way after the other, as long as each surely failed."""

import logging
import time
from collections.abc import Awaitable, Callable, Collection, Iterable

from bot.domain.channel_post import Posted
from bot.domain.outlet import Delivery
from bot.domain.request import Request
from bot.state import State
from index.errors import StorageError

logger = logging.getLogger(__name__)

Way = Callable[[], Awaitable[Posted]]


async def first_of(ways: Iterable[Way]) -> Delivery:
    """Try one way after the other, until one is taken, or nobody knows whether it was."""
    for way in ways:
        posted = await way()
        if posted.outcome == "sent":
            return "answered"
        if posted.outcome == "ambiguous":
            logger.warning("nobody knows whether a message arrived: %s", posted.reason)
            return "ambiguous"
    logger.warning("a message could not be delivered in any way")
    return "failed"


async def note_channel(state: State, request: Request, posted: Posted, shut: Collection[str]) -> None:
    """Note that a channel cannot be posted to, for `quotebot doctor`, or that it can again.

    What was posted remains so, whether it is noted or not.

    Args:
        state: Where it is noted.
        request: What is answered in the channel.
        posted: What became of the answer there.
        shut: The reasons for which a channel takes nothing more.
    """
    where = (request.platform, request.workspace, request.channel)
    try:
        if posted.reason in shut:
            await state.run(state.refuse, *where, posted.reason, time.time())
        elif posted.outcome == "sent":
            await state.run(state.allow, *where)
    except StorageError:
        logger.exception("whether a channel takes messages could not be written down")
