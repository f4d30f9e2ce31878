"""Files that others may read meanwhile: written in one step that cannot be seen half-done."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path


def write_whole(file: Path, content: bytes, note: Callable[[], None] | None = None) -> None:
    """Write a file; a link goes on leading where it leads, and who may read it stays.

    Args:
        file: Its folder is made if need be.
        content: What is to stand in it.
        note: Writes down that it changes, once all is done that may fail and before it does: a process that is killed
            in between leaves a note too many, never one too few. If it raises, nothing is changed.

    Raises:
        OSError: It cannot be written, is as it was, and nothing is left beside it.
    """
    target = Path(os.path.realpath(file))
    draft = target.with_name(f".{target.name}.new")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with draft.open("wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        if target.exists():
            shutil.copymode(target, draft)
        if note:
            note()
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
