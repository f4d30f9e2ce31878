"""What is turned away at the HTTP door, and why: counted, and told in few lines without a word of the request."""

import logging
import time
from collections import Counter
from collections.abc import Callable
from typing import Literal

from aiohttp import web

from bot.runtime.metrics import Metrics
from index.errors import QuotebotError

Reason = Literal[
    "malformed", "expectation", "method", "size", "slow", "timestamp", "signature", "age", "replay", "type", "body"
]  # fmt: skip

_ANSWERS: dict[Reason, tuple[int, str]] = {
    "malformed": (400, "This is not HTTP."),
    "expectation": (417, "This cannot be expected here."),
    "method": (405, "Only POST is taken here."),
    "size": (413, "This is too large."),
    "slow": (408, "This took too long."),
    "timestamp": (401, "This is not signed."),
    "signature": (401, "This is not signed."),
    "age": (401, "This is not signed in time."),
    "replay": (401, "This came before."),
    "type": (415, "Only JSON and forms are taken here."),
    "body": (400, "This cannot be read."),
}
_UNREAD: frozenset[Reason] = frozenset(
    {"malformed", "expectation", "method", "size", "slow"}
)  # what follows cannot be told apart
_SECONDS_BETWEEN_LINES = 60.0

logger = logging.getLogger(__name__)


class RequestRefusedError(QuotebotError):
    """A request is turned away before anything takes it up."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(_ANSWERS[reason][1])
        self.reason: Reason = reason


class Refusals:
    """Turns requests away: counts them, and logs at most one line a minute for each reason.

    Args:
        metrics: Where they are counted.
        clock: Seconds, from anywhere on.
    """

    def __init__(self, metrics: Metrics, clock: Callable[[], float] = time.monotonic) -> None:
        self._metrics = metrics
        self._clock = clock
        self._logged_at: dict[Reason, float] = {}
        self._unlogged: Counter[Reason] = Counter()

    def answer(self, reason: Reason) -> web.Response:
        """Count a refusal and return what its sender gets to read: a few words that are always the same."""
        self._metrics.refused.labels(reason=reason).inc()
        self._log(reason)
        status, text = _ANSWERS[reason]
        response = web.Response(status=status, text=text, headers={"Allow": "POST"} if reason == "method" else None)
        if reason in _UNREAD:
            response.force_close()
        return response

    def _log(self, reason: Reason) -> None:
        now = self._clock()
        self._unlogged[reason] += 1
        if now - self._logged_at.get(reason, -_SECONDS_BETWEEN_LINES) < _SECONDS_BETWEEN_LINES:
            return
        self._logged_at[reason] = now
        logger.warning("refused an HTTP request (%s), %d since the last such line", reason, self._unlogged.pop(reason))


REFUSALS = web.AppKey("refusals", Refusals)
"""Under this key a web app keeps the one that it turns requests away with."""
