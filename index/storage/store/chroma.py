"""What we use of Chroma, imported so that nothing around this process can change it or break the import.

As it is imported, Chroma makes its settings of the whole environment and of `.env` in the working folder, where
Kubernetes puts a CHROMA_SERVER_HTTP_PORT of `tcp://…`, and looks for the user's home folder, which not every user has.
"""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from pydantic_settings import BaseSettings

from index.errors import StorageError

_OLDEST_SQLITE = (3, 35, 0)  # as Chroma has it
# No variable begins so, and no file is read: docs.pydantic.dev/latest/concepts/pydantic_settings
_READS_NOTHING: dict[str, Any] = {"_env_file": None, "_env_prefix": "quotebot_lets_chroma_read_nothing_"}


@contextmanager
def _shielded() -> Iterator[None]:
    """Have settings that are made meanwhile read nothing, and a home folder be there.

    Raises:
        StorageError: What is done meanwhile fails.
    """
    make, home = BaseSettings.__init__, Path.__dict__["home"]
    settings, path = cast(Any, BaseSettings), cast(Any, Path)
    settings.__init__ = lambda self, **values: make(self, **_READS_NOTHING | values)
    path.home = staticmethod(_some_home)
    try:
        yield
    except Exception as error:
        reason = (str(error).splitlines() or [""])[0]
        raise StorageError(
            f"Chroma cannot be loaded ({type(error).__name__}: {reason}); install Quotebot's packages again"
        ) from error
    finally:
        settings.__init__, path.home = make, home


def _some_home() -> Path:
    folder = Path("~").expanduser  # `Path.home` itself is replaced while this is asked
    try:
        return folder()
    except RuntimeError:
        return Path(tempfile.gettempdir())


def _check_sqlite() -> None:
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise StorageError(
            f"this Python comes with SQLite {sqlite3.sqlite_version}, and Chroma needs 3.35 or newer; run Quotebot "
            "with another Python, such as that of python.org, of uv (uv python install 3.13) or of deploy/Dockerfile"
        )


_check_sqlite()
with _shielded():
    from chromadb import PersistentClient
    from chromadb.api.client import Client
    from chromadb.api.fastapi import FastAPI
    from chromadb.api.models.Collection import Collection
    from chromadb.config import Settings, System
    from chromadb.errors import ChromaError, NotFoundError, error_types


def chroma_settings(**options: str | int) -> Settings:
    """Return Chroma's settings; neither the environment nor `.env` has a say in them."""
    settings = cast(type[Any], Settings)
    return cast(Settings, settings(**_READS_NOTHING, anonymized_telemetry=False, **options))


__all__ = [
    "ChromaError",
    "Client",
    "Collection",
    "FastAPI",
    "NotFoundError",
    "PersistentClient",
    "System",
    "chroma_settings",
    "error_types",
]
