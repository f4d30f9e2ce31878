"""What was measured, kept in the data folder: of which labels, generation and weights, and how each question went."""

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from index.errors import StorageError
from index.evaluate import LabelledQuestion, Score, score_from_record
from index.notations import json_value

FOLDER = "figures"
_FORMAT = 1
_MOST_KEPT = 50
_NAME_CHARACTERS = 8
_ENDING = ".jsonl"
_NO_SNAPSHOT = (ValueError, KeyError, TypeError, AttributeError, OverflowError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What figures hold for: when one of these is another, they have to be measured anew.

    Attributes:
        labels: The file of labelled questions.
        label_keys: A fingerprint of what was in it.
        generation: The name of the index's generation.
        weights: A fingerprint of the weights of ranking and confidence.
        quotebot: The version of the program.
    """

    labels: str
    label_keys: str
    generation: str
    weights: str
    quotebot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One measurement; how each question went is read apart, since there may be ten thousand.

    Attributes:
        made_at: In seconds since 1970.
        conditions: What it holds for.
        questions: How many were measured.
        is_learned: Whether the weights were learned here, not shipped.
        unsure: The threshold below which nothing is shown.
        answer: The threshold from which an answer is given.
    """

    made_at: float
    conditions: Conditions
    questions: int
    is_learned: bool
    unsure: float
    answer: float

    @property
    def name(self) -> str:
        """Its name in the folder, and in addresses."""
        made = datetime.datetime.fromtimestamp(self.made_at, datetime.UTC)
        return f"{made:%Y%m%d-%H%M%S}-{fingerprint(asdict(self.conditions))}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The snapshots of a folder, newest first, and the names of files that this version cannot read."""

    snapshots: tuple[Snapshot, ...] = ()
    unreadable: tuple[str, ...] = ()


def fingerprint(content: object) -> str:
    """Return 8 hex characters that tell some JSON from other."""
    text = json.dumps(content, sort_keys=True, default=dict)
    return hashlib.sha256(text.encode()).hexdigest()[:_NAME_CHARACTERS]


def save_snapshot(data: Path, snapshot: Snapshot, records: Mapping[str, Mapping[str, Any]]) -> None:
    """Keep a snapshot, in the place of one that was made under the same conditions; of all, the newest fifty stay.

    Args:
        data: The data folder.
        snapshot: What was measured.
        records: How each question went, by the key of its label.

    Raises:
        StorageError: The folder cannot be written.
    """
    folder = data / FOLDER
    draft = folder / f"{snapshot.name}.draft"
    lines = [{"format": _FORMAT, **asdict(snapshot)}, records]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        draft.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
        draft.replace(draft.with_suffix(_ENDING))
        for old in _replaced_by(snapshot, folder):
            old.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"the figures cannot be kept in '{folder}' ({error.strerror}); measure again") from error


def _replaced_by(snapshot: Snapshot, folder: Path) -> Iterable[Path]:
    files = sorted(folder.glob(f"*{_ENDING}"), reverse=True)
    same = fingerprint(asdict(snapshot.conditions))
    yield from (file for file in files if file.stem != snapshot.name and file.stem.endswith(f"-{same}"))
    yield from files[_MOST_KEPT:]


def kept_snapshots(data: Path) -> Kept:
    """Return the snapshots of a data folder."""
    snapshots, unreadable = [], []
    for file in sorted((data / FOLDER).glob(f"*{_ENDING}"), reverse=True):
        try:
            with file.open(encoding="utf-8") as lines:
                snapshots.append(_snapshot(json_value(lines.readline()), file.stem))
        except (OSError, *_NO_SNAPSHOT):
            unreadable.append(file.name)
    return Kept(snapshots=tuple(snapshots), unreadable=tuple(unreadable))


def read_scores(data: Path, snapshot: Snapshot, questions: Mapping[str, LabelledQuestion]) -> dict[str, Score]:
    """Return how those of these questions went that a snapshot has, by the key of their label.

    Raises:
        StorageError: The file is damaged.
    """
    file = data / FOLDER / f"{snapshot.name}{_ENDING}"
    try:
        with file.open(encoding="utf-8") as lines:
            lines.readline()
            records = json_value(lines.readline())
        return {key: score_from_record(records[key], question) for key, question in questions.items() if key in records}
    except (OSError, *_NO_SNAPSHOT) as error:
        raise StorageError(f"'{file}' is damaged; delete it, and measure again") from error


def _snapshot(head: Mapping[str, Any], name: str) -> Snapshot:
    """Return the snapshot that was written as this.

    Raises:
        ValueError, KeyError, TypeError: It is of another version, or was damaged.
    """
    if head["format"] != _FORMAT:
        raise ValueError("another format")
    snapshot = Snapshot(
        made_at=float(head["made_at"]),
        conditions=Conditions(**{name: str(value) for name, value in head["conditions"].items()}),
        questions=int(head["questions"]),
        is_learned=bool(head["is_learned"]),
        unsure=float(head["unsure"]),
        answer=float(head["answer"]),
    )
    if snapshot.name != name:
        raise ValueError("another name")
    return snapshot
