"""How much is written down at once, while many ask."""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, ParamSpec, TypeVar

from bot.state import State

_MOST_TOGETHER = 8  # for longer than these take nobody's acknowledgement waits

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")
_Write = tuple[Future[Any], Callable[[], Any]]


class BatchedWrites:
    """Writes to the state, as its database does it best when there is much at once.

    SQLite has one writer, and each transaction waits for the disk: there one thread writes, and what has come
    meanwhile goes into one transaction. PostgreSQL has many, so a few threads write; were several requests in one
    transaction, two processes that take them in another order would wait for each other.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._most = _MOST_TOGETHER if state.writers == 1 else 1
        self._executor = ThreadPoolExecutor(state.writers, thread_name_prefix="writes")
        self._lock = threading.Lock()
        self._urgent: deque[_Write] = deque()
        self._others: deque[_Write] = deque()
        self._last: deque[_Write] = deque()

    async def write(
        self, function: Callable[_Arguments, _Result], *args: _Arguments.args, **kwargs: _Arguments.kwargs
    ) -> _Result:
        """Return what a method of the state returns that is one transaction."""
        return await self._in_line(self._others, partial(function, *args, **kwargs))

    async def write_first(
        self, function: Callable[_Arguments, _Result], *args: _Arguments.args, **kwargs: _Arguments.kwargs
    ) -> _Result:
        """Return the same; goes before all that is only to `write`, since somebody waits for it."""
        return await self._in_line(self._urgent, partial(function, *args, **kwargs))

    async def write_last(
        self, function: Callable[_Arguments, _Result], *args: _Arguments.args, **kwargs: _Arguments.kwargs
    ) -> _Result:
        """Return the same; goes behind all else, since nobody waits for it."""
        return await self._in_line(self._last, partial(function, *args, **kwargs))

    def close(self) -> None:
        """Finish what was begun, and let go of the threads."""
        self._executor.shutdown(wait=True)

    async def _in_line(self, line: deque[_Write], function: Callable[[], _Result]) -> _Result:
        done: Future[_Result] = Future()
        line.append((done, function))
        self._executor.submit(self._write_some)
        return await asyncio.wrap_future(done)

    def _write_some(self) -> None:
        """Write what waits; nothing where an earlier turn took it along."""
        with self._lock:
            line = self._urgent or self._others or self._last
            taken = [line.popleft() for _ in range(min(len(line), self._most))]
        some = [(done, function) for done, function in taken if done.set_running_or_notify_cancel()]
        if len(some) < 2 or not self._are_written_together(some):
            for done, function in some:
                _settle(done, function)

    def _are_written_together(self, some: list[_Write]) -> bool:
        """Write all of it in one transaction, and return whether that went well; else nothing is written."""
        try:
            with self._state.together():
                results = [function() for _, function in some]
        except Exception:
            return False  # each on its own then, and hears of what is its own
        for (done, _), result in zip(some, results, strict=True):
            done.set_result(result)
        return True


def _settle(done: Future[Any], function: Callable[[], Any]) -> None:
    try:
        done.set_result(function())
    except BaseException as error:
        done.set_exception(error)
