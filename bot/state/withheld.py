"""Quotes that people report, and those that are withheld; each change is in the audit log with the same commit."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, fields

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, exists, func, insert, select, update

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

    Reports of quotes that overlap are reports of the same words. The rows of these are locked before the reports are
    counted, so that of two at once one sees the other.
    """

    @transactional
    def report(self, connection: Connection, report: Report, quote: Quote | None) -> ReportOutcome:
        """Note a report of a quote, which is None where the index has it no more, and return what came of it.

        Returns:
            "gone": there is nothing to withhold. "noted": somebody else has to say so, too. "withheld": it withheld
            the quote. "already": the quote was withheld before. "checked": the operator has released the quote since
            the same person reported it.
        """
        quote_id = report.quote_id
        same_words = _lock_same_words(connection, quote or _row_of(connection, quote_id))
        before = same_words.get(quote_id)
        if before is None:
            if quote is None:
                return "gone"
            connection.execute(insert(withheld), _as_row(quote, report.reason, report.reported_at, "reported"))
        put(connection, reports, asdict(report) | {"is_settled": False}, replaces=_IS_OPEN)
        if any(row["status"] in ("withheld", "kept") for row in same_words.values()):
            return "already"
        given = _reports_of(connection, {quote_id, *same_words})
        if not given.are_enough:
            return "checked" if (report.platform, report.user) in given.settled else "noted"
        change = {"status": "withheld", "reason": report.reason, "since": report.reported_at}
        connection.execute(update(withheld).where(withheld.c.quote_id == quote_id).values(change))
        actor = member(report.platform, report.workspace, report.user) if report.is_admin else REPORTS
        _note(connection, "withhold quote", quote_id, actor, report.reported_at, before, "withheld")
        return "withheld"

    @transactional
    def withdraw_report(
        self, connection: Connection, platform: Platform, workspace: str, user: str, quote_id: str, now: float
    ) -> None:
        """Take somebody's report back; what too few then report is shown again, unless it was decided on."""
        same_words = _lock_same_words(connection, _row_of(connection, quote_id))
        whose = {"platform": platform, "workspace": workspace, "user": user, "quote_id": quote_id}
        taken = connection.execute(delete(reports).filter_by(**whose).where(_IS_OPEN)).rowcount
        if not taken or _reports_of(connection, same_words).are_enough:
            return
        for row in same_words.values():
            if row["status"] == "withheld":
                status = "released" if row["decided_at"] else "reported"
                is_it = withheld.c.quote_id == row["quote_id"]
                connection.execute(update(withheld).where(is_it).values(status=status))
                _note(connection, "show quote again", row["quote_id"], REPORTS, now, row, status)
        drop_unreported(connection)

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
        same_words = _lock_same_words(connection, _row_of(connection, quote_id))
        if quote_id not in same_words:
            return False
        change = {"status": decision, "decided_at": now}
        connection.execute(update(withheld).where(withheld.c.quote_id == quote_id).values(change))
        if decision == "released":
            connection.execute(update(reports).where(reports.c.quote_id.in_(same_words)).values(is_settled=True))
        _note(connection, _ACTIONS[decision], quote_id, actor, now, same_words[quote_id], decision)
        return True

    @transactional
    def forget_words(
        self, connection: Connection, quote_ids: Collection[str], but: Collection[str], now: float
    ) -> None:
        """Forget the words of quotes that are taken out, except of those in `but`, which others say too.

        What is withheld stays so, by its id and place, should it be put back; what is shown is forgotten as a whole.
        """
        for quote_id in quote_ids:
            row, before = withheld.c.quote_id == quote_id, _lock(connection, quote_id)
            if before is None:
                continue
            if before["status"] in ("withheld", "kept"):
                change = {} if quote_id in but else {"text": ""}
                decided_at = before["decided_at"] or now
                connection.execute(update(withheld).where(row).values(status="kept", decided_at=decided_at, **change))
            else:
                connection.execute(delete(withheld).where(row))
                connection.execute(delete(reports).where(reports.c.quote_id == quote_id))

    @reading
    def withheld_now(self, connection: Connection) -> list[Withheld]:
        """Return all quotes that must not be shown, the longest withheld first; their reports are not counted."""
        query = select(*_COLUMNS).where(withheld.c.status.in_(("withheld", "kept")))
        rows = connection.execute(query.order_by(withheld.c.since, withheld.c.quote_id)).mappings()
        return [Withheld(**row) for row in rows]

    @reading
    def reported_quotes(self, connection: Connection) -> list[Withheld]:
        """Return all quotes that were ever reported or withheld, the latest last, with their open reports."""
        query = select(*_COLUMNS).order_by(withheld.c.since, withheld.c.quote_id)
        rows = connection.execute(query).mappings().all()
        counts = [len(_reports_of(connection, _same_words(connection, row)).people) for row in rows]
        return [Withheld(**row, reports=count) for row, count in zip(rows, counts, strict=True)]


def drop_unreported(connection: Connection) -> None:
    """Delete what is kept of quotes that were only reported, by people whose reports are gone."""
    is_left = (withheld.c.status == "reported") & ~exists().where(reports.c.quote_id == withheld.c.quote_id)
    left = connection.scalars(select(withheld.c.quote_id).where(is_left).with_for_update()).all()
    connection.execute(delete(withheld).where(withheld.c.quote_id.in_(left), is_left))  # none reported meanwhile


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reports:
    """Whose reports of some words count, by platform and id, and whose were answered by a release; who is an admin."""

    people: frozenset[tuple[str, str]]
    settled: frozenset[tuple[str, str]]
    by_admin: bool

    @property
    def are_enough(self) -> bool:
        return self.by_admin or len(self.people) >= PEOPLE_NEEDED


def _reports_of(connection: Connection, quote_ids: Collection[str]) -> _Reports:
    """Return the reports of quotes; in Discord somebody is the same person in every guild, and counts once."""
    columns = (reports.c.platform, reports.c.user, reports.c.is_admin, reports.c.is_settled)
    rows = connection.execute(select(*columns).where(reports.c.quote_id.in_(quote_ids))).all()
    settled = frozenset((row.platform, row.user) for row in rows if row.is_settled)
    counted = [row for row in rows if (row.platform, row.user) not in settled]
    people = frozenset((row.platform, row.user) for row in counted)
    return _Reports(people=people, settled=settled, by_admin=any(row.is_admin for row in counted))


def _row_of(connection: Connection, quote_id: str) -> RowMapping | None:
    query = select(withheld).where(withheld.c.quote_id == quote_id)
    return connection.execute(query).mappings().one_or_none()


def _lock_same_words(connection: Connection, words: Quote | RowMapping | None) -> dict[str, RowMapping]:
    """Return the rows of quotes that overlap, by id, which nobody else changes until the transaction ends."""
    if words is None:
        return {}
    if connection.dialect.name == "postgresql":  # a row that another is about to insert can only be waited for so
        source = words.source.id if isinstance(words, Quote) else words["source"]
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(source))))
    query = select(withheld).where(_overlaps(words)).order_by(withheld.c.quote_id).with_for_update()
    return {row["quote_id"]: row for row in connection.execute(query).mappings()}


def _same_words(connection: Connection, row: RowMapping) -> list[str]:
    """Return the ids of quotes that were reported or withheld and overlap with one, which is among them."""
    return list(connection.scalars(select(withheld.c.quote_id).where(_overlaps(row))))


def _overlaps(words: Quote | RowMapping) -> ColumnElement[bool]:
    """Return whether a quote and others, perhaps of an earlier way to cut the same turn, have words in common."""
    source, start, end = (
        (words.source.id, words.start, words.end)
        if isinstance(words, Quote)
        else (words["source"], words["start"], words["end"])
    )
    return (withheld.c.source == source) & (withheld.c.start < end) & (withheld.c.end > start)


def _lock(connection: Connection, quote_id: str) -> RowMapping | None:
    """Return the row of a quote, which nobody else changes until the transaction ends."""
    query = select(withheld).where(withheld.c.quote_id == quote_id).with_for_update()
    return connection.execute(query).mappings().one_or_none()


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
