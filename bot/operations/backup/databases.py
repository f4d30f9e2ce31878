"""The state on its way into a file and back, by the means of its database."""

import contextlib
import re
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import URL

from bot.runtime.redaction import redacted
from bot.state.failures import database_name, storage_errors
from bot.state.tables import metadata
from index.errors import StorageError

SQLITE_FILE, POSTGRES_FILE = "state.db", "state.dump"
_SERVICE = "quotebot"
# What libpq calls secrets, and `options`, which may hold any: postgresql.org/docs/current/libpq-connect.html.
_SECRET_OPTION = re.compile(r"\w*password|\w*secret|scram_\w+_key|options")
SQLITE_LOGS = ("-wal", "-journal", "-shm")


def sqlite_file(url: URL) -> Path | None:
    """Return the file of an SQLite database, None for any other."""
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a database as it is at one moment, whoever writes to it meanwhile; what was deleted is not in the copy.

    Raises:
        StorageError: The copy is not sound, or cannot be made.
    """
    with storage_errors(URL.create("sqlite", database=str(source))):
        with contextlib.closing(sqlite3.connect(source, timeout=5, isolation_level=None)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
        check_sqlite(target)


def check_sqlite(file: Path) -> None:
    """Have SQLite look through a database that nobody uses.

    Raises:
        StorageError: It is damaged.
    """
    with (
        storage_errors(URL.create("sqlite", database=str(file))),
        contextlib.closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection,
    ):
        [verdict] = connection.execute("PRAGMA integrity_check(1)").fetchone()
        misses = connection.execute("PRAGMA foreign_key_check").fetchone()
    if verdict != "ok" or misses:
        raise StorageError(f"'{file}' is damaged ({verdict if misses is None else misses}); use another backup")


def refuse_left_over(file: Path) -> None:
    """See that no log lies beside a database's place: SQLite would play it into whatever is put there.

    Raises:
        StorageError: One does.
    """
    for ending in SQLITE_LOGS[:2]:
        log = file.with_name(file.name + ending)
        if log.exists():
            raise StorageError(
                f"'{log}' holds what was not yet written into the database before it; start the bot and stop it, which"
                " writes it in, or move it away"
            )


def dump_postgres(url: URL, target: Path) -> None:
    """Write a database into a file with PostgreSQL's own pg_dump.

    Raises:
        StorageError: It is not installed, or refuses.
    """
    with connection_option(url) as (dbname, environment):
        dump = ("--format=custom", "--no-owner", "--no-privileges", f"--file={target}", dbname)
        _run(url, "pg_dump", *dump, environment=environment)
    _run(url, "pg_restore", "--list", str(target))


def load_postgres(url: URL, source: Path) -> None:
    """Put a file of `dump_postgres` into a database in one transaction, in place of the tables that are there.

    All of ours go, also those that a dump of an older Quotebot does not know: bringing it forward makes them anew.
    Where somebody else's view stands on one, nothing changes.

    Raises:
        StorageError: pg_restore or psql is not installed, or refuses.
    """
    ours = ", ".join([*metadata.tables, "alembic_version"])
    with connection_option(url) as (dbname, environment), tempfile.TemporaryDirectory(prefix="quotebot-") as folder:
        script = f"{folder}/state.sql"
        _run(url, "pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(source))
        at_once = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
        emptied = f"--command=DROP TABLE IF EXISTS {ours}"
        _run(url, "psql", *at_once, emptied, f"--file={script}", dbname, environment=environment)


@contextlib.contextmanager
def connection_option(url: URL) -> Iterator[tuple[str, dict[str, str]]]:
    """Give the option and the environment that say where a database is.

    Whoever lists processes sees the option: what may be secret stands in files that only we can read.

    Raises:
        StorageError: The address names a service, which has to hold its secrets itself.
    """
    password = url.query.get("password", url.password)  # as libpq chooses
    options = {name: str(value) for name, value in url.query.items() if name != "password"}
    secret = {name: value for name, value in options.items() if _SECRET_OPTION.fullmatch(name)}
    if secret and "service" in options:
        raise StorageError(
            f"the URL of the state's database names a service and {min(secret)}; write that into the service's file"
        )
    with _private_file(f"*:*:*:*:{_escaped(str(password))}\n") as passwords, _private_file(_service(secret)) as service:
        parameters: dict[str, str | int | None] = {
            "service": _SERVICE if secret else None,
            "host": url.host,
            "port": url.port,
            "user": url.username,
            "dbname": url.database,
        }
        parameters |= {name: value for name, value in options.items() if name not in secret}
        parameters |= {"passfile": passwords} if password else {}  # else the operator's own, or PGPASSWORD
        words = " ".join(f"{name}='{_quoted(str(value))}'" for name, value in parameters.items() if value)
        yield f"--dbname={words}", {"PGSERVICEFILE": service} if secret else {}


@contextlib.contextmanager
def _private_file(text: str) -> Iterator[str]:
    with tempfile.NamedTemporaryFile("w", prefix="quotebot-", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        yield file.name


def _service(options: Mapping[str, str]) -> str:
    """Return options as postgresql.org/docs/current/libpq-pgservice.html wants them."""
    return "".join(f"{line}\n" for line in (f"[{_SERVICE}]", *(f"{name}={value}" for name, value in options.items())))


def _escaped(password: str) -> str:
    """Return a password as postgresql.org/docs/current/libpq-pgpass.html wants it."""
    return password.replace("\\", "\\\\").replace(":", "\\:")


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")


def _run(url: URL, program: str, *arguments: str, environment: Mapping[str, str] = MappingProxyType({})) -> None:
    name = database_name(url)
    path = shutil.which(program)
    if path is None:
        raise StorageError(f"{name} needs {program}, which is not installed; install PostgreSQL's client programs")
    with_environment = ["env", *(f"{variable}={value}" for variable, value in environment.items())]
    command = [*with_environment, path, *arguments] if environment else [path, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - theirs
    if done.returncode:
        said = redacted(" ".join(done.stderr.split())) or f"code {done.returncode}"
        raise StorageError(
            f"{program} cannot do its work on {name} ({said}); see that it is as new as the server, and let in by it"
        )
