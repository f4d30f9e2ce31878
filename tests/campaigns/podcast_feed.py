"""What it takes to follow a podcast: a feed on loopback with transcripts in all formats, day after day.

    python -m tests.campaigns.podcast_feed [--episodes 300] [--turns 120]

Each line is a day: how many episodes had which outcome, the seconds, and the most memory so far. Nothing is indexed.
"""

import argparse
import datetime
import itertools
import resource
import sys
import tempfile
import time
from pathlib import Path

from bot.cli.add_feed import FeedReader
from bot.cli.add_interviews import Details
from bot.cli.fetched_documents import FetchedDocuments
from index.downloads import Downloader
from index.errors import DownloadError
from tests.peers.podcast import FORMATS, Podcast, Talk, feed
from tests.peers.web_server import Page, WebServer

_TODAY = datetime.date(2026, 11, 30)
_MANY_ITEMS = 5


def main() -> None:
    options = _options()
    talks = [_talk(number, options.turns) for number in range(1, options.episodes + 1)]
    changed = [_talk(number, options.turns, version=2) for number in range(11, 21)]
    new = [_talk(options.episodes + number, options.turns) for number in range(1, 6)]
    with tempfile.TemporaryDirectory() as folder, WebServer() as server:
        podcast = Podcast(server)
        for day, published in {
            "all are new": talks,
            "nothing has changed": talks,
            "5 new, 10 changed, 10 gone": [*new, *changed, *talks[20:]],
        }.items():
            podcast.publish(*published)
            _run(day, podcast, Path(folder))
        first = next(path for path in server.pages if path.startswith("/t/"))
        server.pages[first] = Page(status=302, headers={"Location": "http://169.254.169.254/latest/meta-data/"})
        _run("one redirects to a private address", podcast, Path(folder))
        items = server.pages["/feed.xml"].body.partition(b"<item>")[2].rpartition(b"</channel>")[0] * _MANY_ITEMS
        endless = Page(body=feed("").partition(b"</channel>")[0], pieces=lambda: itertools.repeat(b"<item>" + items))
        server.pages["/feed.xml"] = endless
        _run("the feed never ends", podcast, Path(folder))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--episodes", type=int, default=300)
    parser.add_argument("--turns", type=int, default=120, help="of each episode; 120 are about an hour")
    return parser.parse_args()


def _talk(number: int, turns: int, version: int = 1) -> Talk:
    """Return an episode; of each three, one has transcripts in several formats."""
    kinds = list(FORMATS)
    several = (kinds[number % 5], kinds[(number + 2) % 5])
    return Talk(number=number, formats=several[: 1 + (number % 3 == 0)], turns=turns, version=version)


def _run(day: str, podcast: Podcast, folder: Path) -> None:
    started = time.perf_counter()
    try:
        with Downloader(["127.0.0.1"]) as downloader, FetchedDocuments(folder, _TODAY) as documents:
            report = FeedReader(podcast.url, documents, downloader, details=Details()).add_new(lambda *_: None)
        outcome = ", ".join(f"{count} {name}" for name, count in sorted(report.counts.items()))
    except DownloadError as error:
        outcome = str(error)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{day}: {outcome}; {time.perf_counter() - started:.1f} s, at most {memory:.0f} MB\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
