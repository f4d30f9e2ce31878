"""Slack's side of Socket Mode.

Source: https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import WSMsgType, web

from .payloads import envelope
from .records import Ack, Sent
from .state import State

DisconnectReason = Literal["warning", "refresh_requested", "link_disabled", "too_many_websockets"]
_ENDS = (WSMsgType.CLOSED, WSMsgType.CLOSING, WSMsgType.ERROR)


@dataclass(slots=True, kw_only=True, eq=False)
class Connection:
    """One WebSocket; a silent one neither sends nor answers, one that is told to leave gets nothing new if it can."""

    number: int
    socket: web.WebSocketResponse = field(repr=False)
    transport: asyncio.Transport = field(repr=False)
    is_silent: bool = False
    is_leaving: bool = False
    pongs: int = 0

    @property
    def is_open(self) -> bool:
        return not self.is_silent and not self.socket.closed and not self.transport.is_closing()

    async def tell_disconnect(self, reason: DisconnectReason) -> None:
        self.is_leaving = True
        await self.socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-peer"}})


class Sockets:
    """All connections, and who gets the next envelope."""

    def __init__(self, state: State, on_ack: Callable[[Sent, Any], None]) -> None:
        self.connections: list[Connection] = []
        self._state = state
        self._on_ack = on_ack
        self._count = 0
        self._turn = 0
        self._refusals: list[int] = []
        self._sent_at: dict[str, tuple[float, Sent]] = {}
        self._closing: set[asyncio.Task] = set()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until it ends."""
        if self._refusals:
            return web.Response(status=self._refusals.pop(0))
        if request.query.get("ticket") not in self._state.tickets:
            return web.Response(status=401)
        self._state.tickets.remove(request.query["ticket"])
        socket = web.WebSocketResponse(autoping=False, autoclose=False, timeout=1)
        await socket.prepare(request)
        self._count += 1
        connection = Connection(number=self._count, socket=socket, transport=request.transport)
        if len(self.connections) >= self._state.most_connections:
            await connection.tell_disconnect("too_many_websockets")
            await socket.close()
            return socket
        await self._serve(connection)
        return socket

    async def _serve(self, connection: Connection) -> None:
        self.connections.append(connection)
        try:
            await connection.socket.send_json(self._hello())
            while (message := await connection.socket.receive()).type not in _ENDS:
                if not connection.is_silent:
                    await self._take(connection, message)
        except ConnectionError:
            pass  # the bot went away while it was being spoken to
        finally:
            if connection in self.connections:
                self.connections.remove(connection)

    async def _take(self, connection: Connection, message: Any) -> None:
        if message.type == WSMsgType.PING:
            await connection.socket.pong(message.data)
        elif message.type == WSMsgType.PONG:
            connection.pongs += 1
        elif message.type == WSMsgType.CLOSE:
            await connection.socket.close()
        elif message.type == WSMsgType.TEXT:
            self._state.diary.received.append(message.data.encode())
            self._take_ack(connection, json.loads(message.data))

    def _take_ack(self, connection: Connection, acknowledgement: dict[str, Any]) -> None:
        envelope_id = acknowledgement["envelope_id"]
        if envelope_id not in self._sent_at:
            self._state.diary.violations.append(f"acknowledgement of {envelope_id!r}, which was never sent")
            return
        sent_at, sent = self._sent_at[envelope_id]
        seconds = asyncio.get_running_loop().time() - sent_at
        acks = self._state.diary.acks.setdefault(envelope_id, [])
        acks.append(
            Ack(
                envelope_id=envelope_id,
                seconds=seconds,
                connection=connection.number,
                payload=acknowledgement.get("payload"),
            )
        )
        if len(acks) == 1:
            self._on_ack(sent, acknowledgement.get("payload"))

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "connection_info": {"app_id": "A1"},
            "num_connections": len(self.connections),
            "debug_info": {"host": "applink-peer", "started": "2026-01-01 00:00:00.000", "build_number": 1,
                           "approximate_connection_time": 18060},
        }  # fmt: skip

    async def send(self, sent: Sent) -> None:
        """Send an envelope to any one connection, one after another; with none there it is lost."""
        connections = [candidate for candidate in self.connections if candidate.is_open]
        connections = [candidate for candidate in connections if not candidate.is_leaving] or connections
        if not connections:
            self._state.diary.undelivered.append(sent)
            return
        self._turn += 1
        self._sent_at[sent.envelope_id] = asyncio.get_running_loop().time(), sent
        try:
            await connections[self._turn % len(connections)].socket.send_json(envelope(sent))
        except ConnectionError:
            self._state.diary.undelivered.append(sent)

    async def disconnect(
        self, reason: DisconnectReason, grace_seconds: float, connections: Sequence[Connection] | None
    ) -> None:
        """Tell connections, by default all, that they end, and end them after a while."""
        leaving = [
            candidate for candidate in (self.connections if connections is None else connections) if candidate.is_open
        ]
        for connection in leaving:
            await connection.tell_disconnect(reason)
        task = asyncio.create_task(self._close_later(leaving, grace_seconds))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def _close_later(self, connections: Sequence[Connection], grace_seconds: float) -> None:
        await asyncio.sleep(grace_seconds)
        await asyncio.gather(*(connection.socket.close() for connection in connections))

    async def ping(self) -> None:
        """Send a ping on every connection, as Slack does every so often; each counts its pongs."""
        for connection in self.connections:
            await connection.socket.ping(b"Ping from applink-peer")

    def drop(self, connections: Sequence[Connection] | None = None) -> None:
        """Cut connections, by default all, without a word."""
        for connection in list(self.connections if connections is None else connections):
            connection.transport.abort()

    def go_silent(self, connections: Sequence[Connection] | None = None) -> None:
        """Let connections, by default all, stay open and never say anything again, nor answer a ping."""
        for connection in self.connections if connections is None else connections:
            connection.is_silent = True

    def refuse_handshakes(self, times: int, status: int = 503) -> None:
        """Refuse the next connections."""
        self._refusals += [status] * times

    def close(self) -> None:
        for task in self._closing:
            task.cancel()
        self.drop()
