"""What all workers of a run need and one of them makes, while the others wait for it."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return a folder that one worker of pytest-xdist has made, or this process where there are no workers.

    Args:
        factory: Pytest's own.
        name: Of the folder.
        make: What fills the folder, which is there and empty.
    """
    base = factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / name
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (done := folder.with_suffix(".done")).exists():
            folder.mkdir()
            make(folder)
            done.touch()
    return folder
