"""What a feed says: episodes with their transcripts and people."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """A transcript that a feed announces: where it is, its media type, and its language where that is stated.

    The address is as it was written where it is none of the web.
    """

    url: str
    media_type: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One episode; `key` is what the feed calls it, always the same. `published` is a day, ISO 8601.

    A feed may hold several of one key, none of which is lost; one that says nothing of itself has the key "".
    """

    key: str
    title: str = ""
    link: str | None = None
    recording: str | None = None
    published: str | None = None
    hosts: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    transcripts: tuple[Transcript, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed, or a page of it.

    `next_page` is the address at which it goes on, None where it does not. `moved_to` is where the feed itself says
    that it is from now on. `guid` names the podcast wherever its feed is (`podcast:guid`). `unread` says why not all
    its pages were read, "" where they were; `may_pass` whether that may be over by itself.
    """

    title: str
    language: str | None
    episodes: tuple[Episode, ...]
    next_page: str | None = None
    moved_to: str | None = None
    guid: str | None = None
    unread: str = ""
    may_pass: bool = False
