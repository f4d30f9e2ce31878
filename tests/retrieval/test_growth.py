"""A generation that is made of the one before it, since little has changed: the rest is taken over as it is."""

import json
import shutil
from contextlib import closing

import numpy as np
import pytest

from index.build import build_index
from index.corpus.documents import find_documents
from index.search.live_searcher import LiveSearcher
from index.storage.generations import current_name
from index.storage.growth import grown
from index.storage.integrity import damage
from index.storage.rows import read_contexts, read_rows
from index.storage.store import open_store
from index.text.lexical import WordIndex
from tests.bench.many_documents import write_documents
from tests.support.fakes import CountingEmbedder, HashEmbedder, HereHome

ENOUGH = 230  # interviews for 5,000 quotes, below which all is built anew
SLEEP = "Otters sleep on their backs and hold hands so that none of them drifts away."
OTTERS = f"Ann Poe: Why otters?\n\nBo Lind: {SLEEP}\n"
LISTED = '[otters]\nlink = "https://example.com/otters"\nhosts = ["Ann Poe"]\nguests = ["Bo Lind"]\n'


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A folder of interviews and a data folder with their index, which no test changes."""
    folder = tmp_path_factory.mktemp("growth")
    write_documents(folder / "seeds", ENOUGH)
    build(folder)
    return folder


@pytest.fixture
def folder(first, tmp_path):
    return shutil.copytree(first, tmp_path / "grown")


def build(folder, embedder=None):
    home = HereHome(folder / "data")
    report = build_index(find_documents([folder / "seeds"]), embedder or HashEmbedder(), home)
    return report, home.generations / current_name(home)


def add_otters(folder):
    (folder / "seeds" / "otters.txt").write_text(OTTERS, encoding="utf-8")
    with (folder / "seeds" / "sources.toml").open("a", encoding="utf-8") as sources:
        sources.write(LISTED)


def current(folder):
    home = HereHome(folder / "data")
    return home.generations / current_name(home)


def growth_of(generation):
    file = generation / "growth.json"
    return json.loads(file.read_text("utf-8")) if file.exists() else None


def test_one_interview_more_is_all_that_is_embedded_and_it_answers(folder):
    base, embedder = current(folder), CountingEmbedder()
    add_otters(folder)
    with closing(LiveSearcher(folder / "data", HashEmbedder())) as searcher:
        _, generation = build(folder, embedder)
        (hit,) = searcher.search("why do otters hold hands as they sleep", 1).hits
    assert (growth_of(generation), growth_of(base)) == ({"base": base.name, "changed": 1}, None)
    assert embedder.asked == [SLEEP]
    assert (hit.quote.speaker, hit.quote.text) == ("Bo Lind", SLEEP)


def test_what_stays_is_as_it_was_and_what_it_was_made_of_is_untouched(folder):
    base = current(folder)
    add_otters(folder)
    (folder / "seeds" / "talk-00001.txt").unlink()
    _, generation = build(folder)
    assert damage(base) is None
    assert damage(generation) is None
    gone = 0
    for language, (ids, vectors) in read_rows(generation).items():
        ids_before, vectors_before = read_rows(base)[language]
        places = [ids.index(quote_id) for quote_id in ids_before if quote_id in ids]
        places_before = [place for place, quote_id in enumerate(ids_before) if quote_id in ids]
        assert np.array_equal(vectors[places], vectors_before[places_before])
        assert np.array_equal(read_contexts(generation, language)[places], read_contexts(base, language)[places_before])
        gone += len(ids_before) - len(places)
        with closing(open_store(generation)) as store:
            assert store.count(language) == len(ids)
            rows = [*range(0, len(ids), 50), *(row for row, own in enumerate(ids) if own not in ids_before)]
            found = store.nearest_each(language, vectors[rows], 1)
            assert [pairs[0][0] for pairs in found] == [ids[row] for row in rows]
    assert 15 < gone < 40
    assert growth_of(generation) == {"base": base.name, "changed": gone + 1}


def test_it_comes_to_nearly_what_is_built_from_nothing(folder, tmp_path):
    add_otters(folder)
    _, generation = build(folder)
    _, anew = build_apart(folder, tmp_path)
    assert growth_of(anew) is None
    for language, (ids, vectors) in read_rows(generation).items():
        ids_anew, vectors_anew = read_rows(anew)[language]
        assert ids == ids_anew
        assert np.einsum("ij,ij->i", vectors, vectors_anew).min() > 0.99


def test_words_are_those_of_an_index_built_from_nothing_and_of_a_language_that_stays_they_are_copied(
    folder, tmp_path, monkeypatch
):
    class CountingIndex(WordIndex):
        @classmethod
        def build(cls, texts):
            built.append(len(texts))
            return super().build(texts)

    built = []
    monkeypatch.setattr("index.build.WordIndex", CountingIndex)
    add_otters(folder)
    _, generation = build(folder)
    built_to_grow = built.copy()
    _, anew = build_apart(folder, tmp_path)
    counts = {language: len(ids) for language, (ids, _) in read_rows(anew).items()}
    assert list(counts) == ["en", "zh"]
    assert (built_to_grow, built[1:]) == ([counts["en"]], list(counts.values()))
    assert words_of(generation) == words_of(anew)
    assert len(words_of(anew)) == 11


def words_of(generation):
    """The content of each file of its word side."""
    files = [*generation.glob("words_*/*"), generation / "dictionary.json"]
    return {str(file.relative_to(generation)): file.read_bytes() for file in files}


def build_apart(folder, tmp_path):
    apart = tmp_path / "apart"
    shutil.copytree(folder / "seeds", apart / "seeds")
    return build(apart)


def test_once_a_tenth_has_changed_all_is_measured_anew(folder):
    for number in range(ENOUGH // 20):
        (folder / "seeds" / f"talk-{number:05}.txt").unlink()
    _, grown_once = build(folder)
    for number in range(ENOUGH // 20, ENOUGH // 10 + 1):
        (folder / "seeds" / f"talk-{number:05}.txt").unlink()
    _, anew = build(folder)
    assert growth_of(grown_once) is not None
    assert growth_of(anew) is None


def test_nothing_is_made_of_a_damaged_generation(folder):
    base = current(folder)
    (base / "rows.json").write_text("{}", encoding="utf-8")
    add_otters(folder)
    report, generation = build(folder)
    assert growth_of(generation) is None
    assert report.quote_count > 5_000


def test_rows_that_were_there_are_taken_over_in_their_new_order():
    before = np.array([[1.0], [2.0], [3.0]])
    assert grown(["a", "b", "c"], before, ["x", "c", "a", "y"], np.array([[8.0], [9.0]])).tolist() == [
        [8.0], [3.0], [1.0], [9.0],
    ]  # fmt: skip
