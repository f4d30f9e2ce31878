"""The fixed rule that turns a text as found into a clean one, with the way back for every character.

Undone: hard line wraps, Markdown (emphasis, images, link targets, escapes), control characters. Words are
never changed, only marks between them dropped: each clean character is the raw one at its offset, or a
single space where the raw text has white space.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from index.domain import Block, BlockKind

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_LINE_END = re.compile(r"[\r\n]")
_RULE = re.compile(r"\s*(?:([=\-*_])[\s\1]*|>?\s*)\Z")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+")
_ASIDE = re.compile(r"\s{0,3}(?:>\s?)+")
_BULLET = re.compile(r"\s*[-*+•]\s+")
_NUMBERED = re.compile(r"\s*\d{1,3}[.)]\s+")
_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(?:.*\r?\n){0,100}?---[ \t]*(?:\r?\n|\Z)")

# Lengths are bounded, so that hostile input costs linear time.
_MARKUP = re.compile(
    r"!\[[^\]\n]{0,300}\]\([^)\s]{0,2000}(?:\s+\"[^\"\n]{0,300}\")?\)"
    r"|\[(?P<label>[^\[\]\n]{0,300})\]\([^)\s]{0,2000}\)"
    r"|</?(?:a|b|br|center|div|em|font|i|img|p|span|strong|sub|sup|u)(?:\s[^<>\n]{0,500})?/?>"
    r"|\\(?P<escaped>[\\`*_{}\[\]()#+\-.!>~|])"
    r"|\*{2,}",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(
    r"(?<![A-Za-z0-9*])(?P<star>\*)(?![\s*])[^*\n]{1,300}?(?<![\s*])(?P<star_end>\*)(?![A-Za-z0-9*])"
    r"|(?<!\w)(?P<line>_)(?![\s_])[^_\n]{1,300}?(?<![\s_])(?P<line_end>_)(?!\w)"
)

_CUT_PROSE_CHARACTERS = 60  # a shorter block without a full stop is a heading, not half a sentence
_OPEN_END = re.compile(r"[A-Za-z0-9,;]\Z")
_PAUSE_END = re.compile(r"(?:\.\.\.|…)\Z")
_LABEL_LIKE = re.compile(r"[^\n]{0,40}?[:：]")


@dataclass(slots=True)
class _Draft:
    """A block in the making: its characters, and the raw offset of each."""

    kind: BlockKind
    is_list: bool = False
    text: str = ""
    offsets: list[int] = field(default_factory=list)

    def append(self, text: str, offsets: list[int]) -> None:
        self.text += text
        self.offsets += offsets


def clean_text(raw: str) -> tuple[str, list[int], tuple[Block, ...]]:
    """Return the clean text, the raw offset of each of its characters, and its blocks.

    Args:
        raw: A text as found: Markdown or plain, with any line ends.

    Returns:
        Clean text (blocks separated by one newline, no white space but single spaces inside),
        strictly increasing offsets into `raw` (one a clean character), blocks in order.
    """
    clean: list[str] = []
    offsets: list[int] = []
    blocks: list[Block] = []
    length = 0
    for draft in _join_cut_prose(_drafts(raw)):
        if clean:
            line_end = _LINE_END.search(raw, offsets[-1] + 1, draft.offsets[0])
            offsets.append(line_end.start() if line_end else offsets[-1] + 1)
            clean.append("\n")
            length += 1
        blocks.append(Block(start=length, end=length + len(draft.text), kind=draft.kind))
        clean.append(draft.text)
        offsets += draft.offsets
        length += len(draft.text)
    return "".join(clean), offsets, tuple(blocks)


def _drafts(raw: str) -> Iterator[_Draft]:
    """Yield each block of `raw` that has any text, with markup taken out."""
    for draft in _group_lines(raw):
        finished = _without_markup(draft)
        if finished.text:
            yield finished


def _group_lines(raw: str) -> Iterator[_Draft]:
    """Yield lines that belong together as one draft, wraps undone and line prefixes dropped."""
    position = 0
    if front_matter := _FRONT_MATTER.match(raw):
        position = front_matter.end()
        yield _Draft(kind="aside", text=raw[:position], offsets=list(range(position)))
    draft: _Draft | None = None
    for line in _LINE.finditer(raw, position):
        text, start = line[1], line.start()
        prefix, kind, is_list = _line_prefix(text)
        if _RULE.match(text):
            if draft:
                yield draft
            draft = None
        elif draft and kind == draft.kind == "text" and not is_list:
            _wrap(draft, text, start)
        elif draft and kind == draft.kind == "aside":
            _wrap(draft, text[prefix:], start + prefix)
        else:
            if draft:
                yield draft
            draft = _Draft(kind=kind, is_list=is_list)
            draft.append(text[prefix:], list(range(start + prefix, start + len(text))))
        if line.end() == len(raw):
            break
    if draft:
        yield draft


def _line_prefix(text: str) -> tuple[int, BlockKind, bool]:
    """Return how many characters of a line are Markdown, what the line is, and whether it is a list item."""
    if found := _HEADING.match(text):
        return found.end(), "heading", False
    if found := _ASIDE.match(text):
        return found.end(), "aside", False
    if found := _BULLET.match(text):
        return found.end(), "text", True
    if _NUMBERED.match(text):
        return 0, "text", True
    return 0, "text", False


def _wrap(draft: _Draft, text: str, start: int) -> None:
    """Add a further line to a draft, with a space between only where the languages want one."""
    stripped = text.lstrip()
    start += len(text) - len(stripped)
    draft_end = draft.text.rstrip()
    if stripped and draft_end and _wants_space(_last_letter(draft_end), _first_letter(stripped)):
        draft.append(" ", [draft.offsets[-1] + 1])
    draft.append(stripped, list(range(start, start + len(stripped))))


def _last_letter(text: str) -> str:
    return text.rstrip("*_")[-1:] or " "


def _first_letter(text: str) -> str:
    return text.lstrip("*_")[:1] or " "


def _wants_space(before: str, after: str) -> bool:
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


def _without_markup(draft: _Draft) -> _Draft:
    """Return the draft without inline markup and control characters, white space collapsed."""
    dropped = _markup_positions(draft.text)
    finished = _Draft(kind=draft.kind, is_list=draft.is_list)
    characters: list[str] = []
    for position, character in enumerate(draft.text):
        if position in dropped:
            continue
        if character.isspace():
            if characters and characters[-1] != " ":
                characters.append(" ")
                finished.offsets.append(draft.offsets[position])
        elif unicodedata.category(character) not in ("Cc", "Cf", "Cs"):
            characters.append(character)
            finished.offsets.append(draft.offsets[position])
    finished.text = "".join(characters).rstrip()
    del finished.offsets[len(finished.text) :]
    return finished


def _markup_positions(text: str) -> set[int]:
    """Return the positions in `text` that are markup."""
    dropped: set[int] = set()
    kept: set[int] = set()
    for found in _MARKUP.finditer(text):
        inner = found.span("label") if found["label"] is not None else found.span("escaped")
        dropped.update(range(found.start(), found.end()))
        dropped.difference_update(range(*inner))
        kept.update(range(*inner) if found["escaped"] else ())
    for found in _EMPHASIS.finditer(text):
        for group in ("star", "star_end", "line", "line_end"):
            if found[group] is not None and found.start(group) not in kept:
                dropped.add(found.start(group))
    return dropped


def _join_cut_prose(drafts: Iterator[_Draft]) -> Iterator[_Draft]:
    """Yield drafts; prose that a blank line cuts in the middle of a sentence becomes one again."""
    previous: _Draft | None = None
    for draft in drafts:
        if previous and _continues(previous, draft):
            previous.append(" ", [previous.offsets[-1] + 1])
            previous.append(draft.text, draft.offsets)
            continue
        if previous:
            yield previous
        previous = draft
    if previous:
        yield previous


def _continues(previous: _Draft, draft: _Draft) -> bool:
    """Tell whether `draft` goes on with a sentence that `previous` leaves open (Latin script only)."""
    if previous.kind != "text" or draft.kind != "text" or draft.is_list or _LABEL_LIKE.match(draft.text):
        return False
    if len(previous.text) < _CUT_PROSE_CHARACTERS or not re.search(r"[.?!] ", previous.text):
        return False
    first = draft.text[0]
    if not first.isascii() or not first.isalnum():
        return False
    return bool(_OPEN_END.search(previous.text)) or (first.islower() and bool(_PAUSE_END.search(previous.text)))
