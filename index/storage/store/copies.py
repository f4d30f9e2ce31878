"""Copies of Chroma's folder, made while it may be in use."""

import contextlib
import shutil
import sqlite3
from pathlib import Path

from index.errors import StorageError

FOLDER = "chroma"
# Chroma writes to this file whenever it opens the folder, so it is checked and copied by SQLite's own means.
DATABASE = "chroma.sqlite3"


def copy_store(base: Path, folder: Path) -> None:
    """Copy the vectors of a generation that may be in use into the folder of another one, which has none yet.

    Raises:
        StorageError: Something cannot be read or written.
    """
    _copy(base / FOLDER, folder / FOLDER, Path(DATABASE))


def copy_with_store(folder: Path, copy: Path) -> None:
    """Copy a generation's folder while its vectors may be in use.

    Raises:
        StorageError: Something cannot be read or written.
    """
    _copy(folder, copy, Path(FOLDER) / DATABASE)


def _copy(folder: Path, copy: Path, database: Path) -> None:
    """Copy a folder, and by SQLite's own means the database at a place in it."""
    try:
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(f"{DATABASE}*"))
        with (
            contextlib.closing(sqlite3.connect(folder / database, timeout=5)) as original,
            contextlib.closing(sqlite3.connect(copy / database)) as copied,
        ):
            original.backup(copied)
    except (OSError, sqlite3.Error) as error:
        raise StorageError(f"the index in '{folder}' cannot be copied ({error}); run this again") from error
