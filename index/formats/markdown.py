"""Plain text and Markdown: lines with their prefixes dropped, and inline markup taken out of a block."""

import re
from collections.abc import Iterator
from dataclasses import replace

from index.domain import BlockKind
from index.formats.paragraphs import Draft
from index.formats.segments import Segment

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_RULE = re.compile(r"\s*([=\-*_])(?:\s*\1)*\s*\Z")
_SHORTEST_RULE_CHARACTERS = 3
_BLANK = re.compile(r"\s*>?\s*\Z")
_HEADING = re.compile(r"\s{0,3}(?:#{1,6}\s+|#{2,6}(?=[^\s#]))")
_HEADING_END = re.compile(r"\s*#{1,6}\s*\Z")
_ASIDE = re.compile(r"\s{0,3}(?:>\s?)+")
_BULLET = re.compile(r"\s*[-*+•]\s+")
_NUMBERED = re.compile(r"\s*\d{1,3}[.)]\s+")
_LINK_TARGET = re.compile(r"\s{0,3}\[[^\[\]\n]{1,40}\]:\s*<?(?:[a-z]{2,10}:|[/#.])\S*")
_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?:.*\r?\n){0,100}?---[ \t]*(?:\r?\n|\Z)")

# Lengths are bounded, so that hostile input costs linear time.
_MARKUP = re.compile(
    r"!\[[^\]\n]{0,300}\]\([^()\[\n]{0,2000}(?:\([^()\[\n]{0,300}\)[^()\[\n]{0,300})?\)"
    r"|\[(?P<label>[^\[\]\n]{0,300})\]\([^)\s]{0,2000}\)"
    r"|\[(?P<referring>(?=[^\[\]\n]{0,40}[^\W\d])[^\[\]\n]{2,300})\]\[\w{1,3}\]"
    r"|</?(?P<tag>a|b|br|center|div|em|font|i|img|p|span|strong|sub|sup|u)(?:\s[^<>\n]{0,500})?/?>"
    r"|\\(?P<escaped>[\\`*_{}\[\]()#+\-.!>~|])"
    r"|(?P<bold>\*{2,}|(?<![\w?&/=])__(?=[^\s_][^_\n]{0,200}__(?!\w))|(?<=[^\s_])__(?!\w))",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(
    r"(?<![A-Za-z0-9*])(?P<star>\*)(?![\s*])[^*\n]{1,300}?(?<![\s*])(?P<star_end>\*)(?![A-Za-z0-9*])"
    r"|(?<!\w)(?P<line>_)(?![\s_])[^_\n]{1,300}?(?<![\s_])(?P<line_end>_)(?!\w)"
)
_ALL_EMPHASIS = re.compile(r"\s*(?:\*[^*\s][^*]*\*|_[^_\s][^_]*_)\s*\Z")


def read_text_lines(raw: str) -> Iterator[Segment]:
    """Yield the lines of a text that are not blank, line prefixes dropped."""
    position = 0
    if front_matter := _FRONT_MATTER.match(raw):
        position = front_matter.end()
        yield Segment(text=raw[:position], offsets=range(position), kind="aside", begins_paragraph=True)
    begins_paragraph, ends_turn = True, False
    pending: Segment | None = None  # held back until it is known that no line of "=" makes it a heading
    for match in _LINE.finditer(raw, position):
        text, start = match[1], match.start()
        if _BLANK.match(text) or _RULE.match(text):
            underlined = pending is not None and pending.begins_paragraph and _is_rule(text) and "=" in text
            if pending:
                yield replace(pending, kind="heading") if underlined else pending
            ends_turn = ends_turn or (_is_rule(text) and not underlined)
            pending, begins_paragraph = None, True
        else:
            if pending:
                yield pending
            pending = _line(text, start, begins_paragraph, ends_turn)
            begins_paragraph, ends_turn = False, False
        if match.end() == len(raw):
            break
    if pending:
        yield pending


def _line(text: str, start: int, begins_paragraph: bool, ends_turn: bool) -> Segment:
    prefix, kind, is_list = _line_prefix(text)
    closing = _HEADING_END.search(text, prefix) if kind == "heading" else None
    end = closing.start() if closing else len(text)
    return Segment(
        text=text[prefix:end],
        offsets=range(start + prefix, start + end),
        kind=kind,
        is_list=is_list,
        begins_paragraph=begins_paragraph or is_list or kind == "heading",
        ends_turn=ends_turn,
        mark=_mark(text[:prefix], is_list=is_list),
    )


def _mark(prefix: str, *, is_list: bool) -> str:
    """Return what the Markdown before a line sets it apart as; the number of a list's item is among its words."""
    if ">" in prefix:
        return "a block quote"
    return "a list item" if is_list and prefix else ""


def _is_rule(text: str) -> bool:
    return bool(_RULE.match(text)) and len(text.strip()) >= _SHORTEST_RULE_CHARACTERS


def _line_prefix(text: str) -> tuple[int, BlockKind, bool]:
    """Return how many characters of a line are Markdown, what the line is, and whether it is a list item."""
    if prefix := _HEADING.match(text):
        return prefix.end(), "heading", False
    if prefix := _ASIDE.match(text):
        return prefix.end(), "aside", False
    if _LINK_TARGET.match(text):
        return 0, "aside", False
    if prefix := _BULLET.match(text):
        return prefix.end(), "text", True
    if _NUMBERED.match(text):
        return 0, "text", True
    return 0, "text", False


def without_markup(draft: Draft) -> tuple[Draft, list[tuple[int, int]]]:
    """Return a block without inline markup, and the raw stretches of it that are bold.

    A paragraph that is nothing but emphasis is an aside: what editors say, or a caption.
    """
    text = draft.text
    dropped, bold = _markup_positions(text)
    is_emphasis = bool(_ALL_EMPHASIS.match(text))
    kind: BlockKind = "aside" if is_emphasis else draft.kind
    plain = replace(draft.empty_copy(), kind=kind, mark="in italics" if is_emphasis else draft.mark)
    kept = [position for position in range(len(text)) if position not in dropped]
    plain.append("".join(text[position] for position in kept), [draft.offsets[position] for position in kept])
    return plain, [(draft.offsets[start], draft.offsets[end]) for start, end in bold]


def _markup_positions(text: str) -> tuple[set[int], list[tuple[int, int]]]:
    """Return the positions in `text` that are markup, and the stretches between marks of bold."""
    dropped: set[int] = set()
    kept: set[int] = set()
    marks: list[int] = []
    for markup in _MARKUP.finditer(text):
        group = next((group for group in ("label", "referring") if markup[group]), "escaped")
        words = range(*markup.span(group))
        dropped.update(range(markup.start(), markup.end()))
        dropped.difference_update(words)
        kept.update(words if markup["escaped"] else ())
        if markup["bold"] or (markup["tag"] or "").lower() in ("b", "strong"):
            marks.append(markup.start() if len(marks) % 2 else markup.end() - 1)
    for emphasis in _EMPHASIS.finditer(text):
        for group in ("star", "star_end", "line", "line_end"):
            if emphasis[group] is not None and emphasis.start(group) not in kept:
                dropped.add(emphasis.start(group))
    return dropped, list(zip(marks[::2], marks[1::2], strict=False))
