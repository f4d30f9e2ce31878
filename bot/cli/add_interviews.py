"""Adding an interview to the corpus folder: what it says of itself is taken, what is missing asked for."""

import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.cli.corpus_folder import append_sources
from index.advice import quotebot, toml_head
from index.corpus.documents import (
    SUFFIXES,
    read_document,
    read_roster,
    read_sources,
    turns_file,
)
from index.corpus.files import document_id_of
from index.corpus.people import Roster, compose_name, fold_name
from index.errors import CorpusError, SettingsError, StorageError
from index.inspection import Inspection, inspect_document
from index.refusals import mend
from index.turns import split_turns

Ask = Callable[[str, str], str]
"""Asks the operator for one value; the second text is what comes back where nothing is typed."""

_TITLE = "Title, as the publisher printed it"
_LINK = "Link where a reader is sent (https://…); nothing if it is public nowhere"
_PEOPLE = {
    "guests": "Guests, who answer, separated by commas",
    "hosts": "Hosts, who ask, separated by commas",
}
_BETWEEN_NAMES = re.compile(r"[,，、;；]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What the operator, or a feed, told about an interview; None and empty: nothing.

    `is_unlinked`: it is public nowhere. `is_verbatim`: the page behind the link has these very words.
    """

    title: str | None = None
    link: str | None = None
    link_kind: str | None = None
    is_unlinked: bool = False
    is_verbatim: bool = False
    recording: str | None = None
    show: str | None = None
    publisher: str | None = None
    published: str | None = None
    guests: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()

    def table(self) -> dict[str, Any]:
        """Return the details that were told, as a table of sources.toml."""
        table: dict[str, Any] = {
            "title": self.title,
            "link": self.link or None,
            "link_kind": self.link_kind,
            "verbatim_link": self.is_verbatim,
            "recording": self.recording,
            "show": self.show,
            "publisher": self.publisher,
            "published": self.published,
            "guests": list(self.guests) or None,
            "hosts": list(self.hosts) or None,
        }
        unlinked = {"link": False} if self.is_unlinked else {}
        return {key: value for key, value in table.items() if value} | unlinked


def add_interview(file: Path, folder: Path, details: Details, ask: Ask | None) -> None:
    """Copy an interview into the corpus folder and write what is known about it into sources.toml.

    Nothing is changed unless the interview can be read and somebody speaks in it.

    Args:
        file: The interview, in any format that is read; a turns file beside it comes along.
        folder: The corpus folder, made if need be.
        details: What the operator told.
        ask: Asks the operator; None where nobody is there to answer.

    Raises:
        CorpusError: The interview cannot be read, is there already, or nobody speaks in it.
        SettingsError: Something that must be known was not told, and nobody can be asked.
        StorageError: The corpus folder cannot be written.
    """
    _check_is_new(file, folder)
    own_id = document_id_of(file)
    listed = read_sources(folder).get(own_id)
    if listed is not None and listed.get("removed"):
        raise CorpusError(f"{own_id} was removed; to let it be added again: {quotebot('remove', '--undo', own_id)}")
    if listed is not None and details.table():
        raise CorpusError(f"{folder / 'sources.toml'} tells about {toml_head(own_id)} already; change it there")
    roster = read_roster(folder)
    table = complete_table(file, details, ask, roster) if listed is None else listed
    check_speakers(file, table, roster)
    try:
        _copy(file, folder)
        if listed is None:
            append_sources(folder, {own_id: table})
    except OSError as error:
        raise StorageError(f"cannot write to {folder} ({error.strerror}); {mend(error)}") from error


def _check_is_new(file: Path, folder: Path) -> None:
    """Refuse a file that is no interview, and one that the folder has under the same name."""
    if file.suffix.lower() not in SUFFIXES:
        raise CorpusError(f"{file} is not one of {', '.join(SUFFIXES)}; save the interview in one of these formats")
    if not file.is_file():
        raise CorpusError(f"{file} does not exist; check its name")
    entries = (entry for entry in folder.glob("*") if entry.suffix.lower() in SUFFIXES)
    for other in entries:
        if document_id_of(other) == document_id_of(file) and other.resolve() != file.resolve():
            raise CorpusError(f"{other} is there already; remove it first, or give this file another name")


def check_speakers(file: Path, table: Mapping[str, Any], roster: Roster) -> None:
    """Return if somebody speaks in an interview, as far as is known.

    Raises:
        CorpusError: It cannot be read, or nobody does.
    """
    split_turns(read_document(file, {document_id_of(file): table}, roster), roster)


def complete_table(file: Path, details: Details, ask: Ask | None, roster: Roster) -> dict[str, Any]:
    """Return the table of an interview: what was told, what was understood, and what was asked for.

    Raises:
        CorpusError: It cannot be read.
        SettingsError: Something that must be known was not told, and nobody can be asked.
    """
    table = details.table()
    given_people = {key: table.pop(key) for key in _PEOPLE if key in table}
    inspection = _read(file, table, roster)
    source = inspection.document.source
    if ask and source.title == source.id and (title := ask(_TITLE, "").strip()):
        table["title"] = title
    if source.link is None and table.get("link") is not False:
        table["link"] = _link(file, ask)
    people = given_people | _people(inspection, given_people, ask)
    with_people = table | people
    if ask or given_people or _speakers(_read(file, with_people, roster)) == _speakers(inspection):
        return with_people
    return table  # what was only understood must change nothing


def _read(file: Path, table: Mapping[str, Any], roster: Roster) -> Inspection:
    return inspect_document(read_document(file, {document_id_of(file): table}, roster, needs_link=False), roster)


def _speakers(inspection: Inspection) -> set[tuple[str, str]]:
    return {(speaker.name, speaker.role) for speaker in inspection.speakers}


def _link(file: Path, ask: Ask | None) -> str | bool:
    """Return the link that the operator gives, False for none."""
    if ask is None:
        raise SettingsError(
            f"{file.name} does not say where a reader finds it; give --link URL, or --no-link if it is public nowhere"
        )
    return ask(_LINK, "").strip() or False


def _people(inspection: Inspection, given_people: Mapping[str, Sequence[str]], ask: Ask | None) -> dict[str, list[str]]:
    """Return guests and hosts that were not told: those that the labels name, as the operator accepts or corrects them.

    Nobody is written down as a guest or host where it is not clear who asks, and nobody is there who knows.
    """
    source = inspection.document.source
    is_clear = len(inspection.speakers) == 1 or any(speaker.role == "host" for speaker in inspection.speakers)
    if not (ask or is_clear or source.hosts or "hosts" in given_people):
        return {}
    known = {fold_name(name) for names in given_people.values() for name in names}
    people: dict[str, list[str]] = {}
    for key, question in _PEOPLE.items():
        if key in given_people or getattr(source, key):
            continue
        speakers = [speaker for speaker in inspection.speakers if f"{speaker.role}s" == key]
        names = [speaker.name for speaker in speakers if fold_name(speaker.name) not in known]
        understood = ", ".join(names)
        typed = ask(question, understood) if ask else understood
        people[key] = names if typed == understood else _names(typed)
    return {key: names for key, names in people.items() if names}


def _names(typed: str) -> list[str]:
    return [compose_name(name.strip()) for name in _BETWEEN_NAMES.split(typed) if name.strip()]


def _copy(file: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for original in (file, turns_file(file)):
        if original.exists() and not (folder / original.name).exists():
            shutil.copyfile(original, folder / original.name)
