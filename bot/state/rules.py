"""Rules of the operator; each change is in the audit log with the same commit."""

from collections.abc import Collection
from dataclasses import asdict

from sqlalchemy import Connection, RowMapping, delete, insert, select

from bot.domain.audit import AuditEntry
from bot.domain.rules import Rule, RuleKind, Scope
from bot.state.audit import write_entry
from bot.state.repository import Repository, reading, transactional
from bot.state.tables import rules

_SOURCE_KINDS: tuple[RuleKind, ...] = ("source", "every_source")


class Rules(Repository):
    """What is forbidden everywhere, and which interviews a place shows."""

    @reading
    def rules(self, connection: Connection) -> list[Rule]:
        """Return all rules, the oldest first."""
        query = select(rules).order_by(rules.c.made_at, rules.c.kind, rules.c.value)
        return [_rule(row) for row in connection.execute(query).mappings()]

    @transactional
    def forbid(self, connection: Connection, kind: RuleKind, value: str, actor: str, now: float) -> bool:
        """Forbid a word or a topic everywhere; False if it was forbidden before."""
        same = select(rules).where(rules.c.kind == kind, rules.c.value == value)
        if connection.execute(same).first():
            return False
        connection.execute(insert(rules), _row(Rule(kind=kind, value=value, made_at=now)))
        write_entry(connection, AuditEntry(at=now, actor=actor, action=f"forbid {kind}", subject=value))
        return True

    @transactional
    def permit(self, connection: Connection, kind: RuleKind, value: str, actor: str, now: float) -> bool:
        """Take a forbidden word or topic back; False if it was not forbidden."""
        same = delete(rules).where(rules.c.kind == kind, rules.c.value == value)
        if not connection.execute(same).rowcount:
            return False
        write_entry(connection, AuditEntry(at=now, actor=actor, action=f"permit {kind}", subject=value))
        return True

    @transactional
    def set_sources(
        self, connection: Connection, scope: Scope, sources: Collection[str] | None, actor: str, now: float
    ) -> None:
        """Show these interviews alone in a scope; with None, all of them, whatever holds around it."""
        before = _sources_of(connection, scope)
        _drop_sources(connection, scope)
        kind: RuleKind = "every_source" if sources is None else "source"
        for value in [""] if sources is None else sorted(set(sources)):
            connection.execute(insert(rules), _row(Rule(kind=kind, value=value, scope=scope, made_at=now)))
        _note_sources(connection, scope, before, actor, now)

    @transactional
    def permit_sources(self, connection: Connection, scope: Scope, actor: str, now: float) -> bool:
        """Take the rule about the interviews of a scope back; False if there is none."""
        before = _sources_of(connection, scope)
        if before is None:
            return False
        _drop_sources(connection, scope)
        _note_sources(connection, scope, before, actor, now)
        return True


def _sources_of(connection: Connection, scope: Scope) -> list[str] | str | None:
    """Return the interviews that a scope shows, "all" where it says so, None where there is no rule."""
    query = select(rules.c.kind, rules.c.value).filter_by(**asdict(scope)).where(rules.c.kind.in_(_SOURCE_KINDS))
    rows = connection.execute(query.order_by(rules.c.value)).all()
    if any(kind == "every_source" for kind, _ in rows):
        return "all"
    return [value for _, value in rows] or None


def _drop_sources(connection: Connection, scope: Scope) -> None:
    connection.execute(delete(rules).filter_by(**asdict(scope)).where(rules.c.kind.in_(_SOURCE_KINDS)))


def _note_sources(connection: Connection, scope: Scope, before: list[str] | str | None, actor: str, now: float) -> None:
    subject, after = f"{scope.platform}:{scope.workspace}:{scope.channel}", _sources_of(connection, scope)
    write_entry(
        connection, AuditEntry(at=now, actor=actor, action="show sources", subject=subject, before=before, after=after)
    )


def _row(rule: Rule) -> dict[str, object]:
    row = asdict(rule)
    scope: dict[str, object] = row.pop("scope")
    return scope | row


def _rule(row: RowMapping) -> Rule:
    scope = Scope(platform=row["platform"], workspace=row["workspace"], channel=row["channel"])
    return Rule(kind=row["kind"], value=row["value"], scope=scope, made_at=row["made_at"])
