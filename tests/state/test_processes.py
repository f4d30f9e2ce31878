import contextlib
import itertools
import multiprocessing
import resource
import shutil
import signal
import sqlite3
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import func, select

import bot.state
from bot.state import State
from bot.state.engine import make_engine
from bot.state.schema import migrate
from bot.state.tables import metadata, seen, votes, work
from index.errors import StorageError
from tests.state.builders import ASKED, VOTE, asked, rows

pytestmark = pytest.mark.on_both_databases


MIGRATIONS = Path(bot.state.__file__).parent / "migrations"
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["bot.state", __name__])
NEXT_VERSION = """
import os

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade():
    op.add_column("votes", sa.Column("weight", sa.Integer, nullable=False, server_default="1"))
    {then}
"""


def together(count, do, *arguments):
    """Return what each of `count` processes returns for `do(place, *arguments)`; none begins before all are there."""
    barrier = PROCESSES.Barrier(count)
    with PROCESSES.Pool(count, barrier.wait) as pool:
        return pool.starmap(do, [(place, *arguments) for place in range(count)], chunksize=1)


def count(state, table):
    with state.engine.begin() as connection:
        return connection.scalar(select(func.count()).select_from(table))


def integrity(url):
    if not url.startswith("sqlite"):
        return "ok"
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        said = connection.execute("PRAGMA integrity_check").fetchone()[0]
    connection.close()
    return said


def accept_for_ever(url, process_number, sender):
    state = State.open(url)
    for number in itertools.count():
        keys = (f"{process_number}-{number}", f"{process_number}-{number}-again")
        state.accept(asked(*keys), f"process {process_number}", 1.0, 30.0)
        sender.send(keys)


def kill_after(url, process_number, some):
    """Return the keys that a process accepted, and said so, until it was killed while accepting more."""
    hears, sender = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=accept_for_ever, args=(url, process_number, sender))
    process.start()
    sender.close()
    keys = [hears.recv() for _ in range(some)]
    process.kill()
    process.join()
    while hears.poll():
        try:
            keys.append(hears.recv())
        except EOFError:
            break
    hears.close()
    return keys


def test_what_was_accepted_outlives_kill_9(state_url):
    for process_number, some in enumerate((1, 7, 20, 40)):
        said = kill_after(state_url, process_number, some)
        state = State.open(state_url)
        assert [key for keys in said for key in keys if not state.is_seen(key)] == []
        left = state.take_over("heir", 40.0, 1e9)
        assert [abandoned.request.keys for abandoned in left][: len(said)] == said
        assert len(left) - len(said) in (0, 1)  # the last may be written and not yet told
        assert count(state, seen) == 2 * count(state, work)
        state.close()
        assert integrity(state_url) == "ok"


def vote_often(voter, url, times):
    state = State.open(url)
    for number in range(times):
        vote = replace(VOTE, user=f"U{voter}", quote_id=f"q{number}", voted_at=number)
        state.vote(vote)
        state.vote(replace(vote, user="everybody", voted_at=voter, reason=str(voter)))
    state.close()


def test_voters_in_eight_processes_lose_no_vote(state, state_url):
    together(8, vote_often, state_url, 10)
    assert [state.all_votes().get(f"q{number}", (0, 0)) for number in range(10)] == [(9, 0)] * 10
    last = [row for row in rows(state, votes, "user", "voted_at", "reason") if row[0] == "everybody"]
    assert last == [("everybody", 7.0, "7")] * 10


def accept_each(owner, url, names):
    state = State.open(url)
    ids = [state.accept(asked(f"a{name}", f"b{name}"), str(owner), 1.0, 30.0) for name in range(names)]
    state.close()
    return ids


def test_of_processes_that_get_the_same_delivery_one_accepts_it(state, state_url):
    ids = together(3, accept_each, state_url, 30)
    accepted = [[number for number in given if number is not None] for given in zip(*ids, strict=True)]
    assert [len(given) for given in accepted] == [1] * 30
    assert sorted(number for given in accepted for number in given) == [row[0] for row in rows(state, work, "id")]


def take_all(owner, url, times):
    state = State.open(url)
    taken = [abandoned.work_id for _ in range(times) for abandoned in state.take_over(str(owner), 40.0, 30.0)]
    state.close()
    return taken


def test_work_of_the_dead_goes_to_one_heir_each(state, state_url):
    for number in range(40):
        state.accept(asked(str(number)), "dead", 1.0, 30.0)
    taken = together(3, take_all, state_url, 3)
    assert sorted(itertools.chain(*taken)) == [row[0] for row in rows(state, work, "id")]
    assert len(rows(state, work)) == 40


def open_and_note(place, url, scripts):
    engine = make_engine(url)
    migrate(engine, scripts)
    state = State(engine)
    state.note_seen(f"opened by {place}", 1.0)
    state.close()


@pytest.fixture
def scripts(tmp_path):
    """Migrations that have a version more."""
    folder = shutil.copytree(MIGRATIONS, tmp_path / "scripts")
    (folder / "versions" / "0006_next.py").write_text(NEXT_VERSION.format(then=""))
    return folder


def version(state):
    with state.engine.begin() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def test_processes_that_open_a_new_database_at_once_all_get_it(bare_url):
    together(4, open_and_note, bare_url, str(MIGRATIONS))
    state = State.open(bare_url)
    assert rows(state, seen, "key") == [(f"opened by {place}",) for place in range(4)]
    state.close()


def hold_for_writing(file, is_held, seconds):
    """Keep the right to write to an SQLite database for a while, as another process does that is opening it."""
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        is_held.set()
        time.sleep(seconds)


def open_while_held(file, seconds, wait_seconds):
    is_held = threading.Event()
    reader = threading.Thread(target=hold_for_writing, args=(file, is_held, seconds))
    reader.start()
    try:
        assert is_held.wait(30)
        State.open(f"sqlite:///{file}?timeout={wait_seconds}").close()
    finally:
        reader.join()


def test_a_new_sqlite_file_that_is_being_written_is_waited_for(tmp_path):
    open_while_held(tmp_path / "state.db", 0.5, 30)
    with contextlib.closing(sqlite3.connect(tmp_path / "state.db")) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchall() == [("wal",)]
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0005",)]


def test_a_new_sqlite_file_is_not_waited_for_without_end(tmp_path):
    with pytest.raises(StorageError, match="database is locked; look for a backup or a shell that keeps it open"):
        open_while_held(tmp_path / "state.db", 2, 0.2)


def test_processes_that_upgrade_at_once_keep_the_rows(state, state_url, scripts):
    state.vote(VOTE)
    together(4, open_and_note, state_url, str(scripts))
    assert version(state) == "0006"
    assert rows(state, votes) == [("slack", "T1", "U1", "q1", "", "a1", 1, 5.0, None)]
    assert len(rows(state, seen)) == 4


def test_an_upgrade_killed_half_way_has_not_happened(state, state_url, scripts):
    state.vote(VOTE)
    following = scripts / "versions" / "0006_next.py"
    following.write_text(NEXT_VERSION.format(then="os.kill(os.getpid(), 9)"))
    process = PROCESSES.Process(target=open_and_note, args=(0, state_url, str(scripts)))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert version(state) == "0005"
    following.write_text(NEXT_VERSION.format(then=""))
    migrate(state.engine, str(scripts))
    assert version(state) == "0006"
    assert state.all_votes().get("q1", (0, 0)) == (1, 0)


def test_a_database_of_a_newer_quotebot_is_refused(state, state_url, scripts):
    migrate(state.engine, str(scripts))
    with pytest.raises(StorageError) as caught:
        State.open(state_url)
    assert str(caught.value).endswith(
        "has schema 0006, this Quotebot knows up to 0005; "
        "install the newer Quotebot again, or put back a backup from before it"
    )


def differences(state):
    """What the tables lack to be those that the code uses."""
    with state.engine.begin() as connection:
        return compare_metadata(MigrationContext.configure(connection), metadata)


def test_the_migrations_make_the_very_tables_that_the_code_uses(state):
    assert differences(state) == []


def test_a_database_of_the_first_version_is_upgraded_with_its_rows_and_says_so(bare_url, tmp_path, caplog):
    caplog.set_level("INFO", "bot")
    first = shutil.copytree(MIGRATIONS, tmp_path / "first")
    for later in ("0002_daily.py", "0003_daily_indexes.py", "0004_generations.py", "0005_learning.py"):
        (first / "versions" / later).unlink()
    old = State(make_engine(bare_url))
    migrate(old.engine, str(first))
    old.accept(ASKED, "one", 10.0, 30.0)
    with old.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO votes VALUES ('slack', 'T1', 'U1', 'q1', 'a1', 1, 5.0, NULL)")
    assert differences(old) != []
    old.close()
    upgraded = State.open(bare_url)
    assert (len(rows(upgraded, work)), len(rows(upgraded, seen))) == (1, 2)
    assert rows(upgraded, votes) == [("slack", "T1", "U1", "q1", "", "a1", 1, 5.0, None)]
    assert (upgraded.all_schedules(), upgraded.troubled_posts(9), differences(upgraded)) == ([], [], [])
    (message,) = [record.message for record in caplog.records if record.name.startswith("bot.")]
    assert message.endswith(" was brought from schema 0001 to 0005")
    upgraded.close()


def fill_the_disk(url, sender):
    """Accept until files may grow no more, then once more when they may; tell what came of it."""
    state = State.open(url)
    grown = Path(url.removeprefix("sqlite:///") + "-wal").stat().st_size
    _, unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (grown + 50_000, unlimited))
    ids = []
    try:
        for number in range(100):
            ids.append(state.accept(asked(f"early {number}"), "one", 1.0, 30.0))
    except StorageError as error:
        sender.send(str(error))
    resource.setrlimit(resource.RLIMIT_FSIZE, (unlimited, unlimited))
    sender.send([*ids, state.accept(ASKED, "one", 1.0, 30.0)])


def test_a_full_disk_is_told_and_does_no_harm(tmp_path):
    url = f"sqlite:///{tmp_path}/state.db"
    State.open(url).close()
    hears, sender = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=fill_the_disk, args=(url, sender))
    process.start()
    said, ids = hears.recv(), hears.recv()
    process.join()
    assert said.startswith(f"the state in '{tmp_path}/state.db' cannot be used: ")
    assert said.endswith(("; make room on the disk", "; look for a full or failing disk"))
    state = State.open(url)
    assert rows(state, work, "id") == [(number,) for number in ids]
    state.close()
    assert integrity(url) == "ok"
