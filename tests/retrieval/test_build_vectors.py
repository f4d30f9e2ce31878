import numpy as np
import pytest

from index.build_vectors import write_vectors
from index.embed import Views
from index.storage.rows import read_contexts, read_plain, read_rows
from tests.support.fakes import HashEmbedder, make_quote, make_source

WORDS = ["small", "models", "cost", "less", "large", "data", "answers", "people", "work", "money"]


class Lengths(HashEmbedder):
    """A view whose cosines mean something, as far as its name tells."""

    name = "usem3 1 hash"


@pytest.fixture
def quotes():
    """Forty quotes from eight interviews of five, half of them in each language."""
    by_language = {"en": [], "zh": []}
    for number in range(40):
        text = f"{WORDS[number % 10]} {WORDS[number // 4 % 10]} {number}"
        language = "en" if number < 20 else "zh"
        source = make_source(id=f"talk-{number // 5}")
        by_language[language].append(make_quote(text, id=f"{number:04}", source=source, language=language))
    return by_language


def written(folder, quotes):
    """Return what is written of quotes: vectors, contexts and plain vectors of each language."""
    folder.mkdir(parents=True)
    write_vectors(folder, quotes, {"en": ["why models"]}, Views(HashEmbedder(), Lengths()), lambda *_: None)
    arrays = {}
    for language, (ids, vectors) in read_rows(folder).items():
        assert ids == [quote.id for quote in quotes[language]]
        arrays[language] = [vectors, read_contexts(folder, language), read_plain(folder, language)]
    return arrays


def test_what_is_written_is_the_same_however_many_quotes_are_in_memory_at_a_time(tmp_path, quotes, monkeypatch):
    at_once = written(tmp_path / "one" / "generations" / "g", quotes)
    monkeypatch.setattr("index.build_vectors._QUOTES_AT_ONCE", 6)
    monkeypatch.setattr("index.embed.embed._ROWS_AT_ONCE", 7)
    in_parts = written(tmp_path / "two" / "generations" / "g", quotes)
    assert [array.shape for array in in_parts["zh"]] == [(20, 128), (20, 64), (20, 64)]
    for language in ("en", "zh"):
        for one, other in zip(at_once[language], in_parts[language], strict=True):
            assert np.asarray(one, np.float32) == pytest.approx(np.asarray(other, np.float32), abs=1e-3)
            assert np.linalg.norm(np.asarray(one, np.float32), axis=1) == pytest.approx(np.ones(20), abs=1e-2)


def test_nothing_but_the_index_is_left_in_the_folder(tmp_path, quotes):
    folder = tmp_path / "generations" / "g"
    written(folder, quotes)
    names = [f"{kind}_{language}.npy" for kind in ("contexts", "plain", "vectors") for language in ("en", "zh")]
    expected = [*names, "balance_0.npz", "balance_1.npz", "everyday.npz", "rows.json"]
    assert sorted(file.name for file in folder.iterdir()) == sorted(expected)


def test_progress_ends_with_all_quotes_however_often_a_sentence_comes(tmp_path, quotes, monkeypatch):
    monkeypatch.setattr("index.build_vectors._QUOTES_AT_ONCE", 1)
    folder, steps = tmp_path / "generations" / "g", []
    folder.mkdir(parents=True)
    same = [make_quote("Yes, of course.", id=f"{n}", source=make_source(id=f"{n}")) for n in range(3)]
    write_vectors(folder, {"en": [*quotes["en"], *same]}, {}, HashEmbedder(), lambda *step: steps.append(step))
    assert steps[-1] == (23, 23)
    assert steps == sorted(steps)
