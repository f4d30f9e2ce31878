"""One at a time: locks that the operating system lets go of when their holder dies."""

import fcntl
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from index.advice import quotebot
from index.errors import BuildRunningError, QuotebotError


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
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            opened.seek(0)
            raise refusal(opened.read().strip() or "another process") from error

        def write(holder: str) -> None:
            opened.truncate(0)
            opened.write(f"{holder}\n")
            opened.flush()

        write(this_process())
        try:
            yield write
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
