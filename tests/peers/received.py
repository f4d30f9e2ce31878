"""All that a bot sends to a peer, as the bytes that arrive: addresses, headers, bodies, and frames of WebSockets."""

import json
import re
from collections.abc import Awaitable, Callable, Iterable
from urllib.parse import unquote_plus

from aiohttp import web

_ESCAPED = re.compile(r"\\+u([0-9a-fA-F]{4})")


def keeping(received: list[bytes]) -> Callable[..., Awaitable[web.StreamResponse]]:
    """Return the middleware that adds each request to what was received."""

    @web.middleware
    async def keep(request: web.Request, handler: Callable[..., Awaitable[web.StreamResponse]]) -> web.StreamResponse:
        headers = b"\n".join(name + b": " + value for name, value in request.raw_headers)
        received.append(b"\n".join([request.raw_path.encode(), headers, await request.read()]))
        return await handler(request)

    return keep


def readable(payloads: Iterable[bytes]) -> str:
    """Return bytes as text in which words are found however JSON and forms wrap them."""
    sent = "\n".join(payload.decode() for payload in payloads)
    plain = unquote_plus(sent)
    return "\n".join([sent, plain, _ESCAPED.sub(lambda code: json.loads(f'"\\u{code[1]}"'), plain)])
