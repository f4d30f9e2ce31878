"""Letting go of a person, or of a whole workspace: what is theirs is deleted, votes are left as bare counts."""

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, select, update

from bot.domain.request import Platform
from bot.state.leases import OPEN
from bot.state.repository import Repository, transactional
from bot.state.tables import answers, posts, refusals, schedules, seen, settings, votes, work

_PLACES = (answers, settings, refusals, schedules, posts)  # all that is kept of a channel


class Forgetting(Repository):
    """What is done for who wants to be forgotten; the bytes are off the disk after `State.scrub`."""

    @transactional
    def forget_user(self, connection: Connection, platform: Platform, workspace: str | None, user: str) -> int:
        """Delete everything that carries somebody's id, in one workspace or in all, and return how many rows did.

        Votes stay without the id, and so do daily insights, with their answers, that they set in channels. What they
        ask right now is answered, and then removed as always.
        """
        whose: dict[str, Any] = {"platform": platform, "user": user} | _in(workspace)
        their_channel = {"platform": platform, "channel": user} | _in(workspace)  # Slack's name for the bot's own page
        forgotten = sum(_delete(connection, table, their_channel) for table in _PLACES)
        forgotten += _make_nameless(connection, whose, {}) + _delete_deliveries(connection, platform, user)
        is_post = answers.c.id.in_(select(posts.c.answer_id).where(posts.c.answer_id.is_not(None)))
        forgotten += connection.execute(update(answers).filter_by(**whose).where(is_post).values(user="")).rowcount
        forgotten += _delete(connection, answers, whose)
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
        forgotten = sum(_delete(connection, table, whose) for table in _PLACES)
        forgotten += _delete_deliveries(connection, platform, workspace)
        return forgotten + _make_nameless(connection, whose, {"workspace": ""})


def _in(workspace: str | None) -> dict[str, str]:
    return {} if workspace is None else {"workspace": workspace}


def _delete(connection: Connection, table: Table, values: Mapping[str, str]) -> int:
    return connection.execute(delete(table).filter_by(**values)).rowcount


def _delete_deliveries(connection: Connection, platform: Platform, identity: str) -> int:
    """Delete the names of deliveries that hold an id between colons."""
    is_theirs = seen.c.key.startswith(f"{platform}:") & seen.c.key.contains(f":{identity}:", autoescape=True)
    return connection.execute(delete(seen).where(is_theirs)).rowcount


def _make_nameless(connection: Connection, whose: Mapping[str, str], values: Mapping[str, str]) -> int:
    """Give each vote an id of its own, so that all still count, and nobody can tell which belong together."""
    rows = connection.execute(select(*votes.primary_key).filter_by(**whose)).all()
    for row in rows:
        same = and_(*(column == value for column, value in zip(votes.primary_key, row, strict=True)))
        nameless = {"user": f"gone-{secrets.token_hex(8)}", "answer_id": "", "question_key": ""}
        connection.execute(update(votes).where(same).values(nameless | dict(values)))
    return len(rows)
