"""Posts of the daily insight: who may send which, and what became of it."""

from collections.abc import Collection, Sequence
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, delete, false, insert, or_, select, update

from bot.domain.records import Claim, EndOfPost, GivenAnswer, Scheduled
from bot.domain.request import Platform
from bot.domain.schedule import Schedule, Slot
from bot.state.answers import answer_row
from bot.state.leases import OPEN, is_abandoned, lease
from bot.state.repository import among, put, transactional
from bot.state.schedules import CHANGED, give_up_claimed, schedule_of, slot_values
from bot.state.shown import ShownQuotes, count_shown, lock_place, new_post
from bot.state.tables import answers, posts, schedules

_MAY_BE_THERE: Final = ("sending", "ambiguous")
_NOT_BEGUN: Final = {"status": "claimed", "sender": "", "began_at": None, "quote_id": None, "answer_id": None}


class Posts(ShownQuotes):
    """Posts on their way: claimed, then sending, then sent, ambiguous or failed; one a schedule and date, for ever.

    Clocks differ and processes pause, so a lease alone decides nothing: who takes a post over gets a higher fence,
    with which nobody else can begin any more, and what was begun and not put back is never begun again.
    """

    @transactional
    def claim(
        self,
        connection: Connection,
        scheduled: Scheduled,
        after: Slot | None,
        owner: str,
        now: float,
        lease_seconds: float,
    ) -> Claim | None:
        """Take the post of the slot in which a schedule is due, which is next due in the slot `after`.

        Returns:
            None if somebody else took it, the schedule was changed, or the date had its post before.
        """
        slot, schedule = _leave_slot(connection, scheduled, after), scheduled.schedule
        if slot is None:
            return None
        is_post = _is_post(schedule, slot)
        connection.execute(delete(posts).where(is_post, posts.c.status == "skipped", posts.c.reason == CHANGED))
        if connection.scalar(select(posts.c.status).where(is_post)):
            return None
        held = lease(owner, now, lease_seconds) | {"status": "claimed", "fence": 1}
        post = new_post(schedule.place, schedule.id, slot, schedule.version) | held
        connection.execute(insert(posts).values(post))
        return Claim(schedule=schedule, slot=slot, fence=1)

    @transactional
    def skip(
        self,
        connection: Connection,
        scheduled: Scheduled,
        after: Slot | None,
        slots: Sequence[Slot],
        reason: str,
        now: float,
    ) -> bool:
        """Note that the posts of these slots are left out, and why; the schedule is next due in the slot `after`.

        Returns:
            False if somebody else was first, or the schedule was changed.
        """
        schedule = scheduled.schedule
        if _leave_slot(connection, scheduled, after) is None:
            return False
        skipped = {"status": "skipped", "ended_at": now, "reason": reason}
        for slot in slots:
            post = new_post(schedule.place, schedule.id, slot, schedule.version) | skipped
            put(connection, posts, post, replaces=false())
        return True

    @transactional
    def take_over_posts(
        self,
        connection: Connection,
        platforms: Collection[Platform],
        owner: str,
        now: float,
        lease_seconds: float,
        count: int,
    ) -> list[Claim]:
        """Take up to `count` posts whose owners have died, or whose time to be tried again has come, oldest first.

        No two callers get the same. What was being sent for a schedule that was changed meanwhile ends as ambiguous.
        """
        abandoned = (
            select(posts)
            .where(among(posts.c.platform, platforms), is_abandoned(posts, owner, now))
            .order_by(posts.c.slot_at, posts.c.schedule_id)
            .limit(count)
            .with_for_update()
        )
        held, rows = lease(owner, now, lease_seconds), connection.execute(abandoned).mappings().all()
        taken = [_take(connection, row, held, now) for row in rows]
        return [claim for claim in taken if claim]

    @transactional
    def begin_post(
        self,
        connection: Connection,
        claim: Claim,
        owner: str,
        answer: GivenAnswer,
        quote_id: str,
        shown_count: int,
        now: float,
    ) -> Literal["begun", "lost", "again"]:
        """Mark a post as about to be sent, keep its answer, and the quote that it shows.

        `shown_count` is how many quotes the channel had been shown when this one was chosen.

        Returns:
            "begun" if `owner` may send it. "lost": somebody else took it over, or the schedule was changed.
            "again": another was shown in the channel meanwhile, so that the quote has to be chosen again.
        """
        lock_place(connection, claim.schedule.place)
        held = and_(_is_held(claim, owner), posts.c.status == "claimed")
        if connection.scalar(select(posts.c.status).where(held).with_for_update()) is None:
            return "lost"
        if count_shown(connection, claim.schedule.place) != shown_count:
            return "again"
        begun = {"status": "sending", "sender": owner, "began_at": now, "quote_id": quote_id, "answer_id": answer.id}
        connection.execute(update(posts).where(held).values(begun))
        connection.execute(insert(answers), answer_row(answer))
        return "begun"

    @transactional
    def finish_post(
        self,
        connection: Connection,
        claim: Claim,
        owner: str,
        status: EndOfPost,
        now: float,
        reason: str = "",
        message: str | None = None,
    ) -> None:
        """Say how a post ended; nothing changes if it is not `owner`'s any more.

        Who began to send it may say that it is there even after others have taken it over and given it up. Of what
        somebody else began to send, nobody can say that it is not there: it ends as ambiguous instead of failed.
        """
        if claim.was_sending and status != "sent":
            status = "ambiguous"
        may_end = _is_held(claim, owner)
        if status == "sent":
            may_end = or_(may_end, _was_begun_by(claim, owner))
        ended = {"status": status, "ended_at": now, "reason": reason, "message": message}
        connection.execute(update(posts).where(may_end).values(ended))

    @transactional
    def retry_post(self, connection: Connection, claim: Claim, owner: str, reason: str, retry_at: float) -> None:
        """Leave a post to whoever comes first after `retry_at`; nothing changes if it is not `owner`'s any more.

        One that `owner` began is surely not there, so that it begins afresh, or is given up if its schedule was
        changed. What somebody else began goes on being sent, as it was begun.
        """
        waiting = {"owner": "", "lease_until": retry_at, "tries": posts.c.tries + 1, "reason": reason}
        _put_back(connection, claim, owner, waiting)

    @transactional
    def put_post_back(self, connection: Connection, claim: Claim, owner: str) -> bool:
        """Mark a post that `owner` began, and that surely is not there, as only claimed.

        Returns:
            False if it is not theirs any more.
        """
        return _put_back(connection, claim, owner, {})


def _leave_slot(connection: Connection, scheduled: Scheduled, after: Slot | None) -> Slot | None:
    """Return the slot in which a schedule was due, once; None to everybody who comes later."""
    schedule, slot = scheduled.schedule, scheduled.next_slot
    if slot is None:
        return None
    is_due = and_(schedules.c.next_at == slot.at, schedules.c.version == schedule.version, ~schedules.c.is_paused)
    moved = update(schedules).where(schedules.c.id == schedule.id, is_due).values(slot_values(after))
    return slot if connection.execute(moved).rowcount else None


def _take(connection: Connection, row: RowMapping, held: dict[str, Any], now: float) -> Claim | None:
    """Take an abandoned post over; None if it was being sent for a schedule that is no more as it was."""
    same = update(posts).where(*(column == row[column.name] for column in posts.primary_key))
    as_it_was = select(schedules).filter_by(id=row["schedule_id"], version=row["version"])
    schedule = connection.execute(as_it_was).mappings().one_or_none()
    if schedule is None:
        connection.execute(same.values(status="ambiguous", ended_at=now, reason=CHANGED))
        return None
    connection.execute(same.values(**held, fence=row["fence"] + 1))
    return Claim(
        schedule=schedule_of(schedule),
        slot=Slot(row["slot_at"], row["local_date"]),
        fence=row["fence"] + 1,
        tries=row["tries"],
        was_sending=row["status"] == "sending",
        began_at=row["began_at"],
        quote_id=row["quote_id"],
        answer_id=row["answer_id"],
    )


def _put_back(connection: Connection, claim: Claim, owner: str, values: dict[str, Any]) -> bool:
    """Set these values of a post, which has not begun now, unless somebody else had begun it; False if it is lost."""
    lock_place(connection, claim.schedule.place)
    held = _is_held(claim, owner)
    row = connection.execute(select(posts).where(held).with_for_update()).mappings().one_or_none()
    if row is None:
        return False
    if not claim.was_sending:
        connection.execute(delete(answers).where(answers.c.id == row["answer_id"]))
        values = values | _NOT_BEGUN
    connection.execute(update(posts).where(held).values(values))
    give_up_claimed(connection, claim.schedule.id)
    return True


def _is_post(schedule: Schedule, slot: Slot) -> ColumnElement[bool]:
    key = (schedule.place.platform, schedule.place.channel, schedule.id, slot.date)
    return and_(*(column == value for column, value in zip(posts.primary_key, key, strict=True)))


def _is_held(claim: Claim, owner: str) -> ColumnElement[bool]:
    """Return what tells an open post that is still `owner`'s; a later claim of the date has another version."""
    is_same = and_(_is_post(claim.schedule, claim.slot), posts.c.version == claim.schedule.version)
    return and_(is_same, posts.c.owner == owner, posts.c.fence == claim.fence, posts.c.status.in_(OPEN))


def _was_begun_by(claim: Claim, owner: str) -> ColumnElement[bool]:
    is_begun = and_(posts.c.sender == owner, posts.c.status.in_(_MAY_BE_THERE))
    return and_(_is_post(claim.schedule, claim.slot), is_begun)
