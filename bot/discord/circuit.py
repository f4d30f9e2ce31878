"""What keeps this address from being banned: Discord refuses too much, and nothing more is sent for a while.

Source: https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans
"""

import logging
import time
from collections import deque
from collections.abc import Callable
from types import SimpleNamespace

import aiohttp

from bot.runtime.metrics import Metrics

logger = logging.getLogger(__name__)

_MOST_REFUSALS = 500  # of the 10,000 in ten minutes that get an address banned
_WINDOW_SECONDS = 600.0
_PAUSE_SECONDS = 60.0
_COUNTED = (401, 403, 429)


class CircuitOpenError(aiohttp.ClientError):
    """A request is not sent, because too many were refused lately."""


class Circuit:
    """Watches every HTTP session that has its `trace`, and stops them all when too much is refused.

    While it is open, what is asked for fails at once; the gateway goes on. After a pause it is tried again, and one
    more refusal opens it again, until the refusals are ten minutes old.

    Args:
        metrics: Where refusals are counted.
        clock: Seconds, from anywhere on.
        most: How many refusals in ten minutes open it.
    """

    def __init__(
        self, metrics: Metrics, clock: Callable[[], float] = time.monotonic, *, most: int = _MOST_REFUSALS
    ) -> None:
        self._metrics = metrics
        self._clock = clock
        self._most = most
        self._refused_at: deque[float] = deque()
        self._open_until = -_PAUSE_SECONDS
        self._is_logged = False

    @property
    def is_open(self) -> bool:
        """Whether nothing is sent for now."""
        return self._clock() < self._open_until

    def trace(self) -> aiohttp.TraceConfig:
        """Return what an HTTP session has to be made with to be watched."""
        config = aiohttp.TraceConfig()
        config.on_request_start.append(self._stop)
        config.on_request_end.append(self._see)
        return config

    def note(self, status: int, scope: str = "") -> None:
        """Count an answer of Discord's, if it is a refusal that counts.

        Args:
            status: The HTTP status.
            scope: What a rate limit is for; one that is "shared" with other bots is not our fault.
        """
        if status not in _COUNTED or scope == "shared":
            return
        self._metrics.rejected.labels("discord", str(status)).inc()
        now = self._clock()
        self._refused_at.append(now)
        while self._refused_at[0] <= now - _WINDOW_SECONDS:
            self._refused_at.popleft()
        if len(self._refused_at) < self._most:
            self._is_logged = False
            return
        self._open_until = now + _PAUSE_SECONDS
        if not self._is_logged:
            self._is_logged = True
            logger.error("Discord refused %d requests in ten minutes; pausing, lest it bans us", len(self._refused_at))

    async def _stop(self, _: object, __: SimpleNamespace, call: aiohttp.TraceRequestStartParams) -> None:
        if self.is_open and call.url.scheme in ("http", "https"):
            raise CircuitOpenError("Discord refused too much; wait a minute")

    async def _see(self, _: object, __: SimpleNamespace, call: aiohttp.TraceRequestEndParams) -> None:
        self.note(call.response.status, call.response.headers.get("X-RateLimit-Scope", ""))
