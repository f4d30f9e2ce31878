"""Rules of the operator; each change is in the audit log with the same commit."""

from collections.abc import Collection
from dataclasses import asdict, replace

from sqlalchemy import Connection, RowMapping, and_, delete, insert, select

from bot.domain.audit import AuditEntry
from bot.domain.rules import Rule, RuleKind, Scope
from bot.state.audit import write_entry
from bot.state.repository import Repository, reading, transactional
from bot.state.tables import rules
from index.search.forbidden_words import folded, word_key
from index.text.unseen import clean_line

_SOURCE_KINDS: tuple[RuleKind, ...] = ("source", "every_source")


class Rules(Repository):
    """What is forbidden everywhere, and which interviews a place shows.

    A rule is one clean line when it is written and when it is read, so that it can be named as it is listed. Two that
    forbid the same, however they are spelled, are the same rule; so are two of the same place.
    """

    @reading
    def rules(self, connection: Connection) -> list[Rule]:
        """Return all rules, the oldest first."""
        return [_rule(row) for row in _rows(connection)]

    @transactional
    def forbid(self, connection: Connection, kind: RuleKind, value: str, actor: str, now: float) -> bool:
        """Forbid a word or a topic everywhere; False if it was forbidden before."""
        if _forbidding(connection, kind, value):
            return False
        rule = Rule(kind=kind, value=clean_line(value), made_at=now)
        connection.execute(insert(rules), _row(rule))
        write_entry(connection, AuditEntry(at=now, actor=actor, action=f"forbid {kind}", subject=rule.value))
        return True

    @transactional
    def permit(self, connection: Connection, kind: RuleKind, value: str, actor: str, now: float) -> bool:
        """Take a forbidden word or topic back, however it is spelled; False if it was not forbidden."""
        rows = _forbidding(connection, kind, value)
        _drop(connection, rows)
        for row in rows:
            subject = _rule(row).value
            write_entry(connection, AuditEntry(at=now, actor=actor, action=f"permit {kind}", subject=subject))
        return bool(rows)

    @transactional
    def set_sources(
        self, connection: Connection, scope: Scope, sources: Collection[str] | None, actor: str, now: float
    ) -> None:
        """Show these interviews alone in a scope; with None, all of them, whatever holds around it."""
        scope, rows = _clean(scope), _showing(connection, scope)
        _drop(connection, rows)
        kind: RuleKind = "every_source" if sources is None else "source"
        for value in [""] if sources is None else sorted(set(sources)):
            connection.execute(insert(rules), _row(Rule(kind=kind, value=value, scope=scope, made_at=now)))
        _note_sources(connection, scope, _sources_of(rows), actor, now)

    @transactional
    def permit_sources(self, connection: Connection, scope: Scope, actor: str, now: float) -> bool:
        """Take the rule about the interviews of a scope back; False if there is none."""
        rows = _showing(connection, scope)
        if rows:
            _drop(connection, rows)
            _note_sources(connection, _clean(scope), _sources_of(rows), actor, now)
        return bool(rows)


def _rows(connection: Connection) -> list[RowMapping]:
    query = select(rules).order_by(rules.c.made_at, rules.c.kind, rules.c.value)
    return list(connection.execute(query).mappings())


def _forbidding(connection: Connection, kind: RuleKind, value: str) -> list[RowMapping]:
    """Return the rows that forbid a word or a topic, in any spelling."""
    meant = _key(kind, clean_line(value))
    return [row for row in _rows(connection) if row["kind"] == kind and _key(kind, _rule(row).value) == meant]


def _key(kind: RuleKind, value: str) -> str:
    return word_key(value) if kind == "word" else folded(value)


def _showing(connection: Connection, scope: Scope) -> list[RowMapping]:
    """Return the rows about the interviews of a scope."""
    clean = _clean(scope)
    return [row for row in _rows(connection) if row["kind"] in _SOURCE_KINDS and _rule(row).scope == clean]


def _drop(connection: Connection, rows: Collection[RowMapping]) -> None:
    for row in rows:
        connection.execute(delete(rules).where(and_(*(column == row[column.name] for column in rules.primary_key))))


def _sources_of(rows: Collection[RowMapping]) -> list[str] | str | None:
    """Return the interviews that a scope shows, "all" where it says so, None where there is no rule."""
    if any(row["kind"] == "every_source" for row in rows):
        return "all"
    return sorted(row["value"] for row in rows) or None


def _note_sources(connection: Connection, scope: Scope, before: list[str] | str | None, actor: str, now: float) -> None:
    subject, after = f"{scope.platform}:{scope.workspace}:{scope.channel}", _sources_of(_showing(connection, scope))
    write_entry(
        connection, AuditEntry(at=now, actor=actor, action="show sources", subject=subject, before=before, after=after)
    )


def _row(rule: Rule) -> dict[str, object]:
    row = asdict(rule)
    scope: dict[str, object] = row.pop("scope")
    return scope | row


def _rule(row: RowMapping) -> Rule:
    scope = Scope(platform=row["platform"], workspace=row["workspace"], channel=row["channel"])
    value = row["value"] if row["kind"] in _SOURCE_KINDS else clean_line(row["value"])  # of an interview, its very id
    return Rule(kind=row["kind"], value=value, scope=_clean(scope), made_at=row["made_at"])


def _clean(scope: Scope) -> Scope:
    return replace(scope, workspace=clean_line(scope.workspace), channel=clean_line(scope.channel))
