"""Who uses the data folder: serving processes side by side, or one that puts back a backup, never both."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import StorageError


@contextmanager
def serving(data: Path) -> Iterator[None]:
    """Use a data folder, together with other processes that serve.

    Raises:
        StorageError: A backup is being put back there.
    """
    with _lock(data, fcntl.LOCK_SH, f"a backup is being put back in '{data}'; wait for it, and start again"):
        yield


@contextmanager
def nobody_serving(data: Path) -> Iterator[None]:
    """Have a data folder to oneself.

    Raises:
        StorageError: A bot runs on it.
    """
    with _lock(data, fcntl.LOCK_EX, f"a bot runs on '{data}'; stop it, and run this again"):
        yield


@contextmanager
def _lock(data: Path, kind: int, refusal: str) -> Iterator[None]:
    data.mkdir(parents=True, exist_ok=True)
    with (data / "serve.lock").open("a") as file:  # the system lets go of it however the process ends
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StorageError(refusal) from error
        yield
