"""One at a time: locks that the operating system lets go of when their holder dies."""

import fcntl
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from index.advice import quotebot
from index.errors import BuildRunningError, QuotebotError

_FOLDER_LOCK = ".quotebot.lock"


@contextmanager
def exclusive(file: Path, refusal: Callable[[str], QuotebotError]) -> Iterator[Callable[[str], None]]:
    """Hold a lock that stands in a file, together with a line on who holds it, which what is yielded writes anew.

    Args:
        file: The file; its folder is made.
        refusal: Makes the error from what the holder wrote.

    Raises:
        QuotebotError: Another process holds it.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+", encoding="utf-8") as opened:
        if current := _held_by_another(opened):
            raise refusal(current)
        try:
            _name_holder(opened, this_process())
            yield lambda holder: _name_holder(opened, holder)
        finally:
            opened.truncate(0)


@contextmanager
def build_lock(data: Path) -> Iterator[None]:
    """Hold the right to build under `data`.

    Raises:
        BuildRunningError: Another process holds it; names its pid and host.
    """

    def refusal(holder: str) -> BuildRunningError:
        return BuildRunningError(
            f"{holder} is building the index in '{data}'; wait for it, or stop it and run: {quotebot('index')}"
        )

    with exclusive(data / "build.lock", refusal):
        yield


def builder(data: Path) -> str | None:
    """Return which process of this machine is building an index under `data`, None where none is known to."""
    try:
        holder = (data / "build.lock").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return None
    number, _, machine = holder.removeprefix("process ").partition(" on ")
    return holder if machine == socket.gethostname() and number.isdecimal() and _lives(int(number)) else None


def this_process() -> str:
    """Return what a process calls itself in a lock."""
    return f"process {os.getpid()} on {socket.gethostname()}"


def _lives(number: int) -> bool:
    try:
        os.kill(number, 0)
    except PermissionError:  # somebody else's
        return True
    except (OSError, OverflowError):
        return False
    return True


@contextmanager
def folder_lock(folder: Path, tell: Callable[[str], None]) -> Iterator[None]:
    """Hold the right to change the files in a folder, once nobody else does; the lock's own file goes with it.

    Args:
        folder: Made if need be.
        tell: Is told whom it waits for: its pid and host.
    """
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / _FOLDER_LOCK
    while True:
        with place.open("a+", encoding="utf-8") as file:
            if holder := _held_by_another(file):
                tell(holder)
                fcntl.flock(file, fcntl.LOCK_EX)
            if not _is_there(file, place):
                continue  # who held it took it away; whoever comes next would find another one
            try:
                _name_holder(file, this_process())
                yield
            finally:
                place.unlink(missing_ok=True)
            return


def _held_by_another(file: TextIO) -> str:
    """Take a lock, and return "", or who holds it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        return file.read().strip() or "another process"
    return ""


def _name_holder(file: TextIO, holder: str) -> None:
    file.truncate(0)
    file.write(f"{holder}\n")
    file.flush()


def _is_there(file: TextIO, place: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), place.stat())
    except FileNotFoundError:
        return False
