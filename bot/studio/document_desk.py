"""The interviews of the corpus folder as the page Document reads and corrects them; nothing is lost, all is noted."""

import unicodedata
from collections import OrderedDict, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from bot.domain.audit import AuditEntry
from bot.operations.operator_changes import operator_entry
from bot.operations.turns_files import write_turns_file
from bot.studio.document_files import ChangedError, Counts, NoDocumentError, Opened, files_key, seen_of
from bot.studio.studio import Studio
from index.corpus.documents import CorpusFiles, find_documents, read_roster, read_text, turns_file
from index.errors import CorpusError, StorageError
from index.inspection import inspect_file
from index.inspection.correct_turns import Action, Correction, corrected
from index.inspection.reading import Reading, reading_of
from index.refusals import mend
from index.storage.lock import folder_lock

_READINGS_KEPT = 8
_UNDONE_AT_MOST = 200
_VERBS: dict[Action, str] = {"name": "name", "nobody": "unname", "right": "confirm", "split": "split", "join": "join"}


@dataclass(frozen=True, slots=True)
class _Step:
    """A correction that can be taken back.

    Attributes:
        turns: The turns file before it.
        seen: Hashes of the files with it.
        before: What it changed, as the audit log has it.
        after: And what to.
    """

    turns: str
    seen: str
    before: Any
    after: Any


class Desk:
    """Reads interviews and corrects their turns files; safe to use from several threads."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._lock = Lock()
        self._readings: OrderedDict[tuple[str, ...], Reading] = OrderedDict()
        self._counts: dict[str, tuple[tuple[str, ...], Counts]] = {}
        self._steps: dict[str, list[_Step]] = defaultdict(list)

    def files(self) -> CorpusFiles:
        """Return where the interviews lie.

        Raises:
            CorpusError: There is none, or a file beside them is broken.
        """
        return find_documents([self._studio.settings.seeds])

    def open(self, own_id: str) -> Opened:
        """Return an interview as it is in its files now.

        Raises:
            NoDocumentError: There is none with this id.
            CorpusError: It cannot be read, or its turns file is broken or does not fit it.
        """
        wanted = unicodedata.normalize("NFC", own_id)
        file = next((file for known, file in self.files().files if known == wanted), None)
        if file is None:
            raise NoDocumentError(own_id)
        turns = turns_file(file)
        key = files_key(file, turns)
        with self._lock:
            reading = self._readings.get(key)
        if reading is None:
            inspection, text = inspect_file(file, {}), read_text(turns) if turns.exists() else ""
            reading = reading_of(inspection, read_roster(file.parent), text, str(turns))
            if files_key(file, turns) == key:  # else it was written to meanwhile
                self._keep(key, reading)
        steps = self._steps[wanted]
        seen = seen_of(key)
        return Opened(
            file=file,
            reading=reading,
            seen=seen,
            undo=len(steps) if steps and steps[-1].seen == seen else 0,
            changed_at=max(part.stat().st_mtime for part in (file, turns) if part.exists()),
        )

    def counts(self, own_id: str) -> Counts:
        """Return what an interview comes to.

        Raises:
            QuotebotError: As `open`.
        """
        opened = self.open(own_id)
        curation, inspection = opened.reading.inspection.document.curation, opened.reading.inspection
        counts = Counts(
            turns=len(inspection.turns),
            quotes=len(inspection.quotes),
            doubts=sum(passage.is_doubtful for passage in opened.reading.passages) + len(inspection.contradicted),
            decided=sum(not turn.is_read for turn in curation.turns) if curation else 0,
        )
        self._counts[own_id] = (files_key(opened.file, Path(opened.reading.path)), counts)
        return counts

    def known_counts(self, own_id: str, file: Path) -> Counts | None:
        """Return what an interview comes to, None where it has not been read since it was changed."""
        known = self._counts.get(own_id)
        return known[1] if known and known[0] == files_key(file, turns_file(file)) else None

    def correct(self, own_id: str, seen: str, correction: Correction) -> Opened:
        """Write a correction into the turns file, and return the interview as it is read then.

        Args:
            own_id: Of the interview.
            seen: What was loaded, see `Opened`.
            correction: Of what was loaded.

        Raises:
            ChangedError: Somebody else changed the files since; nothing is written.
            QuotebotError: It cannot be corrected so, or not be written; nothing is.
        """
        with self._unchanged(own_id, seen) as opened:
            reading = corrected(opened.reading, correction)
            if reading.turns == opened.reading.turns:
                return opened
            entry = _entry(correction, opened.reading, reading)
            self._write(opened, reading.turns, entry)
            key = files_key(opened.file, Path(reading.path))
            self._keep(key, reading)
            step = _Step(opened.reading.turns, seen_of(key), entry.before, entry.after)
            self._steps[own_id] = [*self._steps[own_id][-_UNDONE_AT_MOST:], step]
        return self.open(own_id)

    def undo(self, own_id: str, seen: str) -> Opened:
        """Take the last correction back, and return the interview as it is read then.

        Raises:
            ChangedError: Somebody else changed the files since; nothing is written.
            QuotebotError: There is none to take back, or it cannot be written.
        """
        with self._unchanged(own_id, seen) as opened:
            if not opened.undo:
                raise CorpusError("there is no correction of this run of the studio to take back")
            step = self._steps[own_id][-1]
            name = Path(opened.reading.path).name
            self._write(opened, step.turns, operator_entry("take back correction", name, step.after, step.before))
            self._steps[own_id].pop()
        return self.open(own_id)

    @contextmanager
    def _unchanged(self, own_id: str, seen: str) -> Iterator[Opened]:
        """Keep others from changing the folder, and give an interview that is as it was loaded."""
        before, folder = self._seen_before(seen), self.open(own_id).file.parent
        try:
            with folder_lock(folder, _refuse):
                opened = self.open(own_id)
                if opened.seen != seen:
                    raise ChangedError(seen, before, opened)
                yield opened
        except OSError as error:
            raise StorageError(f"cannot write to {folder} ({error.strerror}); {mend(error)}") from error

    def _write(self, opened: Opened, turns: str, entry: AuditEntry) -> None:
        """Write a turns file, and into the audit log that it is written."""
        state = self._studio.state()
        write_turns_file(Path(opened.reading.path), turns, opened.reading.turns, lambda: state.note_change(entry))

    def _keep(self, key: tuple[str, ...], reading: Reading) -> None:
        with self._lock:
            self._readings[key] = reading
            while len(self._readings) > _READINGS_KEPT:
                self._readings.popitem(last=False)

    def _seen_before(self, seen: str) -> Opened | None:
        """Return what was loaded as `seen`, if that is still known."""
        with self._lock:
            kept = [(key, reading) for key, reading in self._readings.items() if seen_of(key) == seen]
        return Opened(file=Path(kept[0][0][0]), reading=kept[0][1], seen=seen) if kept else None


def _refuse(holder: str) -> None:
    raise StorageError(f"{holder} is changing the corpus folder; try again when it is done")


def _entry(correction: Correction, before: Reading, after: Reading) -> AuditEntry:
    place: dict[str, object] = {"at": correction.start}
    if correction.action == "split":
        place["split_at"] = correction.at
    passages = [reading.passage_at(correction.start) for reading in (before, after)]
    was, now = (place | {"speaker": passage.speaker if passage else None} for passage in passages)
    return operator_entry(f"{_VERBS[correction.action]} turn", Path(before.path).name, was, now)
