"""Work on a Chroma folder in a process of its own, which a crash there cannot outlive."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path


def failure_of(module: str, folder: Path) -> str | None:
    """Run `python -m module folder` and return the last line of why it failed, None if it did not.

    The module calls `work_as_child`. Its standard input is a pipe that nothing is written to and that
    closes when this process ends, however it ends, so that no orphan goes on writing.
    """
    command = [sys.executable, "-m", module, str(folder)]
    reader, writer = os.pipe()
    try:
        done = subprocess.run(command, stdin=reader, capture_output=True, text=True, check=False)  # noqa: S603 - our own modules only
    finally:
        os.close(reader)
        os.close(writer)
    if done.returncode < 0:
        return f"it was stopped by {signal.Signals(-done.returncode).name}"
    if done.returncode == 0:
        return None
    lines = done.stderr.strip().splitlines()
    return re.sub(r"\Aindex\.errors\.\w+: ", "", lines[-1]) if lines else f"it ended with code {done.returncode}"


def work_as_child(work: Callable[[Path], object]) -> None:
    """Do the work on the folder that the command line names; end at once when the parent does."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    work(Path(sys.argv[1]))


def _end_with_parent() -> None:
    os.read(0, 1)
    os._exit(1)
