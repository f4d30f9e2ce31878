import sqlite3
from contextlib import closing

import numpy as np
import pytest

from index.errors import IndexDamagedError, StorageError
from index.storage.rows import read_rows, write_rows
from index.storage.store.folder import fill, open_folder
from index.storage.store.store import _in_batches, even_batch


def unit(*numbers):
    vector = np.array(numbers, dtype=np.float32)
    return vector / np.linalg.norm(vector)


@pytest.fixture
def rows():
    return {"en": (["a", "b", "c"], np.stack([unit(1, 0, 0), unit(0, 1, 0), unit(1, 1, 0)]))}


def test_nearest_returns_cosine_similarities_best_first(tmp_path, rows):
    store = open_folder(tmp_path)
    store.add("en", *rows["en"])
    nearest = store.nearest("en", unit(1, 0.2, 0), 2)
    assert [quote_id for quote_id, _ in nearest] == ["a", "c"]
    assert [similarity for _, similarity in nearest] == pytest.approx([0.98058, 0.83205], abs=1e-4)
    store.close()


def test_nearest_gives_ties_to_the_lower_id(tmp_path):
    store = open_folder(tmp_path)
    store.add("zh", ["b", "a"], np.stack([unit(1, 0), unit(1, 0)]))
    assert [quote_id for quote_id, _ in store.nearest("zh", unit(1, 0), 2)] == ["a", "b"]
    store.close()


def test_a_language_without_quotes_has_none(tmp_path, rows):
    store = open_folder(tmp_path)
    store.add("en", *rows["en"])
    assert (store.nearest("zh", unit(1, 0, 0), 5), store.count("zh"), store.count("en")) == ([], 0, 3)
    store.close()


def test_more_vectors_than_one_batch_are_all_stored(tmp_path):
    vectors = np.random.default_rng(0).normal(size=(6000, 4)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    store = open_folder(tmp_path)
    store.add("en", [f"q{row:04}" for row in range(6000)], vectors)
    assert store.count("en") == 6000
    store.close()


@pytest.mark.parametrize(("count", "most", "least"), [(0, 3, 0), (1, 3, 1), (3, 3, 3), (4, 3, 2), (7, 3, 2), (9, 3, 3)])
def test_no_batch_is_smaller_than_is_said(count, most, least):
    sizes = []
    _in_batches(count, most, lambda rows: sizes.append(rows.stop - rows.start))
    assert even_batch(count, most) == least
    assert (sum(sizes), min(sizes, default=0)) == (count, least)
    assert max(sizes, default=0) <= most


def test_only_one_batch_of_vectors_ever_waits_in_the_database(tmp_path):
    vectors = np.random.default_rng(0).normal(size=(5_462, 64)).astype(np.float32)
    store = open_folder(tmp_path)
    store.add("en", [f"q{row:04}" for row in range(5_462)], vectors)
    store.close()
    with closing(sqlite3.connect(tmp_path / "chroma.sqlite3")) as database:
        waiting, freed, page_bytes = (
            database.execute(query).fetchone()[0]
            for query in ("SELECT count(*) FROM embeddings_queue", "PRAGMA freelist_count", "PRAGMA page_size")
        )
    assert waiting == 1
    assert 0 < freed * page_bytes < vectors.nbytes


def test_fill_stores_what_the_rows_hold(tmp_path, rows):
    write_rows(tmp_path, rows)
    fill(tmp_path)
    ids, vectors = read_rows(tmp_path)["en"]
    store = open_folder(tmp_path / "chroma")
    assert [store.nearest("en", vector, 1)[0][0] for vector in vectors] == ids == ["a", "b", "c"]
    store.close()


@pytest.mark.parametrize("count", [1, 2, 3, 101, 5_462])
def test_a_store_is_written_out_when_it_is_closed_and_asking_changes_no_file(tmp_path, count):
    vectors = np.random.default_rng(0).normal(size=(count, 4)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    ids = [f"q{row:04}" for row in range(count)]
    store = open_folder(tmp_path)
    store.add("en", ids, vectors)
    store.close()
    written = files(tmp_path)
    assert {file.rpartition("/")[2] for file in written} >= {"data_level0.bin", "index_metadata.pickle"}
    for _ in range(3):
        store = open_folder(tmp_path)
        assert store.count("en") == count
        assert [pairs[0][0] for pairs in store.nearest_each("en", vectors, 1)] == ids
        store.close()
        assert files(tmp_path) == written


@pytest.mark.parametrize("now", [["q0", "q1", "q2"], ["q0"], ["q0", "q2"]])
def test_a_store_that_is_changed_is_written_out_too(tmp_path, now):
    vectors = np.eye(3, 4, dtype=np.float32)
    store = open_folder(tmp_path)
    store.add("en", ["q0", "q1"], vectors[:2])
    store.close()
    store = open_folder(tmp_path)
    rows = [int(quote_id[1]) for quote_id in now]
    store.change("en", ["q0", "q1"], now, vectors[rows])
    store.close()
    written = files(tmp_path)
    for _ in range(2):
        store = open_folder(tmp_path)
        assert store.count("en") == len(now)
        assert [pairs[0][0] for pairs in store.nearest_each("en", vectors[rows], 1)] == now
        store.close()
        assert files(tmp_path) == written


def files(folder):
    """Return what each file holds, but for the database, to which Chroma writes whenever it is opened."""
    all_files = (file for file in folder.rglob("*") if file.is_file() and not file.name.startswith("chroma.sqlite3"))
    return {str(file.relative_to(folder)): file.read_bytes() for file in all_files}


def test_a_wrong_dimension_is_reported_as_a_damaged_index(tmp_path, rows):
    store = open_folder(tmp_path)
    store.add("en", *rows["en"])
    with pytest.raises(IndexDamagedError, match=r"is damaged .*run: quotebot index"):
        store.nearest("en", unit(1, 0), 1)
    store.close()


def test_a_folder_that_chroma_cannot_open_is_told_in_a_line(tmp_path):
    (tmp_path / "chroma.sqlite3").write_bytes(b"no database" * 100)
    with pytest.raises(StorageError) as refused:
        open_folder(tmp_path)
    assert str(refused.value) == (
        f"Chroma cannot open '{tmp_path}' (error returned from database: (code: 26) file is not a database); it writes "
        "there even to read: check its permissions, or run: quotebot index"
    )
