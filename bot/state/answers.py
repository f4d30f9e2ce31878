"""Answers given and what people think of them."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, false, func, select

from bot.domain.records import GivenAnswer, GivenHit, Vote
from bot.domain.request import Platform
from bot.state.repository import Repository, put, reading, transactional
from bot.state.tables import answers, votes
from index.answer import Filters

_COLUMNS = tuple(column.name for column in answers.c if column.name != "answered")


class Answers(Repository):
    """What was answered, where, and how people voted on it."""

    @reading
    def answer_given(self, connection: Connection, answer_id: str) -> GivenAnswer | None:
        """Return an answer by its id, None if there is none or it was long ago."""
        row = connection.execute(select(answers).where(answers.c.id == answer_id)).mappings().one_or_none()
        if row is None:
            return None
        columns = dict(row)
        return _read_answer(columns.pop("answered"), columns)

    @reading
    def was_asked_in(
        self, connection: Connection, platform: Platform, workspace: str, channel: str, thread: str
    ) -> bool:
        """Return whether anything was answered in this thread."""
        answered = select(answers.c.id).filter_by(
            platform=platform, workspace=workspace, channel=channel, thread=thread
        )
        return connection.scalar(answered.limit(1)) is not None

    @transactional
    def vote(self, connection: Connection, vote: Vote) -> None:
        """Count a vote; somebody's later vote on the same quote replaces the earlier, whichever comes first."""
        put(connection, votes, asdict(vote), replaces=votes.c.voted_at <= vote.voted_at)

    @transactional
    def vote_by_sharing(self, connection: Connection, vote: Vote) -> None:
        """Count that somebody shared a quote as their vote, unless they have voted on it."""
        put(connection, votes, asdict(vote), replaces=false())

    @reading
    def all_votes(self, connection: Connection) -> dict[str, tuple[int, int]]:
        """Return how many people found each quote good, and how many bad, by its id; without votes it is left out."""
        good, bad = (func.count().filter(votes.c.value == value) for value in (1, -1))
        counted = select(votes.c.quote_id, good, bad).group_by(votes.c.quote_id)
        return {quote_id: (ups, downs) for quote_id, ups, downs in connection.execute(counted)}


def answer_row(answer: GivenAnswer) -> dict[str, Any]:
    """Return an answer as a row: what is searched for in columns, the rest as JSON."""
    record = asdict(answer)
    return {name: record.pop(name) for name in _COLUMNS} | {"answered": record}


def _read_answer(answered: dict[str, Any], columns: dict[str, Any]) -> GivenAnswer:
    read = {
        "hits": tuple(GivenHit(**hit) for hit in answered["hits"]),
        "speaker_filter": tuple(answered["speaker_filter"]),
        "filters": _read_filters(answered.get("filters", {})),
    }
    return GivenAnswer(**columns, **answered | read)


def _read_filters(record: dict[str, Any]) -> Filters:
    """Return the filters of an answer; one that was given before this version has none."""
    read: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in record.items()}
    return Filters(**read)
