"""A podcast on loopback, of a real one's shape: a feed, and transcripts in all formats, without any recording."""

import json
import random
from dataclasses import dataclass
from html import escape

from tests.peers.web_server import Page, WebServer

FORMATS = {
    "json": "application/json",
    "vtt": "text/vtt",
    "srt": "application/x-subrip",
    "html": "text/html",
    "txt": "text/plain",
}
_WORDS = (
    "river",
    "winter",
    "bicycle",
    "market",
    "harbour",
    "bridge",
    "council",
    "letter",
    "garden",
    "ticket",
    "engine",
)
_VERBS = ("carried", "remembered", "sold", "repaired", "watched", "counted", "painted", "followed", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """An episode: its number, in which formats it has transcripts, how many turns, and which version of them."""

    number: int
    formats: tuple[str, ...] = ("json",)
    turns: int = 8
    version: int = 1

    def said(self) -> list[tuple[str, str]]:
        """Return who says what, other words in each episode and version."""
        chance = random.Random(f"{self.number} {self.version}")  # noqa: S311 - no secret
        return [
            (("Bo Lind", "Ana Ruiz")[turn % 2], _speech(chance, is_question=not turn % 2)) for turn in range(self.turns)
        ]

    def page(self, kind: str) -> Page:
        """Return its transcript in a format."""
        body = _WRITERS[kind](self.said())
        etag = f'"{self.number}-{kind}-{self.version}"'
        return Page(body=body.encode(), media_type=FORMATS[kind], headers={"ETag": etag})

    def item(self, base: str) -> str:
        """Return its element of the feed."""
        transcripts = "".join(
            f'<podcast:transcript url="{base}/t/{self.number}.{kind}" type="{FORMATS[kind]}" language="en"/>'
            for kind in self.formats
        )
        return (
            f"<item><title>Episode {self.number}: {escape(_WORDS[self.number % len(_WORDS)])}</title>"
            f'<guid isPermaLink="false">pod-{self.number}</guid><link>https://pod.example/{self.number}</link>'
            f"<pubDate>Mon, {1 + self.number % 28:02} Jun 2026 08:00:00 GMT</pubDate><description>Notes</description>"
            f'<enclosure url="https://cdn.example/{self.number}.mp3" length="1" type="audio/mpeg"/>'
            f"<podcast:person>Bo Lind</podcast:person><podcast:person role='guest'>Ana Ruiz</podcast:person>"
            f"{transcripts}</item>"
        )


class Podcast:
    """A feed on a web server: what `publish` was given last is there."""

    def __init__(self, server: WebServer) -> None:
        self._server = server
        self.url = f"{server.url}/feed.xml"

    def publish(self, *talks: Talk, more: str = "") -> None:
        """Have the feed hold these episodes and no others."""
        items = "".join(talk.item(self._server.url) for talk in talks)
        self._server.pages = {f"/t/{talk.number}.{kind}": talk.page(kind) for talk in talks for kind in talk.formats}
        self._server.pages["/feed.xml"] = Page(body=feed(items + more), media_type="application/rss+xml")


def feed(items: str) -> bytes:
    """Return a feed with these elements in its channel."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Rivers</title>'
        f"<language>en</language><link>https://pod.example/</link>{items}</channel></rss>"
    ).encode()


def _speech(chance: random.Random, *, is_question: bool) -> str:
    if is_question:
        return f"What happened to the {chance.choice(_WORDS)} that you {chance.choice(_VERBS)} in the town?"
    sentences = [
        f"We {chance.choice(_VERBS)} the {chance.choice(_WORDS)} before anybody {chance.choice(_VERBS)} the "
        f"{chance.choice(_WORDS)} of number {chance.randrange(10_000)}."
        for _ in range(3)
    ]
    return " ".join(sentences)


def _json(said):
    segments = [
        {"speaker": name, "startTime": 10.0 * place, "endTime": 10.0 * place + 9, "body": words}
        for place, (name, words) in enumerate(said)
    ]
    return json.dumps({"version": "1.0.0", "segments": segments})


def _vtt(said):
    cues = [
        f"{_clock(place, '.')} --> {_clock(place, '.', 9)}\n<v {name}>{words}</v>\n"
        for place, (name, words) in enumerate(said)
    ]
    return "\n".join(["WEBVTT\n", *cues])


def _srt(said):
    cues = [
        f"{place + 1}\n{_clock(place, ',')} --> {_clock(place, ',', 9)}\n{name}: {words}\n"
        for place, (name, words) in enumerate(said)
    ]
    return "\n".join(cues)


def _html(said):
    turns = (
        f"<cite>{name}:</cite><time>{_clock(place, '.')[:8]}</time><p>{words}</p>"
        for place, (name, words) in enumerate(said)
    )
    return f"<html><body>{''.join(turns)}</body></html>"


def _text(said):
    return "\n\n".join(f"{name}: {words}" for name, words in said)


def _clock(place: int, mark: str, more_seconds: int = 0) -> str:
    seconds = 10 * place + more_seconds
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{mark}000"


_WRITERS = {"json": _json, "vtt": _vtt, "srt": _srt, "html": _html, "txt": _text}
