import json
import logging
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path

import pytest

from bot.intake.service import QuoteService
from bot.state import State
from index.corpus.documents import Corpus, read_documents
from index.domain import Turn
from index.embed import make_embedder
from index.extraction import Extraction, extract_corpus
from index.search.live_searcher import LiveSearcher
from index.turns import split_turns
from tests.peers.postgres_server import PostgresServer
from tests.support.command_line import Commands, Run
from tests.support.fakes import ManualClock, write_corpus
from tests.support.fresh_state import open_fresh
from tests.support.made_once import made_once
from tests.support.needs import POSTGRESQL, not_run
from tests.support.paths import SEEDS
from tests.support.two_interviews import INTERVIEWS


@pytest.fixture(scope="session")
def seeds() -> Corpus:
    """The interviews that come with the project, read once."""
    return read_documents([SEEDS])


@pytest.fixture(scope="session")
def cut_seeds(seeds) -> Extraction:
    """All quotes of the seeds, and what failed."""
    return extract_corpus(seeds)


@pytest.fixture(scope="session")
def turns_of_seeds(seeds) -> dict[str, list[Turn]]:
    """The turns of each document of the seeds, by its id."""
    return {document.source.id: split_turns(document, seeds.roster) for document in seeds.documents}


@pytest.fixture(scope="session")
def commands(tmp_path_factory) -> Commands:
    """The command line, ready to run."""
    commands = Commands(tmp_path_factory.mktemp("commands"))
    yield commands
    commands.close()


@pytest.fixture(scope="session")
def indexing(tmp_path_factory, commands) -> tuple[Path, Run]:
    """A folder with two interviews and their index, which no test changes, and what indexing them printed."""

    def make(folder):
        write_corpus(folder / "seeds", INTERVIEWS)
        run = commands.run(folder, "index")
        folder.with_suffix(".json").write_text(json.dumps(asdict(run)))

    made = made_once(tmp_path_factory, "index", make)
    own = shutil.copytree(made, tmp_path_factory.mktemp("copy") / "indexed")
    return own, Run(**json.loads(made.with_suffix(".json").read_text()))


@pytest.fixture(scope="session")
def indexed(indexing) -> Path:
    """A folder with two interviews in `seeds` and their index in `data`, which no test changes."""
    return indexing[0]


@pytest.fixture
def quotebot(commands, indexed) -> Callable[..., Run]:
    """Run a command in the folder with two indexed interviews, which it must not change."""
    return partial(commands.run, indexed)


@pytest.fixture
def folder(tmp_path, indexed) -> Path:
    """A copy of the folder with two indexed interviews, to change; nothing was ever kept in its state."""
    return shutil.copytree(indexed, tmp_path / "folder", ignore=shutil.ignore_patterns("state.db*"))


@pytest.fixture(scope="session")
def listed(commands, indexed) -> list[dict]:
    """Every quote of the two indexed interviews, as `quotes --json` tells them."""
    return json.loads(commands.run(indexed, "quotes", "--json").out)


@pytest.fixture
def clock() -> ManualClock:
    """A clock that stands still at 0 until a test sets it."""
    return ManualClock()


@pytest.fixture(params=["slack", "discord"])
def platform(request) -> str:
    """Each platform in turn."""
    return request.param


@pytest.fixture
def quiet_logging() -> Iterator[None]:
    """What a test configures for the log is put back."""
    loggers = [logging.getLogger(name) for name in (None, "bot", "index")]
    handlers, levels = loggers[0].handlers[:], [logger.level for logger in loggers]
    yield
    loggers[0].handlers[:] = handlers
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


def pytest_terminal_summary(terminalreporter):
    """Say at the end, in one line, what was not run and what it would take."""
    skipped = [report.longrepr[2].removeprefix("Skipped: ") for report in terminalreporter.getreports("skipped")]
    if line := not_run(skipped):
        terminalreporter.write_line(line)


def pytest_generate_tests(metafunc):
    """Run a test that is marked so on both databases of the state, unless it says itself on which."""
    parametrized = [mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")]
    if (
        metafunc.definition.get_closest_marker("on_both_databases")
        and "database" not in parametrized
        and "database" in metafunc.fixturenames
    ):
        metafunc.parametrize("database", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture(scope="session")
def postgres() -> PostgresServer:
    """A PostgreSQL server, with a database "made" in which the state's tables are; no test stops it."""
    POSTGRESQL.require()
    server = PostgresServer("fsync=off")  # only a crash of the machine needs it
    server.start()
    server.run("CREATE DATABASE made")
    State.open(server.url("made")).close()
    yield server
    server.close()


@pytest.fixture
def database(request) -> str:
    """Where the state is kept: in SQLite, but for the tests that run on both."""
    return getattr(request, "param", "sqlite")


@pytest.fixture
def state_url(request, database, tmp_path) -> str:
    """The URL of a database that holds nothing yet."""
    if database == "sqlite":
        yield f"sqlite:///{tmp_path / 'made' / 'state.db'}"
        return
    with request.getfixturevalue("postgres").database(template="made") as url:
        yield url


@pytest.fixture
def bare_url(request, database, state_url) -> str:
    """The URL of a database that does not even have tables."""
    if database == "sqlite":
        yield state_url
        return
    with request.getfixturevalue("postgres").database() as url:
        yield url


@pytest.fixture
def state(state_url) -> State:
    """A state that remembers nothing yet."""
    state = open_fresh(state_url)
    yield state
    state.close()


@pytest.fixture(scope="session")
def live(indexed) -> LiveSearcher:
    """A searcher over the two indexed interviews, with the real embedder."""
    searcher = LiveSearcher(indexed / "data", make_embedder("auto"))
    yield searcher
    searcher.close()


@pytest.fixture
def make_service(live) -> Callable[[State], QuoteService]:
    """What makes a service over the two indexed interviews, for a state."""
    return lambda state: QuoteService(live, state)
