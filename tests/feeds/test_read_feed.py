import itertools

import pytest

from index.downloads import Downloader
from index.errors import DownloadError
from index.feeds import read_feed
from tests.peers.podcast import feed
from tests.peers.web_server import Page, WebServer


@pytest.fixture
def server():
    with WebServer() as server:
        yield server


def page(*guids, goes_on="", fill=""):
    items = "".join(f"<item><guid>{guid}</guid><title>Of {fill or guid}</title></item>" for guid in guids)
    link = f'<atom:link rel="next" href="{goes_on}"/>' if goes_on else ""
    return Page(body=feed(items + link), media_type="application/rss+xml")


def large(page):
    """Return a page with 30 MB of comments in it."""
    end = b"</channel></rss>"
    comments = itertools.repeat(b"<!-- a comment, of which a feed may have many -->" * 1000, 600)
    pieces = [*comments, end]
    return Page(body=page.body.removesuffix(end), pieces=lambda: pieces)


def read(server):
    with Downloader(["127.0.0.1"]) as downloader:
        return read_feed(f"{server.url}/1", downloader)


def keys(feed):
    return [episode.key for episode in feed.episodes]


def test_pages_are_read_in_order_and_the_first_that_has_an_episode_says_what_it_is(server):
    server.pages = {"/1": page("a", "b", goes_on="/2"), "/2": page("b", "c", goes_on="/3", fill="old"), "/3": page("d")}
    whole = read(server)
    assert [(episode.key, episode.title) for episode in whole.episodes] == [
        *(("a", "Of a"), ("b", "Of b"), ("c", "Of old"), ("d", "Of d")),
    ]
    assert (whole.title, whole.next_page, whole.unread) == ("Rivers", None, "")
    assert server.paths == ["/1", "/2", "/3"]


@pytest.mark.parametrize(
    ("pages", "found", "reason"),
    [
        (
            {"/2": page("b", goes_on="/1")},
            ["a", "b"],
            "{url}/1: it is a page that was read before, so the feed never ends",
        ),
        ({"/2": page("a", goes_on="/3")}, ["a"], "{url}/3: the page before it has no episode of its own"),
        ({}, ["a"], "{url}/2: it is not there (404); check the address"),
        (
            {"/2": Page(body=b"<html/>")},
            ["a"],
            "{url}/2: it is no feed; give the address of an RSS or Atom feed, or leave --feed out",
        ),
        (
            {"/2": page("b", goes_on="http://169.254.169.254/latest")},
            ["a", "b"],
            "http://169.254.169.254/latest: 169.254.169.254 is not on the public internet; if it is to be fetched: "
            "--allow-host 169.254.169.254",
        ),
        (
            {"/2": Page(status=302, headers={"Location": "http://10.0.0.1/"})},
            ["a"],
            "{url}/2: 10.0.0.1 is not on the public internet; if it is to be fetched: --allow-host 10.0.0.1",
        ),
        (
            {"/2": page("b", goes_on="file:///etc/passwd")},
            ["a", "b"],
            "file:///etc/passwd does not begin with http:// or https:// and a host; nothing else is fetched",
        ),
    ],
)  # fmt: skip
def test_a_page_that_cannot_be_read_leaves_what_came_before_and_is_told(server, pages, found, reason):
    server.pages = {"/1": page("a", goes_on="/2"), **pages}
    whole = read(server)
    assert (keys(whole), whole.unread, whole.may_pass) == (found, reason.format(url=server.url), False)


def test_a_page_that_may_be_there_later_is_told_as_such(server):
    server.pages = {"/1": page("a", goes_on="/2"), "/2": Page(status=503)}
    whole = read(server)
    assert (keys(whole), whole.unread, whole.may_pass) == (
        ["a"],
        f"{server.url}/2: the site answers 503; try again",
        True,
    )


def test_a_feed_of_endless_pages_is_left(server):
    server.pages = {f"/{n}": page(n, goes_on=f"/{n + 1}") for n in range(1, 300)}
    whole = read(server)
    assert keys(whole) == [str(n) for n in range(1, 201)]
    assert whole.unread == f"{server.url}/201: the feed has more than 200 pages"


def test_all_pages_together_have_no_more_bytes_than_one_may_have(server):
    server.pages = {"/1": page("a", goes_on="/2"), "/2": large(page("b", goes_on="/3")), "/3": large(page("c"))}
    whole = read(server)
    assert (keys(whole), whole.unread) == (
        ["a", "b"],
        f"{server.url}/3: with it the feed has more than 50,000,000 bytes",
    )


def test_the_first_page_has_to_be_a_feed(server):
    server.pages = {"/1": Page(body=b"<html/>")}
    with pytest.raises(DownloadError, match="/1: it is no feed; give the address"):
        read(server)
