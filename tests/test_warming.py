import shutil
import threading
import time
from contextlib import contextmanager

import pytest
from fakes import write_corpus
from interviews import INTERVIEWS, PRICE

from bot.bootstrap import build_searcher, index_home
from bot.settings import Settings
from bot.warming import completing, seconds_left
from index.build import build_index
from index.corpus.documents import read_documents
from index.embed import Usem3
from index.storage.generations import current_name
from index.storage.lock import build_lock


@pytest.fixture(scope="module")
def first_index(tmp_path_factory):
    """Two interviews and a first index of them, which no test changes."""
    folder = tmp_path_factory.mktemp("first")
    seeds = write_corpus(folder / "seeds", INTERVIEWS)
    build_index(read_documents([seeds]), Usem3(), folder / "data")
    return folder


@pytest.fixture
def settings(first_index, tmp_path):
    folder = shutil.copytree(first_index, tmp_path / "folder")
    return Settings(data=folder / "data", seeds=folder / "seeds")


@pytest.fixture
def searcher(settings):
    searcher = build_searcher(settings)
    yield searcher
    searcher.close()


@contextmanager
def completed(settings, searcher):
    """Have the full index built behind the first one, and wait at the end until nobody builds any more."""
    with completing(settings, index_home(settings), searcher):
        yield
    for thread in threading.enumerate():
        if thread.name == "full index":
            thread.join(30)


def wait_for(condition, seconds=60):
    until = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < until:
        time.sleep(0.05)
    return found


def test_the_full_index_is_built_behind_a_first_one_and_taken_up(settings, searcher):
    first = current_name(settings.data)
    with completed(settings, searcher):
        assert searcher.search("How do you set the price of a jar?").hits[0].quote.text == PRICE
        assert wait_for(lambda: not searcher.is_first)
    assert (settings.data / "current").read_text().split() == [searcher.generation.folder.name, first]
    [best, *_] = searcher.search("How do you set the price of a jar?").hits
    assert (best.quote.text, best.similarity_in_second is None) == (PRICE, False)


def test_behind_the_full_index_nothing_is_built(settings, searcher):
    with completed(settings, searcher):
        wait_for(lambda: not searcher.is_first)
    before = (settings.data / "current").read_text()
    with completed(settings, searcher):
        wait_for(lambda: "full index" not in [thread.name for thread in threading.enumerate()])
    assert (settings.data / "current").read_text() == before


def test_who_stops_does_not_wait_for_the_full_index(settings, searcher):
    first = current_name(settings.data)
    with completed(settings, searcher):
        pass
    assert (settings.data / "current").read_text().split() == [first]
    assert [folder.name for folder in (settings.data / "generations").iterdir()] == [first]


def test_what_another_process_builds_is_waited_for(settings, searcher, monkeypatch):
    monkeypatch.setattr("bot.warming._POLL_SECONDS", 0.05)
    with completed(settings, searcher):
        with build_lock(settings.data):
            assert not wait_for(lambda: not searcher.is_first, 1)
        assert wait_for(lambda: not searcher.is_first)


def test_other_interviews_than_the_first_index_holds_are_left_to_somebody(settings, searcher, caplog):
    (settings.seeds / "bees.txt").unlink()
    with completed(settings, searcher):
        assert wait_for(lambda: caplog.messages)
    assert caplog.messages == [
        "the first index answers, and the full one cannot be built yet: "
        f"the interviews in {settings.seeds} have changed since; run: quotebot index"
    ]
    assert searcher.is_first


@pytest.mark.parametrize(
    ("done", "elapsed_seconds", "left_seconds"),
    [
        (0, 0.0, 33.0),
        (0, 5.0, 88.0),
        (1, 5.0, 87.05),
        (100, 7.0, 50.0),
        (100, 27.0, 150.0),
        (900, 183.0, 37.2),
        (1000, 103.0, 9.64),
    ],
)
def test_the_time_that_is_left_is_guessed_at_first_and_measured_then(done, elapsed_seconds, left_seconds):
    assert round(seconds_left(done, 1000, elapsed_seconds), 2) == left_seconds
