"""Where generations live: their files in a folder each, their vectors beside them, and a name that is current.

data/current             names of the current generation and of the one before
data/generations/NAME/   a generation; its vectors are in chroma/
"""

import os
import secrets
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from index.advice import quotebot
from index.errors import IndexDamagedError, StorageError
from index.refusals import next_step
from index.storage.integrity import damage, probe
from index.storage.store import fill_store, open_store

if TYPE_CHECKING:
    from index.storage.store.store import QuoteStore


class Home(Protocol):
    """Where generations live, in a folder alone or with their vectors on a server."""

    data: Path
    generations: Path
    look_seconds: float
    """How often it is worth looking for a new current generation."""

    def check(self) -> None:
        """Return if what is here can be read now; else raises why not."""

    def names(self) -> Sequence[str]:
        """Return the names of the current generation and of the one before, as far as there are any."""

    def make_current(self, name: str) -> None:
        """Point to a generation, in one step that cannot be seen half-done; the one before is kept."""

    def point_to(self, names: Sequence[str]) -> None:
        """Name the current generation, and the one before; none of both where there are none any more."""

    def open_store(self, folder: Path) -> "QuoteStore":
        """Return the vectors of a generation."""

    def fill(self, folder: Path) -> None:
        """Put the vectors of a new generation where they are searched."""

    def probe(self, folder: Path) -> None:
        """Have every stored vector of a generation asked for itself by somebody who has not seen it yet."""

    def damage(self, folder: Path) -> str | None:
        """Return what is wrong with a generation, or None."""

    def remove(self, folder: Path) -> None:
        """Remove a generation, as far as it came about."""


Data = Path | Home
"""A data folder, which then holds all of it, or another home."""


def home_of(data: Data) -> Home:
    """Return the home that a data folder is, or the home itself."""
    return FolderHome(data) if isinstance(data, Path) else data


class FolderHome:
    """All in the data folder: embedded Chroma, and a pointer file that says what is current."""

    look_seconds = 0.0

    def __init__(self, data: Path) -> None:
        self.data = data
        self.generations = data / "generations"

    def check(self) -> None:
        """Do nothing: what cannot be read is told when it is."""

    def names(self) -> Sequence[str]:
        """Return the names in the pointer file; none where there is no such file.

        Raises:
            IndexDamagedError: There is something else in its place, so nothing may be taken for superfluous.
            StorageError: The system does not let it be read.
        """
        pointer = self.data / "current"
        try:
            return pointer.read_text(encoding="utf-8").split()
        except FileNotFoundError:
            return []
        except (IsADirectoryError, ValueError) as error:
            raise IndexDamagedError(
                f"'{pointer}' cannot be read ({error}); remove it and run: {quotebot('index')}"
            ) from error
        except OSError as error:
            raise StorageError(
                f"the index in '{self.data}' cannot be read ({error.strerror}); {next_step(error, self.data)}"
            ) from error

    def make_current(self, name: str) -> None:
        """Swap the pointer file, durably."""
        self.point_to([name, *self.names()][:2])

    def point_to(self, names: Sequence[str]) -> None:
        """Swap the pointer file, durably."""
        draft = self.data / f"current.{secrets.token_hex(3)}"
        with draft.open("w", encoding="utf-8") as file:
            file.write("".join(f"{name}\n" for name in names))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.data / "current")
        _sync_folder(self.data)

    def open_store(self, folder: Path) -> "QuoteStore":
        """Return the vectors in a generation's Chroma folder."""
        return open_store(folder)

    def fill(self, folder: Path) -> None:
        """Have another process put the vectors into Chroma."""
        fill_store(folder)

    def probe(self, folder: Path) -> None:
        """Have another process ask every vector for itself."""
        probe(folder)

    def damage(self, folder: Path) -> str | None:
        """Return what is wrong with a generation's files, or None."""
        return damage(folder)

    def remove(self, folder: Path) -> None:
        """Remove a generation's folder."""
        shutil.rmtree(folder, ignore_errors=True)


def _sync_folder(folder: Path) -> None:
    """Make a rename in `folder` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
