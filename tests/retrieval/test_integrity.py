import json
import shutil
from contextlib import closing, nullcontext

import numpy as np
import pytest

from index.embed import unit_rows
from index.errors import IndexDamagedError
from index.storage.integrity import ask_each_for_itself, ask_each_of_new, ask_for_itself, asked_count, probe, seal
from index.storage.rows import write_rows
from index.storage.store import store_damage
from index.storage.store.chroma import PersistentClient, chroma_settings
from index.storage.store.folder import fill, open_narrowly


def stored(folder, counts, twins=0):
    """Make a folder with random vectors in rows and in Chroma, the first of them the same `twins` times over."""
    random = np.random.default_rng(7)
    rows = {}
    for language, count in counts.items():
        vectors = unit_rows(random.standard_normal((count, 16), dtype=np.float32))
        vectors[:twins] = vectors[0]
        rows[language] = ([f"{language}{number:03}" for number in range(count)], vectors)
    folder.mkdir(exist_ok=True)
    write_rows(folder, rows)
    fill(folder)
    return folder


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    return stored(tmp_path_factory.mktemp("sound"), {"en": 30, "zh": 12})


@pytest.fixture
def folder(tmp_path, sound):
    return shutil.copytree(sound, tmp_path / "folder")


def lose_a_vector(folder):
    """Have one more row than the store has vectors."""
    ids = json.loads((folder / "rows.json").read_text())
    vectors = np.load(folder / "vectors_en.npy")
    write_rows(folder, {"en": ([*ids["en"], "lost"], np.concatenate([vectors, -vectors[:1]]))})


def swap_two_vectors(folder):
    vectors = np.load(folder / "vectors_en.npy")
    np.save(folder / "vectors_en.npy", vectors[[1, 0, *range(2, len(vectors))]])


def spoil_the_graph(folder):
    for file in folder.glob("chroma/*/data_level0.bin"):
        file.write_bytes(b"\xff" * file.stat().st_size)


in_both_ways = pytest.mark.parametrize("ask", [ask_each_for_itself, ask_each_of_new])


@in_both_ways
def test_every_vector_is_asked_for_itself(folder, ask):
    assert ask(folder) == 42


@in_both_ways
def test_quotes_with_the_same_vector_find_each_other(tmp_path, ask):
    assert ask(stored(tmp_path / "twins", {"en": 30}, twins=6)) == 30


def test_a_new_folder_is_searched_as_before_once_it_was_asked(folder):
    assert search_widths(folder) == {"quotes_en": 200, "quotes_zh": 200}
    with open_narrowly(folder / "chroma"):
        assert search_widths(folder) == {"quotes_en": 30, "quotes_zh": 30}
    assert search_widths(folder) == {"quotes_en": 200, "quotes_zh": 200}
    ask_each_of_new(folder)
    assert search_widths(folder) == {"quotes_en": 200, "quotes_zh": 200}


def search_widths(folder):
    with closing(PersistentClient(folder / "chroma", chroma_settings())) as client:
        return {found.name: found.configuration["hnsw"]["ef_search"] for found in client.list_collections()}


@in_both_ways
@pytest.mark.parametrize(("lost", "is_sound"), [(10, True), (11, False)])
def test_of_a_large_sample_one_in_a_hundred_may_be_lost(tmp_path, lost, is_sound, ask):
    folder = stored(tmp_path / "large", {"en": 1002})
    vectors = np.load(folder / "vectors_en.npy")
    vectors[:lost] *= -1
    np.save(folder / "vectors_en.npy", vectors)
    with nullcontext() if is_sound else pytest.raises(IndexDamagedError, match="does not find itself"):
        assert ask(folder, most=1001) == 1001


def test_of_a_finished_large_folder_a_thousand_are_asked_again(tmp_path):
    folder = stored(tmp_path / "large", {"en": 1002, "zh": 12})
    assert (ask_each_of_new(folder, most=2000), ask_for_itself(folder)) == (1014, 1014)
    seal(folder)
    assert (ask_each_for_itself(folder, most=2000), ask_for_itself(folder)) == (1012, 1014)


def test_it_is_known_how_many_are_asked(tmp_path):
    folder = tmp_path / "rows"
    folder.mkdir()
    write_rows(folder, {"en": (ids(10_001), np.zeros((1, 1))), "zh": (ids(10_000), np.zeros((1, 1)))})
    assert asked_count(folder) == 20_001
    seal(folder)
    assert asked_count(folder) == 11_000


def ids(count):
    return [f"{number:05}" for number in range(count)]


def test_a_sound_folder_passes_in_a_process_of_its_own(folder):
    assert probe(folder) is None


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lose_a_vector, r"30 of 31 vectors are stored"),
        (swap_two_vectors, r"quote en000 does not find itself"),
        (spoil_the_graph, r".+"),  # an error, or the process dies of it
    ],
)
def test_a_damaged_folder_is_refused(folder, damage, reason):
    damage(folder)
    with pytest.raises(
        IndexDamagedError, match=rf"the index in '.*' does not find its own vectors \(.*{reason}\); run: quotebot index"
    ):
        probe(folder)


def test_the_database_is_looked_through_whatever_characters_its_folder_has(tmp_path, sound):
    folder = shutil.copytree(sound, tmp_path / "a#b? %41")
    assert store_damage(folder) is None
    database = folder / "chroma" / "chroma.sqlite3"
    database.write_bytes(database.read_bytes()[:4096] + b"\xff" * 4096)
    assert store_damage(folder).startswith("chroma.sqlite3: ")
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]
