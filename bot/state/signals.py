"""What people did with answers: noted as it comes, and read with the answers by what learns from it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import Column, Connection, Row, Table, delete, false, select

from bot.domain.records import GivenAnswer
from bot.domain.signals import ASKED_AGAIN_SECONDS, LearningAnswer, LearningSignal, LearningVote, Signal
from bot.state.answers import Answers, read_answer
from bot.state.fingerprints import Fingerprints
from bot.state.repository import put, reading, transactional
from bot.state.tables import answers, questions, signals, votes

_Rows = dict[str, list[Row[Any]]]


class Signals(Answers, Fingerprints):
    """What people did with answers, beside voting; it goes when its answer goes."""

    @transactional
    def note_signal(self, connection: Connection, signal: Signal) -> bool:
        """Note what somebody did with a quote of an answer that is remembered; the first time counts.

        Returns:
            False if the answer is not remembered any more.
        """
        if connection.scalar(select(answers.c.id).where(answers.c.id == signal.answer_id)) is None:
            return False
        put(connection, signals, asdict(signal), replaces=false())
        return True

    @transactional
    def note_asked_again(self, connection: Connection, later: GivenAnswer) -> int:
        """Note of somebody's earlier answers that they asked again, if `later` is the answer to that.

        Those are answers to another question of theirs in the same channel, at most 120 s before, that have a quote in
        common with the later one.

        Returns:
            Of how many answers it is noted.
        """
        if not later.question_key:
            return 0
        quote_ids = {hit.quote_id for hit in later.hits}
        earlier = [
            answer
            for answer in _shortly_before(connection, later)
            if answer.question_key not in ("", later.question_key)
            and not quote_ids.isdisjoint(hit.quote_id for hit in answer.hits)
        ]
        for answer in earlier:
            put(connection, signals, asdict(_asked_again(answer, later.asked_at)), replaces=false())
        return len(earlier)

    @reading
    def answers_since(self, connection: Connection, since: float) -> list[LearningAnswer]:
        """Return what was answered from a time on, with what people made of it, the earliest first.

        Questions that nothing answered are among it where they are kept. What people did with an answer is with it,
        however much later they did.
        """
        query = select(answers).where(answers.c.asked_at >= since)
        given = [read_answer(row) for row in connection.execute(query).mappings()]
        asked = select(questions).where(questions.c.asked_at >= since)
        kept = {row.answer_id: row for row in connection.execute(asked)}
        voted = _by_answer(connection, votes, votes.c.voted_at, since)
        noted = _by_answer(connection, signals, signals.c.given_at, since)
        learned = [self._learning_answer(answer, kept.pop(answer.id, None), voted, noted) for answer in given]
        learned += [self._unanswered(row) for row in kept.values()]
        return sorted(learned, key=lambda answer: (answer.asked_at, answer.answer_id))

    def _learning_answer(
        self, answer: GivenAnswer, kept: Row[Any] | None, voted: _Rows, noted: _Rows
    ) -> LearningAnswer:
        positions = {hit.quote_id: position for position, hit in reversed([*enumerate(answer.hits)])}
        return LearningAnswer(
            answer_id=answer.id,
            who=self._who(answer),
            platform=answer.platform,
            asked_at=answer.asked_at,
            question_key=answer.question_key,
            question=kept.question if kept else None,
            outcome=answer.outcome,
            confidence=answer.confidence,
            filters=answer.filters,
            hits=answer.hits,
            votes=tuple(
                self._vote(row, positions[row.quote_id]) for row in voted[answer.id] if row.quote_id in positions
            ),
            signals=tuple(self._signal(row) for row in noted[answer.id]),
        )

    def _unanswered(self, kept: Row[Any]) -> LearningAnswer:
        return LearningAnswer(
            answer_id=kept.answer_id,
            who=self._who(kept),
            platform=kept.platform,
            asked_at=kept.asked_at,
            question_key=self.question_key(kept.question),
            question=kept.question,
            outcome=kept.outcome,
            confidence=kept.confidence,
        )

    def _vote(self, row: Row[Any], position: int) -> LearningVote:
        return LearningVote(
            who=self._who(row),
            quote_id=row.quote_id,
            position=position,
            value=row.value,
            reason=row.reason,
            voted_at=row.voted_at,
        )

    def _signal(self, row: Row[Any]) -> LearningSignal:
        return LearningSignal(
            who=self._who(row), quote_id=row.quote_id, position=row.position, kind=row.kind, given_at=row.given_at
        )

    def _who(self, theirs: GivenAnswer | Row[Any]) -> str:
        return self.person_key(theirs.platform, theirs.workspace, theirs.user) if theirs.user else ""


def drop_signals_of_nothing(connection: Connection) -> None:
    """Delete what people did with answers that are not remembered any more."""
    connection.execute(delete(signals).where(signals.c.answer_id.not_in(select(answers.c.id))))


def _by_answer(connection: Connection, table: Table, at: Column[float], since: float) -> _Rows:
    """Return the rows of what people did with each answer that was given from a time on, the earliest first."""
    query = select(table).join(answers, answers.c.id == table.c.answer_id).where(answers.c.asked_at >= since)
    rows: _Rows = defaultdict(list)
    for row in connection.execute(query.order_by(at, table.c.user, table.c.quote_id)):
        rows[row.answer_id].append(row)
    return rows


def _shortly_before(connection: Connection, later: GivenAnswer) -> Iterable[GivenAnswer]:
    """Return what the same person was answered in the same channel within the time in which they ask again."""
    same = {name: getattr(later, name) for name in ("platform", "workspace", "user", "channel")}
    since = later.asked_at - ASKED_AGAIN_SECONDS
    query = select(answers).filter_by(**same).where(answers.c.asked_at.between(since, later.asked_at))
    return [read_answer(row) for row in connection.execute(query).mappings() if row["id"] != later.id]


def _asked_again(earlier: GivenAnswer, at: float) -> Signal:
    return Signal(
        platform=earlier.platform,
        workspace=earlier.workspace,
        user=earlier.user,
        answer_id=earlier.id,
        quote_id=earlier.hits[0].quote_id,
        kind="asked_again",
        position=0,
        given_at=at,
    )
