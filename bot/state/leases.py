"""Who has taken something on, and until when others believe that they live: the same for requests and for posts."""

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import Awaitable, Callable
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, and_, update

from bot.state.repository import Repository, transactional
from bot.state.tables import posts, work
from index.errors import QuotebotError

logger = logging.getLogger(__name__)

OPEN: Final = ("accepted", "claimed", "sending")


class Leases(Repository):
    """What is to be done belongs to one run of one process, its owner, for as long as that renews its lease."""

    @transactional
    def renew(self, connection: Connection, owner: str, now: float, lease_seconds: float) -> None:
        """Say that `owner` lives, and goes on with all that they have taken on."""
        for table in (work, posts):
            own = update(table).where(table.c.owner == owner, table.c.status.in_(OPEN))
            connection.execute(own.values(lease(owner, now, lease_seconds)))


def new_owner() -> str:
    """Return a name for a run of a process, which no other run ever has."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


def lease(owner: str, now: float, lease_seconds: float) -> dict[str, Any]:
    """Return what is written where somebody takes something on."""
    return {"owner": owner, "lease_until": now + lease_seconds}


def is_abandoned(table: Table, owner: str, now: float) -> ColumnElement[bool]:
    """Return what tells what is still to be done, and whose owner, another than this one, has died."""
    return and_(table.c.status.in_(OPEN), table.c.owner != owner, table.c.lease_until <= now)


async def keep_up(renew: Callable[[], Awaitable[None]], lease_seconds: float) -> None:
    """Renew leases in good time, whatever the database says to that; until cancelled."""
    while True:
        try:
            await renew()
        except QuotebotError:
            logger.exception("leases could not be renewed; tried again soon")
        await asyncio.sleep(lease_seconds / 4)
