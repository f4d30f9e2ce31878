"""A searcher that takes up a new generation by itself, between two questions."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from index.advice import quotebot, shell_words
from index.answer import EVERYTHING, Answer, Filters
from index.embed import Embedder
from index.embed.question_cache import with_question_cache
from index.errors import IndexUnreachableError, QuotebotError, StorageError
from index.language_preference import LanguagePreference
from index.search.judge import Judge
from index.search.learned_weights import LearnedWeights, WatchedWeights
from index.search.restricted_views import RestrictedViews
from index.search.restrictions import NO_RESTRICTIONS, Restrictions
from index.search.search import Searcher
from index.storage.generations import Generation, current_name, read_current
from index.storage.home import Data, home_of
from index.storage.stamp import is_first

logger = logging.getLogger(__name__)


class LiveSearcher:
    """Answers from the current generation of a data folder, or another home; safe to use from several threads.

    Each question is answered from one generation, start to end, and what belongs together can be asked of one
    with `current`. A generation that was replaced is let go of when its last question is answered. One that
    cannot be opened is logged, and the one before goes on serving. Weights that are learned are taken up in the same
    way, without loading anything again. Questions asked again are not embedded again.
    `reading` is what is read wherever nobody says otherwise.
    """

    def __init__(
        self,
        data: Data,
        embedder: Embedder,
        judge: Judge | None = None,
        *,
        reading: LanguagePreference = LanguagePreference.ANY,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.reading = reading
        self._home = home_of(data)
        self._clock = clock
        self._look_at = 0.0
        self._problem: str | None = None
        self._embedder = with_question_cache(embedder)
        self._judge = judge
        self._lock = threading.Lock()
        self._seen = current_name(self._home)
        self._serving = RestrictedViews(self._open())
        self._users: dict[RestrictedViews, int] = {self._serving: 0}
        self._watched = WatchedWeights(self._home.data)

    @property
    def generation(self) -> Generation:
        """The generation that the next question is answered from, unless a new one comes."""
        return self._serving.whole.generation

    @property
    def is_first(self) -> bool:
        """Whether that is a first index, with the quick view alone, which the full one has yet to follow."""
        return is_first(self.generation.stamp, self._embedder)

    @property
    def learned(self) -> LearnedWeights | None:
        """The learned weights that the next question is answered with, None where those that are shipped hold."""
        with self.current(NO_RESTRICTIONS) as searcher:
            return searcher.learned

    def search(self, question: str, count: int = 5, filters: Filters = EVERYTHING) -> Answer:
        """Return what the question comes to in all interviews, whatever is restricted; see `Searcher.search`."""
        with self.current(NO_RESTRICTIONS) as searcher:
            return searcher.search(question, count, filters)

    @contextmanager
    def current(self, restrictions: Restrictions) -> Iterator[Searcher]:
        """Give a searcher over what may be shown of the current generation; it stays until the block is left."""
        with self._lock:
            self._take_up_new()
            serving = self._serving
            serving.weigh(None if self.is_first else self._watched.current(self._embedder.name))
            self._users[serving] += 1
        try:
            yield serving.view(restrictions)
        finally:
            with self._lock:
                self._users[serving] -= 1
                self._let_go_of_unused()

    def check(self) -> None:
        """Return if questions can be answered now.

        Raises:
            QuotebotError: They cannot; says why.
        """
        with self.current(NO_RESTRICTIONS) as searcher:
            _refuse_lost(searcher)

    def close(self) -> None:
        """Let go of the generation's folder."""
        self._serving.whole.close()

    def _open(self) -> Searcher:
        """Return a searcher over the current generation.

        Raises:
            StorageError: It does not find what it holds.
            IndexUnreachableError: The server that it is on does not answer.
        """
        self._home.check()
        generation = read_current(self._home)
        store = self._home.open_store(generation.folder)
        searcher = Searcher(generation, self._embedder, self._judge, store)
        try:
            _refuse_lost(searcher)
        except QuotebotError:
            searcher.close()
            raise
        return searcher

    def _take_up_new(self) -> None:
        """Open the generation that is current now, if it is another one than before.

        Raises:
            IndexUnreachableError: None is, since everything was taken out.
        """
        if (name := self._current_name()) == self._seen:
            return
        if name is None:
            self._look_at = 0.0  # or the next question would be answered from what it saw before
            raise IndexUnreachableError(f"nothing is indexed any more; run: {quotebot('index')}")
        try:
            fresh = RestrictedViews(self._open())
        except IndexUnreachableError as error:
            logger.warning("generation %s is not taken up yet: %s", name, error)
            return
        except QuotebotError:
            self._seen = name
            logger.exception("generation %s cannot be used; the one before goes on serving", name)
            return
        self._seen = name
        self._serving = fresh
        self._users[fresh] = 0
        self._let_go_of_unused()
        logger.info("now serving generation %s", fresh.whole.generation.folder.name)

    def _current_name(self) -> str | None:
        """Return the name of the current generation; between two looks, and while nobody can say, the last one."""
        now = self._clock()
        if now < self._look_at:
            return self._seen
        self._look_at = now + self._home.look_seconds
        try:
            name = current_name(self._home)
        except QuotebotError as error:
            if str(error) != self._problem:
                logger.warning("it is not known which generation is current; the last one goes on serving: %s", error)
            self._problem = str(error)
            return self._seen
        self._problem = None
        return name

    def _let_go_of_unused(self) -> None:
        unused = [views for views, users in self._users.items() if users == 0 and views is not self._serving]
        for views in unused:
            del self._users[views]
            views.whole.close()


def _refuse_lost(searcher: Searcher) -> None:
    """Refuse a generation that does not find what it holds.

    Raises:
        StorageError: It does not.
    """
    if not searcher.finds_itself():
        folder = searcher.generation.folder
        commands = f"{shell_words('rm', '-r', folder)} && {quotebot('index')}"
        raise StorageError(f"the index does not find its own quotes; run: {commands}")
