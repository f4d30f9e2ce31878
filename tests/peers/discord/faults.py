"""Things that go wrong on demand, for each operation of the API, "any" for all of them."""

import asyncio
import json
import socket
import struct
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal

from aiohttp import web

from .buckets import Scope, bucket_headers, refusal_body, refusal_headers
from .errors import DiscordError

_JSON = {"Content-Type": "application/json"}
_VIA = {"Via": "1.1 google"}  # without it discord.py takes a 429 for one of Cloudflare's and gives up


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that goes wrong the next `times` times, always if None.

    "fail" refuses without doing it; "delay" does it and answers late; "drop" cuts the connection before doing it,
    "lose" after.
    """

    kind: Literal["fail", "delay", "drop", "lose"]
    times: int | None = 1
    status: int = 200
    outcome: str = ""
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0

    @property
    def is_shared(self) -> bool:
        return self.headers.get("X-RateLimit-Scope") == "shared"


class Faults:
    """What is to go wrong, in order, operation by operation."""

    def __init__(self) -> None:
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)

    def fail(
        self, method: str, code: int = 0, *, status: int | None = None, body: str | None = None, times: int | None = 1
    ) -> None:
        """Refuse the next calls with one of Discord's codes, or with a status and perhaps a web page."""
        error = DiscordError(code, status=status)
        headers = (_JSON if body is None else {"Content-Type": "text/html"}) | _VIA
        answer_text = json.dumps(error.answer) if body is None else body
        outcome = str(code or error.status)
        self._add(
            method,
            Fault(kind="fail", status=error.status, outcome=outcome, body=answer_text, headers=headers, times=times),
        )

    def rate_limit(
        self, method: str, retry_after: float = 1, *, scope: Scope = "user", via: bool = True, times: int | None = 1
    ) -> None:
        """Refuse the next calls with 429; without `via` as Cloudflare does who has banned the address."""
        if via:
            headers = _JSON | _VIA | _limit_headers(method, retry_after, scope)
            body = json.dumps(refusal_body(retry_after, scope))
        else:
            headers, body = {"Content-Type": "text/html", "Retry-After": str(retry_after)}, "error code: 1015"
        self._add(method, Fault(kind="fail", status=429, outcome="429", body=body, headers=headers, times=times))

    def delay(self, method: str, seconds: float, *, times: int | None = 1) -> None:
        """Do what is asked, but answer late."""
        self._add(method, Fault(kind="delay", seconds=seconds, times=times))

    def drop_request(self, method: str, *, times: int | None = 1) -> None:
        """Reset the connection and do nothing."""
        self._add(method, Fault(kind="drop", times=times))

    def lose_reply(self, method: str, *, times: int | None = 1) -> None:
        """Do what is asked, then reset the connection instead of answering."""
        self._add(method, Fault(kind="lose", times=times))

    def heal(self, method: str) -> None:
        """Let nothing go wrong with an operation any more."""
        self._faults.pop(method, None)

    def _add(self, method: str, fault: Fault) -> None:
        self._faults[method].append(fault)

    def take(self, method: str) -> Fault | None:
        """Return what goes wrong with this call, if anything; it counts as done."""
        faults = self._faults[method] or self._faults["any"]
        if not faults:
            return None
        fault = faults.popleft()
        if fault.times is None:
            faults.appendleft(fault)
        elif fault.times > 1:
            faults.appendleft(replace(fault, times=fault.times - 1))
        return fault


def _limit_headers(method: str, retry_after: float, scope: Scope) -> dict[str, str]:
    """Return the headers of a 429; where the limit is not the bot's own there is something left in its bucket."""
    refused = refusal_headers(retry_after, scope)
    if scope == "global":
        return refused
    now, remaining = time.time(), 4 if scope == "shared" else 0
    return refused | bucket_headers(method, 5, remaining, ends_at=now + retry_after, now=now)


Answer = tuple[str, web.Response]


async def answer_with_fault(
    fault: Fault | None, request: web.Request, answer: Callable[[], Awaitable[Answer]]
) -> tuple[str, web.Response, bool]:
    """Return the outcome, the response, and whether it gets through: as `answer` says unless something goes wrong."""
    if fault is None:
        return *await answer(), True
    if fault.kind == "fail":
        return fault.outcome, web.Response(body=fault.body.encode(), status=fault.status, headers=fault.headers), True
    if fault.kind == "drop":
        return "request dropped", _reset(request), False
    outcome, response = await answer()
    await asyncio.sleep(fault.seconds)
    if fault.kind == "delay":
        return outcome, response, True
    return "reply lost", _reset(request), False


def json_response(answer: Any, status: int = 200, headers: Mapping[str, str] = MappingProxyType({})) -> web.Response:
    """Return an answer; discord.py reads JSON only where the type says nothing besides."""
    if answer is None:
        return web.Response(status=204, headers=_VIA | dict(headers))
    return web.Response(body=json.dumps(answer).encode(), status=status, headers=_JSON | _VIA | dict(headers))


def _reset(request: web.Request) -> web.Response:
    """Reset the connection (ECONNRESET at the other end); nothing of the response gets through."""
    if request.transport:
        linger = struct.pack("ii", 1, 0)
        request.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        request.transport.abort()
    return web.Response()
