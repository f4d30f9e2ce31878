"""Documents that were fetched, as they come into the corpus folder: new ones, and those that changed where they are."""

import datetime
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Self

from bot.cli.add_interviews import (
    Ask,
    Details,
    check_not_removed,
    check_speakers,
    check_told_alike,
    complete_table,
    drafted,
)
from bot.cli.corpus_folder import append_sources, document_file, put_document, read_records, sha256_of, write_records
from index.corpus.changed_values import table_bodies, with_bodies, with_values
from index.corpus.documents import read_document, read_roster, read_sources, read_text, turns_file
from index.corpus.download_records import DownloadRecord
from index.downloads import Download, plain_url
from index.errors import CorpusError, StorageError
from index.formats.encodings import as_utf8
from index.refusals import mend
from index.whole_files import write_whole

Outcome = Literal["new", "changed", "unchanged"]
_TEXTS = frozenset((".html", ".txt", ".md", ".srt", ".vtt", ".json", ".jsonl"))


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedDocument:
    """A download on its way into the folder: its name there, the ending that its format has, what was asked for.

    `feed` and `episode` are set where it is an episode of a feed: the feed's address, and its name for the episode;
    `podcast` is the guid of the whole podcast, where the feed states one.
    """

    document_id: str
    suffix: str
    url: str
    download: Download
    feed: str | None = None
    episode: str | None = None
    podcast: str | None = None


class FetchedDocuments:
    """The corpus folder while documents are fetched into it; a context manager, which writes down what came.

    Args:
        folder: The corpus folder, made if need be.
        today: The day that new documents are fetched on.
    """

    def __init__(self, folder: Path, today: datetime.date) -> None:
        self.folder = folder
        self._sources = folder / "sources.toml"
        self.records = read_records(folder)
        self._today = today
        self._roster = read_roster(folder)
        self._listing = read_sources(folder)
        self._unwritten: dict[str, Mapping[str, Any]] = {}
        self._bodies = table_bodies(read_text(self._sources)) if self._sources.exists() else {}
        self._retold: dict[str, tuple[str, str]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.write()

    def write(self) -> None:
        """Write down what came since the last time: tables of sources.toml, then downloads.toml.

        Raises:
            CorpusError: What a feed says otherwise by now cannot be written into sources.toml safely.
            StorageError: The folder cannot be written.
        """
        try:
            if self._unwritten:
                append_sources(self.folder, self._unwritten)
                self._unwritten = {}
            if self._retold:
                changed = with_bodies(read_text(self._sources), self._retold, str(self._sources))
                write_whole(self._sources, changed.encode())
                self._retold = {}
            if self.records:
                write_records(self.folder, self.records)
        except OSError as error:
            raise self._refused(error) from error

    def is_here(self, document_id: str) -> bool:
        """Tell whether a document that was fetched is still in the folder."""
        return document_file(self.folder, document_id) is not None

    def is_removed(self, document_id: str) -> bool:
        """Tell whether a person took a document out that was fetched: in sources.toml, or by deleting its file."""
        record = self.records.get(document_id)
        is_deleted = record is not None and record.sha256 is not None and not self.is_here(document_id)
        return is_deleted or bool(self._listing.get(document_id, {}).get("removed"))

    def check_open(self, document_id: str, details: Details) -> None:
        """Return if a document may come into the folder, or its new version, with what the operator tells of it.

        Raises:
            CorpusError: It was removed, or sources.toml tells something else about it.
        """
        check_not_removed(document_id, self._listing)
        check_told_alike(document_id, self._listing, details, self.folder)

    def note_refusal(self, document_id: str, reason: str, *, url: str, feed: str, episode: str) -> bool:
        """Write down why an episode, or its new version, is not taken; tell whether that was not known yet."""
        before = self.records.get(document_id)
        record = before or DownloadRecord(url=plain_url(url), fetched=self._today, feed=feed, episode=episode)
        self.records[document_id] = replace(record, refused=reason)
        return record.refused != reason

    def note_whether_gone(self, document_id: str, *, is_gone: bool) -> bool:
        """Write down whether a feed still has the episode that a document is; tell whether that is new."""
        record = self.records[document_id]
        if is_gone == (record.gone is not None):
            return False
        self.records[document_id] = replace(record, gone=self._today if is_gone else None)
        return True

    def retell(self, document_id: str, details: Details) -> bool:
        """Have sources.toml say of a document what is told by now, where it still stands there as it was told before.

        Returns:
            Whether that is something else than before.

        Raises:
            CorpusError: With that it could not be read any more, or nobody would speak in it.
        """
        record, told, body = self.records[document_id], details.table(), self._bodies.get(document_id)
        file = document_file(self.folder, document_id)
        changed = body
        if record.listed and body is not None and file is not None:
            before, after = _open_to_change(self._listing[document_id], record.listed, told)
            changed = with_values(body, before, after)
            if changed != body:
                listed, written = self._listing[document_id], tomllib.loads(body)
                table = {key: listed[key] for key in listed if key not in written} | tomllib.loads(changed)
                check_speakers(file, table, self._roster)
                self._retold[document_id] = (self._retold.get(document_id, (body, ""))[0], changed)
                self._bodies[document_id], self._listing[document_id] = changed, table
        self.records[document_id] = replace(record, listed=told, refused=None)
        return changed != body

    def take(self, fetched: FetchedDocument, details: Details, ask: Ask | None = None) -> Outcome:
        """Put a download into the folder, if somebody speaks in it and it is not there just so.

        Args:
            fetched: The download.
            details: What is known about it, if it is new.
            ask: Asks the operator for what is not; None where nobody is there to answer.

        Raises:
            CorpusError: It cannot be read, nobody speaks in it, or its file was edited.
            SettingsError: Something that must be known was not told, and nobody can be asked.
            StorageError: The folder cannot be written.
        """
        document_id, download = fetched.document_id, fetched.download
        content = as_utf8(download.content, download.charset) if fetched.suffix in _TEXTS else download.content
        name = f"{document_id}{fetched.suffix}"
        with drafted(name, content, turns_file(self.folder / name)) as draft:
            outcome = self._place(document_id, draft, details, ask)
        known = self.records.get(document_id)
        before, listed = known if outcome == "unchanged" else None, known.listed if known else {}
        self.records[document_id] = DownloadRecord(
            url=plain_url(fetched.url),
            fetched=before.fetched if before else self._today,
            sha256=before.sha256 if before else sha256_of(content),
            etag=download.validators.etag,
            last_modified=download.validators.last_modified,
            feed=fetched.feed,
            episode=fetched.episode,
            podcast=fetched.podcast,
            listed=details.table() if outcome == "new" and fetched.feed else listed,
        )
        return outcome

    def _place(self, document_id: str, draft: Path, details: Details, ask: Ask | None) -> Outcome:
        existing, record = document_file(self.folder, document_id), self.records.get(document_id)
        check_not_removed(document_id, self._listing)
        if existing and record and record.sha256 == sha256_of(draft.read_bytes()) and document_id in self._listing:
            return "unchanged"  # where it is; here somebody may have edited it
        if (
            existing
            and record
            and sha256_of(existing.read_bytes()) not in (record.sha256, sha256_of(draft.read_bytes()))
        ):
            raise CorpusError(
                f"{existing} was edited since it was fetched, and stays as it is; to take what is there now, delete "
                "that file and add it again"
            )
        listed = self._listing.get(document_id)
        if listed is None:
            table = complete_table(draft, details, ask, self._roster)
            check_speakers(draft, table, self._roster)
            self._put(draft, existing)
            self._unwritten[document_id] = self._listing[document_id] = table
            return "new"
        if existing and self._has_same_words(existing, draft, listed):
            return "unchanged"
        check_speakers(draft, listed, self._roster)
        self._put(draft, existing)
        return "changed" if existing else "new"

    def _has_same_words(self, existing: Path, draft: Path, listed: Mapping[str, Any]) -> bool:
        """Tell whether two files say the same; a page has other adverts each time it is fetched."""
        if existing.suffix != draft.suffix:
            return False
        if existing.read_bytes() == draft.read_bytes():
            return True
        listing = {draft.stem: listed}
        try:
            before = read_document(existing, listing, self._roster)
        except CorpusError:
            return False
        return before.clean == read_document(draft, listing, self._roster).clean

    def _put(self, draft: Path, existing: Path | None) -> None:
        try:
            put_document(self.folder / draft.name, draft.read_bytes(), existing)
        except OSError as error:
            raise self._refused(error) from error

    def _refused(self, error: OSError) -> StorageError:
        return StorageError(f"cannot write to {self.folder} ({error.strerror}); {mend(error)}")


def _open_to_change(
    table: Mapping[str, Any], before: Mapping[str, Any], told: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what was told before and what is told now, without what a person's own link decides.

    Where a person says that it is public nowhere, no link comes by itself.
    """
    own: tuple[str, ...] = ()
    if table.get("link") is False:
        own = ("link", "link_kind", "recording")
    elif table.get("link") != before.get("link"):
        own = ("link", "link_kind")
    first, then = ({key: value for key, value in values.items() if key not in own} for values in (before, told))
    return first, then
