"""Work in hand: which requests were seen, who is answering each, and until when they may take."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection, and_, bindparam, insert, or_, select, update

from bot.domain.records import Abandoned, FinalStatus, GivenAnswer
from bot.domain.request import Request
from bot.state.answers import answer_row
from bot.state.leases import OPEN, Leases, is_abandoned, lease
from bot.state.repository import reading, transactional
from bot.state.tables import answers, seen, work

# Made once: of what one of these costs for each question, a quarter went into making it.
_KNOWN: Final = select(seen.c.key, seen.c.work_id).where(seen.c.key.in_(bindparam("keys", expanding=True)))
_ACCEPTED: Final = insert(work).returning(work.c.id)
_NOTED: Final = insert(seen)
_ANSWERED: Final = insert(answers)
_IS_OURS: Final = and_(work.c.id == bindparam("ours"), work.c.owner == bindparam("us"))
_BEGUN: Final = update(work).where(_IS_OURS, work.c.status == "accepted").values(status="sending")
_PUT_BACK: Final = update(work).where(_IS_OURS, work.c.status == "sending").values(status="accepted")
_ENDED: Final = update(work).where(_IS_OURS, work.c.status.in_(OPEN)).values(status=bindparam("end"), request=None)


class Work(Leases):
    """Requests on their way: accepted, then sending, then answered, failed or ambiguous.

    What is sent and surely has not arrived, while a platform wants no more for now, counts as accepted again.

    Work whose lease has run out may be taken over by another owner.
    """

    @transactional
    def accept(
        self, connection: Connection, request: Request, owner: str, now: float, lease_seconds: float
    ) -> int | None:
        """Take on a request, unless it was delivered before.

        One whose owner died before it began to send is taken over from them.

        Returns:
            The id of the work; None if the request was answered already, or is being answered.
        """
        known = _works_by_key(connection, request.keys)
        if not known:
            new_id = _insert_work(connection, request, now, lease(owner, now, lease_seconds))
            _insert_seen(connection, request.keys, new_id, now)
            return new_id
        work_id = next(iter(known.values()))
        _insert_seen(connection, set(request.keys) - set(known), work_id, now)
        taken = connection.execute(
            update(work)
            .where(work.c.id == work_id, work.c.status == "accepted", is_abandoned(work, owner, now))
            .values(lease(owner, now, lease_seconds))
        )
        return work_id if taken.rowcount else None

    @transactional
    def begin_sending(
        self, connection: Connection, work_id: int, owner: str, answer: GivenAnswer | None = None
    ) -> bool:
        """Mark work as about to be sent, and keep the answer; what was begun and not put back is never begun again.

        Returns:
            Whether `owner` may send: False if somebody else has taken it over, or it was begun before.
        """
        begun = connection.execute(_BEGUN, {"ours": work_id, "us": owner})
        if not begun.rowcount:
            return False
        if answer:
            connection.execute(_ANSWERED, answer_row(answer))
        return True

    @transactional
    def put_back(self, connection: Connection, work_id: int, owner: str) -> bool:
        """Mark work that is being sent as accepted, since surely nothing has arrived so far.

        Returns:
            False if it is not `owner`'s any more, or was given up.
        """
        return bool(connection.execute(_PUT_BACK, {"ours": work_id, "us": owner}).rowcount)

    @transactional
    def let_go(self, connection: Connection, owner: str) -> None:
        """Let others take over what `owner` has accepted, and not begun to send, without waiting for the lease."""
        left = update(work).where(work.c.owner == owner, work.c.status == "accepted")
        connection.execute(left.values(lease_until=0.0))

    @transactional
    def finish(self, connection: Connection, work_id: int, owner: str, status: FinalStatus) -> None:
        """Say how work ended, and forget what was asked; nothing changes if it is not `owner`'s any more."""
        connection.execute(_ENDED, {"ours": work_id, "us": owner, "end": status})

    @transactional
    def take_over(self, connection: Connection, owner: str, now: float, lease_seconds: float) -> list[Abandoned]:
        """Take all work whose owners have died, oldest first; no two callers get the same."""
        taken = connection.execute(
            update(work)
            .where(is_abandoned(work, owner, now))
            .values(lease(owner, now, lease_seconds))
            .returning(work.c.id, work.c.request, work.c.status)
        )
        return [
            Abandoned(work_id=row.id, request=Request.from_record(row.request), was_sending=row.status == "sending")
            for row in sorted(taken, key=lambda row: row.id)
        ]

    @reading
    def is_seen(self, connection: Connection, key: str) -> bool:
        """Return whether a delivery of this name was accepted or noted before."""
        return bool(_works_by_key(connection, [key]))

    @transactional
    def note_seen(self, connection: Connection, key: str, now: float, by: Iterable[str] = ()) -> bool:
        """Note a delivery that is no work; True the first time.

        With the keys of the request `by` which it comes about, it is True again for that request, whose answer may be
        made anew, and for another once that one has failed.
        """
        work_id = next(iter(_works_by_key(connection, by).values()), None)
        if not _works_by_key(connection, [key]):
            _insert_seen(connection, [key], work_id, now)
            return True
        if work_id is None:
            return False
        failed = select(work.c.id).where(work.c.status == "failed")
        is_free = or_(seen.c.work_id == work_id, seen.c.work_id.in_(failed))
        return bool(connection.execute(update(seen).where(seen.c.key == key, is_free).values(work_id=work_id)).rowcount)


def _works_by_key(connection: Connection, keys: Iterable[str]) -> dict[str, int | None]:
    rows = connection.execute(_KNOWN, {"keys": list(keys)})
    return {row.key: row.work_id for row in rows}


def _insert_work(connection: Connection, request: Request, now: float, held: dict[str, Any]) -> int:
    new = {"platform": request.platform, "status": "accepted", "accepted_at": now, "request": request.record()}
    work_id: int = connection.execute(_ACCEPTED, new | held).scalar_one()
    return work_id


def _insert_seen(connection: Connection, keys: Iterable[str], work_id: int | None, now: float) -> None:
    """Record keys, in the same order everywhere, so that two processes cannot wait for each other."""
    for key in sorted(set(keys)):
        # One by one: of several at once psycopg makes a pipeline, and logs a warning when somebody else was first.
        connection.execute(_NOTED, {"key": key, "work_id": work_id, "seen_at": now})
