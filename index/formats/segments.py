"""What a reader of a format hands on: segments, as the file has them, before anything is joined."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from index.domain import BlockKind

PARAGRAPH_CHARACTERS = 1200  # of one speaker's cues, behind which the next end of a sentence ends a paragraph


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A piece of a document, such as a line, a paragraph or a cue, and what the file itself says of it.

    Attributes:
        text: Its characters. Inline markup that is undone in whole paragraphs only (Markdown's) is still among them.
        offsets: The place in the raw text of each character.
        kind: Whether it is text, a heading, or an aside that is part of no turn.
        is_list: Whether it is an item of a list.
        begins_paragraph: Whether it begins a paragraph, so that it never goes on with the segment before.
        ends_turn: Whether whoever spoke before does not go on here.
        voice: Who speaks, where the file says so apart from the text (`<v Ada>`, `"speaker": "Ada"`). Empty where
            other segments of the file have a voice and this one has none; None where voices are no part of the file.
        mark: What sets it apart from other segments, besides: "in italics", "a block quote", "a list item".
        style: Colour, class or paragraph style, empty for none; a change of it may be a change of the speaker.
        start_seconds: When it is heard, where the file says so.
    """

    text: str
    offsets: Sequence[int]
    kind: BlockKind = "text"
    is_list: bool = False
    begins_paragraph: bool = False
    ends_turn: bool = False
    voice: str | None = None
    mark: str = ""
    style: str = ""
    start_seconds: float | None = None

    def without_start(self, count: int) -> "Segment":
        """Return the segment without its first characters."""
        return replace(self, text=self.text[count:], offsets=self.offsets[count:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A file as its reader understood it.

    Attributes:
        raw: The text that offsets count in: the file's own, or what was extracted where the file is no text.
        segments: In order.
        bold: The stretches of `raw` that are bold, in order, where they are known before paragraphs are joined.
        facts: What the file says about itself, by the keys of sources.toml ("title", "link", "recording" …).
        warnings: What was forgiven or left out, for a person to look at.
        has_markdown: Whether inline Markdown is still in the segments' text.
    """

    raw: str
    segments: Sequence[Segment]
    bold: Sequence[tuple[int, int]] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    warnings: Sequence[str] = ()
    has_markdown: bool = False
