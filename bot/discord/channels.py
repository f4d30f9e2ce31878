"""Channels that Discord did not let the bot post to, and what to do about each."""

import time
from collections.abc import Iterable

from bot.domain.check_result import CheckResult
from bot.domain.records import Refusal

_RIGHTS = "give the bot the rights to view the channel, send messages and embed links there"
_FIXES = {
    "unknown_channel": "the channel was removed, or the bot from its server",
    "missing_access": _RIGHTS,
    "missing_permissions": _RIGHTS,
    "thread_locked": "open the thread again",
}


def refused_channels(refusals: Iterable[Refusal]) -> list[CheckResult]:
    """Return a finding for each channel of Discord that cannot be posted to."""
    return [CheckResult("wrong", _sentence(refusal)) for refusal in refusals if refusal.platform == "discord"]


def _sentence(refusal: Refusal) -> str:
    day = time.strftime("%Y-%m-%d", time.gmtime(refusal.since))
    fix = _FIXES.get(refusal.reason, _RIGHTS)
    return f"Discord lets the bot post nothing in {refusal.channel} since {day} ({refusal.reason}); {fix}"
