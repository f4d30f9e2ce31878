"""A searcher that takes up a new generation by itself, between two questions."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.domain import EVERYTHING, Answer, Filters
from index.embed import Embedder
from index.embed.remembering import RememberingEmbedder
from index.errors import QuotebotError, StorageError
from index.search.reranking import Reranker
from index.search.search import Searcher
from index.storage.generations import Generation, current_name, read_current

logger = logging.getLogger(__name__)


class LiveSearcher:
    """Answers from the current generation under `data`; safe to use from several threads.

    Each question is answered from one generation, start to end, and what belongs together can be asked of one
    with `current`. A generation that was replaced is let go of when its last question is answered. One that
    cannot be opened is logged, and the one before goes on serving. Questions asked again are not embedded again.
    """

    def __init__(self, data: Path, embedder: Embedder, reranker: Reranker | None = None) -> None:
        self._data = data
        self._embedder = RememberingEmbedder(embedder)
        self._reranker = reranker
        self._lock = threading.Lock()
        self._seen = current_name(data)
        self._serving = self._open()
        self._users: dict[Searcher, int] = {self._serving: 0}

    @property
    def generation(self) -> Generation:
        """The generation that the next question is answered from, unless a new one comes."""
        return self._serving.generation

    def search(self, question: str, count: int = 5, filters: Filters = EVERYTHING) -> Answer:
        """Return what the question comes to; see `Searcher.search`."""
        with self.current() as searcher:
            return searcher.search(question, count, filters)

    def speakers_called(self, name: str) -> tuple[str, ...]:
        """Return the canonical name of whom `name` means; see `Searcher.speakers_called`."""
        with self.current() as searcher:
            return searcher.speakers_called(name)

    @contextmanager
    def current(self) -> Iterator[Searcher]:
        """Give the searcher of the current generation, which stays open and the same until the block is left."""
        with self._lock:
            self._take_up_new()
            searcher = self._serving
            self._users[searcher] += 1
        try:
            yield searcher
        finally:
            with self._lock:
                self._users[searcher] -= 1
                self._let_go_of_unused()

    def close(self) -> None:
        """Let go of the generation's folder."""
        self._serving.close()

    def _open(self) -> Searcher:
        """Return a searcher over the current generation.

        Raises:
            StorageError: It does not find what it holds.
        """
        searcher = Searcher(read_current(self._data), self._embedder, self._reranker)
        if not searcher.finds_itself():
            searcher.close()
            folder = searcher.generation.folder
            raise StorageError(f"the index does not find its own quotes; remove '{folder}' and run: quotebot index")
        return searcher

    def _take_up_new(self) -> None:
        """Open the generation that the pointer names, if it names another one than before."""
        try:
            name = current_name(self._data)
        except QuotebotError:
            name = None
        if name == self._seen:
            return
        self._seen = name
        try:
            fresh = self._open()
        except QuotebotError:
            logger.exception("generation %s cannot be used; the one before goes on serving", name)
            return
        self._serving = fresh
        self._users[fresh] = 0
        self._let_go_of_unused()
        logger.info("now serving generation %s", fresh.generation.folder.name)

    def _let_go_of_unused(self) -> None:
        for searcher in [each for each, users in self._users.items() if users == 0 and each is not self._serving]:
            del self._users[searcher]
            searcher.close()
