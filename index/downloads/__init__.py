"""What lies on the web, fetched so that no page, feed or name server leads into the operator's own network."""

from index.downloads.addresses import allowed_host
from index.downloads.client import Download, Downloader, Validators
from index.downloads.kinds import suffix_of
from index.downloads.shown_urls import holds_secret, plain_url, shown_url

__all__ = [
    "Download",
    "Downloader",
    "Validators",
    "allowed_host",
    "holds_secret",
    "plain_url",
    "shown_url",
    "suffix_of",
]
