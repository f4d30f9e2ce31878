import shutil
import threading
from dataclasses import replace

import numpy as np
import pytest

from index.answer import Filters
from index.build import build_index
from index.corpus.documents import read_documents
from index.embed import Views
from index.errors import IndexMissingError, IndexUnreachableError, StorageError
from index.search.learned_weights import LEARNED_WEIGHTS, LearnedWeights, write_learned
from index.search.live_searcher import LiveSearcher
from index.search.restrictions import NO_RESTRICTIONS
from index.search.weights import shipped_weights
from index.storage.generations import current_name, withdraw
from index.storage.integrity import seal
from index.storage.rows import read_rows, write_rows
from tests.support.fakes import TWO_VIEWS, CountingEmbedder, HashEmbedder, HereHome, QuickEmbedder, write_corpus

SOURCES = '[talk]\ntitle = "A talk"\nlink = "https://example.com/talk"\nhosts = ["Bob"]\nguests = ["Ada"]\n'
TALK = "Bob: What do you build?\n\nAda: We build {} for people who have no time to lose.\n\nBob: What else is there?\n"


def build(folder, thing, embedder=None):
    seeds = write_corpus(folder / "seeds", {"talk.txt": TALK.format(thing), "sources.toml": SOURCES})
    build_index(read_documents([seeds]), embedder or HashEmbedder(), HereHome(folder / "data"))


@pytest.fixture(scope="module")
def two_generations(tmp_path_factory):
    folder = tmp_path_factory.mktemp("live")
    for thing in ("engines", "bridges"):
        build(folder, thing)
    return folder / "data"


@pytest.fixture
def data(tmp_path, two_generations):
    """A data folder that points to the older of its two generations."""
    data = shutil.copytree(two_generations, tmp_path / "data")
    point_to(data, *reversed((data / "current").read_text().split()))
    return data


def point_to(data, *names):
    (data / "draft").write_text("\n".join(names))
    (data / "draft").replace(data / "current")


def texts(searcher):
    return [match.quote.text for match in searcher.search("what do they build").hits]


def test_a_new_generation_is_taken_up_between_two_questions(data):
    older, newer = (data / "current").read_text().split()
    searcher = LiveSearcher(data, HashEmbedder())
    assert texts(searcher) == ["We build engines for people who have no time to lose."]
    point_to(data, newer, older)
    assert texts(searcher) == ["We build bridges for people who have no time to lose."]
    assert searcher.generation.folder.name == newer == current_name(data)
    searcher.close()


def test_a_new_generation_that_is_damaged_leaves_the_one_before_serving(data, caplog):
    older, newer = (data / "current").read_text().split()
    searcher = LiveSearcher(data, HashEmbedder())
    for name in (older, newer):
        (data / "generations" / name / "rows.json").write_text("{}")
    point_to(data, newer, older)
    assert texts(searcher) == texts(searcher) == ["We build engines for people who have no time to lose."]
    assert caplog.text.count(f"generation {newer} cannot be used; the one before goes on serving") == 1
    searcher.close()


def test_a_pointer_that_cannot_be_read_leaves_the_generation_serving(data, caplog):
    names = (data / "current").read_text().split()
    searcher = LiveSearcher(data, HashEmbedder())
    (data / "current").unlink()
    (data / "current").mkdir()
    assert texts(searcher) == texts(searcher) == ["We build engines for people who have no time to lose."]
    assert caplog.text.count("it is not known which generation is current") == 1
    (data / "current").rmdir()
    point_to(data, *reversed(names))
    assert texts(searcher) == ["We build bridges for people who have no time to lose."]
    searcher.close()


def test_once_the_index_is_withdrawn_nothing_is_answered_until_there_is_another(data):
    older, newer = (data / "current").read_text().split()
    searcher = LiveSearcher(data, HashEmbedder())
    withdraw(data)
    for _ in range(2):
        with pytest.raises(IndexUnreachableError, match="nothing is indexed any more; run: quotebot index"):
            texts(searcher)
    point_to(data, newer, older)
    assert texts(searcher) == ["We build bridges for people who have no time to lose."]
    searcher.close()


def test_a_new_generation_whose_vectors_do_not_find_themselves_is_not_taken_up(data, caplog):
    older, newer = (data / "current").read_text().split()
    searcher = LiveSearcher(data, HashEmbedder())
    forge_vectors(data / "generations" / newer)
    point_to(data, newer, older)
    assert texts(searcher) == ["We build engines for people who have no time to lose."]
    assert "the index does not find its own quotes; run: rm -r " in caplog.text
    searcher.close()


def test_nothing_is_answered_from_vectors_that_do_not_find_themselves(data):
    forge_vectors(data / "generations" / current_name(data))
    with pytest.raises(StorageError, match="the index does not find its own quotes"):
        LiveSearcher(data, HashEmbedder())


def forge_vectors(folder):
    """Turn the vectors beside Chroma round, and seal that."""
    rows = read_rows(folder)
    write_rows(folder, {language: (ids, -np.asarray(vectors)) for language, (ids, vectors) in rows.items()})
    seal(folder)


def test_swaps_while_questions_run_answer_each_from_one_generation(data):
    names = (data / "current").read_text().split()
    searcher, answers = LiveSearcher(data, HashEmbedder()), []

    def ask():
        answers.extend(tuple(texts(searcher)) for _ in range(10))

    threads = [threading.Thread(target=ask) for _ in range(5)]
    for thread in threads:
        thread.start()
    for turn in range(4):
        point_to(data, names[turn % 2], names[1 - turn % 2])
    for thread in threads:
        thread.join()
    things = {"engines", "bridges"}
    assert len(answers) == 50
    assert set(answers) <= {(f"We build {thing} for people who have no time to lose.",) for thing in things}
    searcher.close()


def test_what_is_asked_together_is_of_one_generation(data):
    older, newer = (data / "current").read_text().split()
    searcher = LiveSearcher(data, HashEmbedder())
    with searcher.current(NO_RESTRICTIONS) as current:
        best = current.search("what do they build").hits[0].quote
        point_to(data, newer, older)
        assert texts(searcher) == ["We build bridges for people who have no time to lose."]
        assert current.quote(best.id) == best
        assert current.search("what do they build").hits[0].quote == best
    with searcher.current(NO_RESTRICTIONS) as current:
        assert current.quote(best.id) is None
        assert list(current.generation.people) == ["Ada"]
    searcher.close()


def test_a_question_asked_again_is_embedded_once_even_in_a_new_generation(data):
    older, newer = (data / "current").read_text().split()
    asked = []

    class Counting(HashEmbedder):
        def embed_questions(self, texts):
            asked.extend(texts)
            return super().embed_questions(texts)

    searcher = LiveSearcher(data, Counting())
    texts(searcher)
    point_to(data, newer, older)
    texts(searcher)
    searcher.close()
    assert asked == ["what do they build"]


def test_the_full_index_is_taken_up_behind_a_first_one(tmp_path):
    class CountingQuick(CountingEmbedder):
        name = QuickEmbedder.name

    embedder = Views(HashEmbedder(), CountingQuick())
    build(tmp_path, "engines", QuickEmbedder())
    searcher = LiveSearcher(tmp_path / "data", embedder)
    assert (searcher.is_first, texts(searcher)) == (True, ["We build engines for people who have no time to lose."])
    [first] = searcher.search("what do they build").hits
    build(tmp_path, "engines", TWO_VIEWS)
    assert (texts(searcher), searcher.is_first) == (["We build engines for people who have no time to lose."], False)
    [full] = searcher.search("what do they build").hits
    searcher.close()
    assert (full.quote, first.similarity_in_second) == (first.quote, None)
    assert full.similarity_in_second == pytest.approx(first.similarity, abs=1e-4)
    assert embedder.views[1].asked == ["what do they build"]


def test_a_language_that_nobody_speaks_has_nothing(data):
    searcher = LiveSearcher(data, HashEmbedder())
    assert searcher.search("what do they build", filters=Filters(languages=("zh",))).hits == ()
    searcher.close()


def test_without_any_generation_there_is_nothing_to_serve(tmp_path):
    with pytest.raises(IndexMissingError, match="run: quotebot index"):
        LiveSearcher(tmp_path, HashEmbedder())


def learned_weights(**rank):
    shipped = shipped_weights("hash-64")
    weights = {**shipped, "rank": {**shipped["rank"], **rank}}
    counts = {"labels": 60, "votes": 0, "people": 0}
    return LearnedWeights(embedder="hash-64", generation="g", day="2026-11-30", weights=weights, **counts)


def test_learned_weights_are_taken_up_between_two_questions_and_nothing_is_loaded_again(data):
    searcher = LiveSearcher(data, HashEmbedder())
    shipped = searcher.search("what do they build").hits[0].score
    with searcher.current(NO_RESTRICTIONS) as first:
        write_learned(data, [learned_weights(length=900.0)])
        assert first.search("what do they build").hits[0].score == shipped
    with searcher.current(NO_RESTRICTIONS) as second:
        assert second.search("what do they build").hits[0].score != shipped
        assert (second.learned.day, searcher.learned.day, first.learned) == ("2026-11-30", "2026-11-30", None)
        assert second.generation is first.generation
        assert second.weights["rank"]["length"] == 900.0
    (data / LEARNED_WEIGHTS).write_text("{")
    assert searcher.search("what do they build").hits[0].score == shipped
    assert searcher.learned is None
    searcher.close()


def test_learned_weights_hold_for_the_next_generation_too(data):
    older, newer = (data / "current").read_text().split()
    write_learned(data, [learned_weights(length=900.0)])
    searcher = LiveSearcher(data, HashEmbedder())
    point_to(data, newer, older)
    with searcher.current(NO_RESTRICTIONS) as current:
        assert (current.generation.folder.name, current.weights["rank"]["length"]) == (newer, 900.0)
    searcher.close()


def test_a_first_index_is_asked_with_the_shipped_weights_and_without_a_word(tmp_path, caplog):
    build(tmp_path, "engines", QuickEmbedder())
    embedder = TWO_VIEWS.name
    write_learned(tmp_path / "data", [replace(learned_weights(), embedder=embedder, weights=shipped_weights(embedder))])
    searcher = LiveSearcher(tmp_path / "data", TWO_VIEWS)
    assert (searcher.is_first, searcher.learned, caplog.messages) == (True, None, [])
    searcher.close()
