"""What every part of the state stands on: one transaction a method."""

import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Engine, Table, and_, exists, insert, select, update
from tenacity import retry, retry_if_exception, stop_after_attempt, wait_random

from bot.state.engine import ONLY_READS
from bot.state.failures import is_lost_race, storage_errors

_MOST_TRIES = 20  # each race that is lost is one that somebody else has won


class Repository:
    """A part of the state, over the connections that all parts share."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._shared = threading.local()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make one transaction of all that this thread writes meanwhile; done when the block is left, or not at all.

        Raises:
            StorageError: It could not be written.
        """
        with storage_errors(self.engine.url), self.engine.begin() as connection:
            self._shared.connection = connection
            try:
                yield
            finally:
                del self._shared.connection

    def transaction(self) -> AbstractContextManager[Connection]:
        """Return a transaction, of its own or a part of the one that this thread is in."""
        shared: Connection | None = getattr(self._shared, "connection", None)
        return self.engine.begin() if shared is None else _part_of(shared)


Part = TypeVar("Part", bound=Repository)
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def transactional(
    method: Callable[Concatenate[Part, Connection, Arguments], Result],
) -> Callable[Concatenate[Part, Arguments], Result]:
    """Run a method in one transaction, which it gets as its first argument; callers leave that out.

    A method that loses a race for the same row runs again, and then sees the row. What the database
    says is raised as a StorageError, and then nothing that the method did has happened.
    """

    @retry(
        retry=retry_if_exception(is_lost_race),
        stop=stop_after_attempt(_MOST_TRIES),
        wait=wait_random(max=0.05),
        reraise=True,
    )
    def try_once(self: Part, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        with self.transaction() as connection:
            return method(self, connection, *args, **kwargs)

    @wraps(method)
    def run(self: Part, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        with storage_errors(self.engine.url):
            return try_once(self, *args, **kwargs)

    return run


def reading(
    method: Callable[Concatenate[Part, Connection, Arguments], Result],
) -> Callable[Concatenate[Part, Arguments], Result]:
    """Run a method that changes nothing, in one transaction that waits for no writer; else as `transactional`."""

    @wraps(method)
    def run(self: Part, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        with storage_errors(self.engine.url), self.engine.connect() as connection:
            connection = connection.execution_options(**{ONLY_READS: True})
            with connection.begin():
                return method(self, connection, *args, **kwargs)

    return run


@contextmanager
def _part_of(connection: Connection) -> Iterator[Connection]:
    with connection.begin_nested():
        yield connection


def put(connection: Connection, table: Table, row: Mapping[str, Any], replaces: ColumnElement[bool]) -> None:
    """Insert a row; one with the same primary key is replaced if `replaces` holds for it, else it stays."""
    same = and_(*(column == row[column.name] for column in table.primary_key))
    if connection.scalar(select(exists().where(same))):
        connection.execute(update(table).where(same, replaces).values(row))
    else:
        connection.execute(insert(table), row)


def among(column: Column[str], values: Collection[str]) -> ColumnElement[bool]:
    """Return what tells the rows in which a column has one of few values, for a query that finds them by another.

    SQLite prefers an index for "=" whatever it leaves to be read; it has none for an expression.
    """
    return (column + "").in_(values)
