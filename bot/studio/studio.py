"""What the pages look at: the index and the state of a data folder, each opened when it is first needed."""

from collections.abc import Callable
from threading import RLock
from typing import Any, Protocol, TypeVar, runtime_checkable

from aiohttp import web

from bot.answers.restrictions import RulesInForce
from bot.operations.bootstrap import build_searcher, state_file
from bot.runtime.settings import Settings
from bot.state import State
from index.search.live_searcher import LiveSearcher
from index.search.restrictions import NO_RESTRICTIONS, Restrictions
from index.storage.lock import builder

_Part = TypeVar("_Part")


@runtime_checkable
class Running(Protocol):
    """A part that has to come to an end."""

    def close(self) -> None:
        """Come to an end; the index and the state are still there."""


class Studio:
    """The index and the state of a data folder; safe to use from several threads.

    Args:
        settings: Name the folder, and all that is needed to open what is in it.
        searcher: Over the index, if that is open already.
    """

    def __init__(self, settings: Settings, searcher: LiveSearcher | None = None) -> None:
        self.settings = settings
        self._searcher = searcher
        self._state: State | None = None
        self._rules: RulesInForce | None = None
        self._parts: dict[object, Any] = {}
        self._lock = RLock()  # a part may ask for another

    @property
    def opened(self) -> LiveSearcher | None:
        """The searcher, None where nothing was asked of it yet, or there is no index."""
        return self._searcher

    def searcher(self) -> LiveSearcher:
        """Return a searcher over the current generation, which takes up new ones by itself.

        Raises:
            QuotebotError: There is no index, or it cannot be used; the next call tries again.
        """
        with self._lock:
            if self._searcher is None:
                self._searcher = build_searcher(self.settings, is_patient=True)
            return self._searcher

    def state(self) -> State:
        """Return the state: votes, answers, labels' authors, and what else is kept of people.

        Raises:
            QuotebotError: It cannot be opened.
        """
        with self._lock:
            if self._state is None:
                self._state = State.open(self.settings.state_url)
            return self._state

    def restrictions(self) -> Restrictions:
        """Return what even the operator is not shown as an answer: what is withheld or forbidden.

        Raises:
            QuotebotError: The state cannot be asked.
        """
        file = state_file(self.settings)
        if file and not file.exists():
            return NO_RESTRICTIONS
        with self._lock:
            if self._rules is None:
                self._rules = RulesInForce(self.state())
        return self._rules.restrictions(None)

    def builder(self) -> str | None:
        """Return who is building an index in the folder, None where nobody is."""
        return builder(self.settings.data)

    def part(self, kind: "Callable[[Studio], _Part]") -> _Part:
        """Return what a page keeps from one request to the next: of each class one, made when first asked for."""
        with self._lock:
            if kind not in self._parts:
                self._parts[kind] = kind(self)
            part: _Part = self._parts[kind]
            return part

    def close(self) -> None:
        """Let go of both, and before of what pages keep."""
        for part in (*self._parts.values(), self._searcher, self._state):
            if isinstance(part, Running):
                part.close()


STUDIO = web.AppKey("studio", Studio)
"""Under this key the app keeps what its pages look at."""
