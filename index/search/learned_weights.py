"""Weights that were learned here: a file in the data folder, with what they were fitted to, and those before.

Whoever shares the data folder has them, so every replica takes them up. They hold for one embedder alone, since the
figures mean something else under another.
"""

import datetime
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from index.advice import quotebot
from index.errors import StorageError
from index.notations import json_value
from index.search.weights import Weights, shipped_weights
from index.whole_files import write_whole

LEARNED_WEIGHTS = "learned-weights.json"
AS_SHIPPED = "as shipped"
_MOST_KEPT = 50
_LARGEST = 1000.0  # of any weight; the shipped ones are below 25

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedWeights:
    """Weights with what they were fitted to.

    Attributes:
        embedder: The name of the embedder that they are for.
        generation: The name of the index that was asked.
        day: When, in UTC, such as "2026-11-30".
        labels: How many labelled questions.
        votes: How many votes.
        people: How many people voted.
        weights: By part, as those that are shipped.
    """

    embedder: str
    generation: str
    day: str
    labels: int
    votes: int
    people: int
    weights: Weights

    def __post_init__(self) -> None:
        """Refuse what cannot weigh anything.

        Raises:
            ValueError: A part or a weight is missing, or is no number that can be used.
        """
        for part, usual in shipped_weights(self.embedder).items():
            _check(part, self.weights.get(part), usual)

    @property
    def origin(self) -> str:
        """From what and when they were learned, in words."""
        voted = f"{_counted(self.votes, 'vote')} of {'1 person' if self.people == 1 else f'{self.people:,} people'}"
        return f"learned on {self.day} from {_counted(self.labels, 'label')} and {voted}"


def origin_of(learned: Sequence[LearnedWeights]) -> str:
    """Return where the weights that hold are from, in words."""
    return learned[-1].origin if learned else AS_SHIPPED


def _counted(count: int, thing: str) -> str:
    return f"1 {thing}" if count == 1 else f"{count:,} {thing}s"


def _check(part: str, weights: Any, usual: Mapping[str, float]) -> None:  # noqa: ANN401 - what a file holds
    if not isinstance(weights, Mapping) or weights.keys() != usual.keys():
        raise ValueError(f"{part} has other weights than {', '.join(usual)}")
    for name, weight in weights.items():
        if type(weight) not in (int, float) or not abs(weight) <= _LARGEST:  # nan is neither
            raise ValueError(f"{part} {name} is {weight!r}, no weight from {-_LARGEST:g} to {_LARGEST:g}")
    if part == "outcome" and not 0 <= weights["unsure"] <= weights["answer"] <= 1:
        raise ValueError("the thresholds of outcome do not rise from 0 to 1")


def read_learned(data: Path) -> list[LearnedWeights]:
    """Return what was learned, the weights that hold last; none where nothing was.

    Raises:
        StorageError: The file is damaged, or cannot be read.
    """
    file = data / LEARNED_WEIGHTS
    try:
        return [_learned(record) for record in json_value(file.read_text(encoding="utf-8"))["learned"]]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        what = f"has no {error}" if isinstance(error, KeyError) else str(error)
        raise StorageError(
            f"'{file}' holds no weights that can be used ({what}); put it back from a backup, or move it away and run: "
            f"{quotebot('learn')}"
        ) from error


def _learned(record: dict[str, Any]) -> LearnedWeights:
    learned = LearnedWeights(**record)
    for field in fields(LearnedWeights):
        if field.type in (str, int) and type(record[field.name]) is not field.type:
            raise ValueError(f"{field.name} is {record[field.name]!r}")
    datetime.date.fromisoformat(learned.day)  # it is printed as it stands
    return learned


def write_learned(data: Path, learned: Sequence[LearnedWeights], note: Callable[[], None] | None = None) -> None:
    """Write what was learned, the weights that hold last, in one step that cannot be seen half-done.

    Args:
        data: The data folder.
        learned: All of it; only the newest are kept.
        note: Writes down that other weights hold, before they do, as in `write_whole`.

    Raises:
        StorageError: The disk refuses.
    """
    file = data / LEARNED_WEIGHTS
    records = [asdict(weights) for weights in learned[-_MOST_KEPT:]]
    try:
        write_whole(file, json.dumps({"learned": records}, indent=1).encode(), note)
    except OSError as error:
        raise StorageError(
            f"'{file}' cannot be written ({error.strerror}); see that the data folder can be, and has room"
        ) from error


def weights_in_use(data: Path, embedder: str) -> LearnedWeights | None:
    """Return the learned weights that hold for an embedder, None where none are learned.

    Raises:
        StorageError: They cannot be used; the shipped ones hold.
    """
    learned = read_learned(data)
    if not learned:
        return None
    if learned[-1].embedder != embedder:
        raise StorageError(
            f"the weights in '{data / LEARNED_WEIGHTS}' were learned for {learned[-1].embedder}, and {embedder} is in "
            f"use; run: {quotebot('learn')}, or: {quotebot('learn', '--undo')}"
        )
    return learned[-1]


class WatchedWeights:
    """The learned weights of a data folder, read again whenever the file is another; what cannot be used is logged."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._seen: tuple[object, str] | None = None
        self._learned: LearnedWeights | None = None

    def current(self, embedder: str) -> LearnedWeights | None:
        """Return the weights that hold now, None where those that are shipped do."""
        if (seen := (self._version(), embedder)) == self._seen:
            return self._learned
        was_seen, self._seen = self._seen is not None, seen
        try:
            self._learned = weights_in_use(self._data, embedder)
        except StorageError as error:
            self._learned = None
            logger.warning("the shipped weights are used: %s", error)
        else:
            if self._learned or was_seen:
                logger.info("weights in use: %s", self._learned.origin if self._learned else AS_SHIPPED)
        return self._learned

    def _version(self) -> object:
        try:
            status = (self._data / LEARNED_WEIGHTS).stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns, status.st_size
