"""The only place that makes the real parts and puts them together."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from sqlalchemy import URL

from bot.answers.restrictions import RulesInForce
from bot.runtime.settings import Settings
from bot.state import State
from index.embed import Embedder, make_embedder
from index.search import Searcher
from index.search.judge import Judge, make_judge
from index.search.live_searcher import LiveSearcher
from index.search.restrictions import NO_RESTRICTIONS, Restrictions
from index.storage.home import FolderHome, Home
from index.storage.server_home import ServerHome


@lru_cache(maxsize=1)
def shared_embedder(choice: str) -> Embedder:
    """Return the embedding runtime that QUOTEBOT_EMBEDDER names, the same one throughout a process.

    Raises:
        SettingsError: It cannot be used.
    """
    return make_embedder(choice)


@lru_cache(maxsize=1)
def shared_judge(settings: Settings, *, is_patient: bool = False) -> Judge | None:
    """Return the judge of the first quotes that QUOTEBOT_RERANKER names, if any, the same one throughout a process.

    Args:
        settings: Name it, and where its server is.
        is_patient: Ask a language model each time, however the time before ended; else it has a pause then.

    Raises:
        SettingsError: It cannot be used.
    """
    return make_judge(settings.reranker, settings.llm_url, settings.llm_key, is_patient=is_patient)


def index_home(settings: Settings, state: State | None = None) -> Home:
    """Return where the index lives.

    Args:
        settings: Say whether its vectors are on a Chroma server.
        state: Names the current generation there; without one, it is opened, and stays so as long as the process runs.
    """
    if settings.chroma_url is None:
        return FolderHome(settings.data)
    from index.storage.store.server import ChromaServer  # here, since Chroma takes a second or two to import

    server = ChromaServer(settings.chroma_url, settings.chroma_token)
    return ServerHome(settings.data, server, state or State.open(settings.state_url))


def build_searcher(settings: Settings, home: Home | None = None, *, is_patient: bool = False) -> LiveSearcher:
    """Return a searcher over the current generation, which takes up new ones by itself.

    Args:
        settings: Name its parts.
        home: Where the index lives, if that is open already.
        is_patient: See `shared_judge`.

    Raises:
        IndexUnreachableError: The server that the index is on does not answer.
        IndexMissingError: Nothing has been indexed.
        IndexMismatchError: The index was built with another embedder.
        SettingsError: The embedder or the judge cannot be used.
    """
    embedder, judge = shared_embedder(settings.embedder), shared_judge(settings, is_patient=is_patient)
    return LiveSearcher(home or index_home(settings), embedder, judge, reading=settings.quote_language)


def state_file(settings: Settings) -> Path | None:
    """Return the file that the state is kept in, None where it is kept elsewhere."""
    if isinstance(settings.state_url, URL):
        return Path(settings.state_url.database or "")
    scheme, _, file = settings.state_url.partition(":///")
    return Path(unquote(file.partition("?")[0])) if scheme.startswith("sqlite") else None


@contextmanager
def existing_state(settings: Settings) -> Iterator[State | None]:
    """Have the state for a while; None where nothing was ever kept: to look must not make a database.

    Raises:
        QuotebotError: It cannot be opened.
    """
    file = state_file(settings)
    if file and not file.exists():
        yield None
        return
    state = State.open(settings.state_url)
    try:
        yield state
    finally:
        state.close()


def restrictions_of_operator(settings: Settings) -> Restrictions:
    """Return what must not be shown in the operator's terminal either: all but what a channel alone does not show.

    Raises:
        QuotebotError: The state cannot be asked.
    """
    with existing_state(settings) as state:
        return RulesInForce(state).restrictions(None) if state else NO_RESTRICTIONS


@contextmanager
def operators_searcher(settings: Settings, *, is_patient: bool = False) -> Iterator[Searcher]:
    """Have a searcher for the operator's terminal, over the current generation; see `build_searcher`.

    Raises:
        QuotebotError: The index or the state cannot be asked.
    """
    restrictions = restrictions_of_operator(settings)
    with build_searcher(settings, is_patient=is_patient).current(restrictions) as searcher:
        yield searcher
