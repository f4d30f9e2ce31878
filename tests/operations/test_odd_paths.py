"""A folder may be called anything: what is kept lies in it, and nowhere else."""

from contextlib import closing

import pytest

from bot.operations.backup.restore import restore
from bot.operations.backup.save import save
from bot.operations.bootstrap import existing_state, state_file
from bot.runtime.settings import Settings
from bot.state import State
from index.storage.generations import read_current
from index.storage.store import store_damage
from tests.operations.saved_votes import voted, votes_in
from tests.support.fakes import write_corpus
from tests.support.two_interviews import INTERVIEWS

NAMES = ["why?", "a#b", "50%", "%41", "x?mode=ro", "two words", "金丝雀", "a&b=c;d", "u:p@h", "q'\"q", "file:x", "a+b"]


@pytest.mark.parametrize("name", NAMES)
def test_the_state_lies_in_the_data_folder_and_is_found_saved_and_put_back_there(tmp_path, name):
    settings = Settings(data=tmp_path / name / "data", seeds=tmp_path / name / "seeds")
    write_corpus(settings.seeds, INTERVIEWS)
    with closing(State.open(settings.state_url)) as state:
        state.vote(voted("q0"))
    assert [file.name for file in tmp_path.iterdir()] == [name]
    assert state_file(settings) == tmp_path / name / "data" / "state.db"
    assert state_file(settings).stat().st_size > 0
    with existing_state(settings) as state:
        assert state is not None
    saved = save(settings, tmp_path / f"{name} saved")
    elsewhere = Settings(data=tmp_path / f"{name} new" / "data", seeds=tmp_path / f"{name} new" / "seeds")
    assert restore(elsewhere, tmp_path / f"{name} saved") == (saved, [])
    assert votes_in(elsewhere) == {"q0": (1, 0)}
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted([name, f"{name} saved", f"{name} new"])


@pytest.mark.parametrize("name", NAMES)
def test_an_index_is_found_sound_wherever_it_lies(folder, tmp_path, name):
    moved = folder.rename(tmp_path / name)
    generation = read_current(moved / "data")
    assert len(generation.quotes) > 0
    assert store_damage(generation.folder) is None


def test_commands_keep_to_a_folder_with_an_odd_name(commands, folder, tmp_path):
    moved = folder.rename(tmp_path / "why? #1 50%41 金")
    run = commands.run(tmp_path, "--data", moved / "data", "daily", "status")
    assert (run.code, run.err) == (0, "")
    run = commands.run(tmp_path, "--data", moved / "data", "purge", "user", "slack", "T1", "U1")
    assert run.err.startswith("quotebot: nothing is kept of 'U1'; ")
    run = commands.run(tmp_path, "--data", moved / "data", "ask", "How do you set the price of a jar?")
    assert (run.code, run.err) == (0, "")
    assert (moved / "data" / "state.db").exists()
    assert [file.name for file in tmp_path.iterdir()] == [moved.name]
