"""From the bytes of an RSS or Atom feed to its episodes, in bounded memory however it was made.

defusedxml reads it, an element at a time: no entity is declared or fetched, no element lies deeper than any feed's,
and an episode's elements are let go once it is read.
"""

import datetime
import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from email.utils import parsedate_to_datetime
from io import BytesIO
from urllib.parse import urljoin

# The type alone; what parses is defusedxml.
from xml.etree.ElementTree import Element  # nosec B405

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from index.errors import DownloadError
from index.feeds.episodes import Episode, Feed, Transcript

MOST_EPISODES = 20_000
_DEEPEST = 64
_MOST_OF_A_KIND = 50
_LONGEST_TEXT = 500
_MARKUP = re.compile(r"</?(?:b|i|u|p|br|em|strong|small|span|font|a|sub|sup|h[1-6])(?:\s[^<>]*)?/?>", re.IGNORECASE)
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_PREFIXES = {
    "": "",
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/rss/1.0/": "",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "https://podcastindex.org/namespace/1.0": "podcast:",
    "http://podcastindex.org/namespace/1.0": "podcast:",
    "https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": "podcast:",
}
_EPISODES = ("item", "entry")
_FURTHER = ("next", "prev-archive")  # RFC 5005: of a paged feed, of one whose older entries are archived
_FEEDS = ("rss", "feed", "RDF")


def parse_feed(content: bytes, url: str) -> Feed:
    """Return what a feed says.

    Args:
        content: Its bytes.
        url: Where it is; addresses in it may be relative to that.

    Raises:
        DownloadError: It is no feed, is broken, or does what no feed does.
    """
    reader = _FeedReader(url)
    try:
        for event, element in iterparse(BytesIO(content), events=("start", "end")):
            reader.read(event, element)
    except ParseError as error:
        raise DownloadError(
            f"it is no feed that can be read ({error}); give the address of an RSS or Atom feed"
        ) from error
    except (DefusedXmlException, LookupError, ValueError) as error:
        raise DownloadError(f"it is no feed that is read: {type(error).__name__} in its XML") from error
    return reader.feed()


class _FeedReader:
    """Reads a feed element by element."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._path: list[Element] = []
        self._about: dict[str, list[Element]] = {}
        self._language: str | None = None
        self._episodes: dict[Episode, None] = {}

    def read(self, event: str, element: Element) -> None:
        if event == "start":
            self._open(element)
            return
        self._path.pop()
        if not any(_name(outer) in _EPISODES for outer in self._path):
            if _name(element) in _EPISODES:
                self._add(_episode(element, self._url))
                element.clear()
            elif len(self._path) <= 2 and len(kept := self._about.setdefault(_name(element), [])) < _MOST_OF_A_KIND:
                kept.append(element)
            if self._path and _name(element) != "channel":
                self._path[-1].remove(element)

    def feed(self) -> Feed:
        """Return what was read."""
        about = self._about
        hosts = _people(about.get("podcast:person", ()), "host")
        episodes = (
            replace(episode, hosts=hosts) if hosts and not (episode.hosts or episode.guests) else episode
            for episode in self._episodes
        )
        return Feed(
            title=_text(about, "title"),
            language=_text(about, "language") or self._language,
            episodes=tuple(episodes),
            next_page=next((url for rel in _FURTHER if (url := self._linked(rel))), None),
            moved_to=_address(_text(about, "itunes:new-feed-url"), self._url),
            guid=_text(about, "podcast:guid").lower() or None,
        )

    def _linked(self, rel: str) -> str | None:
        """Return the address of the first link of a kind, as it is written where it is none of the web."""
        links = (link.get("href") for link in self._about.get("link", ()) if link.get("rel") == rel)
        return next((_address(stated, self._url) or stated for stated in links if stated), None)

    def _open(self, element: Element) -> None:
        if not self._path:
            if _local_name(element) not in _FEEDS:
                raise DownloadError("it is no feed; give the address of an RSS or Atom feed, or leave --feed out")
            self._language = element.get(_LANGUAGE)
        self._path.append(element)
        if len(self._path) > _DEEPEST:
            raise DownloadError("it is no feed that is read: its elements lie deeper than any feed's")

    def _add(self, episode: Episode) -> None:
        self._episodes.setdefault(episode)  # what is said twice, word for word, is one
        if len(self._episodes) > MOST_EPISODES:
            raise DownloadError(f"it has more than {MOST_EPISODES:,} episodes, which no index of ours takes at once")


def _episode(element: Element, base: str) -> Episode:
    children: dict[str, list[Element]] = {}
    for child in element:
        if len(kept := children.setdefault(_name(child), [])) < _MOST_OF_A_KIND:
            kept.append(child)
    transcripts = tuple(_transcripts(children.get("podcast:transcript", ()), base))
    link, recording, title = _link(children, base), _recording(children, base), _text(children, "title")
    key = _text(children, "guid", "id") or recording or link or title or "".join(one.url for one in transcripts[:1])
    people = children.get("podcast:person", ())
    return Episode(
        key=key,
        title=title,
        link=link,
        recording=recording,
        published=_day(_text(children, "pubDate", "published", "dc:date", "updated")),
        hosts=_people(people, "host"),
        guests=_people(people, "guest"),
        transcripts=transcripts,
    )


def _transcripts(elements: Iterable[Element], base: str) -> Iterator[Transcript]:
    for element in elements:
        if stated := (element.get("url") or "").strip():
            media_type = element.get("type", "").partition(";")[0].strip().lower()
            url = _address(stated, base) or stated  # whoever fetches it says why it is refused
            yield Transcript(url=url, media_type=media_type[:80], language=element.get("language"))


def _link(children: Mapping[str, list[Element]], base: str) -> str | None:
    links = children.get("link", ())
    texts = [element.text or "" for element in links if element.get("rel", "alternate") == "alternate"]
    addresses = [element.get("href") for element in links if element.get("rel", "alternate") == "alternate"]
    return next((url for text in [*texts, *addresses] if (url := _address(text, base))), None)


def _recording(children: Mapping[str, list[Element]], base: str) -> str | None:
    enclosures = [(element.get("url"), element) for element in children.get("enclosure", ())]
    enclosures += [(link.get("href"), link) for link in children.get("link", ()) if link.get("rel") == "enclosure"]
    heard = (text for text, element in enclosures if element.get("type", "audio/").startswith(("audio/", "video/")))
    return next((url for text in heard if (url := _address(text, base))), None)


def _people(elements: Iterable[Element], role: str) -> tuple[str, ...]:
    """Return who has a role; who has none stated is a host, as the podcast namespace has it."""
    names = (_plain(element.text) for element in elements if element.get("role", "host").strip().lower() == role)
    return tuple(dict.fromkeys(name for name in names if name))


def _text(elements: Mapping[str, list[Element]], *names: str) -> str:
    """Return the text of the first element that has one, in one line, also from the elements in it (XHTML)."""
    texts = ("".join(element.itertext()) for name in names for element in elements.get(name, ()))
    return next((text for written in texts if (text := _plain(written))), "")


def _plain(text: str | None) -> str:
    unescaped = _MARKUP.sub("", html.unescape((text or "")[: 4 * _LONGEST_TEXT]))
    return " ".join("".join(mark if mark.isprintable() else " " for mark in unescaped).split())[:_LONGEST_TEXT]


def _address(text: str | None, base: str) -> str | None:
    try:
        url = urljoin(base, (text or "").strip()) if text and text.strip() else ""
    except ValueError:
        return None
    is_of_the_web = url.lower().startswith(("http://", "https://")) and url.isprintable()
    return url.replace(" ", "%20") if is_of_the_web else None


def _day(text: str) -> str | None:
    for read in (parsedate_to_datetime, datetime.datetime.fromisoformat):
        try:
            return read(text).date().isoformat()
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return None


def _name(element: Element) -> str:
    """Return an element's name with the prefix that its namespace has here; of any other namespace, one like none."""
    namespace, _, local = element.tag[1:].rpartition("}") if element.tag.startswith("{") else ("", "", element.tag)
    prefix = _PREFIXES.get(namespace.lower())
    return f"other:{local}" if prefix is None else f"{prefix}{local}"


def _local_name(element: Element) -> str:
    return element.tag.rpartition("}")[2]
