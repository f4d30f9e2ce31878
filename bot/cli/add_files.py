"""Adding an interview from a file: copied into the corpus folder, or its new version taken where one is there."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.cli.add_interviews import (
    Ask,
    Details,
    check_not_removed,
    check_speakers,
    check_told_alike,
    complete_table,
    drafted,
)
from bot.cli.corpus_folder import append_sources, keep_beside, put_document
from bot.cli.fetched_documents import Outcome
from index.corpus.documents import SUFFIXES, read_document, read_roster, read_sources, turns_file
from index.corpus.files import document_id_of, read_bytes
from index.corpus.people import Roster
from index.errors import CorpusError, StorageError
from index.refusals import mend

_LETTERS_IN_COMMON = 16  # four words or a Chinese clause, which two interviews seldom share by chance
_LEAST_IN_COMMON = 0.1


def add_file(file: Path, folder: Path, details: Details, ask: Ask | None) -> tuple[str, Outcome]:
    """Put an interview into the corpus folder, and what is known about it into sources.toml, where it is not so yet.

    Nothing is changed unless the interview can be read and somebody speaks in it. The turns file that is in the folder
    stays, and a file that gives way to a new version is kept beside it, since a person may have edited it there.

    Args:
        file: The interview, in any format that is read; a turns file beside it comes along if the folder has none.
        folder: The corpus folder, made if need be.
        details: What the operator told.
        ask: Asks the operator; None where nobody is there to answer.

    Returns:
        Its name in the folder, with what stayed and what was kept, if anything; and what became of it.

    Raises:
        CorpusError: It cannot be read, was removed, nobody speaks in it, or another interview has its name.
        SettingsError: Something that must be known was not told, and nobody can be asked.
        StorageError: The corpus folder cannot be written.
    """
    _check_is_interview(file)
    own_id, content, listing = document_id_of(file), read_bytes(file), read_sources(folder)
    check_not_removed(own_id, listing)
    existing, roster, listed = _file_there(file, folder), read_roster(folder), listing.get(own_id)
    is_same = existing is not None and read_bytes(existing) == content
    turns, turns_there = turns_file(file), turns_file(existing or folder / file.name)
    brings_turns = turns.exists() and not turns_there.exists()
    if existing and not is_same:
        _check_is_version(file, existing, roster)
    check_told_alike(own_id, listing, details, folder)
    name = own_id
    if turns.exists() and not brings_turns and read_bytes(turns) != read_bytes(turns_there):
        name += f"; {turns_there} differs from {turns}, and stays as it is"
    if is_same and listed is not None and not brings_turns:
        return name, "unchanged"
    with drafted(file.name, content, turns if brings_turns else turns_there) as draft:
        table = complete_table(draft, details, ask, roster) if listed is None else listed
        check_speakers(draft, table, roster)
    try:
        kept = keep_beside(existing) if existing and not is_same else None
        if not is_same:
            put_document(folder / file.name, content, existing)
        if brings_turns:
            put_document(folder / turns.name, turns.read_bytes(), None)
        if listed is None:
            append_sources(folder, {own_id: table})
    except OSError as error:
        raise StorageError(f"cannot write to {folder} ({error.strerror}); {mend(error)}") from error
    is_known = existing is not None and (listed is not None or kept is not None)
    return f"{name}; as it was before: {kept}" if kept else name, "changed" if is_known else "new"


def _check_is_interview(file: Path) -> None:
    if file.suffix.lower() not in SUFFIXES:
        raise CorpusError(f"{file} is not one of {', '.join(SUFFIXES)}; save the interview in one of these formats")
    if not file.is_file():
        raise CorpusError(f"{file} does not exist; check its name")


def _file_there(file: Path, folder: Path) -> Path | None:
    """Return the file that the folder has of an interview, None where it has none.

    Raises:
        CorpusError: It has several, so that nobody knows which one is meant.
    """
    entries = (entry for entry in sorted(folder.glob("*")) if entry.suffix.lower() in SUFFIXES)
    there = [entry for entry in entries if document_id_of(entry) == document_id_of(file)]
    if len(there) > 1:
        raise CorpusError(f"{' and '.join(map(str, there))} have one name; give one of them another name")
    return there[0] if there else None


def _check_is_version(file: Path, existing: Path, roster: Roster) -> None:
    """Return if two files are one interview, or nobody can tell since the one that is there cannot be read.

    Raises:
        CorpusError: They have hardly any words in common; or the new one cannot be read.
    """
    words = _words_of(file, roster)
    try:
        words_there = _words_of(existing, roster)
    except CorpusError:
        return
    fewest = min(len(words), len(words_there))
    if fewest and len(words & words_there) / fewest < _LEAST_IN_COMMON:
        raise CorpusError(
            f"{existing} is there already, and is another interview; give this file another name, or delete that one "
            "first if this one is to replace it"
        )


def _words_of(file: Path, roster: Roster) -> set[str]:
    """Return all runs of letters of one length in an interview, whatever stands between them."""
    nothing: Mapping[str, Mapping[str, Any]] = {}
    text = read_document(file, nothing, roster, needs_link=False).clean.casefold()
    letters = "".join(character for character in text if character.isalnum())
    return {letters[at : at + _LETTERS_IN_COMMON] for at in range(len(letters) - _LETTERS_IN_COMMON + 1)}
