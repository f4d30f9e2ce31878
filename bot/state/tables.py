"""The tables of the state as they are now; a change here comes with a new file in `migrations/versions`."""

from sqlalchemy import JSON, Column, Double, ForeignKey, Index, Integer, MetaData, Table, Text

metadata = MetaData()

work = Table(
    "work",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("status", Text, nullable=False, index=True),
    Column("owner", Text, nullable=False),
    Column("lease_until", Double, nullable=False),
    Column("accepted_at", Double, nullable=False),
    Column("request", JSON(none_as_null=True)),
)

seen = Table(
    "seen",
    metadata,
    Column("key", Text, primary_key=True),
    Column("work_id", ForeignKey(work.c.id, ondelete="SET NULL"), index=True),
    Column("seen_at", Double, nullable=False),
)

settings = Table(
    "settings",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("workspace", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

votes = Table(
    "votes",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("workspace", Text, primary_key=True),
    Column("user", Text, primary_key=True),
    Column("quote_id", Text, primary_key=True, index=True),
    Column("answer_id", Text, nullable=False),
    Column("value", Integer, nullable=False),
    Column("voted_at", Double, nullable=False),
    Column("reason", Text),
)

answers = Table(
    "answers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("thread", Text),
    Column("user", Text, nullable=False),
    Column("asked_at", Double, nullable=False),
    Column("answered", JSON, nullable=False),
    Index("ix_answers_place", "platform", "workspace", "channel", "thread"),
)

refusals = Table(
    "refusals",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("workspace", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("since", Double, nullable=False),
)
