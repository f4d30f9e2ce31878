"""Connections to the database of the state, set up for its kind: SQLite or PostgreSQL."""

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError

from bot.runtime.redaction import remember_secrets, secrets_of_address
from bot.state.address import parse_address, unknown_option
from bot.state.failures import database_name
from index.errors import SettingsError, StorageError

ONLY_READS = "only_reads"
_WAIT_SECONDS = 5
# What is committed is on the disk, what is deleted is overwritten: sqlite.org/pragma.html.
_SQLITE_PRAGMAS = ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
_RETRY_SECONDS = 0.02
# A server that is gone is noticed within 10 s, and one that cannot be reached in 2, the least that libpq waits:
# postgresql.org/docs/current/libpq-connect.html.
_POSTGRES_WAITS = {
    "connect_timeout": 2,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 4,
    "keepalives_interval": 2,
    "keepalives_count": 3,
}
_SCHEMA_LOCK = 0x51756F7465  # "Quote"; any number that nobody else locks in the same database


def make_engine(address: str | URL) -> Engine:
    """Return connections to the database at a URL; the folder of an SQLite file is made.

    Raises:
        SettingsError: The URL names nothing that the state can be kept in.
        StorageError: The folder cannot be made.
    """
    if isinstance(address, str):
        remember_secrets(*secrets_of_address(address))
    url = parse_address(address)
    try:
        return _sqlite_engine(url) if url.get_backend_name() == "sqlite" else _postgres_engine(url)
    except ModuleNotFoundError as error:
        name = database_name(url)
        raise SettingsError(
            f"{name} needs {error.name}, which is not installed; run in the clone: pip install -e '.[postgres]'"
        ) from error
    except (ArgumentError, ValueError, TypeError):  # its text may hold the password
        raise SettingsError(
            f"{database_name(url)} cannot have the options behind the ? of its address; mend or remove them"
        ) from None


def lock_schema(connection: Connection) -> None:
    """Keep other processes from migrating until this transaction ends; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_SCHEMA_LOCK})")


def empty_log(engine: Engine) -> None:
    """Take what was deleted out of SQLite's write-ahead log as well (sqlite.org/wal.html)."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def rewrite(engine: Engine, *, thoroughly: bool) -> None:
    """Write the database anew, and empty SQLite's log; PostgreSQL does so only `thoroughly`, with the tables locked.

    Deleting does not suffice: where SQLite splits a page, copies of rows stay behind, `secure_delete` or not
    (measured: in 3 of 12 databases of 3,000 rows). PostgreSQL's VACUUM makes room for other rows: of 65 copies of an
    id 3 were left, and none after VACUUM FULL.

    Raises:
        StorageError: Somebody reads it, so that the log cannot be emptied.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "sqlite":
            _rewrite_sqlite(engine, connection)
            return
        connection.exec_driver_sql(f"SET lock_timeout = '{_WAIT_SECONDS}s'")  # else who waits behind it waits as long
        connection.exec_driver_sql("VACUUM FULL" if thoroughly else "VACUUM")


def _rewrite_sqlite(engine: Engine, connection: Connection) -> None:
    cursor = connection.connection.cursor()  # past `_begin_immediate`: no transaction can do this
    cursor.execute("VACUUM")
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    [(is_busy, *_)] = cursor.fetchall()
    if is_busy:
        name = database_name(engine.url)
        raise StorageError(f"the log of the state in {name} is being read; stop whatever reads it, and try again")


def _sqlite_engine(url: URL) -> Engine:
    folder = Path(url.database or "").parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"the folder '{folder}' of the state cannot be made: {error.strerror}; name another, or make it by hand"
        ) from error
    engine = create_engine(_with_timeout(url), hide_parameters=True)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _with_timeout(url: URL) -> URL:
    return url if "timeout" in url.query else url.update_query_dict({"timeout": str(_WAIT_SECONDS)})


def _set_up_sqlite(connection: Any, _: object) -> None:  # noqa: ANN401  the driver's connection, or a stand-in
    connection.isolation_level = None  # the driver begins nothing, `_begin_immediate` does
    _use_write_ahead_log(connection)
    for pragma in _SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _use_write_ahead_log(connection: Any) -> None:  # noqa: ANN401  as above
    """Have a new database keep a write-ahead log, however many do so at the same moment.

    SQLite does not wait by itself here: a connection that reads and then wants to write is refused at once while
    another one writes. Source: sqlite.org/c3ref/busy_handler.html.
    """
    [(wait_ms,)] = connection.execute("PRAGMA busy_timeout")
    give_up = time.monotonic() + wait_ms / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(_RETRY_SECONDS)
        else:
            return


def _begin_immediate(connection: Connection) -> None:
    """Take the right to write at once: a transaction that reads first fails when it comes to write.

    One that is said to read alone waits for no writer: under load, settings were then read four times as quickly.
    Source: docs.sqlalchemy.org, "Enabling Non-Legacy SQLite Transactional Modes"; sqlite.org/isolation.html.
    """
    only_reads = connection.get_execution_options().get(ONLY_READS)
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")


def _postgres_engine(url: URL) -> Engine:
    arguments: dict[str, Any] = {name: value for name, value in _POSTGRES_WAITS.items() if name not in url.query}
    # A pooler that gives each transaction another connection, as PgBouncer may, loses what was prepared on the last.
    arguments["prepare_threshold"] = None
    engine = create_engine(url, connect_args=arguments, pool_pre_ping=True, hide_parameters=True)
    libpq: Any = engine.dialect.dbapi
    if not {option.keyword.decode() for option in libpq.pq.Conninfo.get_defaults()}.issuperset(url.query):
        raise unknown_option()  # libpq would repeat its name
    event.listen(engine, "begin", _limit_waiting)
    return engine


def _limit_waiting(connection: Connection) -> None:
    if not connection.get_execution_options().get(ONLY_READS):  # which waits for no lock
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_WAIT_SECONDS}s'")
