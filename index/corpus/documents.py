"""The only reader of the corpus folder: interviews, sources.toml, speakers.toml and turns files."""

import stat
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from index.corpus.curation import parse_curation
from index.corpus.people import Roster, composed, parse_people
from index.corpus.sources import make_source, parse_sources
from index.domain import Curation, Document, Source
from index.errors import CorpusError
from index.formats import SUFFIXES as SUFFIXES
from index.formats import declared_encoding, format_of
from index.formats.cleaning import clean_reading
from index.formats.reading import read_text as read_text_as
from index.formats.segments import Reading

_LARGEST_DOCUMENT_BYTES = 20_000_000
_NOT_INTERVIEWS = ("readme", "license", "requirements")
_BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """What was read: documents in order of their ids, everybody known, and what could not be read."""

    documents: tuple[Document, ...]
    roster: Roster = field(default_factory=Roster)
    failures: dict[str, str] = field(default_factory=dict)

    def document(self, document_id: str) -> Document | None:
        """Return the document with this id, or None."""
        return next((document for document in self.documents if document.source.id == document_id), None)


def read_documents(paths: Sequence[Path]) -> Corpus:
    """Read every interview in the given folders and files.

    One unreadable interview does not stop the others: it is named in `failures` with the reason.
    What is known about sources and speakers is read from the folder that an interview is in.

    Raises:
        CorpusError: A path does not exist, nothing in them is an interview, or sources.toml or
            speakers.toml is broken.
    """
    files = _interview_files(paths)
    rosters = {folder: read_roster(folder) for folder in dict.fromkeys(file.parent for file in files)}
    listings = {folder: read_sources(folder) for folder in rosters}
    documents: list[Document] = []
    failures: dict[str, str] = {}
    for file in sorted(files, key=lambda file: (file.stem, str(file))):
        try:
            if any(document.source.id == document_id_of(file) for document in documents):
                raise CorpusError(f"another interview has the id {document_id_of(file)!r}; rename one of the two files")
            documents.append(read_document(file, listings[file.parent], rosters[file.parent]))
        except CorpusError as error:
            failures[str(file)] = str(error)
    return Corpus(documents=tuple(documents), roster=_merge(list(rosters.values())), failures=failures)


def read_document(
    file: Path, listing: Mapping[str, Mapping[str, Any]], roster: Roster, *, needs_link: bool = True
) -> Document:
    """Read one interview with what is known about it.

    Raises:
        CorpusError: It cannot be read or decoded, its turns file is broken, or it has no link where one is needed.
    """
    suffix, own_id = file.suffix.lower(), document_id_of(file)
    reading = read_text_as(decode(_read_bytes(file), file.name), suffix)
    # The link that a saved page names as its own leads to these words; another format's may lead anywhere.
    facts = {"verbatim_link": format_of(suffix) == "page" or "link" not in reading.facts, **reading.facts}
    source = make_source(own_id, listing.get(own_id, {}), reading.raw, roster, facts=facts, needs_link=needs_link)
    return make_document(reading, replace(source, suffix=suffix), _read_curation(file, roster))


def document_id_of(file: Path) -> str:
    """Return the id of the interview in a file: the file's name without its ending, in one form of Unicode."""
    return composed(file.stem)


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
    return decode(_read_bytes(file), file.name).removeprefix("\ufeff")


def decode(content: bytes, name: str) -> str:
    """Return the text in a file's bytes: UTF-8, UTF-16 with a byte order mark, or what a web page says it is.

    No encoding is guessed: a wrong guess would be a wrong word.

    Raises:
        CorpusError: It is something else; names the line.
    """
    encoding = _BYTE_ORDER_MARKS.get(content[:2]) or declared_encoding(content, name) or "utf-8"
    if encoding == "utf-8" and b"\0" in content[:4096]:
        raise CorpusError(f"{name} is not a text file; save the interview as UTF-8 text or Markdown")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].decode(encoding).count("\n") + 1
        advice = f"convert the file, for Chinese perhaps with: iconv -f GB18030 -t UTF-8 {name}"
        if encoding != "utf-8":
            advice = "save it again as UTF-8"
        raise CorpusError(
            f"{name}:{line}: byte 0x{content[error.start]:02x} is not {encoding.upper()}; {advice}"
        ) from error


def _interview_files(paths: Sequence[Path]) -> list[Path]:
    """Return the interview files that the paths name or hold, each once."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += [entry for entry in _entries(path) if _is_interview(entry)]
        elif path.exists():
            files.append(path)
        else:
            raise CorpusError(f"{path} does not exist; name a folder of interviews, such as seeds/")
    if not files:
        named = ", ".join(str(path) for path in paths)
        raise CorpusError(f"no interviews in {named}; put texts, subtitles or pages there, or run: quotebot add FILE")
    return list({file.resolve(): file for file in files}.values())


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise CorpusError(f"{folder} cannot be read ({error.strerror}); check its permissions") from error


def _is_interview(entry: Path) -> bool:
    return (
        entry.suffix.lower() in SUFFIXES
        and not entry.name.startswith(".")
        and not entry.stem.lower().startswith(_NOT_INTERVIEWS)
        and not entry.is_dir()
    )


def _read_bytes(file: Path) -> bytes:
    """Return a file's bytes; a device, a pipe or a giant is refused before it is opened."""
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            raise CorpusError(f"{file} is no ordinary file; copy the interview's text into one")
        if status.st_size > _LARGEST_DOCUMENT_BYTES:
            raise CorpusError(f"{file} has {status.st_size:,} bytes, more than {_LARGEST_DOCUMENT_BYTES:,}; split it")
        return file.read_bytes()
    except FileNotFoundError as error:
        raise CorpusError(f"{file} does not exist; check its name") from error
    except OSError as error:
        raise CorpusError(f"{file} cannot be read ({error.strerror}); check its permissions") from error


def _read_curation(file: Path, roster: Roster) -> Curation | None:
    beside = turns_file(file)
    return parse_curation(read_text(beside), str(beside), roster) if beside.exists() else None


def _merge(rosters: list[Roster]) -> Roster:
    """Return one roster of all; where two folders differ about an alias, the first one wins."""
    people = {name: person for roster in reversed(rosters) for name, person in roster.people.items()}
    by_alias = {alias: name for roster in reversed(rosters) for alias, name in roster.by_alias.items()}
    return Roster(people=people, by_alias=by_alias)
