"""A file of lines in the data folder that several may change: one at a time, each time as a whole, or not at all."""

from collections.abc import Callable
from pathlib import Path

from index.errors import StorageError
from index.formats.encodings import decode_lines
from index.refusals import next_step
from index.storage.lock import folder_lock
from index.whole_files import write_whole

Lines = list[bytes]


def read_lines(file: Path) -> Lines:
    """Return the lines of a file, without their ends; none where there is no file.

    Raises:
        StorageError: It cannot be read.
    """
    try:
        return _lines(file.read_bytes())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StorageError(f"cannot read {file} ({error.strerror}); {next_step(error, file.parent)}") from error


def change_lines(file: Path, change: Callable[[Lines], Lines]) -> None:
    """Replace the lines of a file by what is made of those that are there now; every other writer waits.

    Args:
        file: In the data folder; made if there is none.
        change: Gets the lines. If it returns the same, nothing is written; if it raises, nothing is changed.

    Raises:
        StorageError: The file cannot be written, and is as it was.
    """
    try:
        with folder_lock(file.parent, lambda _: None):
            before = read_lines(file)
            after = change(list(before))
            if after != before:
                write_whole(file, b"".join(line + b"\n" for line in after))
    except OSError as error:
        raise StorageError(f"cannot write {file} ({error.strerror}); {next_step(error, file.parent)}") from error


def _lines(content: bytes) -> Lines:
    """Return lines in UTF-8, in which what is neither that nor UTF-16 stays as it is."""
    in_utf8 = decode_lines(content).encode("utf-8", "surrogateescape")
    return in_utf8.removesuffix(b"\n").split(b"\n") if content else []
