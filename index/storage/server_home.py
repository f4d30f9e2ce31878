"""Generations whose vectors are on a Chroma server, and whose current one is named for all who use it.

data/served/NAME/   a generation without its vectors, which are in the server's collections quotebot-NAME-LANGUAGE
"""

import logging
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from index.domain import Language
from index.errors import IndexDamagedError, IndexUnreachableError
from index.storage.integrity import ask_each, seal_damage
from index.storage.rows import read_ids, read_rows

if TYPE_CHECKING:
    from index.storage.store.server import ChromaServer
    from index.storage.store.store import QuoteStore

logger = logging.getLogger(__name__)


class Pointer(Protocol):
    """Where the current generation is named, such as a database that several processes share."""

    def generation_names(self) -> Sequence[str]:
        """Return the names of the current generation and of the one before, as far as there are any."""

    def make_generation_current(self, name: str) -> None:
        """Name another one as current, in one transaction; what was current is then the one before."""

    def name_generations(self, names: Sequence[str]) -> None:
        """Name the current one and the one before, as far as there are any, in one transaction."""


class ServerHome:
    """Files in the data folder, vectors on a server.

    A generation's folder is made before its collections and removed after them, so that whatever a killed build
    left on the server is found by its folder, and nothing else there is ever touched.
    """

    look_seconds = 1.0

    def __init__(self, data: Path, server: "ChromaServer", pointer: Pointer) -> None:
        self.data = data
        self.generations = data / "served"
        self._server = server
        self._pointer = pointer

    def check(self) -> None:
        """Return if the server answers; else raises why not."""
        self._server.check()

    def names(self) -> Sequence[str]:
        """Return the names of the current generation and of the one before, as far as there are any."""
        return self._pointer.generation_names()

    def make_current(self, name: str) -> None:
        """Have every process take up another generation."""
        self._pointer.make_generation_current(name)

    def point_to(self, names: Sequence[str]) -> None:
        """Have every process use these generations alone; none, where there are none any more."""
        self._pointer.name_generations(names)

    def open_store(self, folder: Path) -> "QuoteStore":
        """Return the vectors of a generation; asked questions, it fails soon."""
        return self._server.open(folder.name)

    def fill(self, folder: Path) -> None:
        """Put the vectors of a new generation into collections of its own."""
        self._server.fill(folder.name, folder)

    def probe(self, folder: Path) -> None:
        """Have every vector asked for itself over new connections.

        Raises:
            IndexDamagedError: One is not found.
        """
        with self._server.patiently(folder.name) as store:
            ask_each(store, folder)

    def damage(self, folder: Path) -> str | None:
        """Return what is wrong with a generation's files, or with its collections by their size; None if nothing is.

        Raises:
            IndexUnreachableError: The server does not answer.
        """
        if problem := seal_damage(folder):
            return f"{problem} in '{folder}'"
        store = self._server.open(folder.name)
        try:
            for language, (quote_ids, _) in read_rows(folder).items():
                if (count := store.count(language)) != len(quote_ids):
                    return f"{count} of {len(quote_ids)} vectors are on the server"
        except IndexDamagedError as error:
            return str(error).partition("; run: ")[0]
        return None

    def remove(self, folder: Path) -> None:
        """Delete a generation's collections, then its folder; as long as the server does not answer, neither."""
        try:
            self._server.drop(folder.name, _languages(folder))
        except IndexUnreachableError as error:
            logger.warning("generation %s is not removed yet: %s", folder.name, error)
        else:
            shutil.rmtree(folder, ignore_errors=True)


def _languages(folder: Path) -> list[Language]:
    """Return the languages that a generation may have collections of: its rows are written before these."""
    try:
        return list(read_ids(folder))
    except (OSError, ValueError):
        return []
