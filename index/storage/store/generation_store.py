"""The vectors in a generation's own folder, by embedded Chroma, which is imported once a folder is opened."""

import contextlib
import sqlite3
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import StorageError
from index.storage.child_process import failure_of
from index.storage.store.copies import DATABASE, FOLDER

if TYPE_CHECKING:
    from index.storage.store.store import QuoteStore


def store_version() -> dict[str, str]:
    """Return what wrote the vectors, as a generation's stamp has it: another version may not read them."""
    return {"chromadb": version("chromadb")}


def open_store(folder: Path) -> "QuoteStore":
    """Return the vectors in a generation's folder.

    Raises:
        StorageError: They cannot be opened.
    """
    from index.storage.store.folder import open_folder  # here, since Chroma takes a second or two to import

    return open_folder(folder / FOLDER)


def searched_narrowly(folder: Path) -> contextlib.AbstractContextManager["QuoteStore"]:
    """Give the vectors in the folder of a generation that nobody else uses, for searches that find less and are quick.

    Afterwards they are searched as before, once the folder is opened anew.

    Raises:
        StorageError: They cannot be opened.
    """
    from index.storage.store.folder import open_narrowly

    return open_narrowly(folder / FOLDER)


def fill_store(folder: Path) -> None:
    """Have another process put a generation's vectors into its folder, which a crash there cannot outlive.

    Raises:
        StorageError: The process failed.
    """
    if reason := failure_of("index.storage.store", folder):
        raise StorageError(
            f"Chroma could not write the index to '{folder}' ({reason}); make room or check its permissions; "
            "what was indexed before is untouched"
        )


def changes_when_opened(file_name: str) -> bool:
    """Tell whether a file changes by being used, so that no hash of it can be kept."""
    return file_name.startswith(DATABASE)


def store_damage(folder: Path) -> str | None:
    """Return what is wrong with that file in a generation's folder, which must be there; None if nothing is."""
    file = folder / FOLDER / DATABASE
    address = f"{file.resolve().as_uri()}?mode=ro"
    try:
        with contextlib.closing(sqlite3.connect(address, uri=True, timeout=5)) as connection:
            verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        return f"{file.name}: {error}"
    return None if verdict == "ok" else f"{file.name}: {verdict}"
