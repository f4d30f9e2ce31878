"""The only reader of the corpus folder: interviews, sources.toml, speakers.toml and turns files."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from index.corpus.curation import parse_curation
from index.corpus.files import document_id_of, find_interviews, is_unicode, read_bytes
from index.corpus.people import Roster
from index.corpus.people_file import parse_people
from index.corpus.sources import make_source, parse_sources
from index.domain import Curation, Document, Source
from index.errors import CorpusError
from index.formats import SUFFIXES as SUFFIXES
from index.formats.clean_text import clean_reading
from index.formats.encodings import decode, decode_lines
from index.formats.formats import format_of
from index.formats.readers import read_file
from index.formats.readers import read_text as read_text_as
from index.formats.segments import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """What was read: documents in order of their ids, everybody known, and what could not be read."""

    documents: tuple[Document, ...]
    roster: Roster = field(default_factory=Roster)
    failures: dict[str, str] = field(default_factory=dict)

    def document(self, document_id: str) -> Document | None:
        """Return the document with this id, or None."""
        return next((document for document in self.documents if document.source.id == document_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusFiles:
    """Where interviews lie, and what is listed about them; each is read by itself, so that many fit into memory.

    `files` are in order of their ids, which are beside them; `failures` are files that no id is left for, or that are
    no interviews, with the reason.
    """

    files: tuple[tuple[str, Path], ...]
    rosters: Mapping[Path, Roster]
    listings: Mapping[Path, Mapping[str, Mapping[str, Any]]]
    failures: Mapping[str, str] = field(default_factory=dict)

    @property
    def roster(self) -> Roster:
        """Everybody known, in whatever folder."""
        return _merge_rosters(list(self.rosters.values()))

    def read(self, file: Path) -> Document:
        """Read one of the interviews.

        Raises:
            CorpusError: It cannot be read or decoded, its turns file is broken, or it has no link.
        """
        return read_document(file, self.listings[file.parent], self.rosters[file.parent])


def find_documents(paths: Sequence[Path]) -> CorpusFiles:
    """Find every interview in the given folders and files, and read none yet.

    What is known about sources and speakers is read from the folder that an interview is in; what is removed according
    to it is left out. Every file of a folder that is no interview is named in `failures`, with what to do.

    Raises:
        CorpusError: A path does not exist, nothing in them is an interview, or sources.toml or
            speakers.toml is broken.
    """
    files, failures = find_interviews(paths)
    listings = {folder: read_sources(folder) for folder in dict.fromkeys(file.parent for file in files)}
    by_id: dict[str, Path] = {}
    for document_id, file in sorted((document_id_of(file), file) for file in files):
        if listings[file.parent].get(document_id, {}).get("removed"):
            continue
        if by_id.setdefault(document_id, file) is not file:
            failures[str(file)] = f"another interview has the id {document_id!r}; rename one of the two files"
    return CorpusFiles(
        files=tuple(by_id.items()),
        rosters={folder: read_roster(folder) for folder in listings},
        listings=listings,
        failures=failures,
    )


def read_documents(paths: Sequence[Path]) -> Corpus:
    """Read every interview in the given folders and files.

    One unreadable interview does not stop the others: it is named in `failures` with the reason.

    Raises:
        CorpusError: As `find_documents`.
    """
    corpus_files = find_documents(paths)
    failures, documents = dict(corpus_files.failures), []
    for _, file in corpus_files.files:
        try:
            documents.append(corpus_files.read(file))
        except CorpusError as error:
            failures[str(file)] = str(error)
    return Corpus(documents=tuple(documents), roster=corpus_files.roster, failures=dict(sorted(failures.items())))


def read_document(
    file: Path, listing: Mapping[str, Mapping[str, Any]], roster: Roster, *, needs_link: bool = True
) -> Document:
    """Read one interview with what is known about it.

    Raises:
        CorpusError: It cannot be read or decoded, its turns file is broken, or it has no link where one is needed.
    """
    suffix, own_id = file.suffix.lower(), document_id_of(file)
    if not is_unicode(own_id):
        raise CorpusError(f"the name {file.name!a} is no UTF-8, as in an archive made elsewhere; rename the file")
    reading = read_file(read_bytes(file), file.name)
    # The link that a saved page names as its own leads to these words; another format's may lead anywhere.
    facts = {"verbatim_link": format_of(suffix) == "page" or "link" not in reading.facts, **reading.facts}
    source = make_source(own_id, listing.get(own_id, {}), reading.raw, roster, facts=facts, needs_link=needs_link)
    return make_document(reading, replace(source, suffix=suffix), _read_curation(file, roster))


def turns_file(file: Path) -> Path:
    """Return where the turns file beside an interview is, or would be, in whichever form of Unicode it is named."""
    names = [unicodedata.normalize(form, file.stem) for form in ("NFC", "NFD")]
    places = [file.with_name(f"{name}.turns.toml") for name in (file.stem, *names)]
    return next((place for place in places if place.exists()), places[0])


def parse_document(raw: str, source: Source, curation: Curation | None = None) -> Document:
    """Return the document made of a text as found, in the format that the source's suffix names; no I/O."""
    return make_document(read_text_as(raw, source.suffix), source, curation)


def make_document(reading: Reading, source: Source, curation: Curation | None = None) -> Document:
    """Return the document made of what a reader understood; no I/O."""
    clean, raw_offsets, blocks = clean_reading(reading)
    starts = ((segment.offsets, segment.start_seconds) for segment in reading.segments)
    return Document(
        source=source,
        raw=reading.raw,
        clean=clean,
        raw_offsets=raw_offsets,
        blocks=blocks,
        curation=curation,
        times=tuple((offsets[0], seconds) for offsets, seconds in starts if offsets and seconds is not None),
        facts=reading.facts,
        warnings=tuple(reading.warnings),
    )


def read_sources(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the tables of the folder's sources.toml; none where there is no such file."""
    file = folder / "sources.toml"
    return parse_sources(read_text(file), str(file)) if file.exists() else {}


def read_roster(folder: Path) -> Roster:
    """Return everybody in the folder's speakers.toml; nobody where there is no such file."""
    file = folder / "speakers.toml"
    return parse_people(read_text(file), str(file)) if file.exists() else Roster()


def read_text(file: Path) -> str:
    """Return the text of a file without the byte order mark that some editors write, which TOML does not know.

    Raises:
        CorpusError: It cannot be read, or is not UTF-8.
    """
    return decode(read_bytes(file), file.name).removeprefix("\ufeff")


def read_lines(file: Path) -> str:
    """Return the text of a file of which each line is read by itself; what is no UTF-8 in one is surrogates.

    Raises:
        CorpusError: It cannot be read.
    """
    return decode_lines(read_bytes(file)).removeprefix("\ufeff")


def _read_curation(file: Path, roster: Roster) -> Curation | None:
    turns_path = turns_file(file)
    return parse_curation(read_text(turns_path), str(turns_path), roster) if turns_path.exists() else None


def _merge_rosters(rosters: list[Roster]) -> Roster:
    """Return one roster of all; where two folders differ about an alias, the first one wins."""
    people = {name: person for roster in reversed(rosters) for name, person in roster.people.items()}
    by_alias = {alias: name for roster in reversed(rosters) for alias, name in roster.by_alias.items()}
    removed = frozenset().union(*(roster.removed for roster in rosters))
    return Roster(people=people, by_alias=by_alias, removed=removed)
