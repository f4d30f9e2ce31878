"""Slack's Web API over HTTP: reads the arguments, checks the token and scopes, and calls the method.

Source: https://docs.slack.dev/apis/web-api
"""

import asyncio
import json
from typing import Any

from aiohttp import web

from .faults import Faults, answer_with_fault
from .methods import METHODS
from .records import Call, SlackError
from .state import State

_JSON_ARGUMENTS = ("blocks", "attachments", "view", "metadata")


class WebApi:
    """Answers `/api/METHOD`."""

    def __init__(self, state: State, faults: Faults) -> None:
        self._state = state
        self._faults = faults

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one call, or let it go wrong as planned."""
        name = request.match_info["method"]
        arguments, at = await read_arguments(request), asyncio.get_running_loop().time()

        async def answer() -> tuple[str, web.Response]:
            return self._answer(name, request, arguments)

        outcome, response = await answer_with_fault(self._faults.take(name), request, answer)
        self._state.diary.calls.append(Call(method=name, arguments=arguments, outcome=outcome, at=at))
        return response

    def _answer(self, name: str, request: web.Request, arguments: dict[str, Any]) -> tuple[str, web.Response]:
        headers = {"x-oauth-scopes": ",".join(self._state.scopes)}
        try:
            method = METHODS.get(name)
            if method is None:
                raise SlackError("unknown_method", req_method=name)
            self._check_token(_token(request, arguments), method.token)
            self._check_scope(method.scope)
            answer = {"ok": True} | method.call(self._state, arguments)
        except SlackError as error:
            self._state.note(name, error)
            return error.answer["error"], web.json_response(error.answer, headers=headers)
        return "ok", web.json_response(answer, headers=headers)

    def _check_token(self, token: str | None, kind: str) -> None:
        if not token:
            raise SlackError("not_authed")
        if token not in (self._state.bot_token, self._state.app_token):
            raise SlackError("invalid_auth")
        if token != (self._state.bot_token if kind == "bot" else self._state.app_token):
            raise SlackError("not_allowed_token_type")

    def _check_scope(self, scope: str | None) -> None:
        if scope and scope not in self._state.scopes:
            raise SlackError("missing_scope", needed=scope, provided=",".join(self._state.scopes))


async def read_arguments(request: web.Request) -> dict[str, Any]:
    """Return the arguments of a call: from the query, and the body as form or JSON."""
    arguments: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        arguments |= json.loads(await request.text() or "{}")
    else:
        arguments |= dict(await request.post())
    return {name: _decoded(name, value) for name, value in arguments.items()}


def _decoded(name: str, value: Any) -> Any:
    """Return an argument that is JSON in a form as what it means; left as it is if it is not JSON."""
    if name not in _JSON_ARGUMENTS or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _token(request: web.Request, arguments: dict[str, Any]) -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme == "Bearer" else arguments.get("token")
