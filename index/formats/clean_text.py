"""The fixed rule that turns a text as found into a clean one, with the way back for every character.

Undone: hard line wraps, markup of the format (Markdown, HTML, subtitles), what is not seen. Words are
never changed, only marks between them dropped: each clean character is the raw one at its offset, a single
space where the raw text has white space, or what the character reference at its offset stands for ("&amp;").
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from index.domain import Block
from index.formats.bold_questions import split_bold_question
from index.formats.markdown import without_markup
from index.formats.paragraphs import Draft, join_segments, wants_space, white_space_between
from index.formats.segments import Reading
from index.text.unseen import unseen_places

_LINE_END = re.compile(r"[\r\n]")
_CUT_PROSE_CHARACTERS = 60  # a shorter block without a full stop is a heading, not half a sentence
_OPEN_END = re.compile(r"[A-Za-z0-9,;]\Z")
_PAUSE_END = re.compile(r"(?:\.\.\.|…)\Z")
_LABEL_LIKE = re.compile(r"[^\n]{0,40}?[:：]")


def clean_reading(reading: Reading) -> tuple[str, list[int], tuple[Block, ...]]:
    """Return the clean text of a document, the raw offset of each of its characters, and its blocks.

    Returns:
        Clean text (blocks separated by one newline, no white space but single spaces inside),
        strictly increasing offsets into `raw` (one a clean character), blocks in order.
    """
    drafts, bold = _join_paragraphs(reading)
    raw = reading.raw
    tidied = (part for draft in drafts for part in split_bold_question(_tidy(draft), bold))
    clean: list[str] = []
    offsets: list[int] = []
    blocks: list[Block] = []
    length = 0
    for draft in _join_cut_prose((draft for draft in tidied if draft.characters), raw, bold):
        if clean:
            line_end = _LINE_END.search(raw, offsets[-1] + 1, draft.offsets[0])
            offsets.append(line_end.start() if line_end else offsets[-1] + 1)
            clean.append("\n")
            length += 1
        blocks.append(_block(draft, length, bold))
        clean.append(draft.text)
        offsets += draft.offsets
        length += len(draft.characters)
    return "".join(clean), offsets, tuple(blocks)


def _join_paragraphs(reading: Reading) -> tuple[list[Draft], Sequence[tuple[int, int]]]:
    """Return the paragraphs of a document without their markup, and the raw stretches that are bold, in order."""
    drafts = list(join_segments(reading.segments, reading.raw))
    if not reading.has_markdown:
        return drafts, reading.bold
    drafts_with_bold = [without_markup(draft) for draft in drafts]
    return [draft for draft, _ in drafts_with_bold], [stretch for _, bold in drafts_with_bold for stretch in bold]


def _block(draft: Draft, start: int, bold: Sequence[tuple[int, int]]) -> Block:
    first, last = draft.offsets[0], draft.offsets[-1]
    place = max(bisect_left(bold, (first, first)) - 1, 0)
    stretches: list[tuple[int, int]] = []
    for stretch in bold[place : bisect_left(bold, (last + 1, 0))]:
        if stretch[1] > first:
            stretches.append(stretch)
    return Block(
        start=start,
        end=start + len(draft.characters),
        kind=draft.kind,
        bold=tuple(stretches),
        ends_turn=draft.ends_turn,
        voice=draft.voice,
        mark=draft.mark,
        style=draft.style,
    )


def _tidy(draft: Draft) -> Draft:
    """Return the draft without what is not seen, white space collapsed, line ends undone."""
    tidy = draft.empty_copy()
    unseen = unseen_places(draft.text)
    space: int | None = None  # where white space began that is not written yet
    has_line_end = False
    for place, (character, offset) in enumerate(zip(draft.characters, draft.offsets, strict=True)):
        if character.isspace():
            space = offset if space is None else space
            has_line_end = has_line_end or character in "\r\n"
        elif place not in unseen:
            written = tidy.characters
            if space is not None and written and (not has_line_end or wants_space(written[-1], character)):
                tidy.append(" ", [space])
            tidy.append(character, [offset])
            space, has_line_end = None, False
    return tidy


def _join_cut_prose(drafts: Iterator[Draft], raw: str, bold: Sequence[tuple[int, int]]) -> Iterator[Draft]:
    """Yield drafts; prose that a blank line cuts in the middle of a sentence becomes one again.

    Bold words and others are two people's: who asks in bold may be interrupted.
    """
    previous: Draft | None = None
    for draft in drafts:
        if previous and _continues(previous, draft) and _are_alike(previous.offsets[-1], draft.offsets[0], bold):
            space = white_space_between(raw, previous.offsets[-1] + 1, draft.offsets[0])
            if space is not None:
                previous.append(" ", [space])
                previous.append(draft.text, draft.offsets)
                continue
        if previous:
            yield previous
        previous = draft
    if previous:
        yield previous


def _are_alike(last: int, first: int, bold: Sequence[tuple[int, int]]) -> bool:
    """Tell whether the raw places of two characters are both bold, or both not."""
    return _is_bold(last, bold) == _is_bold(first, bold)


def _is_bold(place: int, bold: Sequence[tuple[int, int]]) -> bool:
    stretch = bisect_left(bold, place + 1, key=lambda stretch: stretch[0]) - 1
    return stretch >= 0 and place < bold[stretch][1]


def _continues(previous: Draft, draft: Draft) -> bool:
    """Tell whether `draft` goes on with a sentence that `previous` leaves open (Latin script only)."""
    if previous.kind != "text" or draft.kind != "text" or draft.is_list or draft.ends_turn or draft.opens:
        return False
    if (previous.voice, previous.mark, previous.style) != (draft.voice, draft.mark, draft.style):
        return False
    first, end = draft.characters[0], "".join(previous.characters[-3:])
    if not first.isascii() or not first.isalnum():
        return False
    if not (_OPEN_END.search(end) or (first.islower() and _PAUSE_END.search(end))):
        return False
    if len(previous.characters) < _CUT_PROSE_CHARACTERS or _LABEL_LIKE.match("".join(draft.characters[:42])):
        return False
    return re.search(r"[.?!] ", previous.text) is not None
