"""What is known about each interview: sources.toml, and the header that a document may carry itself."""

import datetime
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from index.corpus.people import Roster, line_of
from index.domain import Source
from index.errors import CorpusError

_KNOWN_KEYS = {
    "title", "publisher", "published", "show", "aired", "translated_from", "machine_transcript", "link",
    "link_kind", "verbatim_link", "recording", "transcript", "hosts", "guests",
}  # fmt: skip
_HEADER_LINES = 30
_HEADER_KEYS = {
    "title": "title", "标题": "title",
    "author": "publisher", "publisher": "publisher", "文章作者": "publisher", "作者": "publisher", "来源": "publisher",
    "date": "published", "published": "published", "发布时间": "published", "日期": "published",
    "link": "link", "url": "link", "原文链接": "link", "链接": "link",
    "media": "recording", "recording": "recording",
}  # fmt: skip
_HEADER_LINE = re.compile(r"\s*([A-Za-z]{3,20}|[\u4e00-\u9fff]{2,6})\s*[:：]\s*(\S.*?)\s*\Z")
_TITLE_LINE = re.compile(r"#\s+(\S.*?)\s*\Z")
_ISO_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})")


def parse_sources(text: str, path: str) -> dict[str, dict[str, Any]]:
    """Read sources.toml into one table a document id; unknown keys are refused.

    Raises:
        CorpusError: The TOML is broken or a key is not known; names file and line.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CorpusError(f"{path}: broken TOML: {error}") from error
    for document_id, table in tables.items():
        if not isinstance(table, dict):
            raise CorpusError(f"{path}:{line_of(text, document_id)}: {document_id!r} must be a table: [{document_id}]")
        if unknown := set(table) - _KNOWN_KEYS:
            key = min(unknown)
            line = line_of(text, key, table=document_id)
            raise CorpusError(f"{path}:{line}: unknown key {key!r}; known: {', '.join(sorted(_KNOWN_KEYS))}")
    return tables


def parse_header(raw: str) -> dict[str, str]:
    """Return what the first lines of a document say about it: title, publisher, published, link, recording."""
    found: dict[str, str] = {}
    for line in raw.removeprefix("\ufeff").splitlines()[:_HEADER_LINES]:
        if title := _TITLE_LINE.match(line):
            found.setdefault("title", title[1])
        elif (pair := _HEADER_LINE.match(line)) and (key := _HEADER_KEYS.get(pair[1].lower())):
            value = pair[2].strip("\"'")
            if key not in ("link", "recording") or value.startswith(("http://", "https://")):
                found.setdefault(key, value)
    return found


def make_source(document_id: str, listed: Mapping[str, Any], raw: str, roster: Roster) -> Source:
    """Put together what is known about a document; sources.toml wins over the document's own header.

    Raises:
        CorpusError: There is no link, or a value cannot be used.
    """
    _check_values(document_id, listed)
    known: dict[str, Any] = {
        key: _one_line(value) if isinstance(value, str) else value
        for key, value in {**parse_header(raw), **listed}.items()
    }
    link = known.get("link") or known.get("recording")
    if not link:
        raise CorpusError(f'no link: write [{document_id}] and link = "https://…" in sources.toml')
    is_recording = "link" not in known
    try:
        return Source(
            id=document_id,
            title=known.get("title") or document_id,
            link=link,
            link_kind=known.get("link_kind", "recording" if is_recording else "article"),
            publisher=known.get("publisher"),
            published=_iso_date(known.get("published")),
            show=known.get("show"),
            aired=_iso_date(known.get("aired")),
            translated_from=known.get("translated_from"),
            machine_transcript=bool(known.get("machine_transcript", False)),
            # A link from the document's own header is where it was copied from.
            verbatim_link=bool(known.get("verbatim_link", "link" not in listed and not is_recording)),
            recording=known.get("recording") if not is_recording else None,
            transcript=known.get("transcript"),
            hosts=tuple(roster.canonical(name) for name in known.get("hosts", [])),
            guests=tuple(roster.canonical(name) for name in known.get("guests", [])),
        )
    except ValueError as error:
        raise CorpusError(f"[{document_id}] in sources.toml: {error}") from error


def _check_values(document_id: str, listed: Mapping[str, Any]) -> None:
    """Refuse a value of sources.toml that is not of its key's kind."""
    for key, value in listed.items():
        if key in ("hosts", "guests"):
            sound = isinstance(value, list) and all(isinstance(name, str) and name.strip() for name in value)
            wanted = 'a list of names, such as ["Sam Altman"]'
        elif key in ("verbatim_link", "machine_transcript"):
            sound, wanted = isinstance(value, bool), "true or false"
        elif key in ("published", "aired"):
            sound, wanted = _iso_date(value) is not None, "a day, such as 2024-11-26"
        elif key == "translated_from":
            sound, wanted = value in ("en", "zh"), '"en" or "zh"'
        else:
            sound, wanted = isinstance(value, str), "a text between quotation marks"
        if not sound:
            raise CorpusError(f"[{document_id}] in sources.toml: {key} is {value!r}, but must be {wanted}")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _iso_date(value: object) -> str | None:
    """Return a day as YYYY-MM-DD; None where there is none that can be read, or the calendar has no such day."""
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    found = _ISO_DATE.search(value) if isinstance(value, str) else None
    try:
        return datetime.date(int(found[1]), int(found[2]), int(found[3])).isoformat() if found else None
    except ValueError:
        return None
