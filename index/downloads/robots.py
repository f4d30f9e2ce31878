"""What a site's robots.txt lets Quotebot fetch.

Source: RFC 9309. A site without one allows everything, one that fails (5xx, 429) nothing.
"""

from collections.abc import Callable

import httpx
from protego import Protego

from index.downloads.addresses import host_of
from index.errors import DownloadError, UnavailableError

ROBOT_NAME = "Quotebot"
_SUCCESS = range(200, 300)
_ABSENT = range(400, 500)
_BUSY = 429

FetchText = Callable[[str], tuple[int, str]]
"""Returns the status of an address, and its text where that is a success."""


class RobotsRules:
    """The rules of each site that was asked so far."""

    def __init__(self, fetch_text: FetchText) -> None:
        self._fetch_text = fetch_text
        self._rules: dict[tuple[str, str, int | None], Protego] = {}

    def check(self, url: httpx.URL) -> None:
        """Return if an address may be fetched.

        Raises:
            DownloadError: The site forbids it, or its rules cannot be had.
        """
        site = (url.scheme, host_of(url), url.port)
        if site not in self._rules:
            self._rules[site] = self._fetch_rules(url)
        if not self._rules[site].can_fetch(str(url), ROBOT_NAME):
            raise DownloadError(f"robots.txt of {host_of(url)} forbids it; save the page as a file and add that")

    def _fetch_rules(self, url: httpx.URL) -> Protego:
        status, text = self._fetch_text(str(url.copy_with(raw_path=b"/robots.txt", fragment=None)))
        if status in _SUCCESS:
            return Protego.parse(text)
        if status in _ABSENT and status != _BUSY:
            return Protego.parse("")
        raise UnavailableError(
            f"{host_of(url)} answers {status} where its robots.txt would be, so nothing is fetched; try again later"
        )
