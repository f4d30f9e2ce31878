"""A podcast that is followed at another address than before: which documents are its episodes; none comes twice.

A guid alone tells nothing: many podcasts count 1, 2, 3. So most episodes of one guid must also have come out on the
same day, and what names the podcast must agree: `podcast:guid` or, where one of the two has none, its title, and then
the titles of the episodes too. A doubtful episode is added: one that comes twice is seen, one that is lost is not.

Source: RSS 2.0, `guid`; the podcast namespace, `podcast:guid`, which stays when a feed moves.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from index.corpus.download_records import DownloadRecord
from index.feeds import Episode, Feed

_MOST_DAYS_APART = 1  # another host may write the same moment in another time zone


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedPodcast:
    """A podcast that came from another address: its title there, and its documents by what the feed calls them."""

    title: str
    address: str
    documents: Mapping[str, str]


def moved_podcasts(feed: Feed, address: str, records: Mapping[str, DownloadRecord]) -> list[MovedPodcast]:
    """Return which podcasts that were followed at other addresses a feed is, in the order of their first documents.

    Args:
        feed: What is at the address now.
        address: Where it is; episodes that came from there are known already.
        records: What was fetched so far, by document.
    """
    episodes: dict[str, Episode] = {}
    for episode in feed.episodes:
        if episode.transcripts:
            episodes.setdefault(episode.key, episode)
    open_keys = episodes.keys() - {record.episode for record in records.values() if record.feed == address}
    moved = []
    for former in dict.fromkeys(record.feed for record in records.values() if record.feed not in (None, address)):
        kept = {
            record.episode: (name, record)
            for name, record in records.items()
            if record.feed == former and record.episode in open_keys
        }
        pairs = [(record, episodes[key]) for key, (_, record) in kept.items() if key]
        if former is None or not _is_same_podcast(feed, pairs):
            continue
        documents = {key: name for key, (name, record) in kept.items() if key and _may_be_same(record, episodes[key])}
        open_keys -= documents.keys()
        title = next((str(record.listed["show"]) for record, _ in pairs if "show" in record.listed), feed.title)
        moved.append(MovedPodcast(title=title, address=former, documents=documents))
    return moved


def _is_same_podcast(feed: Feed, pairs: Iterable[tuple[DownloadRecord, Episode]]) -> bool:
    """Tell whether a feed is the podcast that documents came from, by the episodes that both have."""
    told = [(record, episode) for record, episode in pairs if record.listed]
    guids = {record.podcast for record, _ in told if record.podcast}
    if feed.guid and guids:
        agreeing = sum(_agree(record, episode) for record, episode in told)
        return guids == {feed.guid} and 2 * agreeing > len(told)
    shows = {str(record.listed.get("show", "")).casefold() for record, _ in told}
    agreeing = sum(_agree(record, episode) and _have_same_title(record, episode) for record, episode in told)
    return bool(feed.title) and shows == {feed.title.casefold()} and 2 * agreeing > len(told)


def _agree(record: DownloadRecord, episode: Episode) -> bool:
    """Tell whether an episode came out on the day of a document, or where no day is known, has its title."""
    days_apart = _days_apart(record, episode)
    return _have_same_title(record, episode) if days_apart is None else days_apart <= _MOST_DAYS_APART


def _may_be_same(record: DownloadRecord, episode: Episode) -> bool:
    """Tell whether an episode of the same podcast and guid may be a document: not all that is known differs."""
    return not record.listed or _agree(record, episode) or _have_same_title(record, episode)


def _have_same_title(record: DownloadRecord, episode: Episode) -> bool:
    return str(record.listed.get("title", "")).casefold() == episode.title.casefold()


def _days_apart(record: DownloadRecord, episode: Episode) -> int | None:
    """Return how many days lie between a document and an episode, None where one of them has none."""
    stated = record.listed.get("published")
    if not stated or not episode.published:
        return None
    try:
        first, second = (datetime.date.fromisoformat(str(day)) for day in (stated, episode.published))
    except ValueError:
        return None
    return abs((first - second).days)
