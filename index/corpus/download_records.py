"""What was fetched into the corpus folder, and when: downloads.toml, which `quotebot add` writes and people can read.

["why-small-models-3fa9c1d2"]              # the document's name, as in sources.toml
url = "https://example.com/talk"
fetched = 2026-11-30                       # the day on which it was new or had changed
sha256 = "…"                               # of the file as it was fetched: another one was edited here
etag = '"5f3"'                             # by which the server tells whether it changed, as is last_modified
feed = "https://example.com/feed.xml"      # where it is an episode of one: the feed, and its name for the episode
episode = "tag:example.com,2026:12"
podcast = "9b024349-…"                     # its `podcast:guid`, which stays when the feed moves
gone = 2026-12-24                          # the day on which the feed had it no more
refused = "nobody is named"                # why the episode, or what is new of it, was not taken the last time
listed = {title = "Why small models"}      # what was told of it, as it was written into sources.toml

An episode that was never taken has no sha256.
"""

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from index.advice import toml_lines
from index.errors import CorpusError
from index.notations import toml_table

_HEAD = "# What quotebot add fetched into this folder, and when; it is kept by the program.\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadRecord:
    """Where a document was fetched from, when, and by what its next version is told from it."""

    url: str
    fetched: datetime.date
    sha256: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    feed: str | None = None
    episode: str | None = None
    podcast: str | None = None
    gone: datetime.date | None = None
    refused: str | None = None
    listed: Mapping[str, Any] = field(default_factory=dict)


def parse_download_records(text: str, path: str) -> dict[str, DownloadRecord]:
    """Read downloads.toml into a record for each document.

    Raises:
        CorpusError: It is broken, or a table lacks what it needs; names the file.
    """
    try:
        tables = toml_table(text)
    except ValueError as error:
        raise CorpusError(f"{path}: broken TOML: {error}") from error
    return {document_id: _record(document_id, table, path) for document_id, table in tables.items()}


def write_download_records(records: Mapping[str, DownloadRecord]) -> str:
    """Return the text of downloads.toml."""
    tables = {
        document_id: {key: value for key, value in asdict(record).items() if value not in (None, {})}
        for document_id, record in records.items()
    }
    return _HEAD + toml_lines(tables)


def _record(document_id: str, table: Any, path: str) -> DownloadRecord:  # noqa: ANN401 - whatever TOML holds
    try:
        record = DownloadRecord(**table)
        days = [record.fetched, record.gone or record.fetched]
        texts = [value for key, value in asdict(record).items() if key not in ("fetched", "gone", "listed")]
        valid = all(type(day) is datetime.date for day in days) and all(isinstance(text, str | None) for text in texts)
        valid = valid and isinstance(record.listed, dict)
    except TypeError:
        valid = False
    if not valid:
        raise CorpusError(f"{path}: {document_id!r} is not as quotebot add wrote it; restore it, or take it out")
    return record
