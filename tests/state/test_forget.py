import asyncio
import datetime
import random
import sqlite3
import string
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from bot.domain.audit import AuditEntry, member, operator, place
from bot.domain.channel_post import Place
from bot.domain.records import GivenAnswer, Vote
from bot.domain.request import Request
from bot.domain.schedule import Schedule, Slot
from bot.domain.signals import AskedQuestion, Signal
from bot.domain.withheld import Report
from bot.state import State
from bot.state.answers import answer_row
from bot.state.tables import answers, metadata, questions, reports, rules, signals, votes
from index.errors import StorageError
from tests.peers.slack import User
from tests.platforms.slack.slack_bot import run_bot, text_of
from tests.state.builders import rows
from tests.support.command_line import Run, failed
from tests.support.fakes import make_quote

pytestmark = pytest.mark.on_both_databases


PERSON, TEAM, OTHER = "U0CANARY01", "T0CANARY02", "U0OTHER003"
NOW = 1_780_000_000.0
ASKED = Request(
    platform="slack", kind="command", keys=("slack:trigger:1",), workspace=TEAM, channel="C1", user=PERSON,
    user_name="canary", asked_at=NOW, text="why", reply_to="https://hooks.slack.com/commands/x",
)  # fmt: skip


def given(number, **fields):
    known = {
        "id": f"a{number}", "platform": "slack", "workspace": TEAM, "channel": "C1", "thread": None, "user": PERSON,
        "asked_at": NOW, "interface": "en", "outcome": "answer", "confidence": 1.0,
    }  # fmt: skip
    return GivenAnswer(**known | fields)


def voted(user=PERSON, quote="q1", value=1, workspace=TEAM):
    return Vote(
        platform="slack", workspace=workspace, user=user, quote_id=quote, answer_id="a1", value=value, voted_at=NOW
    )


def scheduled(**fields):
    place = Place(platform="slack", workspace=TEAM, channel=fields.pop("channel", "C1"))
    known = {"id": "s1", "place": place, "at": datetime.time(9), "zone": "UTC", "user": PERSON, "made_at": NOW}
    return Schedule(**known | {"interface": "en"} | fields)


@pytest.fixture
def kept(state):
    """A state that knows somebody in every way there is."""
    state.accept(ASKED, "me", NOW, 30.0)
    state.note_seen(f"slack:press:{TEAM}:C1:1.5:{PERSON}:quote:up:2.5", NOW)
    state.note_seen(f"slack:message:{TEAM}:C1:1.5", NOW)
    state.accept(replace(ASKED, keys=("slack:trigger:2",), user=OTHER), "me", NOW, 30.0)
    for vote in (voted(), voted(quote="q2", value=-1), voted(user=OTHER), voted(workspace="T9")):
        state.vote(vote)
    slot = Slot(NOW, datetime.date(2026, 5, 28))
    state.add_schedule(scheduled(), slot)
    state.add_schedule(scheduled(id="s2", channel=PERSON), slot)
    claim = state.claim(state.all_schedules()[0], None, "me", NOW, 30.0)
    state.begin_post(claim, "me", given(3), "q1", 0, NOW)
    state.refuse("slack", TEAM, PERSON, "is_archived", NOW)
    state.save_settings("slack", TEAM, PERSON, {"interface": "en"})
    state.save_settings("slack", TEAM, "C1", {"interface": "zh"})
    with state.engine.begin() as connection:
        connection.execute(insert(answers), [answer_row(given(1)), answer_row(given(2, user=OTHER))])
    return state


def did(user=PERSON, answer="a1", kind="next", workspace=TEAM):
    return Signal(
        platform="slack", workspace=workspace, user=user, answer_id=answer, quote_id="q1", kind=kind, position=0,
        given_at=NOW,
    )  # fmt: skip


def asked(answer="a1", user=PERSON, workspace=TEAM, channel="C1"):
    return AskedQuestion(
        answer_id=answer, platform="slack", workspace=workspace, channel=channel, user=user, question="why",
        outcome="answer", confidence=1.0, asked_at=NOW,
    )  # fmt: skip


@pytest.fixture
def learned_from(kept):
    """The same, where what people did was noted, questions are kept, quotes were reported and admins changed things."""
    for signal in (did(), did(kind="why"), did(OTHER), did(answer="a2"), did(OTHER, "a2"), did(OTHER, "a3")):
        assert kept.note_signal(signal)
    for question in (asked(), asked("a2", OTHER), asked("a4", OTHER, channel=PERSON), asked("a5", workspace="T9")):
        kept.keep_question(question)
    report = {"platform": "slack", "quote_id": "q1", "reason": "words", "is_admin": False, "reported_at": NOW}
    with kept.engine.begin() as connection:
        for user, workspace in ((PERSON, TEAM), (OTHER, TEAM), (PERSON, "T9")):
            row = report | {"user": user, "workspace": workspace, "is_settled": False}
            connection.execute(insert(reports), [row])
        connection.execute(
            insert(rules),
            [{"kind": "source", "platform": "slack", "workspace": TEAM, "channel": "C1", "value": "x", "made_at": NOW}],
        )
    entries = [
        (member("slack", TEAM, PERSON), "q1"),
        (member("slack", TEAM, OTHER), place("slack", TEAM, PERSON)),
        (member("slack", "T9", PERSON), place("slack", "T9", "C1")),
        (operator("root"), place("slack", TEAM, "C1")),
    ]
    for actor, subject in entries:
        kept.note_change(AuditEntry(at=NOW, actor=actor, action="set sources", subject=subject, after=["x"]))
    return kept


def changes(state):
    return [(entry.actor, entry.subject) for entry in state.audit_entries()]


def signals_kept(state):
    return rows(state, signals, "user", "answer_id", "kind")


def test_nothing_that_is_learned_from_knows_who_is_forgotten(learned_from):
    assert learned_from.forget_user("slack", TEAM, PERSON) == 9 + 3 + 2 + 1 + 2
    learned_from.drop_work("slack", TEAM, PERSON)
    assert tables_with(learned_from, PERSON) == {"votes", "questions", "reports", "audit"}  # those of another workspace
    assert signals_kept(learned_from) == [(OTHER, "a2", "next"), (OTHER, "a3", "next")]  # the answer a1 is gone
    assert rows(learned_from, questions, "answer_id") == [("a2",), ("a5",)]
    assert rows(learned_from, reports, "user", "workspace") == [(PERSON, "T9"), (OTHER, TEAM)]
    assert changes(learned_from) == [
        ("gone", "q1"),
        (f"slack:{TEAM}:{OTHER}", "gone"),
        (f"slack:T9:{PERSON}", "slack:T9:C1"),
        ("operator root", f"slack:{TEAM}:C1"),
    ]
    assert learned_from.forget_user("slack", None, PERSON) == 1 + 1 + 1 + 1
    assert tables_with(learned_from, PERSON) == set()


def test_nothing_that_is_learned_from_knows_a_workspace_that_is_forgotten(learned_from):
    assert learned_from.forget_workspace("slack", TEAM) == 14 + 6 + 3 + 2 + 1 + 2 + 2
    learned_from.drop_work("slack", TEAM, None)
    assert tables_with(learned_from, TEAM) == set()
    assert (signals_kept(learned_from), rows(learned_from, questions, "answer_id")) == ([], [("a5",)])
    assert rows(learned_from, reports, "user", "workspace") == [(PERSON, "T9")]
    assert changes(learned_from) == [
        ("gone", "q1"), ("gone", "gone"), (f"slack:T9:{PERSON}", "slack:T9:C1"), ("operator root", "gone"),
    ]  # fmt: skip


def test_of_several_votes_on_a_quote_the_latest_stays_as_the_count(state):
    for second, (key, value) in enumerate([("k1", 1), ("k2", 1), ("k3", -1)]):
        state.vote(replace(voted(value=value), question_key=key, voted_at=NOW + second))
    state.vote(replace(voted(OTHER), question_key="k1"))
    before = state.all_votes()
    assert state.forget_user("slack", TEAM, PERSON) == 3
    assert (before, state.all_votes(), len(rows(state, votes))) == ({"q1": (1, 1)}, {"q1": (1, 1)}, 2)
    state.forget_workspace("slack", TEAM)
    assert state.all_votes() == before


def dumped(state):
    """All rows of all tables, as text."""
    with state.engine.begin() as connection:
        rows = {
            name: [str(tuple(row)) for row in connection.execute(select(table))]
            for name, table in metadata.tables.items()
        }
    return {name: "\n".join(lines) for name, lines in rows.items()}


def tables_with(state, *words):
    return {name for name, text in dumped(state).items() if any(word in text for word in words)}


def bytes_with(folder, word):
    """How often a word stands in each file of the database."""
    return {file.name: file.read_bytes().count(word.encode()) for file in Path(folder).iterdir()}


def test_whoever_is_forgotten_is_in_no_table_and_votes_still_count(kept):
    assert kept.forget_user("slack", TEAM, PERSON) == 9
    assert kept.drop_work("slack", TEAM, PERSON) == 1
    assert tables_with(kept, PERSON) == {"votes"}  # that of another workspace
    assert kept.all_votes() == {"q1": (3, 0), "q2": (0, 1)}
    assert (kept.answer_given("a1"), kept.answer_given("a2").user, kept.answer_given("a3").user) == (None, OTHER, "")
    assert [(kept_schedule.schedule.id, kept_schedule.schedule.user) for kept_schedule in kept.all_schedules()] == [
        ("s1", "")
    ]
    assert kept.settings("slack", TEAM, "C1") == {"interface": "zh"}
    assert kept.forget_user("slack", None, PERSON) == 1
    assert tables_with(kept, PERSON) == set()


def test_nameless_votes_do_not_tell_that_they_belong_together(kept):
    kept.forget_user("slack", None, PERSON)
    users = [line.split("'")[5] for line in dumped(kept)["votes"].splitlines()]
    assert len(set(users)) == len(users) == 4


def test_a_workspace_that_is_forgotten_is_in_no_table(kept):
    assert kept.forget_workspace("slack", TEAM) == 14
    assert kept.drop_work("slack", TEAM, None) == 2
    assert tables_with(kept, TEAM, PERSON) == {"votes"}
    assert kept.all_votes() == {"q1": (3, 0), "q2": (0, 1)}


def test_what_is_asked_right_now_is_left_to_its_answer(kept):
    kept.forget_user("slack", TEAM, PERSON)
    assert tables_with(kept, PERSON) == {"votes", "work"}
    kept.finish(1, "me", "answered")
    assert tables_with(kept, PERSON) == {"votes"}


def test_nobody_of_another_platform_is_forgotten(kept):
    before = dumped(kept)
    assert (kept.forget_user("discord", None, PERSON), kept.drop_work("discord", None, PERSON)) == (0, 0)
    assert kept.forget_workspace("discord", TEAM) == 0
    assert dumped(kept) == before


@pytest.mark.parametrize("seed", range(4))
def test_no_byte_of_the_id_is_left_in_the_database_and_its_log(tmp_path, seed):
    chance, folder = random.Random(seed), tmp_path / "state"  # noqa: S311 - drawn again from the seed
    state = State.open(f"sqlite:///{folder / 'state.db'}")
    users = ["U" + "".join(chance.choices(string.ascii_uppercase, k=10)) for _ in range(40)]
    for _ in range(400):  # rows move when pages split, and leave copies behind
        state.vote(voted(chance.choice(users), f"{chance.getrandbits(64):x}"))
        padding = tuple("x" * chance.randrange(500) for _ in range(4))
        row = answer_row(given(f"{chance.getrandbits(48):x}", user=chance.choice(users), speaker_filter=padding))
        with state.engine.begin() as connection:
            connection.execute(insert(answers), [row])
        state.note_signal(did(chance.choice(users), row["id"]))
        state.keep_question(asked(row["id"], chance.choice(users)))
        actor = member("slack", TEAM, chance.choice(users))
        state.note_change(AuditEntry(at=NOW, actor=actor, action="withhold quote", subject=row["id"]))
    assert bytes_with(folder, users[0])["state.db-wal"] > 0
    state.forget_user("slack", TEAM, users[0])
    state.scrub()
    assert bytes_with(folder, users[0]) == {"state.db": 0, "state.db-wal": 0, "state.db-shm": 0}
    state.close()


def test_in_slack_somebody_is_forgotten_by_one_button_down_to_the_last_byte(make_service, tmp_path):
    async def scenario(bot):
        bot.peer.add(User(id=PERSON, name="canary"))
        answer = await bot.ask("How do you set the price of a jar?", user=PERSON)
        await bot.press(answer, "up", user=PERSON)
        before = bytes_with(tmp_path, PERSON)
        reply = await bot.press(await bot.ask("Forget  me", user=PERSON), "forget", user=PERSON)
        async with asyncio.timeout(20):
            while any(bytes_with(tmp_path, PERSON).values()):
                await asyncio.sleep(0.01)
        again = await bot.press(answer, "next", user=PERSON)
        return sum(before.values()) > 0, reply, text_of(again), bot.state.all_votes()

    was_there, reply, again, votes = run_bot(make_service, tmp_path, scenario)
    assert (was_there, reply.kind, reply.response_type, reply.user) == (True, "response", "ephemeral", PERSON)
    assert text_of(reply).startswith("Done: nothing here carries your id any more.")
    assert again == "I no longer remember this answer. Please ask again."
    assert list(votes.values()) == [(1, 0)]


def test_an_operator_purges_a_person_and_a_workspace(commands, tmp_path):
    state = State.open(f"sqlite:///{tmp_path / 'data' / 'state.db'}")
    for vote in (voted(), voted(workspace="T9"), voted(user=OTHER, workspace="T8")):
        state.vote(vote)
    state.close()
    done = "forgotten, in the database and its log; backups made before still hold them.\n"
    assert commands.run(tmp_path, "purge", "user", "slack", TEAM, PERSON) == Run(
        code=0, out=f"1 entry is {done}", err=""
    )
    assert commands.run(tmp_path, "purge", "user", "slack", "all", PERSON).code == 0
    assert commands.run(tmp_path, "purge", "workspace", "slack", "T8").out == f"1 entry is {done}"
    assert sum(sum(bytes_with(tmp_path / "data", word).values()) for word in (PERSON, "T8")) == 0
    assert commands.run(tmp_path, "purge", "user", "slack", "all", PERSON) == failed(
        f"nothing is kept of '{PERSON}'; see that the id, the workspace and the platform are right"
    )


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_postgresql_keeps_no_byte_of_who_was_purged_but_in_its_own_log(commands, tmp_path, kept, state_url, postgres):
    assert postgres.files_with(PERSON) > 0
    run = commands.run(tmp_path, "purge", "user", "slack", "all", PERSON, QUOTEBOT_DATABASE_URL=state_url)
    assert (run.code, run.out) == (
        0,
        "11 entries are forgotten, in the database; PostgreSQL's own log holds them until it is written over, "
        "backups made before for ever.\n",
    )
    assert (tables_with(kept, PERSON), postgres.files_with(PERSON)) == (set(), 0)
    kept.scrub()  # as for who asks it in a chat, without locking the tables


def test_what_only_they_reported_is_forgotten_with_them(state):
    for user, quote in (("U1", "q1"), ("U1", "q2"), ("U2", "q2")):
        place = 100 * int(quote[1:])
        reported = make_quote(id=quote, start=place, end=place + 50)
        given = {"platform": "slack", "workspace": "T1", "user": user, "quote_id": quote, "is_admin": False}
        state.report(Report(**given, reason="words", reported_at=1.0), reported)
    state.withhold(make_quote(id="q9", start=900, end=950), "wrong", "operator ada", 2.0)
    state.forget_user("slack", "T1", "U1")
    assert [(quote.quote_id, quote.status) for quote in state.reported_quotes()] == [("q2", "withheld"), ("q9", "kept")]
    state.forget_workspace("slack", "T1")
    assert [quote.quote_id for quote in state.reported_quotes()] == ["q2", "q9"]


def test_a_log_that_somebody_reads_is_told(tmp_path):
    state = State.open(f"sqlite:///{tmp_path / 'state.db'}?timeout=0.05")
    state.vote(voted())
    reader = sqlite3.connect(tmp_path / "state.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM votes").fetchall()
    with pytest.raises(StorageError, match="is being read; stop whatever reads it, and try again"):
        state.scrub()
    reader.close()
    state.scrub()
    state.close()
