import json
import os
from contextlib import closing

import pytest
from sqlalchemy import create_engine, text

from bot.operations.backup.manifest import hashes
from bot.operations.backup.restore import restore
from bot.operations.backup.save import save
from bot.runtime.settings import Settings
from bot.state import State
from index.errors import StorageError
from tests.operations.saved_votes import NEWEST, voted, votes_in
from tests.state.builders import FIRST_SCHEMA


@pytest.fixture(autouse=True)
def with_programs(postgres, monkeypatch):
    """PostgreSQL's own programs, those of the server, can be found."""
    monkeypatch.setenv("PATH", f"{postgres.programs}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def kept(folder, postgres):
    """The settings of a bot whose state is in PostgreSQL, with one vote."""
    with postgres.database(template="made") as url:
        settings = Settings(data=folder / "data", seeds=folder / "seeds", database_url=url)
        vote(settings, "q0")
        yield settings


@pytest.fixture
def moved(tmp_path, postgres):
    """Another machine, with an empty database."""
    with postgres.database() as url:
        yield Settings(data=tmp_path / "new" / "data", seeds=tmp_path / "new" / "seeds", database_url=url)


def vote(settings, *quote_ids):
    with closing(State.open(settings.state_url)) as state:
        for quote_id in quote_ids:
            state.vote(voted(quote_id))


def run(settings, *statements):
    engine = create_engine(settings.state_url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_a_backup_put_back_elsewhere_is_the_same_and_votes_go_on(kept, moved, tmp_path):
    manifest = save(kept, tmp_path / "backup")
    assert (manifest.state, manifest.schema) == ("state.dump", NEWEST)
    vote(kept, "later")
    assert restore(moved, tmp_path / "backup") == (manifest, [])
    assert votes_in(moved) == {"q0": (1, 0)}
    vote(moved, "q0", "q1")
    assert votes_in(moved) == {"q0": (1, 0), "q1": (1, 0)}


def test_what_is_there_is_kept_unless_told(kept, tmp_path):
    save(kept, tmp_path / "backup")
    vote(kept, "later")
    with pytest.raises(StorageError, match="restore with --replace to overwrite it"):
        restore(kept, tmp_path / "backup")
    assert votes_in(kept) == {"later": (1, 0), "q0": (1, 0)}
    restore(kept, tmp_path / "backup", replace=True)
    assert votes_in(kept) == {"q0": (1, 0)}


def test_the_state_of_an_older_quotebot_replaces_a_newer_one_and_is_brought_forward(kept, moved, tmp_path):
    run(kept, *FIRST_SCHEMA)
    assert save(kept, tmp_path / "backup").schema == "0001"
    vote(moved, "newer")
    restore(moved, tmp_path / "backup", replace=True)
    with closing(State.open(moved.state_url)) as state:
        assert (state.all_votes(), state.all_schedules()) == ({"q0": (1, 0)}, [])


def test_a_dump_that_cannot_be_loaded_changes_nothing(kept, moved, tmp_path):
    save(kept, tmp_path / "backup")
    vote(moved, "mine")
    dump, manifest = tmp_path / "backup" / "state.dump", tmp_path / "backup" / "manifest.json"
    dump.write_bytes(dump.read_bytes()[:-200])
    recorded = json.loads(manifest.read_text())
    manifest.write_text(json.dumps(recorded | {"files": hashes(tmp_path / "backup")}))
    with pytest.raises(StorageError, match="pg_restore cannot do its work on the PostgreSQL database"):
        restore(moved, tmp_path / "backup", replace=True)
    assert votes_in(moved) == {"mine": (1, 0)}


def test_a_view_of_somebody_else_is_not_taken_away_and_nothing_is_replaced(kept, moved, tmp_path):
    save(kept, tmp_path / "backup")
    vote(moved, "mine")
    run(moved, "CREATE VIEW counted AS SELECT quote_id FROM votes")
    with pytest.raises(StorageError, match=r"psql cannot do its work on .* view counted depends on table votes"):
        restore(moved, tmp_path / "backup", replace=True)
    assert votes_in(moved) == {"mine": (1, 0)}
