"""An interview of the corpus folder as it was opened, and by what a change of its files is noticed."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from index.errors import QuotebotError, StorageError
from index.inspection.reading import Reading
from index.refusals import mend

_COMPANIONS = ("sources.toml", "speakers.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An interview as it is in its files.

    Attributes:
        file: The interview.
        reading: How it is read.
        seen: Hashes of the interview and of its turns file, with "-" between them.
        undo: How many corrections can be taken back.
        changed_at: When either file was last written, in seconds since 1970.
    """

    file: Path
    reading: Reading
    seen: str
    undo: int = 0
    changed_at: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What an interview comes to: its turns and quotes, the places in doubt, the turns that a person decided."""

    turns: int
    quotes: int
    doubts: int
    decided: int


class NoDocumentError(QuotebotError):
    """There is no interview with this id, or there is none any more."""

    def __init__(self, own_id: str) -> None:
        super().__init__(f"there is no interview {own_id!r}; it was removed or renamed")


class ChangedError(QuotebotError):
    """What is in the files is not what was corrected.

    Attributes:
        seen: The hashes of what was loaded.
        before: What was loaded, None where that is not known any more.
        now: What is there.
    """

    def __init__(self, seen: str, before: Opened | None, now: Opened) -> None:
        super().__init__("the files were changed meanwhile")
        self.seen, self.before, self.now = seen, before, now


def files_key(file: Path, turns: Path) -> tuple[str, ...]:
    """Return what a reading depends on: where the file is, and hashes of it, its turns file and those beside it."""
    return (str(file), *(_hash(part) for part in (file, turns, *(file.with_name(name) for name in _COMPANIONS))))


def seen_of(key: tuple[str, ...]) -> str:
    """Return the hashes of an interview and of its turns file, as a page sends them back."""
    return f"{key[1]}-{key[2]}"


def _hash(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()[:16]
    except FileNotFoundError:
        return "none"
    except OSError as error:
        raise StorageError(f"cannot read {file} ({error.strerror}); {mend(error)}") from error
