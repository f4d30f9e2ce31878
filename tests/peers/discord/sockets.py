"""One connection of the gateway: writes what it is given, in order, compressed if the bot wants that."""

import asyncio
import json
import zlib
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

_MOST_PER_MINUTE = 120


@dataclass(slots=True, kw_only=True, eq=False)
class Connection:
    """One WebSocket; a silent one neither says nor hears anything. `close_code` is what Discord closed it with."""

    number: int
    socket: web.WebSocketResponse = field(repr=False)
    transport: asyncio.Transport = field(repr=False)
    compresses: bool = False
    is_silent: bool = False
    close_code: int | None = None
    session: Any = None
    beat_at: float = field(default_factory=lambda: asyncio.get_running_loop().time())
    _outgoing: asyncio.Queue = field(default_factory=asyncio.Queue, repr=False)
    _received_at: deque[float] = field(default_factory=deque, repr=False)

    def send(self, payload: dict[str, Any]) -> None:
        """Put something behind what waits to be written."""
        if not self.is_silent and not self.close_code:
            self._outgoing.put_nowait(json.dumps(payload))

    def close(self, code: int) -> None:
        """Close the connection after what waits to be written."""
        if not self.close_code:
            self.close_code = code
            self._outgoing.put_nowait(code)

    def may_send(self, now: float) -> bool:
        """Count something that the bot sent; return whether it may send so much."""
        self._received_at.append(now)
        while self._received_at[0] < now - 60:
            self._received_at.popleft()
        return len(self._received_at) <= _MOST_PER_MINUTE

    async def write(self) -> None:
        """Write what there is, until the connection ends."""
        compressor = zlib.compressobj()
        try:
            while not isinstance(outgoing := await self._outgoing.get(), int):
                if self.compresses:
                    outgoing = compressor.compress(outgoing.encode()) + compressor.flush(zlib.Z_SYNC_FLUSH)
                    await self.socket.send_bytes(outgoing)
                else:
                    await self.socket.send_str(outgoing)
            await self.socket.close(code=outgoing)
        except ConnectionError:
            pass  # the bot went away while it was being spoken to
