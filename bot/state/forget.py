"""Letting go of a person, or of a whole workspace: what is theirs is deleted, votes are left as bare counts."""

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Connection, Table, and_, delete, select, update

from bot.domain.audit import member
from bot.domain.request import Platform
from bot.state.answers import latest_vote_first
from bot.state.leases import OPEN
from bot.state.repository import Repository, transactional
from bot.state.signals import drop_signals_of_nothing
from bot.state.tables import (
    answers,
    audit,
    posts,
    questions,
    refusals,
    reports,
    rules,
    schedules,
    seen,
    settings,
    signals,
    votes,
    work,
)
from bot.state.withheld import drop_unreported

_PLACES = (answers, questions, settings, rules, refusals, schedules, posts)  # all that is kept of a channel
_PEOPLE = (signals, questions, reports)  # what only says what somebody did
_AUDITED = (audit.c.actor, audit.c.subject)  # either may be somebody, or their own channel
_GONE = "gone"


class Forgetting(Repository):
    """What is done for who wants to be forgotten; the bytes are off the disk after `State.scrub`."""

    @transactional
    def forget_user(self, connection: Connection, platform: Platform, workspace: str | None, user: str) -> int:
        """Delete everything that carries somebody's id, in one workspace or in all, and return how many rows did.

        Votes stay without the id, and so do daily insights, with their answers, that they set in channels, and what
        they changed as admins. What they ask right now is answered, and then removed as always.
        """
        whose: dict[str, Any] = {"platform": platform, "user": user} | _in(workspace)
        their_channel = {"platform": platform, "channel": user} | _in(workspace)  # Slack's name for the bot's own page
        forgotten = sum(_delete(connection, table, their_channel) for table in _PLACES)
        forgotten += _make_nameless(connection, whose, {}) + _delete_deliveries(connection, platform, user)
        is_post = answers.c.id.in_(select(posts.c.answer_id).where(posts.c.answer_id.is_not(None)))
        forgotten += connection.execute(update(answers).filter_by(**whose).where(is_post).values(user="")).rowcount
        forgotten += sum(_delete(connection, table, whose) for table in (answers, *_PEOPLE))
        forgotten += sum(_blank_member(connection, column, platform, workspace, user) for column in _AUDITED)
        drop_signals_of_nothing(connection)
        drop_unreported(connection)
        return forgotten + connection.execute(update(schedules).filter_by(**whose).values(user="")).rowcount

    @transactional
    def drop_work(self, connection: Connection, platform: Platform, workspace: str | None, user: str | None) -> int:
        """Give up what somebody, or anybody in a workspace, has asked and was not answered; return how much it was."""
        whose = {"workspace": workspace, "user": user}
        is_theirs = and_(
            *(work.c.request[key].as_string() == value for key, value in whose.items() if value is not None)
        )
        theirs = update(work).where(work.c.platform == platform, work.c.status.in_(OPEN), is_theirs)
        return connection.execute(theirs.values(status="failed", request=None)).rowcount

    @transactional
    def forget_workspace(self, connection: Connection, platform: Platform, workspace: str) -> int:
        """Delete everything that carries a workspace's id, schedules included, and return how many rows did."""
        whose = {"platform": platform, "workspace": workspace}
        forgotten = sum(_delete(connection, table, whose) for table in (*_PLACES, signals, reports))
        forgotten += _delete_deliveries(connection, platform, workspace)
        forgotten += sum(_blank_members(connection, column, platform, workspace) for column in _AUDITED)
        drop_signals_of_nothing(connection)
        drop_unreported(connection)
        return forgotten + _make_nameless(connection, whose, {"workspace": ""})


def _in(workspace: str | None) -> dict[str, str]:
    return {} if workspace is None else {"workspace": workspace}


def _delete(connection: Connection, table: Table, values: Mapping[str, str]) -> int:
    return connection.execute(delete(table).filter_by(**values)).rowcount


def _delete_deliveries(connection: Connection, platform: Platform, identity: str) -> int:
    """Delete the names of deliveries that hold an id between colons."""
    is_theirs = seen.c.key.startswith(f"{platform}:") & seen.c.key.contains(f":{identity}:", autoescape=True)
    return connection.execute(delete(seen).where(is_theirs)).rowcount


def _blank_member(
    connection: Connection, column: Column[str], platform: Platform, workspace: str | None, user: str
) -> int:
    """Take somebody out of a column of the audit log, in one workspace or in all."""
    if workspace is not None:
        is_theirs = column == member(platform, workspace, user)
    else:
        starts, ends = member(platform, "", "").removesuffix(":"), f":{user}"
        is_theirs = column.startswith(starts, autoescape=True) & column.endswith(ends, autoescape=True)
    return connection.execute(update(audit).where(is_theirs).values({column: _GONE})).rowcount


def _blank_members(connection: Connection, column: Column[str], platform: Platform, workspace: str) -> int:
    """Take everybody of a workspace, and its channels, out of a column of the audit log."""
    is_of_it = column.startswith(member(platform, workspace, ""), autoescape=True)
    return connection.execute(update(audit).where(is_of_it).values({column: _GONE})).rowcount


def _make_nameless(connection: Connection, whose: Mapping[str, str], values: Mapping[str, str]) -> int:
    """Give each vote an id of its own, so that all that count still do, and nobody can tell which belong together.

    Of somebody's votes on a quote for several questions only the latest counts, and stays.
    """
    found = connection.execute(select(*votes.primary_key, latest_vote_first().label("place")).filter_by(**whose)).all()
    for *key, place in found:
        same = and_(*(column == value for column, value in zip(votes.primary_key, key, strict=True)))
        nameless = {"user": f"{_GONE}-{secrets.token_hex(8)}", "answer_id": "", "question_key": ""}
        if place == 1:
            connection.execute(update(votes).where(same).values(nameless | dict(values)))
        else:
            connection.execute(delete(votes).where(same))
    return len(found)
