"""Quotes that people report, and those that are withheld; each change is in the audit log with the same commit."""

from dataclasses import asdict, fields

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from bot.domain.audit import REPORTS, AuditEntry, member
from bot.domain.request import Platform
from bot.domain.withheld import PEOPLE_NEEDED, Decision, Report, ReportOutcome, Status, Withheld
from bot.state.audit import write_entry
from bot.state.repository import Repository, put, reading, transactional
from bot.state.tables import reports, withheld
from index.domain import Quote

_COLUMNS = tuple(withheld.c[field.name] for field in fields(Withheld) if field.name != "reports")
_IS_OPEN = reports.c.is_settled.is_(False)
_ACTIONS: dict[Decision, str] = {"released": "release quote", "kept": "keep quote withheld"}


class Withholding(Repository):
    """Reports, what they withhold, and what the operator decides.

    The row of a quote is locked before its reports are counted, so that of two reports at once one sees the other.
    """

    @transactional
    def report(self, connection: Connection, report: Report, quote: Quote) -> ReportOutcome:
        """Note a report of a quote, and return what came of it.

        Returns:
            "noted": others have to say so, too. "withheld": it withheld the quote. "already": the quote was withheld
            before. "checked": the operator has released the quote since the same person reported it.
        """
        before = _lock(connection, quote.id)
        if before is None:
            connection.execute(insert(withheld), _as_row(quote, report.reason, report.reported_at, "reported"))
        put(connection, reports, asdict(report) | {"is_settled": False}, replaces=_IS_OPEN)
        if before and before["status"] in ("withheld", "kept"):
            return "already"
        if not _are_enough(connection, quote.id):
            return "checked" if _is_settled(connection, report) else "noted"
        change = {"status": "withheld", "reason": report.reason, "since": report.reported_at}
        connection.execute(update(withheld).where(withheld.c.quote_id == quote.id).values(change))
        actor = member(report.platform, report.workspace, report.user) if report.is_admin else REPORTS
        _note(connection, "withhold quote", quote.id, actor, report.reported_at, before, "withheld")
        return "withheld"

    @transactional
    def withdraw_report(
        self, connection: Connection, platform: Platform, workspace: str, user: str, quote_id: str, now: float
    ) -> None:
        """Take somebody's report back; a quote that too few then report is shown again, unless it was decided on."""
        before = _lock(connection, quote_id)
        whose = {"platform": platform, "workspace": workspace, "user": user, "quote_id": quote_id}
        taken = connection.execute(delete(reports).filter_by(**whose).where(_IS_OPEN)).rowcount
        if before is None or not taken or before["status"] == "kept" or _are_enough(connection, quote_id):
            return
        row = withheld.c.quote_id == quote_id
        status = "released" if before["decided_at"] else "reported"
        connection.execute(update(withheld).where(row).values(status=status))
        if before["status"] == "withheld":
            _note(connection, "show quote again", quote_id, REPORTS, now, before, status)
        if status == "reported" and not _open_reports(connection, quote_id):
            connection.execute(delete(withheld).where(row))

    @transactional
    def withhold(self, connection: Connection, quote: Quote, reason: str, actor: str, now: float) -> None:
        """Withhold a quote by the operator's own decision."""
        before = _lock(connection, quote.id)
        row = _as_row(quote, reason, now, "kept") | {"decided_at": now}
        if before is None:
            connection.execute(insert(withheld), row)
        else:
            connection.execute(update(withheld).where(withheld.c.quote_id == quote.id).values(row))
        _note(connection, "withhold quote", quote.id, actor, now, before, "kept", reason=reason)

    @transactional
    def decide(self, connection: Connection, quote_id: str, decision: Decision, actor: str, now: float) -> bool:
        """Release a quote or keep it withheld, and return whether it is one that was reported or withheld."""
        before = _lock(connection, quote_id)
        if before is None:
            return False
        change = {"status": decision, "decided_at": now}
        connection.execute(update(withheld).where(withheld.c.quote_id == quote_id).values(change))
        if decision == "released":
            connection.execute(update(reports).where(reports.c.quote_id == quote_id).values(is_settled=True))
        _note(connection, _ACTIONS[decision], quote_id, actor, now, before, decision)
        return True

    @reading
    def withheld_now(self, connection: Connection) -> list[Withheld]:
        """Return all quotes that must not be shown, the longest withheld first; their reports are not counted."""
        query = select(*_COLUMNS).where(withheld.c.status.in_(("withheld", "kept")))
        rows = connection.execute(query.order_by(withheld.c.since, withheld.c.quote_id)).mappings()
        return [Withheld(**row) for row in rows]

    @reading
    def reported_quotes(self, connection: Connection) -> list[Withheld]:
        """Return all quotes that were ever reported or withheld, the latest last, with their open reports."""
        counted = select(func.count()).where(reports.c.quote_id == withheld.c.quote_id, _IS_OPEN).scalar_subquery()
        query = select(*_COLUMNS, counted.label("reports")).order_by(withheld.c.since, withheld.c.quote_id)
        return [Withheld(**row) for row in connection.execute(query).mappings()]


def _lock(connection: Connection, quote_id: str) -> RowMapping | None:
    """Return the row of a quote, which nobody else changes until the transaction ends."""
    query = select(withheld).where(withheld.c.quote_id == quote_id).with_for_update()
    return connection.execute(query).mappings().one_or_none()


def _open_reports(connection: Connection, quote_id: str) -> int:
    return connection.scalar(select(func.count()).where(reports.c.quote_id == quote_id, _IS_OPEN)) or 0


def _are_enough(connection: Connection, quote_id: str) -> bool:
    """Tell whether the open reports of a quote withhold it."""
    of_quote = select(func.count()).where(reports.c.quote_id == quote_id, _IS_OPEN)
    by_admins = connection.scalar(of_quote.where(reports.c.is_admin))
    return bool(by_admins) or _open_reports(connection, quote_id) >= PEOPLE_NEEDED


def _is_settled(connection: Connection, report: Report) -> bool:
    """Tell whether the quote was released since the same person reported it."""
    whose = asdict(report)
    same = [column == whose[column.name] for column in reports.primary_key]
    return bool(connection.scalar(select(reports.c.is_settled).where(*same)))


def _as_row(quote: Quote, reason: str, now: float, status: Status) -> dict[str, object]:
    return {
        "quote_id": quote.id,
        "source": quote.source.id,
        "speaker": quote.speaker,
        "start": quote.start,
        "end": quote.end,
        "text": quote.text,
        "reason": reason,
        "since": now,
        "status": status,
    }


def _note(
    connection: Connection,
    action: str,
    quote_id: str,
    actor: str,
    now: float,
    before: RowMapping | None,
    status: str,
    **facts: str,
) -> None:
    was = {"status": before["status"]} if before else None
    entry = AuditEntry(
        at=now, actor=actor, action=action, subject=quote_id, before=was, after={"status": status} | facts
    )
    write_entry(connection, entry)
