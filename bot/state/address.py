"""The address of the state's database: what it means, or a line that repeats nothing of it.

SQLAlchemy ends a password at the first @, and takes what follows for a host, a database or an option, which are no
secrets. So an address that could mean two things is refused.
"""

import re

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from index.errors import SettingsError

_EXAMPLES = "such as sqlite:///data/state.db or postgresql://quotebot@localhost/quotebot"
_ESCAPES = "in a user or password write @ as %40, : as %3A, / as %2F, ? as %3F, # as %23, & as %26, % as %25"
_DRIVERS = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
_SCHEME_AND_USER = re.compile(r"[\w+]+://(?:[^:/]*(?::[^@]*)?@)?")  # as SQLAlchemy reads them
_HOST = re.compile(r"[\w.,:%-]*")
_LAST_PORT = 65535
# docs.python.org/3/library/sqlite3.html#sqlite3.connect, and sqlite.org/uri.html
_SQLITE_OPTIONS = frozenset(
    (
        *("timeout", "isolation_level", "detect_types", "check_same_thread", "cached_statements"),
        *("uri", "mode", "cache", "vfs", "psow", "nolock", "immutable"),
    )
)


def parse_address(address: str | URL) -> URL:
    """Return the URL of a database, with the driver that we use; one that is a URL already means what it says.

    Raises:
        SettingsError: It names nothing that the state can be kept in, or could be read in two ways.
    """
    if isinstance(address, URL):
        return address.set(drivername=_DRIVERS[address.get_backend_name()])
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):  # its text may hold the password
        raise _no_url(address) from None
    kind = url.drivername.partition("+")[0]
    if kind not in _DRIVERS:
        raise SettingsError(f"the state cannot be kept in {kind!r}; give a URL {_EXAMPLES}")
    url = url.set(drivername=_DRIVERS[kind])
    if kind == "sqlite" and (url.database in (None, "", ":memory:") or url.host or url.username or url.password):
        raise SettingsError(f"the URL of the state's database names no file; give one {_EXAMPLES}")
    _refuse_ambiguous(address, url)
    return url


def unknown_option() -> SettingsError:
    """Return what is wrong where the address has an option that its database does not know: a password, perhaps."""
    return SettingsError(
        "the URL of the state's database (QUOTEBOT_DATABASE_URL) has an option behind its ? that the database does not "
        f"know; mend or remove it, and {_ESCAPES}"
    )


def _refuse_ambiguous(address: str, url: URL) -> None:
    place, _, options = _SCHEME_AND_USER.sub("", address, count=1).partition("?")
    is_sqlite = url.get_backend_name() == "sqlite"
    if not is_sqlite and ("@" in place or not _is_server(url)):
        raise _no_url(address)
    if not all("=" in option for option in options.split("&") if option):  # SQLAlchemy passes these over
        raise unknown_option()
    if is_sqlite and not _SQLITE_OPTIONS.issuperset(url.query):
        raise unknown_option()


def _is_server(url: URL) -> bool:
    return _HOST.fullmatch(url.host or "") is not None and (url.port is None or 0 < url.port <= _LAST_PORT)


def _no_url(address: str) -> SettingsError:
    if address.count("@") > 1:
        return SettingsError(f"the URL of the state's database (QUOTEBOT_DATABASE_URL) has more than one @; {_ESCAPES}")
    return SettingsError(f"the address of the state's database is no URL; give one {_EXAMPLES}; {_ESCAPES}")
