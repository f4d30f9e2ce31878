"""What a database says when it fails, in our own words: what, where, and the next step."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.runtime.redaction import redacted
from index.errors import StorageError

_RIGHTS = "give the bot the right to write to the file and its folder"
# By the beginning of the names in sqlite.org/rescode.html.
_SQLITE_NEXT_STEPS = {
    "SQLITE_FULL": "make room on the disk",
    "SQLITE_IOERR": "look for a full or failing disk",
    "SQLITE_BUSY": "look for a backup or a shell that keeps it open",
    "SQLITE_READONLY": _RIGHTS,
    "SQLITE_CANTOPEN": _RIGHTS,
    "SQLITE_CORRUPT": "stop the bot and put back a backup of the file",
    "SQLITE_NOTADB": "name another file, or put back a backup of this one",
}
# By what libpq and PostgreSQL say in English: an error of connecting has no SQLSTATE
# (psycopg.org/psycopg3/docs/api/errors.html). In other languages the last of them counts.
_POSTGRES_NEXT_STEPS = {
    r"password authentication failed": "correct the user, or the password in its address or PGPASSWORD; in the address "
    "its signs other than letters and digits are percent-encoded, such as @ as %40",
    r"no password supplied": "set PGPASSWORD, or put the password into its address",
    r'role ".*" does not exist|is not permitted to log in': "correct the user in its address, or make it: createuser",
    r'database ".*" does not exist': "correct the name in its address, or make it: createdb",
    r"no pg_hba\.conf entry": "let the bot's machine in, in pg_hba.conf of the server",
    r"permission denied": "make the bot's user the owner of the database and its tables",
    r"read-only transaction": "name the primary server; this one is a copy, or set to be read only",
    r"too many (?:clients|connections)|connection slots": "raise max_connections, or put a pooler in front",
    r"No space left on device": "make room on the disk of the server",
    r"does not support SSL": "take sslmode out of its address, or turn ssl on in the server",
    r"certificate|sslmode": "correct sslmode, sslrootcert and the host in its address",
    r"resolve host|could not translate host": "correct the host in its address, or look at the DNS",
    r"invalid integer value .* \"port\"": "give the port in its address, or unset PGPORT",
    "": "see that the database runs and lets the bot in",
}
_LOST_RACES = "40"  # deadlock and serialization failure in every database that has SQLSTATE


@contextmanager
def storage_errors(url: URL) -> Iterator[None]:
    """Raise what a database says as a StorageError."""
    try:
        yield
    except (DBAPIError, PoolTimeoutError, sqlite3.Error) as error:
        cause = getattr(error, "orig", None) or error
        said = redacted((str(cause).splitlines() or [type(cause).__name__])[0])
        raise StorageError(
            f"the state in {database_name(url)} cannot be used: {said}; {_next_step(url, cause)}"
        ) from error


def is_lost_race(error: BaseException) -> bool:
    """Return whether somebody else was first, so that trying again sees what they did."""
    if isinstance(error, IntegrityError):
        return True
    state = getattr(error.orig, "sqlstate", None) if isinstance(error, DBAPIError) else None
    return bool(state) and str(state).startswith(_LOST_RACES)


def database_name(url: URL) -> str:
    """Return what to call a database in messages: no user, no password, no options."""
    if url.get_backend_name() == "sqlite":
        return f"'{url.database}'"
    return f"the PostgreSQL database '{url.database}' on {url.host or 'this machine'}"


def _next_step(url: URL, cause: BaseException) -> str:
    name = getattr(cause, "sqlite_errorname", "")
    for beginning, step in _SQLITE_NEXT_STEPS.items():
        if name.startswith(beginning):
            return step
    if url.get_backend_name() == "sqlite":
        return "look at the file and its disk"
    return next(step for said, step in _POSTGRES_NEXT_STEPS.items() if re.search(said, str(cause)))
