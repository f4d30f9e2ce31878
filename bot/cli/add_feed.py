"""Adding what is new in a podcast's feed: each episode's transcript becomes a document of the corpus folder."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.cli.add_interviews import Details
from bot.cli.corpus_folder import document_name
from bot.cli.feed_report import EpisodeReport, FeedReport
from bot.cli.fetched_documents import FetchedDocument, FetchedDocuments, Outcome
from bot.cli.moved_podcasts import MovedPodcast, moved_podcasts
from index.corpus.recording_links import second_link
from index.downloads import Downloader, Validators, holds_secret, plain_url, shown_url, suffix_of
from index.errors import CorpusError, DownloadError, UnavailableError
from index.feeds import Episode, Feed, Transcript, best_transcripts, read_feed

Progress = Callable[[int, int], None]
"""Is told how many episodes are done, of how many."""

_EPISODES_BETWEEN_WRITES = 25


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
        feed = read_feed(self._url, self._downloader)
        moved = self._take_over(feed)
        known = self._known()
        spoken = [episode for episode in feed.episodes if episode.transcripts]
        first_titles: dict[str, str] = {}
        reports: list[EpisodeReport] = []
        added = left = 0
        for number, episode in enumerate(spoken, 1):
            name = known.get(episode.key)
            if episode.key in first_titles:
                reports.append(_refuse_namesake(episode, first_titles[episode.key]))
            elif added == self._most_new and not self._was_taken(name):
                left += 1
            else:
                reports.append(self._take(episode, feed, name))
                added += reports[-1].outcome == "new"
            first_titles.setdefault(episode.key, _title(episode))
            progress(number, len(spoken))
            if not number % _EPISODES_BETWEEN_WRITES:
                self._documents.write()
        missing = [] if feed.unread else [name for key, name in known.items() if key not in first_titles]
        gone = [name for name in missing if self._documents.is_here(name)]
        newly_gone = [name for name in gone if self._documents.note_whether_gone(name, is_gone=True)]
        return FeedReport(
            title=feed.title,
            episodes=(*reports, *(EpisodeReport(title=name, outcome="gone") for name in newly_gone)),
            without_transcript=len(feed.episodes) - len(spoken),
            gone_before=len(gone) - len(newly_gone),
            left=left,
            unread=feed.unread,
            may_pass=feed.may_pass,
            moved_to=feed.moved_to,
            moved_here=moved,
        )

    def _take_over(self, feed: Feed) -> tuple[MovedPodcast, ...]:
        """Have the documents of a podcast that moved here count as this feed's; return which podcasts did."""
        moved, records = moved_podcasts(feed, self._name, self._documents.records), self._documents.records
        for name in (name for podcast in moved for name in podcast.documents.values()):
            records[name] = replace(records[name], feed=self._name)
        if feed.guid:
            records.update({name: replace(records[name], podcast=feed.guid) for name in self._known().values()})
        return tuple(moved)

    def _known(self) -> dict[str, str]:
        """Return the documents of this feed's episodes, by what the feed calls them."""
        records = self._documents.records.items()
        return {record.episode: name for name, record in records if record.feed == self._name and record.episode}

    def _was_taken(self, name: str | None) -> bool:
        """Tell whether an episode came into the folder before, wherever it is now."""
        return name is not None and self._documents.records[name].sha256 is not None

    def _take(self, episode: Episode, feed: Feed, name: str | None) -> EpisodeReport:
        """Take the first of an episode's transcripts in which somebody speaks."""
        document_id = name or document_name(_title(episode), f"{self._name} {episode.key}")
        if self._documents.is_removed(document_id):
            return EpisodeReport(title=_title(episode), outcome="removed")
        if name:
            self._documents.note_whether_gone(name, is_gone=False)
        errors: list[DownloadError | CorpusError] = []
        for transcript in best_transcripts(episode, feed.language):
            try:
                outcome = self._fetch(transcript, document_id, episode, feed)
            except (DownloadError, CorpusError) as error:
                errors.append(error)
                continue
            return self._retell(episode, document_id, feed, outcome)
        return self._refuse(episode, document_id, errors)

    def _retell(self, episode: Episode, document_id: str, feed: Feed, outcome: Outcome) -> EpisodeReport:
        """Take over what the feed says otherwise of an episode that was here before."""
        try:
            is_changed = outcome != "new" and self._documents.retell(document_id, self._about(episode, feed))
        except CorpusError as error:
            return self._refuse(episode, document_id, [error])
        return EpisodeReport(title=_title(episode), outcome="changed" if is_changed else outcome)

    def _refuse(
        self, episode: Episode, document_id: str, errors: Sequence[DownloadError | CorpusError]
    ) -> EpisodeReport:
        """Tell why an episode is not taken: it fails as long as that may pass, or until it was told once."""
        passing = [error for error in errors if isinstance(error, UnavailableError)]
        reason = str([*passing, *errors][0])
        is_new = bool(passing) or self._documents.note_refusal(
            document_id, reason, url=episode.transcripts[0].url, feed=self._name, episode=episode.key
        )
        return EpisodeReport(title=_title(episode), outcome="failed" if is_new else "refused", reason=reason)

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
                podcast=feed.guid,
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


def _title(episode: Episode) -> str:
    return episode.title or episode.key


def _refuse_namesake(episode: Episode, first_title: str) -> EpisodeReport:
    """Return that an episode is never taken: its document could not be told from the other one's."""
    reason = f"the feed gives it the same guid ({episode.key[:80]}) as to {first_title!r}, which alone is taken"
    return EpisodeReport(title=_title(episode), outcome="refused", reason=reason)
