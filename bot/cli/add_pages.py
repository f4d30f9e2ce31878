"""Adding an interview from the web: fetched, saved in the corpus folder, and from then on like any other file."""

import re
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from bot.cli.add_interviews import Ask, Details
from bot.cli.corpus_folder import document_name
from bot.cli.fetched_documents import FetchedDocument, FetchedDocuments, Outcome
from index.downloads import Downloader, Validators, holds_secret, plain_url, shown_url, suffix_of
from index.errors import CorpusError, DownloadError
from index.formats import SUFFIXES

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Tell whether what was typed is an address of the web, and no file; whether it may be fetched, is seen later."""
    return bool(_ADDRESS.match(text))


def add_page(
    url: str, documents: FetchedDocuments, downloader: Downloader, details: Details, ask: Ask | None
) -> tuple[str, Outcome]:
    """Fetch an interview and put it into the corpus folder, or its new version where it is there already.

    Readers are sent to the address itself, unless another link is told, or it holds what seems a secret.

    Returns:
        Its name in the folder, and what became of it.

    Raises:
        DownloadError: It cannot be fetched, must not be, or is no interview by its type.
        CorpusError: It cannot be read, nobody speaks in it, it was removed, its file was edited, or sources.toml
            tells something else about it.
        SettingsError: Something that must be known was not told, and nobody can be asked.
        StorageError: The corpus folder cannot be written.
    """
    document_id = document_name(_words_of(url), plain_url(url))
    record = documents.records.get(document_id) if documents.is_here(document_id) else None
    known = Validators(etag=record.etag, last_modified=record.last_modified) if record else None
    try:
        documents.check_open(document_id, details)
        download = downloader.download(url, known)
    except CorpusError as error:
        raise CorpusError(f"{shown_url(url)}: {error}") from error
    if download is None:
        return document_id, "unchanged"
    try:
        suffix = suffix_of(download.media_type, download.url)
        told = details
        if not (details.link or details.is_unlinked or holds_secret(download.url)):
            told = replace(details, link=download.url, is_verbatim=suffix == ".html")
        fetched = FetchedDocument(document_id=document_id, suffix=suffix, url=url, download=download)
        return document_id, documents.take(fetched, told, ask)
    except (CorpusError, DownloadError) as error:
        raise type(error)(f"{shown_url(url)}: {error}") from error


def _words_of(url: str) -> str:
    """Return the words of an address by which people know it: its last part, else its host."""
    parts = urlsplit(plain_url(url))
    last = PurePosixPath(unquote(parts.path))
    return (last.stem if last.suffix.lower() in SUFFIXES else last.name) or parts.netloc
