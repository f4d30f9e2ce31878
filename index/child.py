"""Work on a Chroma folder in a process of its own, which a crash there cannot outlive."""

import subprocess
import sys
from pathlib import Path


def failure_of(module: str, folder: Path) -> str | None:
    """Run `python -m module folder` and return the last line of why it failed, None if it did not."""
    command = [sys.executable, "-m", module, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own modules only
    if done.returncode == 0:
        return None
    lines = done.stderr.strip().splitlines()
    return lines[-1] if lines else f"it ended with code {done.returncode}"
