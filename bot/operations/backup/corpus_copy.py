"""The corpus folder, copied into a backup file by file; what cannot be copied is named."""

import os
import shutil
from pathlib import Path

from index.errors import StorageError
from index.refusals import mend


def copy_corpus(seeds: Path, target: Path) -> None:
    """Copy a corpus folder; what links in it lead to is copied in their place.

    Raises:
        StorageError: Something in it cannot be copied; says what, and what to do.
    """
    seen: set[str] = set()

    def look(folder: str, _: list[str]) -> tuple[str, ...]:
        if (place := os.path.realpath(folder)) in seen:
            raise StorageError(f"'{folder}' is a link to a folder that is saved already; remove it, and save again")
        seen.add(place)
        return ()

    shutil.copytree(seeds, target, ignore=look, copy_function=_copy)


def _copy(source: str, target: str) -> None:
    try:
        shutil.copy2(source, target)
    except FileNotFoundError as error:  # else it went away meanwhile, as drafts do
        if Path(source).is_symlink():
            raise StorageError(
                f"'{source}' is a link that leads nowhere; mend it or remove it, and save again"
            ) from error
    except shutil.SpecialFileError as error:
        raise StorageError(
            f"'{source}' is no ordinary file; move it out of the corpus folder, and save again"
        ) from error
    except OSError as error:
        raise StorageError(f"'{source}' cannot be saved ({error.strerror}); {mend(error)}") from error
