"""Writing turns files: in one step, with what was there before beside it."""

from pathlib import Path

from index.errors import StorageError


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
            target.with_name(f"{target.name}~").write_text(before, encoding="utf-8")
        if not text:
            target.unlink(missing_ok=True)
            return
        draft = target.with_name(f".{target.name}.new")
        draft.write_text(text, encoding="utf-8", errors="replace")
        draft.replace(target)
    except OSError as error:
        raise StorageError(f"cannot write {target} ({error.strerror}); check its permissions") from error
