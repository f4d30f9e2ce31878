"""Writing turns files: in one step, with what was there before beside it."""

from pathlib import Path

from bot.operations.whole_files import write_whole
from index.errors import StorageError
from index.refusals import mend


def write_turns_file(target: Path, text: str, before: str) -> None:
    """Write a turns file in one step; what was there before is kept beside it.

    Args:
        target: Where it is, or is to be.
        text: What is to stand in it; "" takes the file away.
        before: What stands in it; "" where there is none.

    Raises:
        StorageError: It cannot be written.
    """
    try:
        if before:
            write_whole(target.with_name(f"{target.name}~"), before.encode("utf-8", "replace"))
        if not text:
            target.unlink(missing_ok=True)
            return
        write_whole(target, text.encode("utf-8", "replace"))
    except OSError as error:
        raise StorageError(f"cannot write {target} ({error.strerror}); {mend(error)}") from error
