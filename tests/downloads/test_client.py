import gzip
import itertools
import time
import tracemalloc
import zlib

import pytest

from index.downloads import Downloader, Validators, holds_secret, shown_url, suffix_of
from index.errors import DownloadError
from tests.peers.web_server import Page, WebServer

ZEROS = b"\0" * 1_000_000


@pytest.fixture
def server():
    server = WebServer()
    yield server
    server.close()


@pytest.fixture
def downloader():
    with Downloader(["127.0.0.1"]) as downloader:
        yield downloader


def refusal(downloader, url, **more):
    with pytest.raises(DownloadError) as caught:
        downloader.download(url, **more)
    return str(caught.value)


def redirect(to, status=302):
    return Page(status=status, headers={"Location": to})


def test_a_page_is_fetched_with_what_the_server_says_about_it(server, downloader):
    headers = {"ETag": '"1"', "Last-Modified": "Mon, 30 Nov 2026 08:00:00 GMT"}
    server.pages["/a?b=1"] = Page(body=b"caf\xe9", media_type="text/HTML; charset=ISO-8859-1", headers=headers)
    download = downloader.download(f"{server.url}/a?b=1#top")
    assert (download.url, download.content) == (f"{server.url}/a?b=1", b"caf\xe9")
    assert (download.media_type, download.charset) == ("text/html", "iso-8859-1")
    assert download.validators == Validators(etag='"1"', last_modified="Mon, 30 Nov 2026 08:00:00 GMT")
    assert server.asked[-1].headers["host"] == server.url.removeprefix("http://")
    assert server.asked[-1].headers["user-agent"].startswith("Quotebot/")


def test_what_did_not_change_is_not_sent_again(server, downloader):
    server.pages["/a"] = Page(body=b"a", headers={"ETag": '"1"', "Last-Modified": "Mon, 30 Nov 2026 08:00:00 GMT"})
    known = downloader.download(f"{server.url}/a").validators
    assert downloader.download(f"{server.url}/a", known) is None
    assert server.asked[-1].headers["if-modified-since"] == "Mon, 30 Nov 2026 08:00:00 GMT"
    server.pages["/a"] = Page(body=b"b", headers={"ETag": '"2"'})
    assert downloader.download(f"{server.url}/a", known).content == b"b"


def test_three_redirects_are_followed_and_not_a_fourth(server, downloader):
    server.pages |= {f"/{number}": redirect(f"/{number + 1}") for number in range(4)} | {"/4": Page(body=b"end")}
    assert downloader.download(f"{server.url}/1").url == f"{server.url}/4"
    assert refusal(downloader, f"{server.url}/0") == f"{server.url}/0: it redirects more than 3 times"


@pytest.mark.parametrize(
    "place",
    [
        *(
            "http://10.0.0.1/",
            "http://[::ffff:127.0.0.1]/",
            "http://169.254.169.254/latest/meta-data/",
            "//192.168.0.1/x",
        ),
        *(
            "http://localhost/",
            "http://2130706433/",
            "file:///etc/passwd",
            "gopher://127.0.0.1/",
            "http://ann@127.0.0.1/",
        ),
        *("http://example.com:22/", "javascript:alert(1)", "http://[fe80::1]/", "http://0/"),
    ],
)
@pytest.mark.parametrize("status", [301, 307])
def test_no_redirect_leads_where_the_address_itself_must_not(server, downloader, place, status):
    server.pages["/a"] = redirect(place, status)
    assert refusal(downloader, f"{server.url}/a").startswith(f"{server.url}/a: ")
    assert server.paths == ["/a"]


@pytest.mark.parametrize("place", ["http://[::1", "https:////a]b", "http://a\x7fb/"])
def test_a_redirect_to_what_is_no_address_is_refused(server, downloader, place):
    server.pages["/a"] = redirect(place)
    assert refusal(downloader, f"{server.url}/a").startswith(f"{server.url}/a: ")


def test_what_robots_txt_forbids_is_not_asked_for_not_even_behind_a_redirect(server, downloader):
    rules = b"User-agent: *\nAllow: /\n\nUser-agent: quotebot\nDisallow: /private/\nDisallow: /*.pdf$\n"
    server.pages |= {"/robots.txt": Page(body=rules), "/a": redirect("/private/b"), "/b": Page(body=b"b")}
    reason = "robots.txt of 127.0.0.1 forbids it; save the page as a file and add that"
    assert downloader.download(f"{server.url}/b").content == b"b"
    for path in ("/private/b", "/x/talk.pdf", "/a"):
        assert refusal(downloader, f"{server.url}{path}") == f"{server.url}{path}: {reason}"
    assert server.paths == ["/b", "/a"]
    assert sum(asked.path == "/robots.txt" for asked in server.asked) == 1


@pytest.mark.parametrize(("status", "is_allowed"), [(404, True), (403, True), (500, False), (503, False), (429, False)])
def test_no_rules_allow_everything_and_failing_ones_nothing(server, downloader, status, is_allowed):
    server.pages |= {"/robots.txt": Page(status=status), "/a": Page(body=b"a")}
    if is_allowed:
        assert downloader.download(f"{server.url}/a").content == b"a"
        return
    assert refusal(downloader, f"{server.url}/a") == (
        f"{server.url}/a: 127.0.0.1 answers {status} where its robots.txt would be, so nothing is fetched; "
        "try again later"
    )
    assert server.paths == []


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (401, "it wants a log-in (401); save the page as a file and add that"),
        (403, "the site refuses (403); save the page as a file and add that"),
        (404, "it is not there (404); check the address"),
        (410, "it is gone (410)"),
        (429, "the site wants fewer requests (429); try again later"),
        (500, "the site answers 500; try again"),
        (204, "the site answers 204; try again"),
        (304, "the site answers 304; try again"),
    ],
)
def test_whatever_is_no_page_is_refused_in_a_line(server, downloader, status, reason):
    server.pages["/a"] = Page(status=status)
    assert refusal(downloader, f"{server.url}/a") == f"{server.url}/a: {reason}"


def test_packed_pages_are_unpacked(server, downloader):
    packed = gzip.compress(b"hello ", mtime=0) + gzip.compress(b"there")
    server.pages["/a"] = Page(body=packed, headers={"Content-Encoding": "gzip"})
    assert downloader.download(f"{server.url}/a").content == b"hello there"


@pytest.mark.parametrize(
    ("encoding", "body", "reason"),
    [
        ("br", b"x", "it is sent as 'br', which was not asked for"),
        ("gzip, gzip", b"x", "it is sent as 'gzip, gzip', which was not asked for"),
        ("gzip", b"no gzip", "it is packed in a way that cannot be read"),
        ("gzip", gzip.compress(b"hello there", mtime=0)[:-9], "it was cut off on the way; try again later"),
    ],
)
def test_what_cannot_be_unpacked_is_refused(server, downloader, encoding, body, reason):
    server.pages["/a"] = Page(body=body, headers={"Content-Encoding": encoding})
    assert refusal(downloader, f"{server.url}/a") == f"{server.url}/a: {reason}"


def test_a_bomb_of_a_thousand_to_one_is_left_in_little_memory(server, downloader):
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(ZEROS) for _ in range(300)) + packer.flush()
    server.pages["/a"] = Page(body=bomb, headers={"Content-Encoding": "gzip"})
    tracemalloc.start()
    assert refusal(downloader, f"{server.url}/a", largest_bytes=5_000_000) == (
        f"{server.url}/a: it has more than 5,000,000 bytes, which is no interview"
    )
    _, most_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(bomb) < 300_000
    assert most_bytes < 16_000_000


@pytest.mark.parametrize("headers", [{}, {"Content-Length": "99999999"}])
def test_what_is_larger_than_it_may_be_is_left(server, downloader, headers):
    server.pages["/a"] = Page(headers=headers, pieces=lambda: itertools.repeat(b"x" * 1000))
    assert refusal(downloader, f"{server.url}/a", largest_bytes=50_000).endswith(
        "has more than 50,000 bytes, which is no interview"
    )


@pytest.mark.parametrize("path", ["/a", "/robots.txt"])
def test_what_trickles_in_is_left_when_its_time_is_over(server, path):
    def trickle():
        for _ in range(200):
            time.sleep(0.02)
            yield b"x"

    server.pages |= {"/a": Page(body=b"a"), path: Page(media_type="text/plain", pieces=trickle)}
    with Downloader(["127.0.0.1"], seconds=0.2) as downloader:
        assert refusal(downloader, f"{server.url}/a").endswith(f"{path} took longer than 0.2 s; try again later")


def test_a_site_that_is_not_there_is_named_in_a_line(downloader):
    gone = WebServer()
    gone.close()
    assert refusal(downloader, f"{gone.url}/a") == (
        f"{gone.url}/a: {gone.url}/robots.txt cannot be reached ([Errno 111] Connection refused); try again later"
    )


def test_a_secret_in_an_address_is_never_shown():
    private = (
        "https://ann:pw@example.com/feed?id=4&auth=hunter2&X-Amz-Signature=beef#x"  # pragma: allowlist secret - made up
    )
    assert shown_url(private) == "https://example.com/feed?id=4&auth=…&X-Amz-Signature=…"
    assert holds_secret(private)
    assert not holds_secret("https://example.com/talk?id=4&author=&keyword=x&signed=1")
    assert shown_url("https://example.com/a\x1b[31m\n") == "https://example.com/a[31m"


def test_the_address_stays_secret_where_it_fails(server, downloader):
    assert refusal(downloader, f"{server.url}/a?token=hunter2") == (
        f"{server.url}/a?token=…: it is not there (404); check the address"
    )


@pytest.mark.parametrize(
    ("media_type", "path", "announced", "suffix"),
    [
        *(("text/html", "/talk.pdf", "", ".html"), ("application/xhtml+xml", "/", "", ".html")),
        *(("text/plain", "/talk", "", ".txt"), ("text/plain", "/talk.srt", "", ".srt"), ("text/vtt", "/t", "", ".vtt")),
        *(("application/srt", "/t", "", ".srt"), ("application/octet-stream", "/t.PDF", "", ".pdf")),
        *(
            ("application/octet-stream", "/t", "application/json", ".json"),
            ("text/plain", "/t.txt", "text/vtt", ".vtt"),
        ),
        *(
            ("", "/a%2Edocx", "", ".docx"),
            ("application/epub+zip", "/b", "", ".epub"),
            ("text/markdown", "/b", "", ".md"),
        ),
    ],
)
def test_the_content_type_says_which_format_it_is_and_the_name_where_that_says_little(
    media_type, path, announced, suffix
):
    assert suffix_of(media_type, f"https://example.com{path}", announced) == suffix


@pytest.mark.parametrize("media_type", ["video/mp4", "image/svg+xml", "application/zip", "application/octet-stream"])
def test_what_is_no_interview_is_refused_by_its_type(media_type):
    with pytest.raises(DownloadError) as caught:
        suffix_of(media_type, "https://example.com/talk")
    assert str(caught.value).startswith(f"it is {media_type}, which is no interview that is read; ")


@pytest.mark.parametrize("media_type", ["application/rss+xml", "application/atom+xml", "text/xml", "application/xml"])
def test_a_feed_among_pages_is_told_how_it_is_added(media_type):
    with pytest.raises(DownloadError) as caught:
        suffix_of(media_type, "https://example.com/feed.xml")
    assert str(caught.value) == "it is a feed, or XML of another kind; a podcast's feed is added with --feed"
