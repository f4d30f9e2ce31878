"""Adding an interview to the corpus folder: what must be known about it, asked for or taken."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli_w

from index.documents import SUFFIXES, decode, read_document, read_roster, read_sources
from index.errors import CorpusError, SettingsError
from index.sources import parse_header
from index.turns import split_turns

Ask = Callable[[str], str]


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
        file: The interview, as text or Markdown; a turns file beside it comes along.
        folder: The corpus folder, made if need be.
        told: What the operator told.
        ask: Asks the operator for one value; None where nobody is there to answer.

    Raises:
        CorpusError: The interview cannot be read, is there already, or nobody speaks in it.
        SettingsError: Something that must be known was not told, and nobody can be asked.
    """
    if file.suffix.lower() not in SUFFIXES:
        raise CorpusError(f"{file} is not one of {', '.join(SUFFIXES)}; save the interview in one of these formats")
    if (folder / file.name).exists() and (folder / file.name).resolve() != file.resolve():
        raise CorpusError(f"{folder / file.name} is there already; remove it first, or give this file another name")
    if not file.is_file():
        raise CorpusError(f"{file} does not exist")
    listing = read_sources(folder)
    table = {**listing.get(file.stem, {}), **_complete(file, told, ask)}
    roster = read_roster(folder)
    document = read_document(file, {file.stem: table}, roster)
    split_turns(document, roster)
    folder.mkdir(parents=True, exist_ok=True)
    for each in (file, file.with_suffix(".turns.toml")):
        if each.exists() and not (folder / each.name).exists():
            shutil.copyfile(each, folder / each.name)
    if file.stem not in listing:
        _append(folder / "sources.toml", {file.stem: table})


def _complete(file: Path, told: Details, ask: Ask | None) -> dict[str, Any]:
    """Return the table of an interview, what was not told taken from its header or asked for."""
    table = told.table()
    header = parse_header(decode(file.read_bytes(), file.name))
    wanted = {
        "title": "Title, as the publisher printed it",
        "link": "Link where a reader is sent (https://…)",
        "guests": "Guests, separated by commas",
        "hosts": "Hosts, separated by commas",
    }
    missing = [key for key in wanted if key not in table and key not in header]
    if missing and ask is None:
        options = ", ".join(f"--{key.removesuffix('s')}" for key in missing)
        raise SettingsError(f"{file.name} does not say all that must be known; give {options}")
    for key in missing:
        answer = ask(wanted[key]).strip() if ask else ""
        table[key] = (
            [name.strip() for name in answer.split(",") if name.strip()] if key in ("guests", "hosts") else answer
        )
    return table


def _append(file: Path, tables: dict[str, Any]) -> None:
    before = file.read_text(encoding="utf-8").rstrip("\n") + "\n\n" if file.exists() else ""
    draft = file.with_suffix(".toml.new")
    draft.write_text(before + tomli_w.dumps(tables), encoding="utf-8")
    draft.replace(file)
