"""The corpus folder as `quotebot add` changes it: documents, sources.toml, downloads.toml, each in one step."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from rich.text import Text

from bot.cli.options import console
from index.advice import toml_lines
from index.corpus.documents import SUFFIXES, read_text
from index.corpus.download_records import DownloadRecord, parse_download_records, write_download_records
from index.corpus.files import document_id_of, is_companion
from index.errors import StorageError
from index.refusals import mend
from index.storage.lock import folder_lock
from index.whole_files import write_whole

_RECORDS = "downloads.toml"
_LONGEST_NAME_BYTES = 120
_BETWEEN_WORDS = re.compile(r"[\W_]+")


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Change a corpus folder while nobody else does; whoever has to wait is told for which process.

    Raises:
        StorageError: The folder cannot be written.
    """

    def tell(holder: str) -> None:
        console().print(Text(f"{holder} is changing '{folder}'; waiting for it (Ctrl+C stops)"), soft_wrap=True)

    with ExitStack() as held:
        try:
            held.enter_context(folder_lock(folder, tell))
        except OSError as error:
            raise StorageError(f"cannot write to {folder} ({error.strerror}); {mend(error)}") from error
        yield


def append_sources(folder: Path, tables: Mapping[str, Any]) -> None:
    """Write tables behind what is in sources.toml."""
    file = folder / "sources.toml"
    before = read_text(file).rstrip("\n") + "\n\n" if file.exists() else ""
    write_whole(file, (before + toml_lines(tables)).encode())


def read_records(folder: Path) -> dict[str, DownloadRecord]:
    """Return what was fetched into the folder so far, by document."""
    file = folder / _RECORDS
    return parse_download_records(read_text(file), str(file)) if file.exists() else {}


def write_records(folder: Path, records: Mapping[str, DownloadRecord]) -> None:
    """Write down what was fetched into the folder so far."""
    write_whole(folder / _RECORDS, write_download_records(records).encode())


def document_file(folder: Path, document_id: str) -> Path | None:
    """Return the file of a document that is in the folder, None where there is none."""
    places = (folder / f"{document_id}{suffix}" for suffix in SUFFIXES)
    return next((place for place in places if place.exists()), None)


def put_document(place: Path, content: bytes, existing: Path | None) -> None:
    """Write a document; the file that held it before goes if it has another name."""
    write_whole(place, content)
    if existing and not existing.samefile(place):  # on some systems two names that differ in case are one file
        existing.unlink()


def keep_beside(file: Path) -> Path:
    """Copy a file to a name that nothing is read from, with one more ~ than any other copy; return where it is."""
    content = file.read_bytes()
    places = (file.with_name(f"{file.name}{'~' * marks}") for marks in count(1))
    place = next(place for place in places if not place.exists() or place.read_bytes() == content)
    write_whole(place, content)
    return place


def kept_versions(folder: Path, document_id: str) -> list[Path]:
    """Return the files that a document had before others took their place."""
    originals = {entry: Path(entry.name.rstrip("~")) for entry in sorted(folder.glob("*~"))}
    return [
        entry
        for entry, original in originals.items()
        if original.suffix.lower() in SUFFIXES and document_id_of(original) == document_id
    ]


def document_name(words: str, key: str) -> str:
    """Return the name of a document that is fetched: readable, and always the same for the same key.

    Args:
        words: A title, or the end of an address.
        key: What it is known by, such as its address.
    """
    readable = _BETWEEN_WORDS.sub("-", unicodedata.normalize("NFC", words).lower()).strip("-")
    while len(readable.encode()) > _LONGEST_NAME_BYTES:
        readable = readable[:-1]
    name = "-".join(part for part in (readable.strip("-"), hashlib.sha256(key.encode()).hexdigest()[:8]) if part)
    return f"page-{name}" if is_companion(Path(f"{name}.txt")) else name


def sha256_of(content: bytes) -> str:
    """Return by what a file's content is told from any other."""
    return hashlib.sha256(content).hexdigest()
