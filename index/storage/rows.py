"""The vectors of a generation as plain arrays beside Chroma: what it is built from, checked and measured against."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt

from index.domain import Language
from index.embed import Vectors

Rows = tuple[list[str], Vectors]  # quote ids, and their vectors, shape (n, dim)
Halves = npt.NDArray[np.float16]  # vectors in half precision, shape (n, dim)
Floats = npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class SavedArray:
    """A NumPy file of so many rows, of which a slice at a time is in memory."""

    file: Path
    count: int

    def __len__(self) -> int:
        """Return how many rows there are."""
        return self.count

    def __getitem__(self, rows: slice) -> Vectors:
        """Return some of them; what the system keeps of the file is let go of again at once."""
        return np.array(np.load(self.file, mmap_mode="r")[rows])


def save_array(file: Path, shape: tuple[int, int], dtype: type[np.floating], batches: Iterable[Floats]) -> SavedArray:
    """Write an array into a file a batch of rows at a time, as `np.save` would write all of it at once."""
    header = {"descr": np.lib.format.dtype_to_descr(np.dtype(dtype)), "fortran_order": False, "shape": shape}
    with file.open("wb") as content:
        np.lib.format.write_array_header_1_0(content, header)
        for batch in batches:
            content.write(batch.astype(dtype, copy=False).tobytes())
    return SavedArray(file, shape[0])


def write_rows(folder: Path, rows: Mapping[Language, Rows]) -> None:
    """Write each language's quote ids and vectors into a generation's folder."""
    for language, (_, vectors) in rows.items():
        save_vectors(folder, language, vectors.shape, [vectors])
    write_ids(folder, {language: quote_ids for language, (quote_ids, _) in rows.items()})


def write_ids(folder: Path, ids: Mapping[Language, list[str]]) -> None:
    """Write each language's quote ids, in the order of the rows, into a generation's folder."""
    (folder / "rows.json").write_text(json.dumps(ids), encoding="utf-8")


def save_vectors(folder: Path, language: Language, shape: tuple[int, int], batches: Iterable[Vectors]) -> SavedArray:
    """Write a language's vectors, some rows at a time, into a generation's folder."""
    return save_array(folder / f"vectors_{language}.npy", shape, np.float32, batches)


def save_contexts(folder: Path, language: Language, shape: tuple[int, int], batches: Iterable[Halves]) -> None:
    """Write what stands around a language's quotes, in the first view and the order of the rows, some at a time."""
    save_array(folder / f"contexts_{language}.npy", shape, np.float16, batches)


def read_contexts(folder: Path, language: Language) -> Halves:
    """Return what stands around the quotes of a language, in the order of the rows; it stays on disk until used."""
    return cast(Halves, np.load(folder / f"contexts_{language}.npy", mmap_mode="r"))


def save_plain(folder: Path, language: Language, shape: tuple[int, int], batches: Iterable[Vectors]) -> None:
    """Write a language's vectors as they come from the model, in the order of the rows, some at a time."""
    save_array(folder / f"plain_{language}.npy", shape, np.float16, batches)


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
