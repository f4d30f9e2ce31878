"""HTTP sessions of those who call at the same time."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import ClientSession, TCPConnector

# The other side keeps a connection for longer: one that it closes just as it is used again leaves nobody knowing
# whether a message was posted.
_IDLE_SECONDS = 2.0
_NO_LIMIT = 0  # a call that waited for a connection would time out, and nobody knew that it never left


class SharedSession:
    """One HTTP session for all who call at the same time; closed as soon as nobody does.

    Where many are answered at once, connections are used again, at half the work for each call, and over the internet
    without a handshake.

    Args:
        make: Makes a session on a connector.
    """

    def __init__(self, make: Callable[[TCPConnector], ClientSession]) -> None:
        self._make = make
        self._session: ClientSession | None = None
        self._users = 0

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[ClientSession]:
        """Give the session, which stays open until the block is left."""
        session = self._session
        if session is None:
            session = self._session = self._make(TCPConnector(keepalive_timeout=_IDLE_SECONDS, limit=_NO_LIMIT))
        self._users += 1
        try:
            yield session
        finally:
            self._users -= 1
            if not self._users:
                self._session = None
                await session.close()
