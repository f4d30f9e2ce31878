"""The state as one thing: open it, use it, let it forget, close it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import ParamSpec, TypeVar

from sqlalchemy import URL, Connection, Engine, delete, select

from bot.state.audit import Audit
from bot.state.channels import Channels
from bot.state.engine import empty_log, make_engine, rewrite
from bot.state.failures import storage_errors
from bot.state.forget import Forgetting
from bot.state.generations import Generations
from bot.state.leases import OPEN
from bot.state.posts import Posts
from bot.state.posts_by_hand import ByHand
from bot.state.questions import Questions
from bot.state.repository import reading, transactional
from bot.state.rules import Rules
from bot.state.schedules import Schedules
from bot.state.schema import migrate
from bot.state.signals import Signals, drop_signals_of_nothing
from bot.state.tables import answers, seen, work
from bot.state.withheld import Withholding
from bot.state.work import Work
from index.errors import StorageError

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")

_DAY_SECONDS = 86400.0
_WORK_DAYS = 7  # far longer than any platform goes on delivering again
_ANSWER_DAYS = 180
_POSTGRES_WRITERS = 2
_SOON_SECONDS = 1.0  # platforms wait for 3 s


class State(
    Work,
    Signals,
    Questions,
    Channels,
    Schedules,
    Posts,
    ByHand,
    Generations,
    Forgetting,
    Withholding,
    Rules,
    Audit,
):
    """Everything that the bot remembers; many threads and processes may use it at once.

    Every method is one transaction: when it returns, what it did is on the disk. Each may raise a StorageError.
    A method holds its thread up for as long as the disk takes, so on an event loop it goes through `run`.
    """

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._threads = ThreadPoolExecutor(self.writers, thread_name_prefix="state")

    @classmethod
    def open(cls, url: str | URL) -> "State":
        """Open the state at SQLAlchemy's URL of an SQLite file or a PostgreSQL database; made if there is none.

        Raises:
            SettingsError: The URL names nothing that the state can be kept in.
            StorageError: It cannot be opened, or a newer Quotebot has written it.
        """
        with ExitStack() as unless_done:
            state = cls(make_engine(url))
            unless_done.callback(state.close)
            migrate(state.engine)
            unless_done.pop_all()
        return state

    @property
    def writers(self) -> int:
        """How many threads at most it pays to write with: SQLite lets one write at a time."""
        return 1 if self.engine.dialect.name == "sqlite" else _POSTGRES_WRITERS

    async def run(
        self, function: Callable[_Arguments, _Result], *args: _Arguments.args, **kwargs: _Arguments.kwargs
    ) -> _Result:
        """Return what a method of the state returns; in a few threads of its own, first come, first served."""
        return await asyncio.wrap_future(self._threads.submit(function, *args, **kwargs))

    async def run_soon(self, default: _Result, function: Callable[..., _Result], *args: object) -> _Result:
        """Return the same, or the default where it fails, or takes so long that a platform would not wait."""
        try:
            async with asyncio.timeout(_SOON_SECONDS):
                return await self.run(function, *args)
        except (TimeoutError, StorageError):
            return default

    @reading
    def check(self, connection: Connection) -> None:
        """Return if the state can be read; else raises as every method does."""
        connection.execute(select(seen.c.key).limit(1))

    def forget(self, now: float) -> None:
        """Let go of what is old: deliveries and finished work after 7 days, answers after 180; posts are kept."""
        self._delete_old(now)
        with storage_errors(self.engine.url):
            empty_log(self.engine)

    def scrub(self, *, thoroughly: bool = False) -> None:
        """Take what was deleted off the disk; in PostgreSQL to the last byte only `thoroughly`, while nobody votes.

        PostgreSQL's own log and backups are not ours to change.
        """
        with storage_errors(self.engine.url):
            rewrite(self.engine, thoroughly=thoroughly)

    @transactional
    def _delete_old(self, connection: Connection, now: float) -> None:
        a_week_ago = now - _WORK_DAYS * _DAY_SECONDS
        connection.execute(delete(seen).where(seen.c.seen_at < a_week_ago))
        connection.execute(delete(work).where(work.c.accepted_at < a_week_ago, work.c.status.not_in(OPEN)))
        connection.execute(delete(answers).where(answers.c.asked_at < now - _ANSWER_DAYS * _DAY_SECONDS))
        drop_signals_of_nothing(connection)

    def close(self) -> None:
        """Finish what was begun, and let go of the database."""
        self._threads.shutdown()
        self.engine.dispose()
