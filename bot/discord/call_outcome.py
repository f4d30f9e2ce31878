"""What became of a call that says something in Discord: done, refused, or nobody knows."""

import logging
from collections.abc import Awaitable, Mapping
from typing import Any

from bot.discord.rest import CallRefusedError, UnsureError
from bot.domain.channel_post import Posted

logger = logging.getLogger(__name__)

# Source: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
SHUT = {10003: "unknown_channel", 50001: "missing_access", 50013: "missing_permissions", 50083: "thread_locked"}
_LATER = {0: "not_sent", 401: "unauthorized", 429: "rate_limited"}


async def called(call: Awaitable[Mapping[str, Any] | None]) -> Posted:
    """Return what became of calls of `Calls`, which may say what the last of them answered; never raises their errors.

    "failed" and "refused" are sure.
    """
    try:
        answer = await call or {}
    except CallRefusedError as error:
        logger.warning("Discord refused a message: HTTP %d, code %d", error.status, error.code)
        return _refusal(error)
    except UnsureError as error:
        return Posted(outcome="ambiguous", reason=str(error))
    return Posted(outcome="sent", message=str(answer["id"]) if "id" in answer else None)


def _refusal(error: CallRefusedError) -> Posted:
    """Return why a message is surely not there; without a code of Discord's, nothing is known against the channel."""
    if error.status in _LATER or not error.code:
        return Posted(outcome="failed", reason=_LATER.get(error.status, f"http_{error.status}"))
    return Posted(outcome="refused", reason=SHUT.get(error.code, f"http_{error.status}_{error.code}"))
