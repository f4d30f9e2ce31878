"""Questions with what they came to, where the operator keeps them; for as long as they say."""

from dataclasses import asdict

from sqlalchemy import Connection, delete, false, select

from bot.domain.signals import AskedQuestion
from bot.state.repository import Repository, put, reading, transactional
from bot.state.tables import questions
from index.text.unseen import without_unseen

_DAY_SECONDS = 86400.0


class Questions(Repository):
    """What was asked; nothing is in here unless the operator wants it."""

    @transactional
    def keep_question(self, connection: Connection, asked: AskedQuestion) -> None:
        """Keep a question, in one line and without what no text can hold; one that is kept already stays."""
        words = without_unseen(" ".join(asked.question.split()))
        put(connection, questions, asdict(asked) | {"question": words}, replaces=false())

    @reading
    def kept_questions(self, connection: Connection) -> frozenset[str]:
        """Return the ids of the answers whose questions are kept now."""
        return frozenset(connection.scalars(select(questions.c.answer_id)))

    @transactional
    def drop_questions(self, connection: Connection, now: float, kept_days: int) -> int:
        """Delete questions that are older than so many days, all of them at 0, and return how many there were."""
        old = delete(questions)
        if kept_days:
            old = old.where(questions.c.asked_at < now - kept_days * _DAY_SECONDS)
        return connection.execute(old).rowcount
