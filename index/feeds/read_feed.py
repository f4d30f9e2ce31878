"""A whole feed, page after page, each fetched as the first one is.

Source: RFC 5005, paged feeds (rel="next") and archived ones (rel="prev-archive").
"""

from dataclasses import replace

from index.downloads import Downloader, shown_url
from index.errors import DownloadError, UnavailableError
from index.feeds.episodes import Episode, Feed
from index.feeds.parse_feed import MOST_EPISODES, parse_feed

_LARGEST_BYTES = 50_000_000
_MOST_PAGES = 200


def read_feed(url: str, downloader: Downloader) -> Feed:
    """Return a feed with the episodes of all its pages; where a page cannot be read, of those before it.

    An episode is as the first page says that has its key: what an archive says of it is older.

    Raises:
        DownloadError: The first page cannot be fetched, or is no feed.
    """
    first, read_bytes = _read_page(url, downloader, 0)
    episodes = list(first.episodes)
    keys, seen, page = {episode.key for episode in episodes}, {url}, first
    while page.next_page:
        try:
            seen = _seen_with(page.next_page, seen)
            page, read_bytes = _read_page(page.next_page, downloader, read_bytes)
            further = _further_episodes(page, keys, len(episodes))
        except DownloadError as error:
            may_pass = isinstance(error, UnavailableError)
            return replace(first, episodes=tuple(episodes), unread=str(error), may_pass=may_pass)
        episodes += further
        keys.update(episode.key for episode in further)
    return replace(first, episodes=tuple(episodes), next_page=None)


def _read_page(url: str, downloader: Downloader, read_bytes: int) -> tuple[Feed, int]:
    """Return what is at an address, and how many bytes were read with it."""
    download = downloader.download(url, largest_bytes=_LARGEST_BYTES)
    read_bytes += len(download.content)
    if read_bytes > _LARGEST_BYTES:
        raise DownloadError(f"{shown_url(url)}: with it the feed has more than {_LARGEST_BYTES:,} bytes")
    try:
        return parse_feed(download.content, download.url), read_bytes
    except DownloadError as error:
        raise DownloadError(f"{shown_url(url)}: {error}") from error


def _seen_with(url: str, seen: set[str]) -> set[str]:
    if url in seen:
        raise DownloadError(f"{shown_url(url)}: it is a page that was read before, so the feed never ends")
    if len(seen) == _MOST_PAGES:
        raise DownloadError(f"{shown_url(url)}: the feed has more than {_MOST_PAGES} pages")
    return {*seen, url}


def _further_episodes(page: Feed, keys: set[str], count: int) -> list[Episode]:
    """Return the episodes of a page that are on none before it."""
    further = [episode for episode in page.episodes if episode.key not in keys]
    if page.next_page and not further:
        raise DownloadError(f"{shown_url(page.next_page)}: the page before it has no episode of its own")
    if count + len(further) > MOST_EPISODES:
        raise DownloadError(f"the feed has more than {MOST_EPISODES:,} episodes, which no index of ours takes at once")
    return further
