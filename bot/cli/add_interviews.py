"""What is known about an interview that is added: what it says of itself is taken, what is missing asked for."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from index.advice import quotebot, toml_head
from index.corpus.documents import read_document, turns_file
from index.corpus.files import document_id_of
from index.corpus.people import Roster, compose_name, fold_name
from index.errors import CorpusError, SettingsError
from index.inspection import Inspection, inspect_document
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


def check_not_removed(document_id: str, listing: Mapping[str, Mapping[str, Any]]) -> None:
    """Return if nobody took an interview out.

    Raises:
        CorpusError: Somebody did; names the command that lets it in again.
    """
    if listing.get(document_id, {}).get("removed"):
        again = quotebot("remove", "--undo", document_id)
        raise CorpusError(f"{document_id} was removed; to let it be added again: {again}")


def check_told_alike(
    document_id: str, listing: Mapping[str, Mapping[str, Any]], details: Details, folder: Path
) -> None:
    """Return if sources.toml tells nothing else about an interview than the operator does.

    Raises:
        CorpusError: It does; a person may have written that, so that it is changed by hand only.
    """
    listed = listing.get(document_id)
    if listed is not None and any(listed.get(key) != value for key, value in details.table().items()):
        raise CorpusError(f"{folder / 'sources.toml'} tells about {toml_head(document_id)} already; change it there")


@contextmanager
def drafted(name: str, content: bytes, turns: Path) -> Iterator[Path]:
    """Give a file that is not yet in the corpus folder, with its turns file beside it, if there is one.

    Args:
        name: Of the file, as in the folder.
        content: Of the file.
        turns: The turns file that will hold for it, by whose own name its faults are told.
    """
    with TemporaryDirectory() as scratch:
        draft = Path(scratch) / name
        draft.write_bytes(content)
        draft_turns = turns_file(draft)
        if turns.exists():
            draft_turns.write_bytes(turns.read_bytes())
        try:
            yield draft
        except CorpusError as error:
            raise CorpusError(*(str(reason).replace(str(draft_turns), str(turns)) for reason in error.args)) from error


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
