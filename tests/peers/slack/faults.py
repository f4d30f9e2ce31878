"""Things that go wrong on demand, for each method of the Web API, "response_url" among them."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Literal

from aiohttp import web


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that goes wrong the next `times` times, always if None.

    "fail" refuses without doing it; "delay" does it and answers late; "drop" cuts the connection before doing it,
    "lose" after. `body` replaces the JSON of a failure, such as by a web page, and is of the `content_type`.
    """

    kind: Literal["fail", "delay", "drop", "lose"]
    times: int | None = 1
    error: str = ""
    status: int = 200
    retry_after: float | str | None = None
    body: str | None = None
    content_type: str = "text/html"
    seconds: float = 0


class Faults:
    """What is to go wrong, in order, method by method."""

    def __init__(self) -> None:
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)

    def fail(
        self, method: str, error: str = "internal_error", *, status: int = 200,
        retry_after: float | str | None = None, body: str | None = None, content_type: str = "text/html",
        times: int | None = 1,
    ) -> None:  # fmt: skip
        """Refuse the next calls; with "ratelimited" say status=429 and retry_after."""
        answer = {"error": error, "status": status, "retry_after": retry_after, "body": body}
        fault = Fault(kind="fail", content_type=content_type, times=times, **answer)
        self._faults[method].append(fault)

    def delay(self, method: str, seconds: float, *, times: int | None = 1) -> None:
        """Do what is asked, but answer late."""
        self._faults[method].append(Fault(kind="delay", seconds=seconds, times=times))

    def drop_request(self, method: str, *, times: int | None = 1) -> None:
        """Cut the connection and do nothing."""
        self._faults[method].append(Fault(kind="drop", times=times))

    def lose_reply(self, method: str, *, times: int | None = 1) -> None:
        """Do what is asked, then cut the connection instead of answering."""
        self._faults[method].append(Fault(kind="lose", times=times))

    def heal(self, method: str) -> None:
        """Let nothing go wrong with a method any more."""
        self._faults.pop(method, None)

    def take(self, method: str) -> Fault | None:
        """Return what goes wrong with this call, if anything; it counts as done."""
        if not self._faults[method]:
            return None
        fault = self._faults[method].popleft()
        if fault.times is None:
            self._faults[method].appendleft(fault)
        elif fault.times > 1:
            self._faults[method].appendleft(replace(fault, times=fault.times - 1))
        return fault


Answer = tuple[str, web.Response]


async def answer_with_fault(
    fault: Fault | None, request: web.Request, answer: Callable[[], Awaitable[Answer]]
) -> Answer:
    """Return the outcome and the response: those of `answer`, unless something goes wrong."""
    if fault is None:
        return await answer()
    if fault.kind == "fail":
        return fault.error, _failure(fault)
    if fault.kind == "drop":
        return "request dropped", _cut(request)
    outcome, response = await answer()
    await asyncio.sleep(fault.seconds)
    if fault.kind == "delay":
        return outcome, response
    return "reply lost", _cut(request)


def _cut(request: web.Request) -> web.Response:
    """Cut the connection; nothing of the response gets through."""
    if request.transport:
        request.transport.abort()
    return web.Response()


def _failure(fault: Fault) -> web.Response:
    headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
    if fault.body is not None:
        return web.Response(text=fault.body, status=fault.status, headers=headers, content_type=fault.content_type)
    return web.json_response({"ok": False, "error": fault.error}, status=fault.status, headers=headers)
