"""The one HTTP client for pages and feeds of strangers: checked addresses, few redirects, limits, robots.txt."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from typing import Self, overload

import httpcore
import httpx

from index.downloads.addresses import check_url
from index.downloads.bodies import read_body, too_large
from index.downloads.checked_network import Stopwatch
from index.downloads.connection_pools import ConnectionPools
from index.downloads.robots import ROBOT_NAME, RobotsRules
from index.downloads.shown_urls import shown_url
from index.errors import DownloadError, UnavailableError

LARGEST_BYTES = 20_000_000
_LARGEST_ROBOTS_BYTES = 512_000
_MOST_REDIRECTS = 3
_REDIRECTS = (301, 302, 303, 307, 308)
_BUSY = (408, 425, 429)
_STEP_SECONDS = 20.0
_HEADERS = {
    "User-Agent": f"{ROBOT_NAME}/{version('quotebot')} (fetches what its operator names; robots.txt: {ROBOT_NAME})",
    "Accept-Encoding": "gzip",
    "Accept": "*/*",
}
_STATUSES = {
    401: "it wants a log-in (401); save the page as a file and add that",
    403: "the site refuses (403); save the page as a file and add that",
    404: "it is not there (404); check the address",
    410: "it is gone (410)",
    429: "the site wants fewer requests (429); try again later",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """By which a server tells whether something changed since; as it sent them."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """Return the headers that ask for it only if it has."""
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in headers.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """What was fetched: where from in the end, its bytes, and what the server said about it."""

    url: str
    content: bytes
    media_type: str
    charset: str | None
    validators: Validators


class Downloader:
    """Fetches one address after the other; a context manager, not for several threads.

    Args:
        allowed_hosts: Those that may be private and at any port, as `allowed_host` returns them.
        seconds: How long one download may take in all, its redirects included.
    """

    def __init__(self, allowed_hosts: Collection[str] = (), *, seconds: float = 60.0) -> None:
        self._allowed = frozenset(allowed_hosts)
        self._seconds = seconds
        self._stopwatch = Stopwatch()
        self._pools = ConnectionPools(self._stopwatch, self._allowed)
        self._robots = RobotsRules(self._fetch_robots)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pools.close()

    @overload
    def download(self, url: str, known: None = None, *, largest_bytes: int = LARGEST_BYTES) -> Download: ...

    @overload
    def download(
        self, url: str, known: Validators | None, *, largest_bytes: int = LARGEST_BYTES
    ) -> Download | None: ...

    def download(
        self, url: str, known: Validators | None = None, *, largest_bytes: int = LARGEST_BYTES
    ) -> Download | None:
        """Return what is at an address, None where that has not changed since it was `known`.

        Raises:
            DownloadError: It cannot be fetched, or must not be; names the address and the reason. An UnavailableError
                is over by itself, as far as can be known.
            SettingsError: The proxy or the certificates of the environment cannot be used.
        """
        headers = known.headers() if known else {}
        self._stopwatch.start(self._seconds)
        with self._named(url), self._follow(url, headers, self._robots) as (place, response):
            if response.status == httpx.codes.NOT_MODIFIED and headers:
                response.read()  # it has no body; read to its end, it leaves the connection to the next request
                return None
            if response.status != httpx.codes.OK:
                raise _refusal(response.status)
            received = httpx.Headers(response.headers)
            content = _read(response, received, largest_bytes)
            media_type = httpx.Headers({"Content-Type": received.get("Content-Type", "")})
            return Download(
                url=str(place.copy_with(fragment=None)),
                content=content,
                media_type=received.get("Content-Type", "").partition(";")[0].strip().lower(),
                charset=httpx.Response(200, headers=media_type).charset_encoding,
                validators=Validators(
                    etag=_plain(received.get("ETag")), last_modified=_plain(received.get("Last-Modified"))
                ),
            )

    def _fetch_robots(self, url: str) -> tuple[int, str]:
        with self._named(url), self._follow(url, {}, None) as (_, response):
            if response.status != httpx.codes.OK:
                return response.status, ""
            content = _read(response, httpx.Headers(response.headers), _LARGEST_ROBOTS_BYTES)
            return response.status, content.decode("utf-8", "replace")

    @contextmanager
    def _named(self, url: str) -> Iterator[None]:
        """Have each reason to fail name the address, in one line."""
        try:
            yield
        except DownloadError as error:
            reason, shown = str(error), shown_url(url)
            raise type(error)(reason if reason.startswith(f"{shown} ") else f"{shown}: {reason}") from error
        except httpcore.TimeoutException as error:
            raise UnavailableError(f"{shown_url(url)} took longer than {self._seconds:g} s; try again later") from error
        except httpcore.ProxyError as error:
            fix = "check its log-in in HTTPS_PROXY, or name the host in NO_PROXY"
            raise UnavailableError(f"{shown_url(url)}: the proxy refuses ({_first_line(error)}); {fix}") from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise UnavailableError(
                f"{shown_url(url)} cannot be reached ({_first_line(error)}); try again later"
            ) from error

    @contextmanager
    def _follow(
        self, url: str, headers: dict[str, str], robots: RobotsRules | None
    ) -> Iterator[tuple[httpx.URL, httpcore.Response]]:
        """Open an address, wherever it redirects to; each step is checked as the first one is."""
        place = check_url(url, self._allowed)
        for _ in range(_MOST_REDIRECTS + 1):
            if robots:
                robots.check(place)
            with self._open(place, headers) as response:
                location = httpx.Headers(response.headers).get("Location")
                if response.status not in _REDIRECTS or location is None:
                    yield place, response
                    return
            place = check_url(_joined(place, location), self._allowed)
        raise DownloadError(f"it redirects more than {_MOST_REDIRECTS} times")

    @contextmanager
    def _open(self, url: httpx.URL, headers: dict[str, str]) -> Iterator[httpcore.Response]:
        place = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        steps = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), _STEP_SECONDS)}
        sent = [*(_HEADERS | headers).items()]
        with self._pools.pool_for(url).stream("GET", place, headers=sent, extensions=steps) as response:
            yield response


def _refusal(status: int) -> DownloadError:
    kind = UnavailableError if status in _BUSY or status >= httpx.codes.INTERNAL_SERVER_ERROR else DownloadError
    return kind(_STATUSES.get(status, f"the site answers {status}; try again"))


def _joined(place: httpx.URL, location: str) -> str:
    try:
        return str(place.join(location))
    except (httpx.InvalidURL, ValueError) as error:
        raise DownloadError("it redirects to what is no address") from error


def _read(response: httpcore.Response, headers: httpx.Headers, largest_bytes: int) -> bytes:
    length = headers.get("Content-Length", "")
    if length.isdecimal() and int(length[:20]) > largest_bytes:
        raise too_large(largest_bytes)
    return read_body(response.iter_stream(), headers.get("Content-Encoding", "").strip().lower(), largest_bytes)


def _plain(value: str | None) -> str | None:
    """Return a header's value if it can be sent back and written down."""
    return value if value and value.isascii() and value.isprintable() and len(value) <= 200 else None


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
