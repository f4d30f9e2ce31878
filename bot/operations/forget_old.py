"""What a bot that runs lets go of by itself: what is old, and questions that are not to be kept any longer."""

import asyncio
import logging
import time

from bot.state import State
from index.errors import StorageError

logger = logging.getLogger(__name__)

_HOUR_SECONDS = 3600.0  # people are told for how many days their questions are kept


async def forget_old(state: State, kept_question_days: int) -> None:
    """Let go of what is old, at once and then every hour; until cancelled."""
    while True:
        try:
            await state.run(state.drop_questions, time.time(), kept_question_days)
            await state.run(state.forget, time.time())
        except StorageError:
            logger.exception("old entries of the state could not be removed")
        await asyncio.sleep(_HOUR_SECONDS)
