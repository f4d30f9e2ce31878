"""What a bot learns from, what it withholds, and who changed what; a vote counts for a quote and a question."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_KEPT = ("platform", "workspace", "user", "quote_id", "answer_id", "value", "voted_at", "reason")


def upgrade() -> None:
    """Make the tables."""
    _key_votes_by_question()
    _make_learning()
    _make_governance()


def _key_votes_by_question() -> None:
    """Make the votes anew, since SQLite cannot change a primary key."""
    op.rename_table("votes", "votes_before")
    op.drop_index("ix_votes_quote_id", "votes_before")
    op.create_table(
        "votes",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("user", sa.Text, primary_key=True),
        sa.Column("quote_id", sa.Text, primary_key=True, index=True),
        sa.Column("question_key", sa.Text, primary_key=True),
        sa.Column("answer_id", sa.Text, nullable=False),
        sa.Column("value", sa.Integer, nullable=False),
        sa.Column("voted_at", sa.Double, nullable=False),
        sa.Column("reason", sa.Text),
    )
    before = sa.table("votes_before", *map(sa.column, _KEPT))
    after = sa.table("votes", *map(sa.column, (*_KEPT, "question_key")))
    kept = sa.select(*before.c, sa.literal("").label("question_key"))
    op.execute(after.insert().from_select([*_KEPT, "question_key"], kept))
    op.drop_table("votes_before")


def _make_learning() -> None:
    op.create_table(
        "signals",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("user", sa.Text, primary_key=True),
        sa.Column("answer_id", sa.Text, primary_key=True, index=True),
        sa.Column("quote_id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("given_at", sa.Double, nullable=False, index=True),
    )
    op.create_table(
        "questions",
        sa.Column("answer_id", sa.Text, primary_key=True),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("confidence", sa.Double, nullable=False),
        sa.Column("asked_at", sa.Double, nullable=False, index=True),
    )
    op.create_index("ix_answers_user", "answers", ["platform", "workspace", "user", "asked_at"])
    installation = op.create_table(
        "installation",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.bulk_insert(installation, [{"name": "fingerprint_key", "value": secrets.token_hex(32)}])


def _make_governance() -> None:
    op.create_table(
        "reports",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("user", sa.Text, primary_key=True),
        sa.Column("quote_id", sa.Text, primary_key=True, index=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("is_admin", sa.Boolean, nullable=False),
        sa.Column("reported_at", sa.Double, nullable=False),
        sa.Column("is_settled", sa.Boolean, nullable=False),
    )
    op.create_table(
        "withheld",
        sa.Column("quote_id", sa.Text, primary_key=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("speaker", sa.Text, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("since", sa.Double, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("decided_at", sa.Double),
    )
    op.create_table(
        "rules",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, primary_key=True),
        sa.Column("made_at", sa.Double, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.Double, nullable=False, index=True),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True)),
        sa.Column("after", sa.JSON(none_as_null=True)),
    )
