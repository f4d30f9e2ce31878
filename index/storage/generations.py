"""Where builds of the index live: one immutable folder each, and a pointer to the current one.

data/current                         names of the current generation and of the one before
data/generations/NAME/stamp.json     what built it, and from what
                      quotes.jsonl   every quote, in order
                      sources.json   what is known about each source, by id
                      people.json    who speaks, with the name in the other script and aliases
                      others.json    who is listed and does not speak, the same
                      corpus/, clean/   the documents as found, and their clean texts
                      rows.json, vectors_LANGUAGE.npy, balance.npz   vectors, and what balances the languages
                      everyday.npz   how questions do that no interview answers
                      contexts_LANGUAGE.npy, generality_LANGUAGE.npy   of each quote beside its own words
                      words_LANGUAGE/, dictionary.json   the word index; its words in the other language
                      chroma/        the vectors, searchable
                      seal.json      hashes of all the other files
"""

import datetime
import hashlib
import json
import logging
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from index.corpus.documents import Corpus
from index.domain import Person, Quote
from index.errors import IndexDamagedError, IndexMissingError
from index.storage.records import quote_from_record, quote_record, source_from_record, source_record
from index.storage.soundness import damage

SCHEMA = 6

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """One build of the index; quotes are in memory, everything else stays in `folder` until it is used."""

    folder: Path
    stamp: dict[str, Any]
    quotes: tuple[Quote, ...]
    people: dict[str, Person]
    others: dict[str, Person] = field(default_factory=dict)

    @property
    def built_at(self) -> float:
        """When it was begun, in seconds since 1970; its name says so."""
        told = datetime.datetime.strptime(self.folder.name[:15], "%Y%m%d-%H%M%S")
        return told.replace(tzinfo=datetime.UTC).timestamp()

    def clean_document(self, document_id: str) -> str:
        """Return the clean text of a document as it was found when this generation was built."""
        return (self.folder / "clean" / f"{document_id}.txt").read_bytes().decode()


@contextmanager
def new_folder(data: Path) -> Iterator[Path]:
    """Give a fresh folder for the next generation, which is removed again if it does not come about."""
    now = datetime.datetime.now(datetime.UTC).strftime("%Y%m%d-%H%M%S")
    folder = data / "generations" / f"{now}-{secrets.token_hex(3)}"
    try:
        for texts in ("corpus", "clean"):
            (folder / texts).mkdir(parents=True)
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def corpus_hash(corpus: Corpus) -> str:
    """Return a hash of the documents' texts, of what is known about them and of who speaks."""
    digest = hashlib.sha256()
    for document in corpus.documents:
        parts = (json.dumps(source_record(document.source)), document.raw, repr(document.curation))
        for part in parts:
            digest.update(hashlib.sha256(part.encode("utf-8", "surrogatepass")).digest())
    digest.update(repr(sorted(corpus.roster.by_alias.items())).encode())
    return digest.hexdigest()[:16]


def write_texts(folder: Path, corpus: Corpus, quotes: Sequence[Quote], stamp: dict[str, Any]) -> None:
    """Write everything of a generation that is text: documents, quotes, sources, people, stamp."""
    used = {quote.source.id: source_record(quote.source) for quote in quotes}
    for document in corpus.documents:
        if document.source.id in used:
            (folder / "corpus" / f"{document.source.id}.txt").write_bytes(document.raw.encode())
            (folder / "clean" / f"{document.source.id}.txt").write_bytes(document.clean.encode())
    lines = [json.dumps(quote_record(quote), ensure_ascii=False) + "\n" for quote in quotes]
    (folder / "quotes.jsonl").write_text("".join(lines), encoding="utf-8")
    speakers = sorted({quote.speaker for quote in quotes})
    _write_json(folder / "sources.json", used)
    _write_json(folder / "people.json", [asdict(corpus.roster.person(name)) for name in speakers])
    _write_json(folder / "others.json", [asdict(person) for person in _others(corpus, speakers)])
    _write_json(folder / "stamp.json", stamp)


def _others(corpus: Corpus, speakers: Sequence[str]) -> list[Person]:
    """Return the people who are listed and have a part in no interview."""
    named = {name for document in corpus.documents for name in (*document.source.hosts, *document.source.guests)}
    return [person for name, person in corpus.roster.people.items() if name not in named.union(speakers)]


def make_current(data: Path, folder: Path) -> None:
    """Point to a finished generation, in one step that cannot be seen half-done; the one before is kept."""
    names = [folder.name, *_pointed_to(data)][:2]
    draft = data / f"current.{secrets.token_hex(3)}"
    with draft.open("w", encoding="utf-8") as file:
        file.write("\n".join(names) + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(data / "current")
    _sync_folder(data)
    collect(data)


def collect(data: Path) -> None:
    """Remove generations that nothing points to: older ones, and those that were never finished."""
    kept = set(_pointed_to(data))
    for folder in (data / "generations").glob("*"):
        if folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)
    for draft in data.glob("current.*"):
        draft.unlink(missing_ok=True)


def current_name(data: Path) -> str | None:
    """Return the name of the current generation, None before the first one."""
    names = _pointed_to(data)
    return names[0] if names else None


def current_stamp(data: Path) -> dict[str, Any] | None:
    """Return the stamp of the current generation; None where there is none, or none that can be read."""
    try:
        stamp: dict[str, Any] = _read_json(data / "generations" / (current_name(data) or "") / "stamp.json")
    except (OSError, ValueError, IndexDamagedError):
        return None
    return stamp


def is_current(data: Path, stamp: dict[str, Any]) -> bool:
    """Tell whether the current generation is sound and carries this very stamp."""
    name = current_name(data)
    folder = data / "generations" / (name or "")
    return name is not None and damage(folder) is None and _read_json(folder / "stamp.json") == stamp


def read_current(data: Path) -> Generation:
    """Return the current generation, or the one before where the current one is damaged.

    Raises:
        IndexMissingError: Nothing has been indexed yet.
        IndexDamagedError: Neither can be trusted; names what is wrong with the current one.
    """
    names = _pointed_to(data)
    if not names:
        raise IndexMissingError(f"no index in '{data}'; run: quotebot index")
    problems: list[str] = []
    for name in names:
        folder = data / "generations" / name
        if problem := damage(folder):
            problems.append(problem)
            logger.warning("generation %s is damaged (%s) and not used; run: quotebot index", name, problem)
        else:
            return read_generation(folder)
    raise IndexDamagedError(f"the index in '{data}' is damaged ({problems[0]}); run: quotebot index")


def read_generation(folder: Path) -> Generation:
    """Return the generation in a folder.

    Raises:
        IndexDamagedError: A file is missing or does not hold what it should.
    """
    try:
        sources = {key: source_from_record(record) for key, record in _read_json(folder / "sources.json").items()}
        others = folder / "others.json"  # which a generation that was built before this version lacks
        with (folder / "quotes.jsonl").open(encoding="utf-8") as file:
            quotes = tuple(quote_from_record(json.loads(line), sources) for line in file)
        return Generation(
            folder=folder,
            stamp=_read_json(folder / "stamp.json"),
            quotes=quotes,
            people=_people(_read_json(folder / "people.json")),
            others=_people(_read_json(others) if others.exists() else []),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamagedError(f"the index in '{folder}' cannot be read ({error}); run: quotebot index") from error


def _people(records: Sequence[dict[str, Any]]) -> dict[str, Person]:
    return {record["name"]: Person(**{**record, "aliases": tuple(record["aliases"])}) for record in records}


def _pointed_to(data: Path) -> list[str]:
    """Return the names in the pointer file, the current generation's first; none where there is no such file.

    Raises:
        IndexDamagedError: There is something else in its place, so nothing may be taken for superfluous.
    """
    pointer = data / "current"
    try:
        return pointer.read_text(encoding="utf-8").split()
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise IndexDamagedError(f"'{pointer}' cannot be read ({error}); remove it and run: quotebot index") from error


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
