"""What is known about each interview: sources.toml, and the header that a document may carry itself."""

import datetime
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from index.advice import toml_head
from index.corpus.people import Roster, compose_name
from index.corpus.people_file import line_of
from index.corpus.recording_links import second_link
from index.domain import Source
from index.errors import CorpusError
from index.notations import toml_table
from index.text.language_codes import CODES, language_code

_KNOWN_KEYS = {
    "title", "publisher", "published", "show", "aired", "translated_from", "machine_transcript", "link",
    "link_kind", "verbatim_link", "recording", "transcript", "hosts", "guests", "people", "quotes_of_nobody", "removed",
    "language",
}  # fmt: skip
_HEADER_LINES = 30
_HEADER_KEYS = {
    "title": "title", "标题": "title",
    "author": "publisher", "publisher": "publisher", "文章作者": "publisher", "作者": "publisher", "来源": "publisher",
    "date": "published", "published": "published", "发布时间": "published", "日期": "published",
    "link": "link", "url": "link", "原文链接": "link", "链接": "link",
    "canonical": "link", "canonical_url": "link", "source_url": "link", "article_url": "link", "episode_url": "link",
    "media": "recording", "recording": "recording", "media_url": "recording", "recording_url": "recording",
    "youtube": "recording", "youtube_url": "recording", "video": "recording", "video_url": "recording",
    "audio": "recording", "audio_url": "recording",
    "language": "language", "lang": "language", "语言": "language",
}  # fmt: skip
_HEADER_LINE = re.compile(r"\s*([A-Za-z][A-Za-z _-]{1,18}[A-Za-z]|[\u4e00-\u9fff]{2,6})\s*[:：]\s*(\S.*?)\s*\Z")
_TITLE_LINE = re.compile(r"#\s+(\S.*?)\s*\Z")
_LINKS = ("link", "recording", "transcript")
_NOTHING: Mapping[str, Any] = MappingProxyType({})
_ISO_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})")


def parse_sources(text: str, path: str) -> dict[str, dict[str, Any]]:
    """Read sources.toml into one table a document id; unknown keys are refused.

    Raises:
        CorpusError: The TOML is broken or a key is not known; names file and line.
    """
    try:
        tables = toml_table(text)
    except ValueError as error:
        raise CorpusError(f"{path}: broken TOML: {error}") from error
    by_id: dict[str, dict[str, Any]] = {}
    for document_id, table in tables.items():
        if not isinstance(table, dict):
            place = f"{path}:{line_of(text, document_id)}"
            raise CorpusError(f"{place}: {document_id!r} must be a table: {toml_head(document_id)}")
        if unknown := set(table) - _KNOWN_KEYS:
            key = min(unknown)
            line = line_of(text, key, table=document_id)
            raise CorpusError(f"{path}:{line}: unknown key {key!r}; known: {', '.join(sorted(_KNOWN_KEYS))}")
        if by_id.setdefault(compose_name(document_id), table) is not table:
            raise CorpusError(f"{path}: {document_id!r} stands there twice, in two forms of Unicode; keep one")
    return by_id


def parse_header(raw: str) -> dict[str, str]:
    """Return what the first lines of a document say about it: title, publisher, published, link, recording."""
    header: dict[str, str] = {}
    for _, key, value in _header_lines(raw):
        header.setdefault(key, value)
    return header


def header_lines(raw: str) -> list[tuple[int, int]]:
    """Return (start, end) in a document's text of each line that its header is read from."""
    return [span for span, _, _ in _header_lines(raw)]


def _header_lines(raw: str) -> Iterator[tuple[tuple[int, int], str, str]]:
    """Yield ((start, end) of the line, key, value) for each of the first lines that says something known."""
    start = len(raw) - len(raw.removeprefix("\ufeff"))
    for line in raw[start:].splitlines(keepends=True)[:_HEADER_LINES]:
        span = (start, start + len(line))
        if title := _TITLE_LINE.match(line):
            yield span, "title", title[1]
        elif (pair := _HEADER_LINE.match(line)) and (key := _header_key(pair[1])):
            value = pair[2].strip("\"'")
            is_language = key != "language" or language_code(value)
            is_link = key not in ("link", "recording") or value.startswith(("http://", "https://"))
            if is_language and is_link:
                yield span, key, value
        start = span[1]


def _header_key(printed: str) -> str | None:
    return _HEADER_KEYS.get(re.sub(r"[ -]", "_", printed.lower()))


def make_source(
    document_id: str,
    listed: Mapping[str, Any],
    raw: str,
    roster: Roster,
    *,
    facts: Mapping[str, Any] = _NOTHING,
    needs_link: bool = True,
) -> Source:
    """Put together what is known about a document; sources.toml wins over what the document says of itself.

    Args:
        document_id: The name of its file without the ending.
        listed: Its table in sources.toml.
        raw: Its text, which may begin with a header.
        roster: Who can speak.
        facts: What the reader of its format found, by the keys of sources.toml; wins over the header.
        needs_link: Whether it is refused without a link, unless it is stated that there is none.

    Raises:
        CorpusError: There is no link, or a value cannot be used.
    """
    _check_values(document_id, listed)
    known = _known_facts(listed, {**parse_header(raw), **facts})
    link = known.get("link") or known.get("recording") or None
    if link is None and needs_link and known.get("link") is not False:
        raise CorpusError(
            f'no link: write {toml_head(document_id)} and link = "https://…" (or link = false) in sources.toml'
        )
    is_alone = not known.get("link")  # the recording, where it is all there is
    link_kind = known.get("link_kind", "recording" if is_alone or (link and second_link(link, 0)) else "article")
    try:
        return Source(
            id=document_id,
            title=known.get("title") or document_id,
            link=link,
            link_kind=link_kind if link else None,
            publisher=known.get("publisher"),
            published=_iso_date(known.get("published")),
            show=known.get("show"),
            aired=_iso_date(known.get("aired")),
            translated_from=known.get("translated_from"),
            machine_transcript=bool(known.get("machine_transcript", False)),
            quotes_of_nobody=bool(listed.get("quotes_of_nobody", False)),
            verbatim_link=link is not None and _is_verbatim(listed, facts, link_kind),
            recording=None if is_alone else known.get("recording"),
            transcript=known.get("transcript"),
            hosts=_names(known, "hosts", roster),
            guests=_names(known, "guests", roster),
            people=_people(known, roster),
            language=language_code(known["language"]) if known.get("language") else None,
        )
    except ValueError as error:
        raise CorpusError(f"{toml_head(document_id)} in sources.toml: {error}") from error


def _is_verbatim(listed: Mapping[str, Any], facts: Mapping[str, Any], link_kind: str) -> bool:
    """Tell whether the linked page holds these very words: that is stated, or the document names it as its own."""
    if "link" in listed or "verbatim_link" in listed:
        return bool(listed.get("verbatim_link", False))
    return bool(facts.get("verbatim_link", True)) and link_kind != "recording"


def _known_facts(listed: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known, texts in one line; with `link = false` the document's own links are not shown either."""
    kept = {key: value for key, value in own.items() if listed.get("link") is not False or key not in _LINKS}
    return {key: _one_line(value) if isinstance(value, str) else value for key, value in {**kept, **listed}.items()}


def _people(known: Mapping[str, Any], roster: Roster) -> tuple[tuple[str, str], ...]:
    people: Mapping[str, str] = known.get("people", {})
    return tuple((compose_name(label.strip()), roster.canonical(name)) for label, name in people.items())


def _names(known: Mapping[str, Any], key: str, roster: Roster) -> tuple[str, ...]:
    """Return the canonical names in a list, each once; a label that `people` names may stand in it, too."""
    people = dict(_people(known, roster))
    names = [people.get(compose_name(name.strip())) or roster.canonical(name) for name in known.get(key, [])]
    return tuple(dict.fromkeys(names))


def _check_values(document_id: str, listed: Mapping[str, Any]) -> None:
    """Refuse a value of sources.toml that is not of its key's kind."""
    for key, value in listed.items():
        if key in ("hosts", "guests"):
            valid = isinstance(value, list) and all(isinstance(name, str) and name.strip() for name in value)
            wanted = 'a list of names, such as ["Sam Altman"]'
        elif key == "people":
            valid = isinstance(value, dict) and all(isinstance(name, str) and name.strip() for name in value.values())
            wanted = 'labels with names, such as {SPEAKER_00 = "Sam Altman"}'
        elif key in ("verbatim_link", "machine_transcript", "quotes_of_nobody", "removed"):
            valid, wanted = isinstance(value, bool), "true or false"
        elif key in ("published", "aired"):
            valid, wanted = _iso_date(value) is not None, "a day, such as 2024-11-26"
        elif key == "translated_from":
            valid, wanted = value in CODES, 'the code of a language, such as "en" or "zh"'
        elif key == "language":
            is_known = isinstance(value, str) and language_code(value)
            valid, wanted = bool(is_known), 'the code of a language, such as "es"'
        elif key == "link":
            valid, wanted = isinstance(value, str) or value is False, "a text between quotation marks, or false"
        else:
            valid, wanted = isinstance(value, str), "a text between quotation marks"
        if not valid:
            raise CorpusError(f"{toml_head(document_id)} in sources.toml: {key} is {value!r}, but must be {wanted}")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _iso_date(value: object) -> str | None:
    """Return a day as YYYY-MM-DD; None where there is none that can be read, or the calendar has no such day."""
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    day = _ISO_DATE.search(value) if isinstance(value, str) else None
    try:
        return datetime.date(int(day[1]), int(day[2]), int(day[3])).isoformat() if day else None
    except ValueError:
        return None
