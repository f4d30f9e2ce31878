"""Adding what is new in a podcast's feed: each episode's transcript becomes a document of the corpus folder."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from bot.cli.add_interviews import Details
from bot.cli.corpus_folder import document_name
from bot.cli.fetched_documents import FetchedDocument, FetchedDocuments, Outcome
from index.corpus.recording_links import second_link
from index.downloads import Downloader, Validators, holds_secret, plain_url, shown_url, suffix_of
from index.errors import CorpusError, DownloadError
from index.feeds import Episode, Feed, Transcript, best_transcripts, parse_feed

EpisodeOutcome = Literal["new", "changed", "unchanged", "gone", "removed", "failed"]
Progress = Callable[[int, int], None]
"""Is told how many episodes are done, of how many."""

_LARGEST_FEED_BYTES = 50_000_000
_EPISODES_BETWEEN_WRITES = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeReport:
    """What became of an episode; `reason` says why it failed."""

    title: str
    outcome: EpisodeOutcome
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedReport:
    """What became of a feed's episodes.

    Attributes:
        title: The feed's.
        episodes: Those that have a transcript, in the feed's order; then those that are gone since the last time.
        without_transcript: How many have none.
        gone_before: How many were gone the last time already.
        left: How many new ones are left for the next time, since no more were asked for.
        has_more_pages: Whether the feed goes on at another address, which was not read.
    """

    title: str
    episodes: tuple[EpisodeReport, ...]
    without_transcript: int
    gone_before: int
    left: int
    has_more_pages: bool

    @property
    def counts(self) -> Counter[EpisodeOutcome]:
        """How many episodes had each outcome."""
        return Counter(episode.outcome for episode in self.episodes)


class FeedReader:
    """Takes the episodes of one feed into the corpus folder.

    Args:
        url: The feed's address.
        documents: The corpus folder.
        downloader: Fetches the feed and its transcripts.
        details: What the operator told of all episodes: hosts, publisher, and that they are public nowhere.
        most_new: How many new episodes are added at most, None for all; one that fails does not count.
    """

    def __init__(
        self,
        url: str,
        documents: FetchedDocuments,
        downloader: Downloader,
        *,
        details: Details,
        most_new: int | None = None,
    ) -> None:
        self._url = url
        self._name = plain_url(url)
        self._documents = documents
        self._downloader = downloader
        self._details = details
        self._most_new = most_new

    def add_new(self, progress: Progress) -> FeedReport:
        """Take what is new and what changed; what the feed has no more stays, and so does what a person removed.

        Raises:
            DownloadError: The feed cannot be fetched, or is none.
            StorageError: The corpus folder cannot be written.
        """
        download = self._downloader.download(self._url, largest_bytes=_LARGEST_FEED_BYTES)
        try:
            feed = parse_feed(download.content, download.url)
        except DownloadError as error:
            raise DownloadError(f"{shown_url(self._url)}: {error}") from error
        known = self._known()
        spoken = [episode for episode in feed.episodes if episode.transcripts]
        reports: list[EpisodeReport] = []
        added = left = 0
        for number, episode in enumerate(spoken, 1):
            if episode.key not in known and added == self._most_new:
                left += 1
                continue
            reports.append(self._take(episode, feed, known.get(episode.key)))
            added += reports[-1].outcome == "new"
            progress(number, len(spoken))
            if not number % _EPISODES_BETWEEN_WRITES:
                self._documents.write()
        there = {episode.key for episode in spoken}
        missing = [] if feed.has_more_pages else [name for key, name in known.items() if key not in there]
        gone = [name for name in missing if self._documents.is_here(name)]
        newly_gone = [name for name in gone if self._documents.note_whether_gone(name, is_gone=True)]
        return FeedReport(
            title=feed.title,
            episodes=(*reports, *(EpisodeReport(title=name, outcome="gone") for name in newly_gone)),
            without_transcript=len(feed.episodes) - len(spoken),
            gone_before=len(gone) - len(newly_gone),
            left=left,
            has_more_pages=feed.has_more_pages,
        )

    def _known(self) -> dict[str, str]:
        """Return the documents of this feed's episodes, by what the feed calls them."""
        records = self._documents.records.items()
        return {record.episode: name for name, record in records if record.feed == self._name and record.episode}

    def _take(self, episode: Episode, feed: Feed, name: str | None) -> EpisodeReport:
        """Take the first of an episode's transcripts in which somebody speaks."""
        title = episode.title or episode.key
        if name and not self._documents.is_here(name):
            return EpisodeReport(title=title, outcome="removed")
        if name:
            self._documents.note_whether_gone(name, is_gone=False)
        document_id = name or document_name(title, f"{self._name} {episode.key}")
        reasons = []
        for transcript in best_transcripts(episode, feed.language):
            try:
                return EpisodeReport(title=title, outcome=self._fetch(transcript, document_id, episode, feed))
            except (DownloadError, CorpusError) as error:
                reasons.append(str(error))
        return EpisodeReport(title=title, outcome="failed", reason=reasons[0])

    def _fetch(self, transcript: Transcript, document_id: str, episode: Episode, feed: Feed) -> Outcome:
        details = self._about(episode, feed)
        download = self._downloader.download(transcript.url, self._validators(document_id, transcript))
        if download is None:
            return "unchanged"
        try:
            fetched = FetchedDocument(
                document_id=document_id,
                suffix=suffix_of(download.media_type, download.url, transcript.media_type),
                url=transcript.url,
                download=download,
                feed=self._name,
                episode=episode.key,
            )
            return self._documents.take(fetched, details)
        except (CorpusError, DownloadError) as error:
            raise type(error)(f"{shown_url(transcript.url)}: {error}") from error

    def _validators(self, document_id: str, transcript: Transcript) -> Validators | None:
        """Return by what it is told whether a transcript changed, None where another one was taken before."""
        record = self._documents.records.get(document_id)
        if record is None or record.url != plain_url(transcript.url):
            return None
        return Validators(etag=record.etag, last_modified=record.last_modified)

    def _about(self, episode: Episode, feed: Feed) -> Details:
        """Return what is known about an episode from the feed and the operator.

        Raises:
            DownloadError: It has no link, and it is not stated that it is public nowhere.
        """
        told = self._details
        shown = [url for url in (episode.link, episode.recording) if url and not holds_secret(url)]
        if not shown and not told.is_unlinked:
            raise DownloadError("the feed gives it no link that could be shown; with --no-link it is added without one")
        links = () if told.is_unlinked else shown
        link = episode.link if episode.link in links else None
        return replace(
            told,
            title=episode.title or None,
            link=link,
            link_kind="publisher" if link and not second_link(link, 0) else None,
            recording=episode.recording if episode.recording in links and episode.recording != link else None,
            show=feed.title or None,
            publisher=told.publisher or feed.title or None,
            published=episode.published,
            hosts=told.hosts or episode.hosts,
            guests=episode.guests,
        )
