"""Blocks in the making: lines as a format's reader finds them, and how wrapped lines become one text again."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from index.domain import BlockKind
from index.formats.openings import find_openings
from index.formats.segments import Segment

_WHITE_SPACE = re.compile(r"\s")


@dataclass(slots=True)
class Draft:
    """A block in the making: its characters, and the raw offset of each; `opens`: it begins with a label."""

    kind: BlockKind
    is_list: bool = False
    ends_turn: bool = False
    voice: str | None = None
    mark: str = ""
    style: str = ""
    opens: bool = False
    characters: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The characters as one text."""
        return "".join(self.characters)

    def empty_copy(self) -> "Draft":
        """Return a draft that has no characters, and else is the same."""
        return replace(self, characters=[], offsets=[])

    def append(self, text: str, offsets: Sequence[int]) -> None:
        """Add characters with their raw offsets."""
        self.characters += text
        self.offsets += offsets


def join_segments(segments: Sequence[Segment], raw: str) -> Iterator[Draft]:
    """Yield paragraphs made of segments: wraps undone, a new one where a segment begins with a speaker's label.

    Nothing is joined where voice, style or kind change.
    """
    draft: Draft | None = None
    for segment, opens in zip(segments, find_openings(segments), strict=True):
        if draft is None or opens or not _goes_on(draft, segment) or not _wrap(draft, segment, raw):
            if draft:
                yield draft
            draft = _draft_of(segment, opens=opens)
    if draft:
        yield draft


def _goes_on(draft: Draft, segment: Segment) -> bool:
    """Tell whether a segment is of one kind with a paragraph, voice and style among it, and begins none itself."""
    alike = (segment.kind, segment.voice, segment.style) == (draft.kind, draft.voice, draft.style)
    return alike and not segment.begins_paragraph


def _draft_of(segment: Segment, *, opens: bool) -> Draft:
    return Draft(
        kind=segment.kind,
        is_list=segment.is_list,
        ends_turn=segment.ends_turn,
        voice=segment.voice,
        mark=segment.mark,
        style=segment.style,
        opens=opens,
        characters=list(segment.text),
        offsets=list(segment.offsets),
    )


def _wrap(draft: Draft, line: Segment, raw: str) -> bool:
    """Add a further line to a draft, with a space between only where the languages want one.

    Returns:
        False where a space is wanted and the raw text has none: nothing was added.
    """
    stripped = line.text.lstrip()
    offsets = line.offsets[len(line.text) - len(stripped) :]
    last = _last_letter(draft.characters)
    if stripped and last and wants_space(last, stripped.lstrip("*_")[:1] or " "):
        space = white_space_between(raw, draft.offsets[-1] + 1, offsets[0])
        if space is None and line.text[0].isspace():
            space = line.offsets[0]  # in JSON, the quotation mark before a text
        if space is None:
            return False
        draft.append(" ", [space])
    draft.append(stripped, offsets)
    return True


def white_space_between(raw: str, start: int, end: int) -> int | None:
    """Return the first place in `raw[start:end]` that holds white space, or None."""
    space = _WHITE_SPACE.search(raw, start, end)
    return space.start() if space else None


def _last_letter(characters: Sequence[str]) -> str:
    """Return the last character but for white space and emphasis; empty where there is no text at all."""
    position = len(characters) - 1
    while position >= 0 and characters[position].isspace():
        position -= 1
    if position < 0:
        return ""
    while position >= 0 and characters[position] in "*_":
        position -= 1
    return characters[position] if position >= 0 else " "


def wants_space(before: str, after: str) -> bool:
    """Tell whether a line wrap between two characters stands for a space: not beside Chinese marks."""
    if _is_wide_mark(before) or _is_wide_mark(after):
        return False
    return not (_is_han(before) and (_is_han(after) or after in "“”‘’…—")) and not (
        _is_han(after) and before in "“”‘’…—"
    )


def _is_han(character: str) -> bool:
    return "\u3040" <= character <= "\u30ff" or "\u3400" <= character <= "\u9fff" or character >= "\U00020000"


def _is_wide_mark(character: str) -> bool:
    return "\u3000" <= character <= "\u303f" or "\uff00" <= character <= "\uff65"
