"""Generations whose vectors are on a real Chroma server."""

import os
import shutil
import signal
import subprocess
import sys
import time

import httpx
import numpy as np
import pytest

from bot.state import State
from index.build import build_index
from index.corpus.documents import read_documents
from index.errors import (
    IndexDamagedError,
    IndexMissingError,
    IndexUnreachableError,
    RequestTooLargeError,
    SettingsError,
)
from index.search.live_searcher import LiveSearcher
from index.storage.generations import collect, current_name, make_current, new_folder, read_current, withdraw
from index.storage.home import FolderHome
from index.storage.integrity import seal
from index.storage.server_home import ServerHome
from index.storage.store.server import ChromaServer
from tests.peers.chroma_server import ChromaProcess, HangingServer, NarrowServer, SayingServer
from tests.support.fakes import TWO_VIEWS, HashEmbedder, HereHome, write_corpus

SOURCES = '[talk]\ntitle = "A talk"\nlink = "https://example.com/talk"\nhosts = ["Bob"]\nguests = ["Ada"]\n'
TALK = "Bob: What do you build?\n\nAda: We build {} for people who have no time to lose.\n\nBob: What else is there?\n"
ENGINES, BRIDGES, CASTLES = (
    f"We build {thing} for people who have no time to lose." for thing in ("engines", "bridges", "castles")
)
DIES_BEFORE_THE_SWAP = """
import os, signal, sys
from pathlib import Path
from tests.retrieval.test_server_home import ChromaServer, ServerHome, build, open_state

class Dying(ServerHome):
    def probe(self, folder):
        os.kill(os.getpid(), signal.SIGKILL)

data = Path(sys.argv[1])
build(Dying(data, ChromaServer(sys.argv[2]), open_state(data)), "castles")
"""


@pytest.fixture(scope="module")
def chroma(tmp_path_factory):
    server = ChromaProcess(tmp_path_factory.mktemp("chroma"))
    server.start()
    yield server
    server.stop()


def open_state(data):
    return State.open(f"sqlite:///{data / 'state.db'}")


@pytest.fixture
def state(tmp_path):
    state = open_state(tmp_path)
    yield state
    state.close()


@pytest.fixture
def make_home(tmp_path, chroma, state, clock):
    """What makes a home as another process has it; the state is shared."""
    made = []

    def make(url=chroma.url):
        made.append(ChromaServer(url, patience_seconds=30, clock=clock))  # whatever else this machine does
        return ServerHome(tmp_path, made[-1], state)

    yield make
    for server in made:
        server.close()


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """What holds the folders of two generations, by what they are about; their vectors are on no server."""
    data = tmp_path_factory.mktemp("built")
    for thing in ("engines", "bridges"):
        build(HereHome(data), thing)
    bridges, engines = (data / "generations" / name for name in FolderHome(data).names())
    return {"engines": engines, "bridges": bridges}


@pytest.fixture
def add(built):
    """What makes a generation current that was built before: a build takes three seconds."""

    def add(home, thing):
        with new_folder(home) as folder:
            shutil.copytree(built[thing], folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("chroma"))
            home.fill(folder)
            home.probe(folder)
            seal(folder)
        make_current(home, folder)
        return folder.name

    return add


@pytest.fixture
def home(make_home, add):
    """A home with one generation, which is about engines."""
    home = make_home()
    add(home, "engines")
    return home


@pytest.fixture
def collections(chroma):
    """What tells the names of all collections on the server."""
    api = httpx.Client(base_url=f"{chroma.url}/api/v2/tenants/default_tenant/databases/default_database")

    def names():
        return sorted(collection["name"] for collection in api.get("/collections").raise_for_status().json())

    for name in names():
        api.delete(f"/collections/{name}").raise_for_status()
    api.post("/collections", json={"name": "quotebot-of-somebody-else-en"}).raise_for_status()
    yield names
    api.close()


def build(home, thing, embedder=None, progress=lambda *_: None):
    seeds = write_corpus(home.data / "seeds", {"talk.txt": TALK.format(thing), "sources.toml": SOURCES})
    build_index(read_documents([seeds]), embedder or HashEmbedder(), home, progress)


def texts(searcher):
    return [match.quote.text for match in searcher.search("what do they build").hits]


def answer_soon(searcher, expected):
    """Ask until the answer is what is expected: a new generation is looked for once a second."""
    until = time.monotonic() + 30
    while (answered := texts(searcher)) != expected and time.monotonic() < until:
        time.sleep(0.1)
    return answered


def names_of(*generations):
    return sorted([*(f"quotebot-{name}-en" for name in generations), "quotebot-of-somebody-else-en"])


def test_an_index_on_the_server_answers_as_one_in_a_folder(make_home, built):
    home = make_home()
    build(home, "bridges")
    served, embedded = LiveSearcher(home, HashEmbedder()), LiveSearcher(built["bridges"].parents[1], HashEmbedder())
    [here], [there] = (searcher.search("what do they build").hits for searcher in (served, embedded))
    assert (here.quote, here.score) == (there.quote, pytest.approx(there.score, abs=1e-5))
    assert served.check() is None
    embedded.close()


def test_a_first_index_on_the_server_gives_way_to_the_full_one(collections, make_home, clock):
    home, answers = make_home(), []

    def ask(phase, *_):
        if phase == "answerable":
            answers.append(LiveSearcher(make_home(), TWO_VIEWS, clock=clock))
            answers.append((texts(answers[0]), answers[0].is_first))

    build(home, "engines", TWO_VIEWS, ask)
    searcher, *seen = answers
    clock.seconds += 2
    seen.append((texts(searcher), searcher.is_first))
    assert seen == [([ENGINES], True), ([ENGINES], False)]
    assert collections() == names_of(*home.names())


def test_nothing_of_it_is_in_the_folders_of_embedded_chroma(home):
    name = current_name(home)
    assert sorted(path.name for path in home.data.iterdir() if path.is_dir()) == ["served"]
    assert not (home.data / "served" / name / "chroma").exists()
    with pytest.raises(IndexMissingError, match="run: quotebot index"):
        read_current(home.data)


def test_more_vectors_than_the_server_takes_at_once_are_all_stored(home):
    vectors = np.random.default_rng(0).normal(size=(5500, 4)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    with home._server.patiently("many") as store:
        store.add("en", [f"q{row:04}" for row in range(5500)], vectors)
        assert store.count("en") == 5500
    home._server.drop("many", ["en"])


def test_every_process_takes_up_a_new_generation_by_itself(home, make_home, add):
    searchers = [LiveSearcher(home_of_one, HashEmbedder()) for home_of_one in (home, make_home())]
    assert [texts(searcher) for searcher in searchers] == [[ENGINES], [ENGINES]]
    add(make_home(), "bridges")
    assert [answer_soon(searcher, [BRIDGES]) for searcher in searchers] == [[BRIDGES], [BRIDGES]]


def test_only_our_own_generations_are_deleted_and_the_one_before_is_kept(collections, home, add):
    first, second = current_name(home), add(home, "bridges")
    assert collections() == names_of(first, second)
    third = add(home, "engines")
    assert collections() == names_of(second, third)
    assert {path.name for path in home.generations.iterdir()} == {second, third}


def test_what_has_not_changed_is_not_built_again(home):
    before = current_name(home)
    build(home, "engines")
    assert current_name(home) == before


def test_a_build_that_is_killed_changes_nothing_and_the_next_one_sweeps(collections, home, chroma, state):
    before = current_name(home)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    killed = subprocess.run(
        [sys.executable, "-c", DIES_BEFORE_THE_SWAP, str(home.data), chroma.url], env=environment, check=False
    )
    [left] = [path.name for path in home.generations.iterdir() if path.name != before]
    assert (killed.returncode, current_name(home)) == (-signal.SIGKILL, before)
    assert collections() == names_of(before, left)
    assert texts(LiveSearcher(home, HashEmbedder())) == [ENGINES]
    build(home, "bridges")
    assert collections() == names_of(before, current_name(home))


def test_vectors_that_do_not_find_themselves_are_never_made_current(collections, home):
    before = current_name(home)

    class Forging(ServerHome):
        def fill(self, folder):
            super().fill(folder)
            vectors = np.load(folder / "vectors_en.npy")
            np.save(folder / "vectors_en.npy", -vectors)

    with pytest.raises(IndexDamagedError, match="does not find itself"):
        build(Forging(home.data, home._server, home._pointer), "bridges")
    assert (current_name(home), collections()) == (before, names_of(before))


def test_a_server_that_stops_is_told_of_and_answers_again_when_it_is_back(home, chroma, clock):
    searcher = LiveSearcher(home, HashEmbedder())
    chroma.stop()
    try:
        with pytest.raises(IndexUnreachableError, match=r"cannot be reached .*see that it runs"):
            texts(searcher)
        with pytest.raises(IndexUnreachableError):
            searcher.check()
        with pytest.raises(IndexUnreachableError):
            build(home, "bridges")
    finally:
        chroma.start()
    with pytest.raises(IndexUnreachableError):
        texts(searcher)
    clock.seconds += 3.1  # until it is tried again
    assert texts(searcher) == [ENGINES]


def test_a_generation_that_comes_while_the_server_is_away_is_taken_up_when_it_is_back(home, add, chroma, state, clock):
    searcher = LiveSearcher(home, HashEmbedder(), clock=clock)
    was, now = current_name(home), add(home, "bridges")
    state.make_generation_current(was)
    texts(searcher)
    chroma.stop()
    try:
        state.make_generation_current(now)
        clock.seconds += 1.1  # until it looks
        with pytest.raises(IndexUnreachableError):
            texts(searcher)
    finally:
        chroma.start()
    clock.seconds += 3.1
    assert texts(searcher) == [BRIDGES]


def test_what_is_withdrawn_is_answered_by_no_process_and_leaves_the_server(collections, home, clock):
    searcher = LiveSearcher(home, HashEmbedder(), clock=clock)
    assert texts(searcher) == [ENGINES]
    withdraw(home)
    clock.seconds += 1.1  # until it looks
    for _ in range(2):
        with pytest.raises(IndexUnreachableError, match="nothing is indexed any more"):
            texts(searcher)
    collect(home)
    assert collections() == names_of()


def test_a_server_that_never_answers_is_waited_for_once(home):
    hanging = HangingServer()
    server = ChromaServer(hanging.url)
    store = server.open(current_name(home))
    for _ in range(3):
        with pytest.raises(IndexUnreachableError, match="timed out"):
            store.nearest("en", np.ones(64, dtype=np.float32), 1)
    assert len(hanging.accepted) == 1
    hanging.close()
    server.close()


def test_lost_collections_give_way_to_the_one_before_and_are_built_again(home, add, caplog):
    first, second = current_name(home), add(home, "bridges")
    home._server.drop(second, ["en", "zh"])
    assert texts(LiveSearcher(home, HashEmbedder())) == [ENGINES]
    assert f"generation {second} is damaged (the index in the collections quotebot-{second}-" in caplog.text
    build(home, "bridges")
    assert current_name(home) not in (first, second)
    assert texts(LiveSearcher(home, HashEmbedder())) == [BRIDGES]


def test_a_state_from_a_backup_that_names_what_is_gone_says_to_index(home, state):
    state.make_generation_current("20200101-000000-aaaaaa")
    state.make_generation_current("20200102-000000-bbbbbb")
    with pytest.raises(IndexDamagedError, match=r"is damaged \(.*20200102-000000-bbbbbb.*; run: quotebot index"):
        read_current(home)
    build(home, "bridges")
    assert texts(LiveSearcher(home, HashEmbedder())) == [BRIDGES]


def test_while_the_state_cannot_be_read_the_last_generation_goes_on(home, state, caplog):
    searcher = LiveSearcher(home, HashEmbedder())
    state.close()
    file = home.data / "state.db"
    file.rename(home.data / "away.db")
    file.mkdir()
    assert texts(searcher) == [ENGINES]
    assert caplog.text.count("it is not known which generation is current") == 1


def test_the_token_goes_to_the_server_and_nowhere_else():
    with SayingServer(401, b'{"error": "no"}') as proxy:
        server = ChromaServer(proxy.url, "made-up-token")
        with pytest.raises(IndexUnreachableError) as caught:
            server.check()
        assert proxy.headers[0]["Authorization"] == "Bearer made-up-token"
        assert "it answers 401: set QUOTEBOT_CHROMA_TOKEN to what it wants" in str(caught.value)
        assert "made-up-token" not in f"{caught.value} {server!r} {vars(server._connection)!r}"
        server.close()


@pytest.mark.parametrize(
    ("status", "body", "content_type", "reason"),
    [
        (200, b"<html>", "text/html", "it answers 200, and not as Chroma does"),
        (502, b"<html>", "text/html", "it answers 502, and not as Chroma does"),
        (500, b'{"error": "InternalError", "message": "no"}', "application/json", "it answers 500"),
        (404, b'{"detail": "Not Found"}', "application/json", "it answers 404"),
        (404, b'["NotFoundError"]', "application/json", "it answers 404"),
    ],
)
def test_what_is_no_answer_of_chroma_is_no_answer(status, body, content_type, reason):
    with SayingServer(status, body, content_type) as other:
        server = ChromaServer(other.url)
        with pytest.raises(IndexUnreachableError) as caught:
            server.check()
        assert f"cannot be reached ({reason}); see that" in str(caught.value)
        server.close()


def test_another_version_of_chroma_is_refused():
    with SayingServer(200, b'"0.6.3"') as old:
        server = ChromaServer(old.url)
        with pytest.raises(SettingsError, match=r"says that its version is '0\.6\.3'; run a Chroma 1 there"):
            server.check()
        server.close()


def test_a_server_behind_a_proxy_is_asked_by_it_and_the_proxy_is_named(monkeypatch):
    for name in ("http_proxy", "all_proxy", "no_proxy", "NO_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with SayingServer(407, b"log in") as proxy:
        address = proxy.url.removeprefix("http://")
        monkeypatch.setenv("HTTP_PROXY", f"http://me:geheim@{address}")  # pragma: allowlist secret - made up
        server = ChromaServer("http://chroma.test:8000")
        with pytest.raises(IndexUnreachableError) as caught:
            server.check()
        server.close()
        assert proxy.headers[0]["Proxy-Authorization"] == "Basic bWU6Z2VoZWlt"  # pragma: allowlist secret - made up
    assert str(caught.value) == (
        "the Chroma server at http://chroma.test:8000 cannot be reached (it answers 407, and not as Chroma does); see "
        f"that it runs, and that QUOTEBOT_CHROMA_URL leads there by the proxy {address}, or name it in NO_PROXY"
    )


def fifty_vectors():
    vectors = np.random.default_rng(7).normal(size=(50, 64)).astype(np.float32)
    return [f"q{number:02}" for number in range(50)], vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.mark.parametrize("most_bytes", [5_000, 2_000, 1_000_000])
def test_what_is_too_large_at_once_goes_to_the_server_in_halves(chroma, most_bytes):
    quote_ids, vectors = fifty_vectors()
    with NarrowServer(chroma.url, most_bytes) as narrow:
        server = ChromaServer(narrow.url)
        with server.patiently(f"narrow-{most_bytes}") as store:
            store.add("en", quote_ids, vectors)
            assert store.count("en") == 50
            nearest = store.nearest_each("en", vectors, 1)
        server.drop(f"narrow-{most_bytes}", ["en"])
        server.close()
        assert (max(narrow.lengths) > most_bytes) == (most_bytes < 1_000_000)
    assert [pairs[0][0] for pairs in nearest] == quote_ids


def test_a_limit_that_nothing_fits_into_is_named_with_the_fix(chroma):
    quote_ids, vectors = fifty_vectors()
    with NarrowServer(chroma.url, 300) as narrow:
        server = ChromaServer(narrow.url)
        with server.patiently("narrowest") as store, pytest.raises(RequestTooLargeError) as caught:
            store.add("en", quote_ids, vectors)
        server.drop("narrowest", ["en"])
        server.close()
        refused = [length for length in narrow.lengths if length > 300]
    assert str(caught.value) == (
        f"what stands before the Chroma server at {narrow.url} takes no request of {refused[-1]} bytes (413); raise "
        "its limit, in nginx: client_max_body_size 8m"
    )


def test_no_request_of_a_build_is_over_the_likely_limit(chroma):
    vectors = np.eye(1024, dtype=np.float32)
    with NarrowServer(chroma.url, 1_000_000) as narrow:
        server = ChromaServer(narrow.url)
        with server.patiently("wide") as store:
            store.add("en", [f"q{number}" for number in range(1024)], vectors)
            store.nearest_each("en", vectors[:200], 1)
        server.drop("wide", ["en"])
        server.close()
    assert 500_000 < max(narrow.lengths) <= 1_000_000
