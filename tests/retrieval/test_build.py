import json

import pytest

from index.build import build_index
from index.corpus.documents import read_documents
from index.embed import Views
from index.search.live_searcher import LiveSearcher
from index.storage.generations import current_name, current_stamp
from index.storage.integrity import seal
from tests.support.fakes import TWO_VIEWS, CountingEmbedder, HashEmbedder, HereHome, QuickEmbedder, write_corpus

SOURCES = '[talk]\ntitle = "A talk"\nlink = "https://example.com/talk"\nhosts = ["Bob"]\nguests = ["Ada"]\n'
ENGINES = "We build engines for people who have no time to lose."
TALK = f"Bob: What do you build?\n\nAda: {ENGINES}\n\nBob: What else is there?\n"
BUILT_ONCE = [("reading", 0, 0), ("embedding", 0, 1), ("embedding", 1, 1), ("writing", 0, 0), ("checking", 0, 0)]


@pytest.fixture
def seeds(tmp_path):
    return write_corpus(tmp_path / "seeds", {"talk.txt": TALK, "sources.toml": SOURCES})


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


def build(seeds, data, embedder=TWO_VIEWS, at=lambda phase: None):
    """Build, do what `at` does with each phase, and return the steps that were told."""
    steps = []

    def tell(*step):
        steps.append(step)
        at(step[0])

    build_index(read_documents([seeds]), embedder, HereHome(data), tell)
    return steps


def embedders(data):
    """The embedders of the current generation and the one before."""
    stamps = [data / "generations" / name / "stamp.json" for name in (data / "current").read_text().split()]
    return [json.loads(stamp.read_text())["embedder"] for stamp in stamps]


def test_where_nothing_can_be_asked_a_first_index_answers_while_the_full_one_is_built(seeds, data):
    answers = []

    def ask(phase):
        if phase == "answerable":
            searcher = LiveSearcher(data, TWO_VIEWS)
            answers.append((searcher.is_first, searcher.search("what do they build").hits[0].quote.text))
            searcher.close()

    steps = build(seeds, data, at=ask)
    assert steps == [*BUILT_ONCE, ("answerable", 0, 0), *BUILT_ONCE[1:]]
    assert answers == [(True, ENGINES)]
    assert embedders(data) == ["hash-64 + quick-64", "quick-64"]


def test_each_view_embeds_each_text_once_for_both(seeds, data):
    class CountingQuick(CountingEmbedder):
        name = QuickEmbedder.name

    slow, quick = CountingEmbedder(), CountingQuick()
    build(seeds, data, Views(slow, quick))
    assert [embedder.asked.count(ENGINES) for embedder in (slow, quick)] == [1, 1]


def test_one_view_is_built_once(seeds, data):
    assert build(seeds, data, HashEmbedder()) == BUILT_ONCE
    assert embedders(data) == ["hash-64"]


def test_changed_interviews_are_built_once_where_an_index_can_be_asked(seeds, data):
    build(seeds, data)
    (seeds / "talk.txt").write_text(TALK.replace("engines", "bridges"))
    assert build(seeds, data) == BUILT_ONCE
    assert embedders(data) == ["hash-64 + quick-64"] * 2


def test_what_is_stopped_behind_the_first_index_leaves_it_and_the_next_build_makes_the_full_one(seeds, data):
    def stop(phase):
        if phase == "answerable":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(seeds, data, at=stop)
    assert embedders(data) == ["quick-64"]
    assert [folder.name for folder in (data / "generations").iterdir()] == [current_name(data)]
    assert "answerable" not in [phase for phase, _, _ in build(seeds, data)]
    assert embedders(data) == ["hash-64 + quick-64", "quick-64"]


@pytest.mark.parametrize("changed", [{"schema": 8}, {"embedder": "hash-64"}, {"embedder": "quick-65"}])
def test_an_index_that_cannot_be_asked_any_more_gives_way_to_a_first_one(seeds, data, changed):
    build(seeds, data, QuickEmbedder())
    folder = data / "generations" / current_name(data)
    (folder / "stamp.json").write_text(json.dumps(current_stamp(data) | changed))
    seal(folder)
    assert [phase for phase, _, _ in build(seeds, data)].count("answerable") == 1
    assert embedders(data) == ["hash-64 + quick-64", "quick-64"]


def test_a_damaged_index_gives_way_to_a_first_one(seeds, data):
    build(seeds, data)
    (data / "generations" / current_name(data) / "rows.json").write_text("{}")
    assert [phase for phase, _, _ in build(seeds, data)].count("answerable") == 1
    assert embedders(data) == ["hash-64 + quick-64", "quick-64"]


def test_one_view_after_both_and_back_is_built_again_each_time(seeds, data):
    for embedder in (TWO_VIEWS, QuickEmbedder(), TWO_VIEWS):
        steps = build(seeds, data, embedder)
        assert current_stamp(data)["embedder"] == embedder.name
    assert [phase for phase, _, _ in steps] == ["reading", "embedding", "writing", "checking"]
