"""The audit log: entries are added and exported, and never changed but to blank who wants to be forgotten."""

import json
import secrets as random_secrets
from collections.abc import Mapping
from dataclasses import asdict, fields, replace

from sqlalchemy import Connection, delete, false, insert, select, true

from bot.domain.audit import AuditEntry
from bot.state.repository import Repository, put, reading, transactional
from bot.state.tables import audit, installation

_KEY, _LAST_START = "settings_key", "settings_at_last_start"
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

    @transactional
    def settings_key(self, connection: Connection) -> str:
        """Return the key by which marks of secrets are made here, made once."""
        put(connection, installation, {"name": _KEY, "value": random_secrets.token_hex(16)}, replaces=false())
        return str(connection.scalar(select(installation.c.value).where(installation.c.name == _KEY)))

    @transactional
    def note_settings(
        self,
        connection: Connection,
        values: Mapping[str, str | None],
        secrets: Mapping[str, str],
        actor: str,
        now: float,
    ) -> None:
        """Keep the settings of a start, and add an entry where they differ from those of the last one.

        Args:
            connection: Left out by callers.
            values: The value of each setting that is no secret.
            secrets: A mark of each secret that is set, which differs where the secret does.
            actor: Who starts the bot.
            now: When, in seconds since 1970.
        """
        kept = connection.scalar(select(installation.c.value).where(installation.c.name == _LAST_START))
        last = json.loads(kept) if kept else {"values": {}, "secrets": {}}
        before, after = _differences(last["values"], values)
        for name in sorted(last["secrets"].keys() | secrets.keys()):
            was, is_now = last["secrets"].get(name), secrets.get(name)
            if was != is_now:
                before[name], after[name] = was and "set", is_now and ("changed" if was else "set")
        if before == after:
            return
        row = {"name": _LAST_START, "value": json.dumps({"values": dict(values), "secrets": dict(secrets)})}
        put(connection, installation, row, replaces=true())
        entry = AuditEntry(at=now, actor=actor, action="start with settings", subject="settings")
        write_entry(connection, replace(entry, before=before if kept else None, after=after))


def _differences(
    before: Mapping[str, str | None], after: Mapping[str, str | None]
) -> tuple[dict[str, str | None], dict[str, str | None]]:
    """Return the values that differ, as they were and as they are."""
    changed = [name for name in sorted(before.keys() | after.keys()) if before.get(name) != after.get(name)]
    return {name: before.get(name) for name in changed}, {name: after.get(name) for name in changed}


def write_entry(connection: Connection, entry: AuditEntry) -> None:
    """Add an entry in the transaction of the change that it tells of."""
    connection.execute(insert(audit), asdict(entry))
