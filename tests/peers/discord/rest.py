"""Discord's API over HTTP: reads path and body, checks the token, and does what is asked."""

import asyncio
import json
from typing import Any

from aiohttp import web

from .buckets import Buckets, refusal_body
from .errors import DiscordError
from .faults import Faults, answer_with_fault, json_response
from .methods import OPERATIONS, Operation
from .records import Call
from .state import State


class Rest:
    """Answers everything under /api/v10."""

    def __init__(self, state: State, faults: Faults, buckets: Buckets) -> None:
        self._state = state
        self._faults = faults
        self._buckets = buckets

    def add_routes(self, app: web.Application) -> None:
        """Add every operation, under the name that it has in the diary."""
        for operation in OPERATIONS:
            app.router.add_route(operation.method, f"/api/v10{operation.path}", self._handler(operation))
        app.router.add_route("*", "/api/{anything:.*}", self._handle_unknown)

    def _handler(self, operation: Operation) -> Any:
        async def handle(request: web.Request) -> web.Response:
            return await self._handle(operation, request)

        return handle

    async def _handle(self, operation: Operation, request: web.Request) -> web.Response:
        name, at = operation.name or operation.call.__name__, asyncio.get_running_loop().time()
        body = await request.text()

        async def answer() -> tuple[str, web.Response]:
            return self._answer(name, operation, request, body)

        fault = self._faults.take(name)
        outcome, response, gets_through = await answer_with_fault(fault, request, answer)
        self._state.diary.calls.append(
            Call(
                method=name,
                arguments=dict(request.match_info) | _shown(body),
                outcome=outcome,
                status=response.status if gets_through else None,
                at=at,
                is_shared=fault is not None and fault.is_shared,
            )
        )
        return response

    def _answer(self, name: str, operation: Operation, request: web.Request, body: str) -> tuple[str, web.Response]:
        place = request.match_info.get("channel") or request.match_info.get("token", "")
        headers, wait = self._buckets.take(name, place)
        if wait:
            return "429", json_response(refusal_body(wait, "user"), 429, headers)
        try:
            if operation.needs_token and request.headers.get("Authorization") != f"Bot {self._state.token}":
                raise DiscordError(status=401)
            arguments = _arguments(body) | dict(request.query) | dict(request.match_info)
            answer = operation.call(self._state, arguments)
        except DiscordError as error:
            self._state.note(name, error)
            return str(error.code or error.status), json_response(error.answer, error.status, headers)
        return "ok", json_response(answer, headers=headers)

    async def _handle_unknown(self, request: web.Request) -> web.Response:
        self._state.diary.violations.append(f"{request.method} {request.path}: the peer does not know this")
        return json_response({"message": "404: Not Found", "code": 0}, 404)


def _arguments(body: str) -> dict[str, Any]:
    """Return what a body says; a list is its `body`.

    Raises:
        DiscordError: It is not JSON.
    """
    try:
        content = json.loads(body or "{}")
    except ValueError:
        raise DiscordError(50109) from None
    return content if isinstance(content, dict) else {"body": content}


def _shown(body: str) -> dict[str, Any]:
    try:
        return _arguments(body)
    except DiscordError:
        return {"body": body}
