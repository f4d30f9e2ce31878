"""What a web page says about itself: title, link, day and publisher, under the keys of sources.toml."""

import html
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from index.formats.pages.parts import Line
from index.formats.pages.tags import Tag, read_attributes

_LONGEST_DATA = 200_000
_LONGEST_VALUE = 500
_MOST_VALUES = 50
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?![\d-])")
_LINK = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_META = {
    "og:title": "title", "og:url": "link", "og:site_name": "publisher",
    "article:published_time": "published", "datepublished": "published", "dc.date": "published",
    "dc.date.issued": "published", "dcterms.date": "published", "pubdate": "published", "date": "published",
    "citation_publication_date": "published",
}  # fmt: skip
_TELLING = ("html", "title", "meta", "link", "time", "script")
_ARTICLE = re.compile(r"(?:\w*Article|BlogPosting|WebPage|PodcastEpisode|Report|Interview|VideoObject|AudioObject)")


@dataclass(slots=True, kw_only=True)
class PageFacts:
    """What was found so far, the first of each place; a place that says it better comes first in the end."""

    raw: str
    _canonical: list[str] = field(default_factory=list)
    _meta: dict[str, str] = field(default_factory=dict)
    _data: dict[str, str] = field(default_factory=dict)
    _title: str = ""
    _language: str = ""
    _days: list[str] = field(default_factory=list)
    _seen: int = 0

    def read_tag(self, tag: Tag) -> None:
        """Take note of what a tag says about the page."""
        if tag.closes or tag.name not in _TELLING or self._seen > _MOST_VALUES * 20:
            return
        self._seen += 1
        attributes = read_attributes(tag)
        if tag.name == "html":
            self._language = self._language or attributes.get("lang", "")
        elif tag.name == "title" and not self._title:
            self._title = html.unescape(self.raw[tag.end : min(tag.behind, tag.end + _LONGEST_VALUE)])
        elif tag.name == "meta":
            names = (attributes.get(key, "").lower() for key in ("property", "name", "itemprop"))
            for key in (_META[name] for name in names if name in _META):
                self._meta.setdefault(key, attributes.get("content", ""))
        elif tag.name == "link" and "canonical" in attributes.get("rel", "").lower().split():
            self._canonical.append(attributes.get("href", ""))
        elif tag.name == "time" and (
            attributes.get("itemprop", "").lower() == "datepublished" or "pubdate" in attributes
        ):
            self._days.append(attributes.get("datetime", ""))
        elif tag.name == "script" and attributes.get("type", "").lower() == "application/ld+json":
            self._read_data(self.raw[tag.end : tag.behind])

    def facts(self, lines: Sequence[Line]) -> dict[str, str]:
        """Return the facts; `lines` are those of the page, for its one heading of the first rank."""
        headings = ["".join(line.characters) for line in lines if line.element.name == "h1" and line.kind == "heading"]
        heading = headings[0] if len(headings) == 1 else ""
        titles = [self._meta.get("title", ""), self._data.get("title", ""), heading, self._title]
        links = [*self._canonical, self._meta.get("link", ""), self._data.get("link", "")]
        days = [self._meta.get("published", ""), self._data.get("published", ""), *self._days]
        publishers = [self._meta.get("publisher", ""), self._data.get("publisher", "")]
        facts = {
            "title": _first(" ".join(title.split()) for title in titles),
            "link": _first(link.strip() for link in links if _LINK.fullmatch(link.strip())),
            "published": _first(day[0] for text in days if (day := _DAY.match(text.strip()))),
            "language": self._language.strip(),
            "publisher": _first(" ".join(publisher.split()) for publisher in publishers),
        }
        return {key: value for key, value in facts.items() if value}

    def _read_data(self, text: str) -> None:
        """Take note of what the page's JSON-LD says; what is too long, too deep or broken says nothing."""
        if len(text) > _LONGEST_DATA:
            return
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            return
        for item in _articles(data):
            publisher = item.get("publisher")
            values = {
                "title": item.get("headline") or item.get("name"),
                "link": item.get("url"),
                "published": item.get("datePublished"),
                "publisher": publisher.get("name") if isinstance(publisher, dict) else None,
            }
            for key, value in values.items():
                if isinstance(value, str) and value:
                    self._data.setdefault(key, html.unescape(value))


def _articles(data: object) -> Iterator[dict[str, Any]]:
    """Yield the objects at the top of JSON-LD that describe an article, a page or an episode."""
    tops: list[Any] = data if isinstance(data, list) else [data]
    for top in tops[:_MOST_VALUES]:
        graph = top.get("@graph", []) if isinstance(top, dict) else []
        for item in [top, *(graph[:_MOST_VALUES] if isinstance(graph, list) else [])]:
            type_names = item.get("@type") if isinstance(item, dict) else None
            names = type_names if isinstance(type_names, list) else [type_names]
            if any(isinstance(name, str) and _ARTICLE.fullmatch(name) for name in names):
                yield item


def _first(values: Iterator[str]) -> str:
    return next((value for value in values if value and len(value) <= _LONGEST_VALUE), "")
