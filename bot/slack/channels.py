"""Channels that Slack did not let the bot post to, and what to do about each."""

import time
from collections.abc import Iterable

from bot.domain.check_result import CheckResult
from bot.domain.records import Refusal

_INVITE = "invite the bot there: /invite @quotebot"
# Source: https://docs.slack.dev/reference/methods/chat.postMessage#errors
_FIXES = {
    "channel_not_found": _INVITE,
    "not_in_channel": _INVITE,
    "is_archived": "take it out of the archive",
    "restricted_action": "let the bot post there: channel settings → Posting permissions",
}


def refused_channels(refusals: Iterable[Refusal]) -> list[CheckResult]:
    """Return a finding for each channel of Slack that cannot be posted to."""
    return [CheckResult("wrong", _told(refusal)) for refusal in refusals if refusal.platform == "slack"]


def _told(refusal: Refusal) -> str:
    day = time.strftime("%Y-%m-%d", time.gmtime(refusal.since))
    fix = _FIXES.get(refusal.reason, "look it up: https://docs.slack.dev/reference/methods/chat.postMessage#errors")
    return f"Slack lets the bot post nothing in {refusal.channel} since {day} ({refusal.reason}); {fix}"
