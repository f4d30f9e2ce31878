"""Blocks in the making: lines as a format's reader finds them, and how wrapped lines become one text again."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from index.domain import BlockKind
from index.text.names import is_answering, is_asking, is_person_like, is_somebody, opening_name

_SENTENCE_END = re.compile(r"[.。!！?？…—][\"'”’」』)）\]】*_]*\s*\Z")
_WHITE_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of text, the raw offset of each of its characters, and what is known about it.

    A `fresh` line never goes on with the block before; `ends_turn`: whoever spoke before does not go on here.
    """

    text: str
    offsets: Sequence[int]
    kind: BlockKind = "text"
    is_list: bool = False
    fresh: bool = False
    ends_turn: bool = False


@dataclass(slots=True)
class Draft:
    """A block in the making: its characters, and the raw offset of each."""

    kind: BlockKind
    is_list: bool = False
    ends_turn: bool = False
    characters: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The characters as one text."""
        return "".join(self.characters)

    def append(self, text: str, offsets: Sequence[int]) -> None:
        """Add characters with their raw offsets."""
        self.characters += text
        self.offsets += offsets


def join_lines(lines: Sequence[Line], raw: str) -> Iterator[Draft]:
    """Yield blocks made of lines: wraps undone, a new block where a line begins with a speaker's label.

    A line begins with a label if its first words look like one and either stand at the start of another line
    as well, or are a person's name behind a finished sentence. So wrapped prose with a colon stays whole.
    """
    names = [opening_name(line.text, after.text) for line, after in pairwise([*lines, Line(text="", offsets=())])]
    counts = Counter(name for name in names if name)
    draft: Draft | None = None
    before = ""
    for line, name in zip(lines, names, strict=True):
        opens = name is not None and (counts[name] > 1 or _could_be_new(name, before))
        if draft is None or line.fresh or opens or line.kind != draft.kind or not _wrap(draft, line, raw):
            if draft:
                yield draft
            draft = Draft(kind=line.kind, is_list=line.is_list, ends_turn=line.ends_turn)
            draft.append(line.text, line.offsets)
        before = line.text
    if draft:
        yield draft


def _could_be_new(name: str, before: str) -> bool:
    is_speaker = is_person_like(name) or is_asking(name) or is_answering(name) or is_somebody(name)
    return is_speaker and bool(_SENTENCE_END.search(before[-40:]))


def _wrap(draft: Draft, line: Line, raw: str) -> bool:
    """Add a further line to a draft, with a space between only where the languages want one.

    Returns:
        False where a space is wanted and the raw text has none: nothing was added.
    """
    stripped = line.text.lstrip()
    offsets = line.offsets[len(line.text) - len(stripped) :]
    last = _last_letter(draft.characters)
    if stripped and last and wants_space(last, stripped.lstrip("*_")[:1] or " "):
        space = white_space_between(raw, draft.offsets[-1] + 1, offsets[0])
        if space is None:
            return False
        draft.append(" ", [space])
    draft.append(stripped, offsets)
    return True


def white_space_between(raw: str, start: int, end: int) -> int | None:
    """Return the first place in `raw[start:end]` that holds white space, or None."""
    found = _WHITE_SPACE.search(raw, start, end)
    return found.start() if found else None


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
