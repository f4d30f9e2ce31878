"""Whether a generation can be trusted: sealed files that nobody changed, vectors that find themselves.

Started by `index.storage.child_process` as `python -m index.storage.integrity FOLDER` it asks every stored vector for
itself, in a process of its own, since a damaged Chroma folder can take the process down that opens it.
"""

import hashlib
import json
import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.advice import quotebot
from index.domain import Language
from index.embed import Vectors
from index.errors import IndexDamagedError
from index.storage.child_process import failure_of, work_as_child
from index.storage.growth import base_of
from index.storage.rows import read_ids, read_rows
from index.storage.store import changes_when_opened, open_store, searched_narrowly, store_damage

if TYPE_CHECKING:
    from index.storage.store.store import QuoteStore

_SEAL = "seal.json"
_MOST_PROBED = 20_000
_MOST_ASKED_AGAIN = 1_000
_LOST_OF_MANY = 0.01  # among over 10,000 the search graph does not lead to everyone; a damaged one loses far more
_ASKED_AT_ONCE = 200
_ALSO_ASKED_IN_FULL = 100
_SAME = 0.999  # cosine of a vector with itself, float32 and Chroma's own rounding allowed for


def seal(folder: Path) -> None:
    """Write down the size and hash of every file of a finished generation."""
    hashes = {name: _hash(folder / name) for name in _sealed_files(folder)}
    (folder / _SEAL).write_text(json.dumps(hashes, indent=1), encoding="utf-8")


def damage(folder: Path) -> str | None:
    """Return what is wrong with a generation's files, Chroma's own database included, or None."""
    try:
        return seal_damage(folder) or store_damage(folder)
    except OSError as error:
        return str(error)


def seal_damage(folder: Path) -> str | None:
    """Return which of a generation's files is not as it was sealed, or None."""
    try:
        sealed = json.loads((folder / _SEAL).read_text(encoding="utf-8"))
        present = _sealed_files(folder)
        for name in sorted({*sealed, *present}):
            if name not in present:
                return f"{name} is gone"
            if sealed.get(name) != _hash(folder / name):
                return f"{name} has changed"
    except (OSError, ValueError) as error:
        return str(error)
    return None


def probe(folder: Path) -> None:
    """Have every stored vector of a generation asked for itself by another process.

    Raises:
        IndexDamagedError: One is not found, or the process dies.
    """
    if reason := failure_of("index.storage.integrity", folder):
        raise IndexDamagedError(
            f"the index in '{folder}' does not find its own vectors ({reason}); run: {quotebot('index')}"
        )


def ask_for_itself(folder: Path) -> int:
    """Do as `ask_each` with the Chroma folder of a generation: of one that is finished, and may be in use, again."""
    return ask_each_for_itself(folder) if (folder / _SEAL).exists() else ask_each_of_new(folder)


def ask_each_for_itself(folder: Path, most: int = _MOST_PROBED) -> int:
    """Do as `ask_each` with the Chroma folder of a generation."""
    with closing(open_store(folder)) as store:
        return ask_each(store, folder, most)


def ask_each_of_new(folder: Path, most: int = _MOST_PROBED) -> int:
    """Do as `ask_each` with a Chroma folder that nobody else uses yet, many times as fast.

    A search that keeps fewer candidates goes the same way and stops sooner, so whatever it finds the full one finds as
    well: only the others have to be asked for in full, and some more, to have used what will be used.
    """
    asked = _rows_to_ask(folder, most)
    narrowly_lost = {}
    with searched_narrowly(folder) as store:
        for language, (quote_ids, vectors) in read_rows(folder).items():
            _check_count(store, language, quote_ids)
            nearest = _nearest(store, language, vectors, asked[language])
            narrowly_lost[language] = [row for row, pairs in nearest if not _finds_itself(quote_ids[row], pairs)]
    again = {
        language: list(dict.fromkeys([*narrowly_lost[language], *rows[:_ALSO_ASKED_IN_FULL]]))
        for language, rows in asked.items()
    }
    with closing(open_store(folder)) as store:
        _refuse_lost(store, folder, again, asked, most)
    return sum(map(len, asked.values()))


def ask_each(store: "QuoteStore", folder: Path, most: int = _MOST_PROBED) -> int:
    """Query stored vectors for themselves (all of a language, or a sample of `most`) and return how many were asked.

    Raises:
        IndexDamagedError: The nearest to a stored vector is not that vector; of more than `most` / 2, to over 1 in 100.
    """
    asked = _rows_to_ask(folder, most)
    _refuse_lost(store, folder, asked, asked, most)
    return sum(map(len, asked.values()))


def asked_count(folder: Path) -> int:
    """Return how many quotes of a generation `probe` asks for themselves."""
    return sum(map(len, _rows_to_ask(folder, _MOST_PROBED).values()))


def _rows_to_ask(folder: Path, most: int) -> dict[Language, list[int]]:
    """Return the rows of each language that are asked for."""
    base, ids = base_of(folder), read_ids(folder)
    asked_before = read_ids(base) if base and base.is_dir() else {}
    if (folder / _SEAL).exists():  # so all that the check takes a sample of was asked for, and nothing changed since
        asked_before |= {language: own for language, own in ids.items() if len(own) > most // 2}
    return {language: _sample(own, set(asked_before.get(language, ())), most) for language, own in ids.items()}


def _refuse_lost(
    store: "QuoteStore", folder: Path, rows: dict[Language, list[int]], sample: dict[Language, list[int]], most: int
) -> None:
    """Ask for rows of each language, and refuse the store if more of them are lost than may be of the whole sample."""
    for language, (quote_ids, vectors) in read_rows(folder).items():
        _check_count(store, language, quote_ids)
        most_lost = int(_LOST_OF_MANY * len(sample[language])) if len(quote_ids) > most // 2 else 0
        lost = 0
        for row, pairs in _nearest(store, language, vectors, rows[language]):
            lost += not _is_found(vectors, quote_ids, row, pairs)
            if lost > most_lost:
                raise IndexDamagedError(f"quote {quote_ids[row]} does not find itself")


def _check_count(store: "QuoteStore", language: Language, quote_ids: list[str]) -> None:
    if store.count(language) != len(quote_ids):
        raise IndexDamagedError(f"{store.count(language)} of {len(quote_ids)} vectors are stored")


def _sample(quote_ids: list[str], asked_before: set[str], most: int) -> list[int]:
    """Return rows to ask for: at most so many, of those that were asked for in the generation before only some."""
    chance = random.Random(0)  # noqa: S311 - a sample, no secret
    new = [row for row, quote_id in enumerate(quote_ids) if quote_id not in asked_before]
    old = [row for row, quote_id in enumerate(quote_ids) if quote_id in asked_before]
    return [*_some(new, most, chance), *_some(old, _MOST_ASKED_AGAIN, chance)]


def _some(rows: list[int], most: int, chance: random.Random) -> list[int]:
    return chance.sample(rows, most) if len(rows) > most else rows


def _nearest(
    store: "QuoteStore", language: Language, vectors: Vectors, rows: list[int]
) -> Iterator[tuple[int, dict[str, float]]]:
    """Yield rows with the similarities of the quotes nearest to them, by id."""
    for start in range(0, len(rows), _ASKED_AT_ONCE):
        batch = rows[start : start + _ASKED_AT_ONCE]
        for row, pairs in zip(batch, store.nearest_each(language, vectors[batch], 3), strict=True):
            yield row, dict(pairs)


def _finds_itself(quote_id: str, similarities: dict[str, float]) -> bool:
    return similarities.get(quote_id, 0.0) >= _SAME


def _is_found(vectors: Vectors, quote_ids: list[str], row: int, similarities: dict[str, float]) -> bool:
    """Tell whether a quote that was asked for is among those found, or one with the same vector."""
    if max(similarities.values(), default=0.0) < _SAME:
        return False
    return quote_ids[row] in similarities or _has_twin(vectors, quote_ids, row, similarities)


def _has_twin(vectors: Vectors, quote_ids: list[str], row: int, similarities: dict[str, float]) -> bool:
    """Tell whether a quote found has the same vector as the one that was asked for."""
    same = {quote_ids[other] for other in np.flatnonzero(vectors @ vectors[row] >= _SAME)}
    return bool(same & set(similarities))


def _sealed_files(folder: Path) -> set[str]:
    files = {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}
    return {name for name in files if name != _SEAL and not changes_when_opened(Path(name).name)}


def _hash(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "blake2b").hexdigest()[:32]


if __name__ == "__main__":
    work_as_child(ask_for_itself)
