"""What a backup holds, by name, size and hash, and which versions wrote it."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from index.errors import StorageError
from index.notations import json_value

NAME = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A backup's contents.

    `state` is the file with the state, and `schema` that of its tables; both are empty where there was no state.
    `files` are hashes by the name of the file in the backup's folder.
    """

    quotebot: str
    made: str
    state: str = ""
    schema: str = ""
    files: dict[str, str] = field(default_factory=dict)


def hashes(folder: Path) -> dict[str, str]:
    """Return the hash of every file in a folder, by its name there, the manifest left out."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {name: hash_of(file) for file in files if (name := file.relative_to(folder).as_posix()) != NAME}


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write what a backup holds into it, last of all."""
    (folder / NAME).write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Return what a backup holds, once every file was found to be as it was written.

    Raises:
        StorageError: It is no backup, or one that has changed.
    """
    try:
        manifest = Manifest(**json_value((folder / NAME).read_text(encoding="utf-8")))
        present = hashes(folder)
    except (OSError, ValueError, TypeError) as error:
        raise StorageError(f"'{folder}' is no backup ({error}); name a folder that quotebot backup wrote") from error
    changed = sorted(name for name in {*present, *manifest.files} if present.get(name) != manifest.files.get(name))
    if changed:
        raise StorageError(f"{changed[0]} in the backup '{folder}' is not as it was written; use another backup")
    return manifest


def hash_of(file: Path) -> str:
    """Return the hash of a file."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
