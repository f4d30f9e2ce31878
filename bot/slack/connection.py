"""One Socket Mode connection, from its handshake to its end; frames come in, acknowledgements go out.

Source: https://docs.slack.dev/apis/events-api/using-socket-mode/
"""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from aiohttp import ClientError, ClientWebSocketResponse, ServerTimeoutError, WSMsgType
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.slack.web_client import silent_logger

logger = logging.getLogger(__name__)

_FAREWELL_SECONDS = 1  # who has gone silent does not say goodbye either

Dispatch = Callable[[SocketModeRequest], Awaitable[BoltResponse]]


class Connection(AsyncBaseSocketModeClient):
    """Takes envelopes and acknowledges each where it came from; never connects anew by itself.

    slack_sdk's own client does, but closes the old connection before it opens the next, and logs the address
    with its secret ticket when it fails.

    `spent` is done when a successor is needed (its result says why), `ended` when nothing can come or go any more.
    """

    def __init__(self, socket: ClientWebSocketResponse, dispatch: Dispatch) -> None:
        self.logger = silent_logger()
        self._hello: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.spent: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._socket = socket
        self._dispatch = dispatch
        self._is_closing = False
        self._handling: set[asyncio.Task[None]] = set()
        self.ended = asyncio.create_task(self._receive())

    @property
    def is_live(self) -> bool:
        """Whether Slack may send something on it."""
        return self._hello.done() and not self.ended.done()

    async def is_greeted(self, within_seconds: float) -> bool:
        """Wait for Slack's greeting, before which nothing comes, and return whether it came."""
        signs: list[asyncio.Future[Any]] = [self._hello, self.spent]
        await asyncio.wait(signs, timeout=within_seconds, return_when=asyncio.FIRST_COMPLETED)
        return self._hello.done()

    async def send_message(self, message: str) -> None:
        """Send one frame; on a connection that has just died it is lost, and Slack delivers the envelope again."""
        with suppress(ClientError, ConnectionError):
            await self._socket.send_str(message)

    async def retire(self, linger_seconds: float, close_seconds: float) -> None:
        """Serve until Slack ends the connection, which it does soon after asking for another one; else end it."""
        await asyncio.wait([self.ended], timeout=linger_seconds)
        await self.end(close_seconds)

    async def end(self, close_seconds: float) -> None:
        """Take nothing new, give what is being handled the time to be acknowledged, and close."""
        self._is_closing = True
        if self._handling:
            await asyncio.wait(self._handling, timeout=close_seconds)
        with suppress(TimeoutError):
            async with asyncio.timeout(_FAREWELL_SECONDS):
                await self._socket.close()
        await asyncio.wait([self.ended])

    async def _receive(self) -> None:
        try:
            async for frame in self._socket:
                if frame.type is WSMsgType.TEXT and not self._is_closing:
                    self._take(frame.data)
        finally:
            self._spend(self._how_it_ended())

    def _take(self, text: str) -> None:
        """Handle one message of Slack's, an envelope beside others; what is no JSON object says nothing to us."""
        try:
            message = json.loads(text)
        except (ValueError, RecursionError):
            return
        match message:
            case {"type": "hello"} if not self._hello.done():
                self._hello.set_result(None)
            case {"type": "disconnect"}:
                self._spend(str(message.get("reason")))
            case {"envelope_id": str()}:
                task = asyncio.create_task(self._handle(message))
                self._handling.add(task)
                task.add_done_callback(self._handling.discard)

    async def _handle(self, message: dict[str, Any]) -> None:
        try:
            if request := SocketModeRequest.from_dict(message):
                response = await self._dispatch(request)
                await send_async_response(self, request, response, time.time())
        except Exception:
            logger.exception("an envelope from Slack was not handled; Slack delivers it again")

    def _spend(self, reason: str) -> None:
        if not self.spent.done():
            self.spent.set_result(reason)

    def _how_it_ended(self) -> str:
        if isinstance(self._socket.exception(), ServerTimeoutError):
            return "silent"
        return "dropped" if self._socket.close_code in (None, 1006) else "closed"
