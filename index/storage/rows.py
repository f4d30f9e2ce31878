"""The vectors of a generation as plain arrays beside Chroma: what it is built from, checked and measured against."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.domain import Language
from index.embed import Vectors

LANGUAGES: tuple[Language, ...] = ("en", "zh")
Rows = tuple[list[str], Vectors]  # quote ids, and their vectors, shape (n, dim)
# Vectors of what stands around the quotes, in half precision; how much each quote is like any question.
Surroundings = tuple[npt.NDArray[np.float16], Vectors]


def write_rows(folder: Path, rows: Mapping[Language, Rows]) -> None:
    """Write each language's quote ids and vectors into a generation's folder."""
    for language, (_, vectors) in rows.items():
        np.save(folder / f"vectors_{language}.npy", vectors)
    ids = {language: quote_ids for language, (quote_ids, _) in rows.items()}
    (folder / "rows.json").write_text(json.dumps(ids), encoding="utf-8")


def write_surroundings(folder: Path, surroundings: Mapping[Language, Surroundings]) -> None:
    """Write what is known of each quote beside its own words, in the order of the rows, into a generation's folder."""
    for language, (contexts, generality) in surroundings.items():
        np.save(folder / f"contexts_{language}.npy", contexts)
        np.save(folder / f"generality_{language}.npy", generality)


def read_surroundings(folder: Path, language: Language) -> Surroundings:
    """Return what is known of each quote of a language beside its own words, in the order of the rows."""
    contexts = np.load(folder / f"contexts_{language}.npy", mmap_mode="r")
    return contexts, np.load(folder / f"generality_{language}.npy")


def read_rows(folder: Path) -> dict[Language, Rows]:
    """Return each language's quote ids and vectors; the vectors stay on disk until they are used."""
    ids: dict[Language, list[str]] = json.loads((folder / "rows.json").read_text(encoding="utf-8"))
    return {
        language: (quote_ids, np.load(folder / f"vectors_{language}.npy", mmap_mode="r"))
        for language, quote_ids in ids.items()
    }
