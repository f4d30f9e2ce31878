"""The vectors of a generation as plain arrays beside Chroma: what it is built from, checked and measured against."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt

from index.domain import Language
from index.embed import Vectors

Rows = tuple[list[str], Vectors]  # quote ids, and their vectors, shape (n, dim)
Halves = npt.NDArray[np.float16]  # vectors in half precision, shape (n, dim)


def write_rows(folder: Path, rows: Mapping[Language, Rows]) -> None:
    """Write each language's quote ids and vectors into a generation's folder."""
    for language, (_, vectors) in rows.items():
        np.save(folder / f"vectors_{language}.npy", vectors)
    ids = {language: quote_ids for language, (quote_ids, _) in rows.items()}
    (folder / "rows.json").write_text(json.dumps(ids), encoding="utf-8")


def write_contexts(folder: Path, contexts: Mapping[Language, Halves]) -> None:
    """Write what stands around each language's quotes, in the first view and the order of the rows, into a folder."""
    for language, vectors in contexts.items():
        np.save(folder / f"contexts_{language}.npy", vectors)


def read_contexts(folder: Path, language: Language) -> Halves:
    """Return what stands around the quotes of a language, in the order of the rows; it stays on disk until used."""
    return cast(Halves, np.load(folder / f"contexts_{language}.npy", mmap_mode="r"))


def write_plain(folder: Path, vectors: Mapping[Language, Vectors]) -> None:
    """Write each language's vectors as they come from the model, in the order of the rows, into a folder."""
    for language, rows in vectors.items():
        np.save(folder / f"plain_{language}.npy", rows.astype(np.float16))


def read_plain(folder: Path, language: Language) -> Halves | None:
    """Return the vectors of a language as they come from the model, None where their cosines mean nothing."""
    file = folder / f"plain_{language}.npy"
    return cast(Halves, np.load(file, mmap_mode="r")) if file.exists() else None


def read_rows(folder: Path) -> dict[Language, Rows]:
    """Return each language's quote ids and vectors; the vectors stay on disk until they are used."""
    return {
        language: (quote_ids, np.load(folder / f"vectors_{language}.npy", mmap_mode="r"))
        for language, quote_ids in read_ids(folder).items()
    }


def read_ids(folder: Path) -> dict[Language, list[str]]:
    """Return each language's quote ids, in the order of the rows."""
    ids: dict[Language, list[str]] = json.loads((folder / "rows.json").read_text(encoding="utf-8"))
    return ids
