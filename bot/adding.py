"""Adding an interview to the corpus folder: what must be known about it, asked for or taken."""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli_w

from index.corpus.documents import SUFFIXES, read_document, read_header, read_roster, read_sources, read_text
from index.corpus.files import document_id_of
from index.errors import CorpusError, SettingsError, StorageError
from index.turns import split_turns

Ask = Callable[[str], str]

_WANTED = {
    "title": "Title, as the publisher printed it",
    "link": "Link where a reader is sent (https://…)",
    "guests": "Guests, who answer, separated by commas",
    "hosts": "Hosts, who ask, separated by commas",
}
_BETWEEN_NAMES = re.compile(r"[,，、;；]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What the operator told about an interview; None and empty: nothing."""

    title: str | None = None
    link: str | None = None
    publisher: str | None = None
    published: str | None = None
    guests: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()

    def table(self) -> dict[str, Any]:
        """Return the details that were told, as a table of sources.toml."""
        told: dict[str, Any] = {
            "title": self.title,
            "link": self.link,
            "publisher": self.publisher,
            "published": self.published,
            "guests": list(self.guests),
            "hosts": list(self.hosts),
        }
        return {key: value for key, value in told.items() if value}


def add_interview(file: Path, folder: Path, told: Details, ask: Ask | None) -> None:
    """Copy an interview into the corpus folder and write what is known about it into sources.toml.

    Nothing is changed unless the interview can be read and somebody speaks in it.

    Args:
        file: The interview, in any format that is read; a turns file beside it comes along.
        folder: The corpus folder, made if need be.
        told: What the operator told.
        ask: Asks the operator for one value, which may be left empty; None where nobody is there to answer.

    Raises:
        CorpusError: The interview cannot be read, is there already, or nobody speaks in it.
        SettingsError: Something that must be known was not told, and nobody can be asked.
        StorageError: The corpus folder cannot be written.
    """
    _check_is_new(file, folder)
    document_id = document_id_of(file)
    listed = read_sources(folder).get(document_id)
    if listed is not None and told.table():
        raise CorpusError(f"{folder / 'sources.toml'} tells about [{document_id}] already; change it there")
    table = _complete(file, told, ask) if listed is None else listed
    roster = read_roster(folder)
    split_turns(read_document(file, {document_id: table}, roster), roster)
    try:
        _copy(file, folder)
        if listed is None:
            _append(folder / "sources.toml", {document_id: table})
    except OSError as error:
        raise StorageError(f"cannot write to {folder} ({error.strerror}); check its permissions") from error


def _check_is_new(file: Path, folder: Path) -> None:
    """Refuse a file that is no interview, and one that the folder has under the same name."""
    if file.suffix.lower() not in SUFFIXES:
        raise CorpusError(f"{file} is not one of {', '.join(SUFFIXES)}; save the interview in one of these formats")
    if not file.is_file():
        raise CorpusError(f"{file} does not exist; check its name")
    taken = [each for each in folder.glob("*") if each.stem == file.stem and each.suffix.lower() in SUFFIXES]
    for other in taken:
        if other.resolve() != file.resolve():
            raise CorpusError(f"{other} is there already; remove it first, or give this file another name")


def _complete(file: Path, told: Details, ask: Ask | None) -> dict[str, Any]:
    """Return the table of an interview, what was not told taken from its header or asked for."""
    table = told.table()
    header = read_header(file)
    missing = [key for key in _WANTED if key not in table and key not in header]
    if missing and ask is None:
        options = ", ".join(f"--{key.removesuffix('s')}" for key in missing)
        raise SettingsError(f"{file.name} does not say all that must be known; give {options}")
    for key in missing:
        answer = ask(_WANTED[key]).strip() if ask else ""
        names = [name.strip() for name in _BETWEEN_NAMES.split(answer) if name.strip()]
        if names:
            table[key] = names if key in ("guests", "hosts") else answer
    return table


def _copy(file: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for each in (file, file.with_suffix(".turns.toml")):
        if each.exists() and not (folder / each.name).exists():
            shutil.copyfile(each, folder / each.name)


def _append(file: Path, tables: dict[str, Any]) -> None:
    """Write tables behind what is in a TOML file, in one step that cannot be seen half-done."""
    before = read_text(file).rstrip("\n") + "\n\n" if file.exists() else ""
    draft = file.with_suffix(".toml.new")
    draft.write_text(before + tomli_w.dumps(tables), encoding="utf-8")
    draft.replace(file)
