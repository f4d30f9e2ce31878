"""One builder at a time: a lock that the operating system lets go of when its holder dies."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.advice import quotebot
from index.errors import BuildRunningError


@contextmanager
def build_lock(data: Path) -> Iterator[None]:
    """Hold the right to build under `data`.

    Raises:
        BuildRunningError: Another process holds it; names its pid and host.
    """
    data.mkdir(parents=True, exist_ok=True)
    with (data / "build.lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            holder = file.read().strip() or "another process"
            raise BuildRunningError(
                f"{holder} is building the index in '{data}'; wait for it, or stop it and run: {quotebot('index')}"
            ) from error
        file.truncate(0)
        file.write(f"process {os.getpid()} on {socket.gethostname()}\n")
        file.flush()
        yield
