"""A few threads for the work that must not hold up the event loop, and how long the next piece will wait."""

import asyncio
import contextvars
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")
_WEIGHT_OF_LAST = 0.1  # of the running mean of how long a piece of work takes


class Pool:
    """Runs functions in `workers` threads, first come, first served.

    Args:
        workers: How many threads.
        observe: Told how many seconds each "wait" and each "answer" took.
    """

    def __init__(self, workers: int, observe: Callable[[str, float], None] | None = None) -> None:
        self._executor = ThreadPoolExecutor(workers, thread_name_prefix="answer")
        self._workers = workers
        self._observe = observe or (lambda _, __: None)
        self._lock = threading.Lock()
        self._open = 0
        self._usual_seconds = 0.05

    @property
    def wait_seconds(self) -> float:
        """How long a piece of work that came now would wait before its turn."""
        return max(0, self._open - self._workers + 1) * self._usual_seconds / self._workers

    @property
    def waiting(self) -> int:
        """How many pieces of work wait for their turn."""
        return max(0, self._open - self._workers)

    async def run(
        self,
        deadline_seconds: float,
        function: Callable[_Arguments, _Result],
        *args: _Arguments.args,
        **kwargs: _Arguments.kwargs,
    ) -> _Result:
        """Return what the function returns; it runs in the caller's context, by which the log knows its request.

        Raises:
            TimeoutError: It was not done within the deadline, waiting included; a thread that runs is not stopped.
        """
        context, timed = contextvars.copy_context(), self._timed(function)
        with self._lock:
            self._open += 1
        future = self._executor.submit(lambda: context.run(timed, *args, **kwargs))
        future.add_done_callback(lambda _: self._close_one())
        return await asyncio.wait_for(asyncio.wrap_future(future), deadline_seconds)

    def close(self) -> None:
        """Let go of the threads; work that waits is dropped."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _timed(self, function: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
        """Return a function that does the same, and notes how long it waited and took."""
        came = time.monotonic()

        def run(*args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Result:
            started = time.monotonic()
            self._observe("wait", started - came)
            try:
                return function(*args, **kwargs)
            finally:
                took = time.monotonic() - started
                self._note(took)
                self._observe("answer", took)

        return run

    def _note(self, seconds: float) -> None:
        with self._lock:
            self._usual_seconds += _WEIGHT_OF_LAST * (seconds - self._usual_seconds)

    def _close_one(self) -> None:
        with self._lock:
            self._open -= 1
