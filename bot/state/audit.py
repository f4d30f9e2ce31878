"""The audit log: entries are added and exported, and never changed but to blank who wants to be forgotten."""

from dataclasses import asdict, fields

from sqlalchemy import Connection, delete, insert, select

from bot.domain.audit import AuditEntry
from bot.state.repository import Repository, reading, transactional
from bot.state.tables import audit

_COLUMNS = tuple(audit.c[field.name] for field in fields(AuditEntry))


class Audit(Repository):
    """Who changed what, when; kept for ever unless the operator purges it."""

    @transactional
    def note_change(self, connection: Connection, entry: AuditEntry) -> None:
        """Add an entry."""
        write_entry(connection, entry)

    @reading
    def audit_entries(self, connection: Connection, since: float = 0.0) -> list[AuditEntry]:
        """Return all entries from a time on, the newest last."""
        query = select(*_COLUMNS).where(audit.c.at >= since).order_by(audit.c.at, audit.c.id)
        return [AuditEntry(**row) for row in connection.execute(query).mappings()]

    @transactional
    def purge_audit(self, connection: Connection, before: float) -> int:
        """Delete all entries from before a time, and return how many there were."""
        return connection.execute(delete(audit).where(audit.c.at < before)).rowcount


def write_entry(connection: Connection, entry: AuditEntry) -> None:
    """Add an entry in the transaction of the change that it tells of."""
    connection.execute(insert(audit), asdict(entry))
