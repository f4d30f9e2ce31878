"""Requests, answers, votes, schedules and posts for tests of the state, and what they leave in it."""

import datetime
from dataclasses import replace

from sqlalchemy import select

from bot.domain.channel_post import Place
from bot.domain.records import Claim, GivenAnswer, GivenHit, Scheduled, Vote
from bot.domain.request import Request
from bot.domain.schedule import WEEKDAYS, Schedule, Slot
from bot.state.tables import posts
from index.answer import Filters

ASKED = Request(
    platform="slack",
    kind="mention",
    keys=("slack:event:Ev1", "slack:message:C1:1.5"),
    workspace="T1",
    channel="C1",
    user="U1",
    asked_at=1.5,
    text="How is 强化学习 \x00 done? \ud83d",
)


ANSWER = GivenAnswer(
    id="a1",
    platform="slack",
    workspace="T1",
    channel="C1",
    thread="1.5",
    user="U1",
    asked_at=1.5,
    interface="zh-Hant",
    outcome="unsure",
    confidence=0.25,
    hits=(
        GivenHit(quote_id="q1", score=1.5, similarity=2.0, word_score=0.0, dense_rank=1),
        GivenHit(quote_id="q2", score=0.5, similarity=1.0, word_score=7.5, word_rank=3),
    ),
    other_language="q9",
    speaker_filter=("Ada", "Bob"),
    filters=Filters(speakers=("Ada", "Bob"), roles=("CEO of Acorn", ""), languages=("zh",), after="2024"),
)


VOTE = Vote(platform="slack", workspace="T1", user="U1", quote_id="q1", answer_id="a1", value=1, voted_at=5.0)


def rows(state, table, *columns):
    with state.engine.begin() as connection:
        chosen = select(*(table.c[name] for name in columns)) if columns else select(table)
        return sorted(tuple(row) for row in connection.execute(chosen))


def asked(*keys):
    return replace(ASKED, keys=keys)


PLACE = Place(platform="slack", workspace="T1", channel="C1")


DAILY = Schedule(
    id="s1", place=PLACE, at=datetime.time(9, 0), zone="Asia/Shanghai", interface="zh-Hans", user="U1", made_at=5.0
)


CHOOSY = replace(
    DAILY,
    id="s2",
    place=Place(platform="discord", workspace="G", channel="D1"),
    at=datetime.time(23, 59),
    days=WEEKDAYS,
    topic="小模型 'and' data",
    speakers=("Ada", "阿里·戈德西"),
    languages=("zh", "en"),
    made_at=6.0,
    is_paused=True,
    version=7,
)


SLOTS = [Slot(day * 86400.0, datetime.date(2025, 3, day)) for day in range(1, 29)]


def next_of(state):
    return [(kept.schedule.id, kept.next_slot) for kept in state.all_schedules()]


NINE = SLOTS[0].at  # when the first slot is


DUE = Scheduled(schedule=DAILY, next_slot=SLOTS[0])


CLAIM = Claim(schedule=DAILY, slot=SLOTS[0], fence=1)


LEASE = 30.0


BOTH = ("slack", "discord")


BEGUN = {"began_at": NINE, "quote_id": "q1", "answer_id": "a1"}


def claim(state, owner="A", now=NINE, scheduled=DUE, after=SLOTS[1]):
    return state.claim(scheduled, after, owner, now, LEASE)


def begin(state, claimed=CLAIM, owner="A", shown=0, now=NINE, quote="q1", answer="a1"):
    return state.begin_post(claimed, owner, replace(ANSWER, id=answer), quote, shown, now)


def take_over(state, owner="B", now=NINE + LEASE):
    return state.take_over_posts(BOTH, owner, now, LEASE, 9)


def post(state, day=0, schedule=DAILY, status="sent"):
    """Post what is due on a day; return the claim."""
    scheduled = Scheduled(schedule=schedule, next_slot=SLOTS[day])
    claimed = claim(state, scheduled=scheduled, after=SLOTS[day + 1])
    shown = len(state.quotes_shown(schedule.place))
    name = f"{schedule.id}-{day}"
    assert begin(state, claimed, shown=shown, now=SLOTS[day].at, quote=f"q-{name}", answer=name) == "begun"
    state.finish_post(claimed, "A", status, SLOTS[day].at + 1.0, "why" if status != "sent" else "", f"m-{name}")
    return claimed


def stands(state, *columns):
    return rows(state, posts, *(columns or ("status", "owner", "fence")))


_LATER_TABLES = ("signals", "questions", "installation", "reports", "withheld", "rules", "audit")
FIRST_SCHEMA = (
    *(f"DROP TABLE {name}" for name in ("schedules", "posts", "generations", *_LATER_TABLES)),
    "DROP INDEX ix_answers_user",
    'CREATE TABLE first AS SELECT platform, workspace, "user", quote_id, answer_id, value, voted_at, reason FROM votes',
    "DROP TABLE votes",
    "ALTER TABLE first RENAME TO votes",
    "CREATE INDEX ix_votes_quote_id ON votes (quote_id)",
    "UPDATE alembic_version SET version_num = '0001'",
)
"""SQL that takes a state back to what the first version of Quotebot kept, in either database."""
