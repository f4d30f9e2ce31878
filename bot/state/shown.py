"""What channels were shown of the daily insight, and how each post stands."""

import datetime
from dataclasses import asdict, fields
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, select

from bot.domain.channel_post import Place
from bot.domain.records import PostRecord
from bot.domain.schedule import Slot
from bot.state.repository import Repository, put, reading, transactional
from bot.state.schedules import place_of
from bot.state.tables import posts, schedules

_SHOWN: Final = ("sending", "sent", "ambiguous")
_TROUBLED: Final = ("failed", "ambiguous")
_SAME_NAMES: Final = tuple(field.name for field in fields(PostRecord) if field.name in posts.c)
_LATEST: Final = (posts.c.slot_at.desc(), posts.c.schedule_id)


class ShownQuotes(Repository):
    """The posts that were; nothing of them is ever forgotten, so that no channel is shown the same again."""

    @reading
    def quotes_shown(self, connection: Connection, place: Place) -> list[str]:
        """Return the ids of all quotes that a channel was shown, or may have been, the latest last."""
        order = (posts.c.began_at, posts.c.local_date, posts.c.schedule_id)
        return list(connection.scalars(select(posts.c.quote_id).where(_is_shown(place)).order_by(*order)))

    @transactional
    def note_shown(
        self, connection: Connection, place: Place, quote_id: str, date: datetime.date, now: float, key: str
    ) -> None:
        """Note that a channel was shown an insight that somebody asked for; once for each key."""
        lock_place(connection, place)
        ended = {"status": "sent", "began_at": now, "ended_at": now, "quote_id": quote_id}
        put(connection, posts, new_post(place, f"now:{key}", Slot(now, date)) | ended, replaces=false())

    @reading
    def last_posts(self, connection: Connection) -> dict[str, PostRecord]:
        """Return the latest post of each schedule there is, by the schedule's id."""
        latest = (
            select(posts.c.schedule_id, func.max(posts.c.slot_at).label("slot_at"))
            .where(posts.c.schedule_id.in_(select(schedules.c.id)))
            .group_by(posts.c.schedule_id)
            .subquery()
        )
        is_latest = and_(posts.c.schedule_id == latest.c.schedule_id, posts.c.slot_at == latest.c.slot_at)
        return {post.schedule_id: post for post in read_posts(connection, select(posts).join(latest, is_latest))}

    @reading
    def posts_of(self, connection: Connection, schedule_id: str, count: int) -> list[PostRecord]:
        """Return the latest `count` posts of a schedule, the latest first."""
        query = select(posts).where(posts.c.schedule_id == schedule_id).order_by(*_LATEST)
        return read_posts(connection, query.limit(count))

    @reading
    def troubled_posts(self, connection: Connection, count: int) -> list[PostRecord]:
        """Return the latest `count` posts that failed, or of which nobody knows, the latest first."""
        query = select(posts).where(posts.c.status.in_(_TROUBLED)).order_by(*_LATEST)
        return read_posts(connection, query.limit(count))


def new_post(place: Place, schedule_id: str, slot: Slot, version: int = 0) -> dict[str, Any]:
    """Return the row of a post that nobody holds."""
    return asdict(place) | {
        "schedule_id": schedule_id,
        "local_date": slot.date,
        "slot_at": slot.at,
        "owner": "",
        "fence": 0,
        "lease_until": 0.0,
        "version": version,
        "tries": 0,
        "sender": "",
        "reason": "",
    }


def count_shown(connection: Connection, place: Place) -> int:
    """Return how many quotes a channel was shown, or may have been."""
    return connection.scalar(select(func.count()).select_from(posts).where(_is_shown(place))) or 0


def lock_place(connection: Connection, place: Place) -> None:
    """Keep others from beginning posts in a channel, and from changing its schedules, until this transaction ends."""
    here = select(schedules.c.id).filter_by(**asdict(place)).order_by(schedules.c.id)
    connection.execute(here.with_for_update())


def _is_shown(place: Place) -> ColumnElement[bool]:
    here = (getattr(posts.c, name) == value for name, value in asdict(place).items())
    return and_(posts.c.status.in_(_SHOWN), *here)


def read_posts(connection: Connection, query: Select[Any]) -> list[PostRecord]:
    """Return the posts that a query finds."""
    return [
        PostRecord(place=place_of(row), date=row["local_date"], **{name: row[name] for name in _SAME_NAMES})
        for row in connection.execute(query).mappings()
    ]
