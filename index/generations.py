"""Where builds of the index live: one immutable folder each, and a pointer to the current one.

data/current                        the name of the current generation
data/generations/NAME/stamp.json    what built it, and from what
                      quotes.jsonl  every quote, in order
                      sources.json  what is known about each source, by id
                      people.json   who speaks, with the name in the other script
                      corpus/       the documents as found
                      chroma/       the vectors
"""

import datetime
import json
import os
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from index.documents import Corpus
from index.domain import Person, Quote
from index.errors import IndexMissingError
from index.records import quote_from_record, quote_record, source_from_record, source_record


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """One build of the index, read into memory but for its vectors, which stay in `folder / "chroma"`."""

    folder: Path
    stamp: dict[str, Any]
    quotes: tuple[Quote, ...]
    people: dict[str, Person]

    def raw_document(self, document_id: str) -> str:
        """Return a document as it was found when this generation was built."""
        return (self.folder / "corpus" / f"{document_id}.txt").read_bytes().decode()


def new_folder(data: Path) -> Path:
    """Make and return a fresh folder for the next generation."""
    stamp = datetime.datetime.now(datetime.UTC).strftime("%Y%m%d-%H%M%S")
    folder = data / "generations" / f"{stamp}-{secrets.token_hex(3)}"
    (folder / "corpus").mkdir(parents=True)
    return folder


def write_generation(folder: Path, corpus: Corpus, quotes: Sequence[Quote], stamp: dict[str, Any]) -> None:
    """Write everything of a generation but its vectors."""
    speakers = sorted({quote.speaker for quote in quotes})
    used = {quote.source.id: source_record(quote.source) for quote in quotes}
    for document in corpus.documents:
        if document.source.id in used:
            (folder / "corpus" / f"{document.source.id}.txt").write_bytes(document.raw.encode())
    lines = [json.dumps(quote_record(quote), ensure_ascii=False) + "\n" for quote in quotes]
    (folder / "quotes.jsonl").write_text("".join(lines), encoding="utf-8")
    _write_json(folder / "sources.json", used)
    _write_json(folder / "people.json", [asdict(corpus.roster.person(name)) for name in speakers])
    _write_json(folder / "stamp.json", stamp)


def make_current(data: Path, folder: Path) -> None:
    """Point to a finished generation, in one step that cannot be seen half-done; then drop older ones."""
    pointer, draft = data / "current", data / f"current.{secrets.token_hex(3)}"
    with draft.open("w", encoding="utf-8") as file:
        file.write(folder.name + "\n")
        file.flush()
        os.fsync(file.fileno())
    before = _pointed_to(data)
    draft.replace(pointer)
    _sync_folder(data)
    _drop_old(data, keep={folder.name, before})


def read_current(data: Path) -> Generation:
    """Return the current generation.

    Raises:
        IndexMissingError: Nothing has been indexed, or the files are gone.
    """
    name = _pointed_to(data)
    if name is None:
        raise IndexMissingError(f"no index in '{data}'; run: quotebot index")
    folder = data / "generations" / name
    try:
        sources = {key: source_from_record(record) for key, record in _read_json(folder / "sources.json").items()}
        people = [
            Person(**{**record, "aliases": tuple(record["aliases"])}) for record in _read_json(folder / "people.json")
        ]
        with (folder / "quotes.jsonl").open(encoding="utf-8") as file:
            quotes = tuple(quote_from_record(json.loads(line), sources) for line in file)
        stamp = _read_json(folder / "stamp.json")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexMissingError(f"the index in '{folder}' cannot be read ({error}); run: quotebot index") from error
    return Generation(folder=folder, stamp=stamp, quotes=quotes, people={person.name: person for person in people})


def _pointed_to(data: Path) -> str | None:
    pointer = data / "current"
    return pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else None


def _drop_old(data: Path, keep: set[str | None]) -> None:
    for folder in (data / "generations").iterdir():
        if folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)


def _sync_folder(folder: Path) -> None:
    """Make a rename in `folder` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_json(file: Path, content: object) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def _read_json(file: Path) -> Any:  # noqa: ANN401 - JSON is whatever was written
    return json.loads(file.read_text(encoding="utf-8"))
