"""The tables of the state as they are now; a change here comes with a new file in `migrations/versions`."""

from sqlalchemy import JSON, Boolean, Column, Date, Double, ForeignKey, Index, Integer, MetaData, Table, Text, Time

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
    Column("question_key", Text, primary_key=True),
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
    Index("ix_answers_user", "platform", "workspace", "user", "asked_at"),
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

schedules = Table(
    "schedules",
    metadata,
    Column("id", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("at", Time, nullable=False),
    Column("zone", Text, nullable=False),
    Column("days", JSON, nullable=False),
    Column("topic", Text, nullable=False),
    Column("speakers", JSON, nullable=False),
    Column("languages", JSON, nullable=False),
    Column("interface", Text, nullable=False),
    Column("user", Text, nullable=False),
    Column("made_at", Double, nullable=False),
    Column("is_paused", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("next_date", Date),
    Column("next_at", Double, index=True),
    Index("ix_schedules_place", "platform", "workspace", "channel"),
    Index("ix_schedules_user", "platform", "workspace", "user"),
)

# A post outlives its schedule: it is what the channel has seen.
posts = Table(
    "posts",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("schedule_id", Text, primary_key=True),
    Column("local_date", Date, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("status", Text, nullable=False, index=True),
    Column("owner", Text, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("lease_until", Double, nullable=False),
    Column("version", Integer, nullable=False),
    Column("slot_at", Double, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("sender", Text, nullable=False),
    Column("began_at", Double),
    Column("ended_at", Double),
    Column("quote_id", Text),
    Column("answer_id", Text),
    Column("message", Text),
    Column("reason", Text, nullable=False),
    Index("ix_posts_schedule", "schedule_id", "slot_at"),
)

# Age 0 is the current generation of the index, 1 the one before.
generations = Table(
    "generations",
    metadata,
    Column("age", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
)

# What somebody did with a quote of an answer, beside voting on it.
signals = Table(
    "signals",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("workspace", Text, primary_key=True),
    Column("user", Text, primary_key=True),
    Column("answer_id", Text, primary_key=True, index=True),
    Column("quote_id", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("given_at", Double, nullable=False, index=True),
)

# Filled only where the operator keeps questions.
questions = Table(
    "questions",
    metadata,
    Column("answer_id", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("user", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("confidence", Double, nullable=False),
    Column("asked_at", Double, nullable=False, index=True),
)

# What is made once and holds as long as the state, such as the key of question fingerprints.
installation = Table(
    "installation",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

# Who said that a quote has a wrong person or wrong words; settled once the operator released the quote after it.
reports = Table(
    "reports",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("workspace", Text, primary_key=True),
    Column("user", Text, primary_key=True),
    Column("quote_id", Text, primary_key=True, index=True),
    Column("reason", Text, nullable=False),
    Column("is_admin", Boolean, nullable=False),
    Column("reported_at", Double, nullable=False),
    Column("is_settled", Boolean, nullable=False),
)

# A quote that somebody reported or the operator withheld, and what became of it.
withheld = Table(
    "withheld",
    metadata,
    Column("quote_id", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("speaker", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("since", Double, nullable=False),
    Column("status", Text, nullable=False),
    Column("decided_at", Double),
)

# What the operator forbids everywhere (a channel of ""), and which sources alone a channel sees.
rules = Table(
    "rules",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("platform", Text, primary_key=True),
    Column("workspace", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("made_at", Double, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Double, nullable=False, index=True),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True)),
)
