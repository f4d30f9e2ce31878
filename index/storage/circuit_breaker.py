"""What keeps a server that does not answer from being waited for again and again."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from index.errors import IndexUnreachableError, QuotebotError

_PAUSE_SECONDS = 3.0

logger = logging.getLogger(__name__)


class CircuitBreaker:
    """Refuses at once for a while after a server could not be reached; then lets one caller try.

    One failure is enough: it has cost a person most of the time that there is for an answer. Not `pybreaker`, which
    holds a lock over each call, so that questions would be searched for one after the other (1.4.1).

    Args:
        clock: Seconds, from anywhere on.
        what: It is called in the log.
        failure: Raised by what is tried where it could not be reached.
        refusal: Raised instead of trying.
        pause_seconds: How long it is refused; 0 never refuses.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        *,
        what: str = "the index",
        failure: type[QuotebotError] = IndexUnreachableError,
        refusal: type[QuotebotError] = IndexUnreachableError,
        pause_seconds: float = _PAUSE_SECONDS,
    ) -> None:
        self._clock = clock
        self._what = what
        self._failure_type = failure
        self._refusal_type = refusal
        self._pause_seconds = pause_seconds
        self._lock = threading.Lock()
        self._failure: str | None = None
        self._refused_until = 0.0

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Let what is in the block be tried.

        Raises:
            QuotebotError: It failed a moment ago, or somebody else is trying just now: the refusal, its text as then.
        """
        self._enter()
        failure = None
        try:
            yield
        except self._failure_type as error:
            failure = str(error)
            raise
        finally:
            self._note(failure)

    def _enter(self) -> None:
        with self._lock:
            if self._failure is None:
                return
            now = self._clock()
            if now < self._refused_until:
                raise self._refusal_type(self._failure)
            self._refused_until = now + self._pause_seconds

    def _note(self, failure: str | None) -> None:
        with self._lock:
            is_news = (failure is None) != (self._failure is None)
            self._failure = failure
            self._refused_until = self._clock() + self._pause_seconds
        if is_news and failure:
            logger.info("%s; it is tried again every %.0f s", failure, self._pause_seconds)
        elif is_news:
            logger.info("%s can be reached again", self._what)
