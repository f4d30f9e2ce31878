"""The door for Slack's HTTP mode: what Slack did not sign, just now and once, never reaches Bolt.

Bolt reads a body before it checks the signature, fails on odd timestamps and logs what it refuses (measured with
1.30), hence this check before it. See docs.slack.dev/authentication/verifying-requests-from-slack.
"""

import asyncio
import hmac
import json
import re
from collections.abc import Awaitable, Callable
from itertools import accumulate
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from aiohttp import web
from multidict import CIMultiDictProxy
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.runtime.http_refusals import REFUSALS, Reason, RequestRefusedError

EVENTS_PATH = "/slack/events"
SIGNATURE_KEY = "signature_key"
"""Under this name a handler finds in its `context` the key to tell a repeated request by."""

_SIZE_BYTES = 1024 * 1024
_AGE_SECONDS = 300
_DEEPEST_NESTING = 64  # the richest messages of Slack's stay under 20

_JSON, _FORM = "application/json", "application/x-www-form-urlencoded"
_RETRY = "X-Slack-Retry-Num"
_TIMESTAMP = re.compile(r"[0-9]{1,11}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")
_SSL_CHECK = re.compile(rb"(?:token=\w{1,100}&)?ssl_check=1(?:&token=\w{1,100})?")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL)  # the last quote is optional, so it never looks twice
_BRACKET = re.compile(r"[][{}]")


class SlackEdge:
    """Takes what Slack sends, and refuses the rest in the order: form, size, signature, age, replay, content.

    Args:
        signing_secret: Of the Slack app.
        dispatch: `async_dispatch` of an `AsyncApp` that was made with `request_verification_enabled=False`.
        is_seen: Whether a request with this key ("slack:signature:" and 64 hex digits) was accepted before; the
            handlers note it, as `context["signature_key"]`.
        clock: Seconds since 1970.
        read_seconds: How long a body may take to come.
    """

    def __init__(
        self,
        *,
        signing_secret: str,
        dispatch: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]],
        is_seen: Callable[[str], Awaitable[bool]],
        clock: Callable[[], float],
        read_seconds: float = 10.0,
    ) -> None:
        self._secret = signing_secret.encode()
        self._dispatch = dispatch
        self._is_seen = is_seen
        self._clock = clock
        self._read_seconds = read_seconds

    def routes(self) -> list[web.RouteDef]:
        """Return what an app that `health_app` made needs to take Slack's requests: `app.add_routes(edge.routes())`."""
        return [web.route("*", EVENTS_PATH, self._answer)]

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        try:
            accepted = await self._accept(request)
        except RequestRefusedError as refused:
            return request.app[REFUSALS].answer(refused.reason)
        return await to_aiohttp_response(await self._dispatch(accepted)) if accepted else web.Response()

    async def _accept(self, request: web.Request) -> AsyncBoltRequest | None:
        """Return what Bolt is to take; None for the unsigned request by which Slack looks at the certificate."""
        if request.method == "GET" and _SSL_CHECK.fullmatch(request.rel_url.raw_query_string.encode()):
            return None
        if request.method != "POST":
            _refuse("method")
        body = await self._read(request)
        if _SSL_CHECK.fullmatch(body):
            return None
        key = self._check_signature(request.headers, body)
        if await self._is_seen(key) and not _is_retried_event(request):
            _refuse("replay")
        return _bolt_request(_payload(body, request.content_type), request.headers, key)

    async def _read(self, request: web.Request) -> bytes:
        if (request.content_length or 0) > _SIZE_BYTES:
            _refuse("size")
        body = bytearray()
        try:
            async with asyncio.timeout(self._read_seconds):
                async for chunk in request.content.iter_any():
                    body += chunk
                    if len(body) > _SIZE_BYTES:
                        _refuse("size")
        except TimeoutError:
            _refuse("slow")
        except (web.RequestPayloadError, ConnectionError):
            _refuse("malformed")
        return bytes(body)

    def _check_signature(self, headers: CIMultiDictProxy[str], body: bytes) -> str:
        """Return the key of a request that Slack signed in the last five minutes; over the bytes as they came."""
        timestamp = _only(headers, "X-Slack-Request-Timestamp", _TIMESTAMP, "timestamp")
        signature = _only(headers, "X-Slack-Signature", _SIGNATURE, "signature")
        if abs(int(self._clock()) - int(timestamp)) > _AGE_SECONDS:
            _refuse("age")
        signed = hmac.digest(self._secret, f"v0:{timestamp}:".encode() + body, "sha256").hex()
        if not hmac.compare_digest(f"v0={signed}", signature):
            _refuse("signature")
        return f"slack:signature:{signed}"


def _is_retried_event(request: web.Request) -> bool:
    """Return whether Slack sends an event again, perhaps within the second and so with the same signature.

    Anybody can write that header, but an event has an id by which its handler knows it. Commands and buttons come as
    forms and are never sent again.
    """
    return request.content_type == _JSON and _RETRY in request.headers


def _refuse(reason: Reason) -> NoReturn:
    raise RequestRefusedError(reason) from None


def _only(headers: CIMultiDictProxy[str], name: str, form: re.Pattern[str], reason: Reason) -> str:
    """Return the value of a header that is there once and has this form."""
    values = headers.getall(name, [])
    if len(values) != 1 or not form.fullmatch(values[0]):
        _refuse(reason)
    return values[0]


def _payload(body: bytes, content_type: str) -> dict[str, Any]:
    """Return what an event (JSON), an interaction (JSON in a form) or a command (a form) holds."""
    if content_type not in (_JSON, _FORM):
        _refuse("type")
    try:
        text = body.decode()
        if content_type == _JSON:
            return _json_object(text)
        fields = dict(parse_qsl(text, keep_blank_values=True, strict_parsing=True, errors="strict"))
        return _json_object(fields["payload"]) if "payload" in fields else fields
    except ValueError:
        _refuse("body")


def _json_object(text: str) -> dict[str, Any]:
    brackets = _BRACKET.findall(_STRING.sub("", text))
    if max(accumulate(1 if bracket in "[{" else -1 for bracket in brackets), default=0) > _DEEPEST_NESTING:
        raise ValueError("nested too deeply")
    value = json.loads(text)
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


def _bolt_request(payload: dict[str, Any], headers: CIMultiDictProxy[str], key: str) -> AsyncBoltRequest:
    """Return a request to Bolt, always as JSON: in a form, Bolt loses a command whose text says "payload".

    Other headers stay outside, as Slack did not sign them and Bolt obeys some.
    """
    kept = {name: headers[name] for name in (_RETRY, "X-Slack-Retry-Reason") if name in headers}
    try:
        return AsyncBoltRequest(
            body=json.dumps(payload),
            headers={"Content-Type": _JSON, **kept},
            context={SIGNATURE_KEY: key},
        )
    except (AttributeError, LookupError, TypeError, ValueError):
        _refuse("body")  # Bolt looks into fields that are not what they are at Slack's
