"""Answers given and what people think of them."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, false, func, select

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
        return read_answer(row)

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
        """Count a vote; somebody's later vote on the same quote and question replaces the earlier, in any order."""
        put(connection, votes, asdict(vote), replaces=votes.c.voted_at <= vote.voted_at)

    @transactional
    def vote_by_sharing(self, connection: Connection, vote: Vote) -> None:
        """Count that somebody shared a quote as their vote, unless they have voted on it for this question."""
        put(connection, votes, asdict(vote), replaces=false())

    @reading
    def all_votes(self, connection: Connection) -> dict[str, tuple[int, int]]:
        """Return how many people found each quote good, and how many bad, by its id; without votes it is left out.

        Of who voted on a quote as the answer to several questions, the latest vote counts.
        """
        voices = select(votes.c.quote_id, votes.c.value, latest_vote_first().label("place")).subquery()
        good, bad = (func.count().filter(voices.c.value == value) for value in (1, -1))
        counted = select(voices.c.quote_id, good, bad).where(voices.c.place == 1).group_by(voices.c.quote_id)
        return {quote_id: (ups, downs) for quote_id, ups, downs in connection.execute(counted)}


def latest_vote_first() -> ColumnElement[int]:
    """Return the place of a vote among those of the same person on the same quote: 1 for the latest."""
    same = (votes.c.platform, votes.c.workspace, votes.c.user, votes.c.quote_id)
    return func.row_number().over(partition_by=same, order_by=(votes.c.voted_at.desc(), votes.c.question_key))


def answer_row(answer: GivenAnswer) -> dict[str, Any]:
    """Return an answer as a row: what is searched for in columns, the rest as JSON."""
    record = asdict(answer)
    return {name: record.pop(name) for name in _COLUMNS} | {"answered": record}


def read_answer(row: RowMapping) -> GivenAnswer:
    """Return the answer in a row."""
    columns = dict(row)
    answered: dict[str, Any] = columns.pop("answered")
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
