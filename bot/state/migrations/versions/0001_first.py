"""The first schema: work, seen, settings, votes, answers, refusals."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    _make_work()
    _make_answers()
    _make_channels()


def _make_work() -> None:
    op.create_table(
        "work",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False, index=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("lease_until", sa.Double, nullable=False),
        sa.Column("accepted_at", sa.Double, nullable=False),
        sa.Column("request", sa.JSON),
    )
    op.create_table(
        "seen",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("work_id", sa.Integer, sa.ForeignKey("work.id", ondelete="SET NULL"), index=True),
        sa.Column("seen_at", sa.Double, nullable=False),
    )


def _make_answers() -> None:
    op.create_table(
        "answers",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("thread", sa.Text),
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("asked_at", sa.Double, nullable=False),
        sa.Column("answered", sa.JSON, nullable=False),
        sa.Index("ix_answers_place", "platform", "workspace", "channel", "thread"),
    )
    op.create_table(
        "votes",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("user", sa.Text, primary_key=True),
        sa.Column("quote_id", sa.Text, primary_key=True, index=True),
        sa.Column("answer_id", sa.Text, nullable=False),
        sa.Column("value", sa.Integer, nullable=False),
        sa.Column("voted_at", sa.Double, nullable=False),
        sa.Column("reason", sa.Text),
    )


def _make_channels() -> None:
    op.create_table(
        "settings",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "refusals",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("since", sa.Double, nullable=False),
    )
