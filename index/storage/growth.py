"""Growing: a generation made of the one before, where few quotes have changed; the others' vectors are taken over.

What balances the languages was measured over nearly the same quotes, so it stays, and with it every vector. Only what
is new is embedded, put into a copy of the vectors in Chroma, and asked for itself there. Once the changes since it was
measured come to a tenth of the quotes, everything is built and measured anew.

growth.json    in a generation that has grown: the one before, and how many quotes have changed since all was measured
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.domain import Language, Quote
from index.storage.rows import Rows, read_rows

_FEWEST_QUOTES = 5_000  # fewer are built anew in little time
_MOST_CHANGED = 0.1
_FILE = "growth.json"
_OF_THE_QUOTES = ("corpus", "quotes", "quote_ids")  # of a stamp
Numbers = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """A generation that another one can be made of.

    Attributes:
        folder: Where it is.
        changed: How many quotes come or go, those since all was measured included.
        rows: Its quotes' ids and vectors, by language.
    """

    folder: Path
    changed: int
    rows: Mapping[Language, Rows]

    def new_quotes(self, quotes: Mapping[Language, Sequence[Quote]]) -> dict[Language, list[Quote]]:
        """Return the quotes of each language that it lacks."""
        known = {language: set(ids) for language, (ids, _) in self.rows.items()}
        return {
            language: [quote for quote in own if quote.id not in known[language]] for language, own in quotes.items()
        }

    def is_same(self, language: Language, quotes: Sequence[Quote]) -> bool:
        """Tell whether it has just these quotes of a language, in this order."""
        return self.rows[language][0] == [quote.id for quote in quotes]


def base_for(folder: Path, stamp: Mapping[str, Any], quotes: Mapping[Language, Sequence[Quote]]) -> Base | None:
    """Return a generation as a base where one with these quotes can be made of it.

    Args:
        folder: The generation's, which must be sound.
        stamp: Of the new generation.
        quotes: Of each language that has any.
    """
    if not (folder / "chroma").is_dir():  # on a server, nothing can be copied
        return None
    rows = read_rows(folder)
    count = sum(len(ids) for ids, _ in rows.values())
    before = json.loads((folder / "stamp.json").read_text(encoding="utf-8"))
    is_alike = _without_quotes(before) == _without_quotes(stamp) and set(rows) == set(quotes)
    if not is_alike or count < _FEWEST_QUOTES:
        return None
    now = {language: {quote.id for quote in own} for language, own in quotes.items()}
    changed = sum(len(now[language].symmetric_difference(ids)) for language, (ids, _) in rows.items())
    changed += _read(folder).get("changed", 0)
    return Base(folder=folder, changed=changed, rows=rows) if changed <= _MOST_CHANGED * count else None


def write_growth(folder: Path, base: Base) -> None:
    """Write down in a new generation's folder what it is made of."""
    content = {"base": base.folder.name, "changed": base.changed}
    (folder / _FILE).write_text(json.dumps(content), encoding="utf-8")


def base_of(folder: Path) -> Path | None:
    """Return the folder of the generation that one is made of, None where it was built from nothing."""
    name = _read(folder).get("base")
    return folder.parent / name if name else None


def grown(before: Sequence[str], vectors: Numbers, ids: Sequence[str], fresh: Numbers) -> Numbers:
    """Return the rows of quotes, shape (n, dim): as they were where they were there, else the next of the fresh ones.

    Args:
        before: Ids of the quotes that were there.
        vectors: Their rows.
        ids: Of the quotes that are there now.
        fresh: Rows of those that were not, in order.
    """
    row_of = {quote_id: row for row, quote_id in enumerate(before)}
    rows = np.array([row_of.get(quote_id, -1) for quote_id in ids])
    is_known = rows >= 0
    result = np.empty((len(ids), vectors.shape[1]), dtype=vectors.dtype)
    result[is_known] = vectors[rows[is_known]]
    result[~is_known] = fresh
    return result


def _without_quotes(stamp: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in stamp.items() if key not in _OF_THE_QUOTES}


def _read(folder: Path) -> dict[str, Any]:
    file = folder / _FILE
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return content
