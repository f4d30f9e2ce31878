"""Who has taken something on, and until when others believe that they live: the same for requests and for posts."""

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import Awaitable, Callable, Collection
from typing import Any

from sqlalchemy import ColumnElement, Table, Update, and_, update

from index.errors import QuotebotError

logger = logging.getLogger(__name__)

_RENEWALS = 4  # in the time of a lease


def new_owner() -> str:
    """Return the name of one run of one process, which no other run ever has."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


def held_by(owner: str, now: float, lease_seconds: float) -> dict[str, Any]:
    """Return what is written where somebody takes something on, or goes on with it."""
    return {"owner": owner, "lease_until": now + lease_seconds}


def is_abandoned(table: Table, open_statuses: Collection[str], owner: str, now: float) -> ColumnElement[bool]:
    """Return what tells what is to be done whose owner, another than this one, has died."""
    return and_(table.c.status.in_(open_statuses), table.c.owner != owner, table.c.lease_until <= now)


def renewal(table: Table, open_statuses: Collection[str], owner: str, now: float, lease_seconds: float) -> Update:
    """Return what says that somebody lives, and goes on with all that they have taken on."""
    own = update(table).where(table.c.owner == owner, table.c.status.in_(open_statuses))
    return own.values(held_by(owner, now, lease_seconds))


async def keep_up(renew: Callable[[], Awaitable[None]], lease_seconds: float) -> None:
    """Renew leases in good time, whatever the database says to that; until cancelled."""
    while True:
        try:
            await renew()
        except QuotebotError:
            logger.exception("leases could not be renewed; tried again soon")
        await asyncio.sleep(lease_seconds / _RENEWALS)
