"""Discord's side of the gateway: sessions, which outlive their connections, and the numbered events of each.

Source: https://docs.discord.com/developers/events/gateway
"""

import asyncio
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from . import payloads
from .records import Beat
from .sockets import Connection
from .state import State
from .world import BOT, Guild

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 0, 1, 2, 6, 7, 9, 10, 11
_SENT_BY_BOTS = {3, 4, 8, 31, 43}
GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES = 1 << 0, 1 << 9, 1 << 12
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
_INTENTS = sum(1 << bit for bit in (*range(17), 20, 21, 24, 25))
_ENDS_SESSION = (1000, 1001, 4004, 4007, 4009)
_LONGEST_PAYLOAD_BYTES = 4096


@dataclass(slots=True, kw_only=True, eq=False)
class Session:
    """A session of one shard with all its events; the number of an event is its place, counted from 1."""

    id: str
    shard: int
    intents: int
    events: list[dict[str, Any]] = field(default_factory=list, repr=False)
    connection: Connection | None = field(default=None, repr=False)

    def push(self, name: str, payload: dict[str, Any]) -> None:
        """Number an event and send it, now or when the session is resumed."""
        event = {"op": DISPATCH, "t": name, "s": len(self.events) + 1, "d": payload}
        self.events.append(event)
        if self.connection:
            self.connection.send(event)


class Gateway:
    """All connections and sessions; `identified` and `resumed` are when that happened, in the event loop's clock."""

    def __init__(self, state: State) -> None:
        self.connections: list[Connection] = []
        self.sessions: dict[str, Session] = {}
        self.identified: list[float] = []
        self.resumed: list[float] = []
        self._state = state
        self._count = 0
        self._refusals: list[int] = []
        state.tell = self.dispatch

    def dispatch(self, name: str, payload: dict[str, Any], guild: str | None) -> bool:
        """Give an event to every session that it is for; return whether there was one."""
        shard = (int(guild or 0) >> 22) % self._state.shards
        sessions = [
            session
            for session in self.sessions.values()
            if session.shard == shard and _wants(session.intents, name, guild)
        ]
        for session in sessions:
            is_message = name in ("MESSAGE_CREATE", "MESSAGE_UPDATE")
            session.push(name, payloads.as_seen(payload, session.intents) if is_message else payload)
        return bool(sessions)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until it ends."""
        if self._refusals:
            return web.Response(status=self._refusals.pop(0))
        socket = web.WebSocketResponse(autoclose=False, timeout=1)
        await socket.prepare(request)
        self._count += 1
        compresses = request.query.get("compress") == "zlib-stream"
        connection = Connection(number=self._count, socket=socket, transport=request.transport, compresses=compresses)
        writing = asyncio.create_task(connection.write())
        self.connections.append(connection)
        connection.send({"op": HELLO, "d": {"heartbeat_interval": round(self._state.heartbeat_seconds * 1000)}})
        if request.query.get("v") != "10":
            connection.close(4012)
        try:
            await self._read(connection)
        finally:
            self.connections.remove(connection)
            writing.cancel()
        return socket

    async def _read(self, connection: Connection) -> None:
        while True:
            try:
                message = await connection.socket.receive(timeout=2 * self._state.heartbeat_seconds)
            except TimeoutError:
                self._give_up(connection)
                continue
            if message.type == WSMsgType.TEXT:
                self._state.diary.received.append(message.data.encode())
                self._take(connection, message.data)
            elif message.type != WSMsgType.BINARY:
                self._let_go(connection, message.data if message.type == WSMsgType.CLOSE else None)
                return

    def _give_up(self, connection: Connection) -> None:
        if not (connection.is_silent or connection.close_code):
            self._state.diary.violations.append(f"no heartbeat on connection {connection.number} for two intervals")
        connection.close(4000)

    def _let_go(self, connection: Connection, code: int | None) -> None:
        """Keep the session of a connection that ended, unless one of the two wanted it to end."""
        session: Session | None = connection.session
        if session and session.connection is connection:
            session.connection = None
            if (connection.close_code or code) in _ENDS_SESSION:
                self.sessions.pop(session.id, None)

    def _take(self, connection: Connection, text: str) -> None:
        if connection.is_silent or connection.close_code:
            return
        try:
            payload = json.loads(text) if len(text.encode()) <= _LONGEST_PAYLOAD_BYTES else {}
            op, data = payload["op"], payload.get("d")
        except (ValueError, KeyError):
            connection.close(4002)
            return
        if not connection.may_send(asyncio.get_running_loop().time()):
            connection.close(4008)
        elif op == HEARTBEAT:
            self._beat(connection, data)
        elif op == IDENTIFY:
            self._identify(connection, data)
        elif op == RESUME:
            self._resume(connection, data)
        elif op not in _SENT_BY_BOTS:
            connection.close(4001)
        elif connection.session is None:
            connection.close(4003)

    def _beat(self, connection: Connection, seq: int | None) -> None:
        at = asyncio.get_running_loop().time()
        late = max(0.0, at - connection.beat_at - self._state.heartbeat_seconds)
        connection.beat_at = at
        self._state.diary.beats.append(Beat(connection=connection.number, at=at, seq=seq, late_seconds=late))
        connection.send({"op": HEARTBEAT_ACK})

    def _identify(self, connection: Connection, data: dict[str, Any]) -> None:
        self.identified.append(asyncio.get_running_loop().time())
        self._state.session_start_limit["remaining"] -= 1
        shard, shards = data.get("shard", (0, 1))
        if code := self._refusal(connection, data, shard, shards):
            connection.close(code)
            return
        session = Session(id=uuid.uuid4().hex, shard=shard, intents=data["intents"], connection=connection)
        self.sessions[session.id] = connection.session = session
        guilds = [candidate for candidate in self._state.world.guilds.values() if candidate.has_bot]
        guilds = [candidate for candidate in guilds if (int(candidate.id) >> 22) % shards == shard]
        session.push("READY", self._ready(session, shards, guilds))
        for guild in guilds if session.intents & GUILDS else ():
            session.push("GUILD_CREATE", payloads.guild(self._state.world, guild))

    def _refusal(self, connection: Connection, data: dict[str, Any], shard: int, shards: int) -> int | None:
        """Return the code to close with, if the bot may not identify so."""
        if connection.session:
            return 4005
        if self._state.session_start_limit["remaining"] < 0:
            self._state.diary.violations.append("identified more often than the session start limit allows")
            return 4004
        if data.get("token") != self._state.token:
            return 4004
        if not 0 <= shard < shards:
            return 4010
        intents = data.get("intents", -1)
        if intents < 0 or intents & ~_INTENTS:
            return 4013
        return 4014 if intents & PRIVILEGED & ~self._state.granted_intents else None

    def _ready(self, session: Session, shards: int, guilds: Sequence[Guild]) -> dict[str, Any]:
        return {
            "v": 10, "user": payloads.user(self._state.world.users[BOT]), "session_id": session.id,
            "resume_gateway_url": self._state.resume_url, "shard": [session.shard, shards],
            "guilds": [{"id": guild.id, "unavailable": True} for guild in guilds],
            "application": {"id": payloads.APP, "flags": self._state.application_flags},
        }  # fmt: skip

    def _resume(self, connection: Connection, data: dict[str, Any]) -> None:
        """Send again what came after the last event that the bot got, then say that this was it."""
        session = self.sessions.get(data["session_id"])
        if data["token"] != self._state.token:
            connection.close(4004)
        elif session is None:
            connection.send({"op": INVALID_SESSION, "d": False})
        elif data["seq"] > len(session.events):
            self.sessions.pop(session.id)
            connection.close(4007)
        else:
            self.resumed.append(asyncio.get_running_loop().time())
            session.connection, connection.session = connection, session
            for event in session.events[data["seq"] :]:
                connection.send(event)
            session.push("RESUMED", {})

    def ask_to_reconnect(self) -> None:
        """Tell all connections to reconnect and resume (op 7)."""
        for connection in self.connections:
            connection.send({"op": RECONNECT, "d": None})

    def ask_for_heartbeat(self) -> None:
        """Ask all connections for a heartbeat at once (op 1)."""
        for connection in self.connections:
            connection.send({"op": HEARTBEAT, "d": None})

    def invalidate(self, *, resumable: bool = False) -> None:
        """Tell all connections that their session is invalid (op 9), and end it unless it can be resumed."""
        for connection in self.connections:
            connection.send({"op": INVALID_SESSION, "d": resumable})
            if connection.session and not resumable:
                self.sessions.pop(connection.session.id, None)

    def disconnect(self, code: int = 4000, connections: Sequence[Connection] | None = None) -> None:
        """Close connections, by default all, with a code; some codes end the session."""
        for connection in list(self.connections if connections is None else connections):
            connection.close(code)

    def drop(self, connections: Sequence[Connection] | None = None) -> None:
        """Cut connections, by default all, without a close frame."""
        for connection in list(self.connections if connections is None else connections):
            connection.transport.abort()

    def go_silent(self, connections: Sequence[Connection] | None = None) -> None:
        """Let connections, by default all, stay open and never say anything again, nor acknowledge heartbeats."""
        for connection in self.connections if connections is None else connections:
            connection.is_silent = True

    def refuse_handshakes(self, times: int, status: int = 503) -> None:
        """Refuse the next connections."""
        self._refusals += [status] * times


def _wants(intents: int, name: str, guild: str | None) -> bool:
    if name.startswith("MESSAGE_"):
        return bool(intents & (GUILD_MESSAGES if guild else DIRECT_MESSAGES))
    return True
