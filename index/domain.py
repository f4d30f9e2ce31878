"""What the readers speak of: people, sources, documents, turns, quotes. Imports nothing of ours but reasons."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from index.reasons import Reason

Role = Literal["guest", "host"]
Attribution = Literal["printed", "curated", "inferred", "none"]
Language = str  # of a quote, by its code in ISO 639-1 (-3 where it has none): "en", "zh", "es"
LinkKind = Literal["article", "transcript", "publisher", "recording", "chapters"]
BlockKind = Literal["text", "heading", "aside"]

_JSON_ESCAPE = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u.{4}|\\.")

LINK_KINDS: tuple[LinkKind, ...] = ("article", "transcript", "publisher", "recording", "chapters")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who speaks. `name` is canonical; `other_script` is the same name in the other script.

    `roles` are what they do, in either language: "CEO of Databricks", "Databricks 首席执行官".
    """

    name: str
    other_script: str | None = None
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


NOBODY = Person(name="")
"""Who says what a source names no speaker for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What is known about one interview; `id` is the file's name without its ending, which is `suffix`.

    `published` is the day of this text, `aired` the day of the talk, both ISO 8601. `link` and `link_kind` are None
    for a document that is stated to be public nowhere. `verbatim_link` is true only where the linked page holds these
    very words. `people` are labels of the document, each with the name of who is stated to be behind it. With
    `quotes_of_nobody` the words of a document without any label are quotes, too, of nobody that is named. `language` is
    what it is stated to be in.
    """

    id: str
    title: str
    link: str | None
    link_kind: LinkKind | None
    publisher: str | None = None
    published: str | None = None
    show: str | None = None
    aired: str | None = None
    translated_from: Language | None = None
    machine_transcript: bool = False
    quotes_of_nobody: bool = False
    verbatim_link: bool = False
    recording: str | None = None
    transcript: str | None = None
    hosts: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    suffix: str = ".txt"
    language: Language | None = None

    def __post_init__(self) -> None:
        if (self.link is None) != (self.link_kind is None):
            raise ValueError("a link and its kind go together")
        if self.link_kind is not None and self.link_kind not in LINK_KINDS:
            raise ValueError(f"link_kind is {self.link_kind!r}, not one of: {', '.join(LINK_KINDS)}")
        for link in (self.link, self.recording, self.transcript):
            if link is not None and not link.startswith(("http://", "https://")):
                raise ValueError(f"link {link!r} does not begin with http:// or https://")

    @property
    def day(self) -> str | None:
        """The day of the talk, else that of the text, if one is known."""
        return self.aired or self.published

    def role_of(self, name: str) -> Role:
        """Return whether `name` asks or answers here; who is not listed as a host is a guest."""
        return "host" if name in self.hosts else "guest"


@dataclass(frozen=True, slots=True, kw_only=True)
class CuratedTurn:
    """A stretch whose speaker a person wrote down: from the words `starts` to the words `ends`.

    Without `ends` it runs to the next one. `after` are the words right before `starts`, to tell it from
    others alike. No speaker: nobody that may be named, for the given reason. `line` is where it is written.
    `is_read`: a person left it as it was prefilled, so that it decides nothing.
    """

    starts: str
    line: int
    speaker: str | None = None
    ends: str | None = None
    after: str = ""
    reason: str | None = None
    is_read: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Curation:
    """What a person wrote down about who speaks in one document, in the file `path`.

    `lists_all_turns`: it was prefilled with every turn that was read; each then goes on to the next one.
    """

    path: str
    turns: tuple[CuratedTurn, ...]
    printed_labels: bool = True
    lists_all_turns: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph, heading or aside (block quote, front matter) of a clean text: `clean[start:end]`.

    `bold` are the stretches of the raw text in or around it that are bold; `ends_turn` is true behind a rule
    and other signs that whoever spoke before does not go on. `mark` is what sets it apart, besides: "in italics", "a
    block quote", "a list item". None of them makes two blocks differ.
    """

    start: int
    end: int
    kind: BlockKind = "text"
    bold: tuple[tuple[int, int], ...] = field(default=(), compare=False, repr=False)
    ends_turn: bool = field(default=False, compare=False, repr=False)
    voice: str | None = field(default=None, compare=False, repr=False)
    mark: str = field(default="", compare=False, repr=False)
    style: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One interview: the text as found, and a clean text with a way back.

    `raw_offsets[i]` is the place in `raw` of the character `clean[i]`; strictly increasing. `times` are pairs of a
    place in `raw` and the second of the recording at which what stands there is heard, in order of the places.
    """

    source: Source
    raw: str = field(repr=False)
    clean: str = field(repr=False)
    raw_offsets: Sequence[int] = field(repr=False)
    blocks: tuple[Block, ...] = field(repr=False)
    curation: Curation | None = field(default=None, repr=False)
    times: tuple[tuple[int, float], ...] = field(default=(), repr=False)
    facts: Mapping[str, Any] = field(default_factory=dict, repr=False)
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.raw_offsets) != len(self.clean):
            raise ValueError(f"{len(self.clean)} clean characters, but {len(self.raw_offsets)} offsets")

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of `raw` that `clean[start:end]` comes from; `end` > `start`."""
        last = self.raw_offsets[end - 1]
        is_reference = self.raw[last] == "&" != self.clean[end - 1]  # "&#8217;" as in a web page
        if self.source.suffix in (".json", ".jsonl") and (escape := _JSON_ESCAPE.match(self.raw, last)):
            return self.raw_offsets[start], escape.end()
        return self.raw_offsets[start], (self.raw.find(";", last) if is_reference else last) + 1

    def raw_line(self, position: int) -> int:
        """Return the line of the file, counted from 1, that holds `clean[position]`."""
        return self.raw.count("\n", 0, self.raw_offsets[position]) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """`clean[start:end]` of one document, said by one person; speaker None: nobody that we may name.

    `start_seconds` is when it begins in the recording, where the document says so. `is_unlabelled`: it is somebody's,
    in a document that does not say whose any words are. `removed` is who said it, where that person was taken out
    again: their words are nobody's, and are shown nowhere.
    """

    start: int
    end: int
    speaker: str | None
    role: Role = "guest"
    attribution: Attribution = "printed"
    confidence: float = 1.0
    reason: Reason | None = None
    start_seconds: float | None = None
    is_unlabelled: bool = False
    removed: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a turn from {self.start} to {self.end} is no stretch of text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """One to three sentences of one person that stand on their own: `clean[start:end] == text`.

    `speaker` is empty where the document does not say who speaks, and its quotes are wanted all the same.

    `context_before` and `context_after` are what stands around it in the same document;
    `answers` is the question that the quote's turn replies to, if one was asked; `deep_link` goes to
    the very words, where the linked page is known to hold them, or to the second of a linked recording.
    `is_emphasized` is what editors set in bold. `start_seconds` is when it is heard in the recording, where the
    document says so; `line` is where it stands in the file, where that is a text.
    `sentences` are where its sentences stand in the clean text; they are known to a build, and not kept.
    """

    id: str
    text: str
    speaker: str
    role: Role
    attribution: Attribution
    attribution_confidence: float
    language: Language
    source: Source
    start: int
    end: int
    raw_start: int
    raw_end: int
    context_before: str = ""
    context_after: str = ""
    answers: str = ""
    deep_link: str | None = None
    is_emphasized: bool = False
    start_seconds: float | None = None
    line: int | None = None
    sentences: tuple[tuple[int, int], ...] = field(default=(), compare=False, repr=False)

    @property
    def pieces(self) -> list[str]:
        """Its sentences in order, exact slices of its text; the text alone where they are not known."""
        return [self.text[start - self.start : end - self.start] for start, end in self.sentences] or [self.text]


def quote_id(document_id: str, start: int, end: int, text: str) -> str:
    """Return 16 hex digits that stay the same as long as document, span and text do."""
    return hashlib.sha256(f"{document_id}\0{start}\0{end}\0{text}".encode()).hexdigest()[:16]
