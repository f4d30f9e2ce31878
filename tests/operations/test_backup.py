import json
import os
import shutil
import sqlite3
import sys
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.operations.backup.databases import dump_postgres
from bot.operations.backup.restore import restore
from bot.operations.backup.save import save
from bot.runtime.serve_lock import serving
from bot.runtime.settings import Settings
from bot.state import State
from index.errors import StorageError
from index.search.live_searcher import LiveSearcher
from index.storage.generations import current_name
from tests.operations.saved_votes import NEWEST, voted, votes_in
from tests.state.builders import FIRST_SCHEMA


@pytest.fixture
def settings(folder):
    """A corpus of two interviews with their index, and a state with one vote."""
    settings = Settings(data=folder / "data", seeds=folder / "seeds")
    with closing(State.open(settings.state_url)) as state:
        state.vote(voted("q0"))
    return settings


@pytest.fixture
def elsewhere(tmp_path):
    """Another machine, with nothing on it."""
    return Settings(data=tmp_path / "new" / "data", seeds=tmp_path / "new" / "seeds")


NOWHERE = "http://127.0.0.1:1"


def files_in(folder):
    return {str(file.relative_to(folder)): file.read_bytes() for file in Path(folder).rglob("*") if file.is_file()}


def test_a_backup_put_back_elsewhere_is_the_same(settings, elsewhere, tmp_path):
    manifest = save(settings, tmp_path / "backup")
    assert (manifest.state, manifest.schema) == ("state.db", NEWEST)
    assert sorted(manifest.files)[-1] == "state.db"
    assert restore(elsewhere, tmp_path / "backup") == (manifest, [])
    assert files_in(elsewhere.seeds) == files_in(settings.seeds)
    assert votes_in(elsewhere) == {"q0": (1, 0)}
    assert current_name(elsewhere.data) is None


def test_an_index_that_was_taken_along_answers_at_once(settings, elsewhere, tmp_path, live):
    save(settings, tmp_path / "backup", with_index=True)
    restore(elsewhere, tmp_path / "backup")
    assert current_name(elsewhere.data) == current_name(settings.data)
    searcher = LiveSearcher(elsewhere.data, live._embedder)
    question = "How do you set the price of a jar?"
    assert searcher.search(question).hits == live.search(question).hits
    searcher.close()


def test_an_index_on_a_chroma_server_is_not_taken_along(settings, tmp_path):
    with pytest.raises(StorageError, match="leave --index out, and restore builds it anew"):
        save(replace(settings, chroma_url=NOWHERE), tmp_path / "backup", with_index=True)
    assert list(tmp_path.glob("backup*")) == []


def test_an_index_for_embedded_chroma_stays_in_the_backup_where_a_server_is_used(settings, elsewhere, tmp_path):
    save(settings, tmp_path / "backup", with_index=True)
    restore(replace(elsewhere, chroma_url=NOWHERE), tmp_path / "backup")
    assert (votes_in(elsewhere), current_name(elsewhere.data)) == ({"q0": (1, 0)}, None)


def test_a_backup_while_votes_are_written_holds_a_beginning_of_them(settings, tmp_path):
    stopped, votes = threading.Event(), threading.Semaphore(0)

    def vote():
        with closing(State.open(settings.state_url)) as state:
            number = 0
            while not stopped.is_set():
                number += 1
                state.vote(voted(f"q{number}"))
                votes.release()

    writer = threading.Thread(target=vote)
    writer.start()
    try:
        for number in range(5):
            for _ in range(3):
                assert votes.acquire(timeout=30)
            save(settings, tmp_path / f"backup{number}")
    finally:
        stopped.set()
        writer.join()
    written = [set(votes_of(tmp_path / f"backup{number}")) for number in range(5)]
    assert all(quote_ids == {f"q{number}" for number in range(len(quote_ids))} for quote_ids in written)
    assert [number for number, quote_ids in enumerate(written) if len(quote_ids) < 3 + 3 * number] == []


def votes_of(backup):
    with closing(sqlite3.connect(f"file:{backup / 'state.db'}?mode=ro", uri=True)) as connection:
        return [quote_id for (quote_id,) in connection.execute("SELECT quote_id FROM votes")]


def test_where_nothing_is_kept_yet_the_corpus_alone_is_saved(folder, elsewhere, tmp_path):
    settings = Settings(data=tmp_path / "no_data", seeds=folder / "seeds")
    manifest = save(settings, tmp_path / "backup")
    assert (manifest.state, {name.partition("/")[0] for name in manifest.files}) == ("", {"corpus"})
    restore(elsewhere, tmp_path / "backup")
    assert votes_in(elsewhere) == {}


def test_nothing_is_written_over_and_nothing_half_done_is_left(settings, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").touch()
    with pytest.raises(StorageError, match=r"there is something in '.*full'; name a folder that is not there yet"):
        save(settings, tmp_path / "full")
    with pytest.raises(StorageError, match="lies in the corpus that is to be saved"):
        save(settings, settings.seeds / "backup")
    (settings.data / "state.db").write_bytes(b"no database" * 1000)
    with pytest.raises(StorageError, match="cannot be used: file is not a database"):
        save(settings, tmp_path / "backup")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "full"]


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda file: file.symlink_to("nowhere"), "is a link that leads nowhere; mend it or remove it, and save again"),
        (os.mkfifo, "is no ordinary file; move it out of the corpus folder, and save again"),
        (lambda file: file.symlink_to("."), "is a link to a folder that is saved already; remove it, and save again"),
    ],
)
def test_what_cannot_be_copied_is_named_and_nothing_is_left(settings, tmp_path, make, problem):
    make(settings.seeds / "odd")
    with pytest.raises(StorageError) as refused:
        save(settings, tmp_path / "backup")
    assert str(refused.value) == f"'{settings.seeds}/odd' {problem}"
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_a_link_to_a_folder_elsewhere_is_saved_with_what_is_in_it(settings, elsewhere, tmp_path):
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "ada.txt").write_text("Ada")
    (settings.seeds / "pictures").symlink_to(tmp_path / "pictures")
    save(settings, tmp_path / "backup")
    restore(elsewhere, tmp_path / "backup")
    assert files_in(elsewhere.seeds)["pictures/ada.txt"] == b"Ada"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("state.db", b"forged", "state.db in the backup '.*' is not as it was written"),
        ("state.db-wal", b"left over", "state.db-wal in the backup '.*' is not as it was written"),
        ("corpus/sources.toml", None, "corpus/sources.toml in the backup '.*' is not as it was written"),
        ("manifest.json", b"[]", "is no backup"),
        ("manifest.json", b"[" * 100_000, r"is no backup \(nested too deeply\)"),
        ("manifest.json", None, "is no backup .*; name a folder that quotebot backup wrote"),
    ],
)
def test_a_backup_that_has_changed_is_not_put_back(settings, elsewhere, tmp_path, name, content, reason):
    save(settings, tmp_path / "backup")
    file = tmp_path / "backup" / name
    file.write_bytes(content) if content else file.unlink()
    with pytest.raises(StorageError, match=reason):
        restore(elsewhere, tmp_path / "backup")
    assert not elsewhere.data.exists()


def test_the_state_of_a_newer_quotebot_is_not_put_back(settings, elsewhere, tmp_path):
    save(settings, tmp_path / "backup")
    manifest = tmp_path / "backup" / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"schema": "9999", "quotebot": "9.0"}))
    reason = f"schema 9999, this Quotebot knows up to {NEWEST}; install Quotebot 9.0 or newer"
    with pytest.raises(StorageError, match=reason):
        restore(elsewhere, tmp_path / "backup")
    assert not elsewhere.data.exists()


def test_the_state_of_an_older_quotebot_is_brought_forward(settings, elsewhere, tmp_path):
    with closing(sqlite3.connect(settings.data / "state.db")) as connection:
        connection.executescript(";".join(FIRST_SCHEMA))
    assert save(settings, tmp_path / "backup").schema == "0001"
    restore(elsewhere, tmp_path / "backup")
    with closing(State.open(elsewhere.state_url)) as state:
        assert (state.all_votes(), state.all_schedules()) == ({"q0": (1, 0)}, [])


def test_nothing_is_put_back_under_a_running_bot(settings, elsewhere, tmp_path):
    save(settings, tmp_path / "backup")
    reason = r"a bot runs on '.*data'; stop it, and run this again"
    with serving(elsewhere.data), serving(elsewhere.data), pytest.raises(StorageError, match=reason):
        restore(elsewhere, tmp_path / "backup")
    restore(elsewhere, tmp_path / "backup")


def test_what_is_there_is_kept_unless_told_and_then_set_aside(settings, tmp_path):
    save(settings, tmp_path / "backup")
    with closing(State.open(settings.state_url)) as state:
        state.vote(voted("later"))
    with pytest.raises(StorageError, match=r"there is something in '.*state.db'; restore with --replace"):
        restore(settings, tmp_path / "backup")
    shutil.copy(settings.data / "state.db", settings.data / "state.db-wal")  # as after a kill
    with pytest.raises(StorageError, match=r"state.db-wal' holds what was not yet written into the database before it"):
        restore(settings, tmp_path / "backup")
    (settings.seeds / "bees.md").write_text("changed")
    before = files_in(settings.seeds), (settings.data / "state.db").read_bytes()
    _, aside = restore(settings, tmp_path / "backup", replace=True)
    assert [path.name.partition(".before-")[0] for path in aside] == ["seeds", "state.db", "state.db"]
    assert [path.name[-4:] for path in aside if "wal" in path.name] == ["-wal"]
    assert (files_in(aside[0]), aside[1].read_bytes()) == before
    assert votes_in(settings) == {"q0": (1, 0)}


def test_the_command_line_saves_and_restores_and_indexes_again(commands, settings, folder, tmp_path):
    run = commands.run(folder, "backup", tmp_path / "backup")
    assert run.out.endswith("files in {}: the state (schema {}), the corpus.\n".format(tmp_path / "backup", NEWEST))
    new = tmp_path / "new"
    new.mkdir()
    assert commands.run(new, "restore", tmp_path / "backup").code == 0
    assert commands.run(new, "ask", "How do you set the price of a jar?").code == 0
    assert commands.run(new, "restore", tmp_path / "backup").err.endswith("restore with --replace to set it aside\n")


def test_postgresql_without_its_programs_is_one_line(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    url = make_url("postgresql+psycopg://bot:secret@db.example/quotes")
    with pytest.raises(StorageError) as caught:
        dump_postgres(url, tmp_path / "state.dump")
    assert str(caught.value) == (
        "the PostgreSQL database 'quotes' on db.example needs pg_dump, which is not installed; "
        "install PostgreSQL's client programs"
    )


def test_a_password_of_postgresql_is_in_no_command(tmp_path, monkeypatch):
    url = make_url("postgresql+psycopg://bot:secret@db.example/quotes")  # pragma: allowlist secret - made up
    program = tmp_path / "pg_dump"
    program.write_text(
        f"#!{sys.executable}\nimport sys\nfor each in sys.argv: print(each, file=sys.stderr)\nsys.exit(1)\n"
    )
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StorageError, match="pg_dump cannot do its work") as caught:
        dump_postgres(url, tmp_path / "state.dump")
    assert "host='db.example' user='bot' dbname='quotes' passfile=" in str(caught.value)
    assert "secret" not in str(caught.value)
