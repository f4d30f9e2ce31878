"""Measures in the background, one file of labelled questions at a time; what comes of it is a snapshot."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from threading import Event, Lock

from bot.studio.labelled_file import LabelledFile
from bot.studio.snapshots import Conditions, Snapshot, fingerprint, save_snapshot
from bot.studio.studio import Studio
from index.errors import QuotebotError
from index.evaluate import score_question, score_to_record
from index.search import Searcher
from index.search.restrictions import NO_RESTRICTIONS
from index.search.weights import shipped_weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a measurement is: the file, and so many of its questions."""

    labels: str
    done: int
    total: int


class Measuring:
    """One measurement at a time over what a studio looks at; safe to use from several threads."""

    def __init__(self, studio: Studio, clock: Callable[[], float] = time.time) -> None:
        self._studio = studio
        self._clock = clock
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="measuring")
        self._stopped = Event()
        self._lock = Lock()
        self._running: Future[None] | None = None
        self._progress = Progress(labels="", done=0, total=0)

    def start(self, labelled: LabelledFile) -> None:
        """Begin to measure, unless something is being measured."""
        with self._lock:
            if self._running and not self._running.done():
                return
            self._stopped.clear()
            self._progress = Progress(labels=str(labelled.path), done=0, total=len(labelled.questions))
            self._running = self._thread.submit(self._measure, labelled)

    def stop(self) -> None:
        """Give up what is being measured, and keep nothing of it."""
        self._stopped.set()

    def close(self) -> None:
        """Give it up, and wait until nothing is asked of the index any more."""
        self.stop()
        self._thread.shutdown()

    def wait(self) -> None:
        """Return when nothing is being measured."""
        if self._running:
            self._running.exception()

    @property
    def progress(self) -> Progress | None:
        """How far it is, None where nothing is being measured."""
        return self._progress if self._running and not self._running.done() else None

    @property
    def problem(self) -> QuotebotError | None:
        """Why the last measurement came to nothing, None where it did not.

        Raises:
            BaseException: It met something that nobody thought of.
        """
        error = self._running.exception() if self._running and self._running.done() else None
        if error is None or isinstance(error, QuotebotError):
            return error
        raise error

    def _measure(self, labelled: LabelledFile) -> None:
        with self._studio.searcher().current(NO_RESTRICTIONS) as searcher:
            questions = labelled.within({quote.source.id for quote in searcher.generation.quotes})
            records = {}
            for done, (key, question) in enumerate(questions.items()):
                if self._stopped.is_set():
                    return
                self._progress = Progress(labels=str(labelled.path), done=done, total=len(questions))
                records[key] = score_to_record(score_question(searcher.search, question))
            thresholds = searcher.weights["outcome"]
            snapshot = Snapshot(
                made_at=self._clock(),
                conditions=conditions_of(labelled, searcher),
                questions=len(records),
                is_learned=searcher.weights != shipped_weights(searcher.generation.stamp["embedder"]),
                unsure=thresholds["unsure"],
                answer=thresholds["answer"],
            )
        save_snapshot(self._studio.settings.data, snapshot, records)


def conditions_of(labelled: LabelledFile, searcher: Searcher) -> Conditions:
    """Return what figures of these labels, measured now, hold for."""
    return Conditions(
        labels=str(labelled.path.absolute()),
        label_keys=fingerprint(sorted(labelled.keys)),
        generation=searcher.generation.folder.name,
        weights=fingerprint(searcher.weights),
        quotebot=version("quotebot"),
    )
