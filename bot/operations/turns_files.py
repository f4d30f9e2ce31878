"""Writing turns files: in one step, with what was there before beside it."""

from collections.abc import Callable
from pathlib import Path

from index.errors import StorageError
from index.refusals import mend
from index.whole_files import write_whole


def write_turns_file(target: Path, text: str, before: str, note: Callable[[], None] | None = None) -> None:
    """Write a turns file in one step; what was there before is kept beside it.

    Args:
        target: Where it is, or is to be.
        text: What is to stand in it; "" takes the file away.
        before: What stands in it; "" where there is none.
        note: Writes down that it changes, before it does, as in `write_whole`.

    Raises:
        StorageError: It cannot be written.
    """
    try:
        if before:
            write_whole(target.with_name(f"{target.name}~"), before.encode("utf-8", "replace"))
        if text:
            write_whole(target, text.encode("utf-8", "replace"), note)
            return
        if note:
            note()
        target.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"cannot write {target} ({error.strerror}); {mend(error)}") from error
