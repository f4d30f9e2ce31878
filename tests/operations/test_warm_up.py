import asyncio
import shutil
import signal

import pytest

from bot.operations.bootstrap import build_searcher
from bot.operations.warm_up import complete, seconds_left
from bot.runtime.settings import Settings
from index.build import build_index
from index.corpus.documents import read_documents
from index.embed import Usem3, make_embedder
from index.storage.generations import current_name
from index.storage.lock import build_lock
from tests.support.fakes import write_corpus
from tests.support.two_interviews import INTERVIEWS, PRICE


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


QUESTION = "How do you set the price of a jar?"


def run(settings, searcher, scenario):
    """Have the full index built behind the first one while a scenario goes on; stop then, and return what it does."""

    async def beside():
        completing = asyncio.create_task(complete(settings, searcher))
        try:
            return await scenario(completing)
        finally:
            completing.cancel()
            await asyncio.gather(completing, return_exceptions=True)

    return asyncio.run(beside())


async def until_there_is_nothing_to_build(completing):
    await asyncio.wait_for(completing, 120)


def test_the_full_index_is_built_behind_a_first_one_and_taken_up(settings, searcher):
    first = current_name(settings.data)

    async def ask_meanwhile(completing):
        best = searcher.search(QUESTION).hits[0].quote.text, searcher.is_first
        await asyncio.wait_for(completing, 120)
        return best

    assert run(settings, searcher, ask_meanwhile) == (PRICE, True)
    assert (settings.data / "current").read_text().split() == [searcher.generation.folder.name, first]
    [best, *_] = searcher.search(QUESTION).hits
    assert (best.quote.text, best.similarity_in_second is None) == (PRICE, False)


def test_behind_the_full_index_nothing_is_built(settings, searcher):
    build_index(read_documents([settings.seeds]), make_embedder(), settings.data)
    before = (settings.data / "current").read_text()
    run(settings, searcher, until_there_is_nothing_to_build)
    assert not searcher.is_first
    assert (settings.data / "current").read_text() == before


def test_who_stops_ends_the_building_of_the_full_index(settings, searcher, monkeypatch):
    first, start, started = current_name(settings.data), asyncio.create_subprocess_exec, []

    async def remember(*command, **options):
        started.append((command, await start(*command, **options)))
        return started[-1][1]

    async def stop_while_it_is_built(_):
        while not started:
            await asyncio.sleep(0.05)
        await asyncio.sleep(1)

    monkeypatch.setattr(asyncio, "create_subprocess_exec", remember)
    run(settings, searcher, stop_while_it_is_built)
    [(command, process)] = started
    assert command[1:] == ("-m", "bot", "index", str(settings.seeds), "--data", str(settings.data))
    assert process.returncode == -signal.SIGKILL
    assert (settings.data / "current").read_text().split() == [first]


def test_what_another_process_builds_is_waited_for(settings, searcher, monkeypatch, caplog):
    monkeypatch.setattr("bot.operations.warm_up._AGAIN_SECONDS", 0.05)

    async def hold_the_lock(completing):
        with build_lock(settings.data):
            while not caplog.messages:
                await asyncio.sleep(0.05)
        await asyncio.wait_for(completing, 120)

    run(settings, searcher, hold_the_lock)
    assert not searcher.is_first
    assert caplog.messages[0].startswith("the first index answers, and the full one cannot be built yet: ")


def test_where_no_process_can_be_started_the_first_index_goes_on_answering(settings, searcher, monkeypatch, caplog):
    async def refuse(*_, **__):
        raise OSError(12, "Cannot allocate memory")

    async def ask_after_the_warning(completing):
        while not caplog.messages:
            await asyncio.sleep(0.05)
        return searcher.search(QUESTION).hits[0].quote.text, completing.done()

    monkeypatch.setattr(asyncio, "create_subprocess_exec", refuse)
    assert run(settings, searcher, ask_after_the_warning) == (PRICE, False)
    assert caplog.messages == [
        "the first index answers, and the full one cannot be built yet: [Errno 12] Cannot allocate memory"
    ]


def test_other_interviews_than_the_first_index_holds_are_left_to_somebody(settings, searcher, caplog):
    (settings.seeds / "bees.txt").unlink()

    async def wait_for_the_warning(_):
        while not caplog.messages:
            await asyncio.sleep(0.05)

    run(settings, searcher, wait_for_the_warning)
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
