"""Web pages: what a reader of the page sees, who the page says speaks, and what it says about itself.

tags -> lines (with the elements that they stand in) -> speech (names and times taken out) -> segments
"""

from collections.abc import Sequence

from index.formats.pages.facts import PageFacts
from index.formats.pages.main_text import labelled_lines, leave_out_furniture, leave_out_links, leave_out_surroundings
from index.formats.pages.page_lines import PageLines
from index.formats.pages.parts import Piece
from index.formats.pages.speech import read_speech
from index.formats.pages.styles import with_styles
from index.formats.pages.tags import Tag, read_tags
from index.formats.segments import Reading, Segment

_WARNING = "{} lines that seem to be menus, links, comments or other surroundings of the text are nobody's"


def read_page(raw: str, suffix: str) -> Reading:
    """Return how a web page reads; offsets count in `raw` as it is."""
    page, facts = PageLines(raw=raw, suffix=suffix), PageFacts(raw=raw)
    for item in read_tags(raw):
        if isinstance(item, Tag):
            page.read_tag(item)
            facts.read_tag(item)
        else:
            page.read_text(*item)
    page.finish()
    furniture = leave_out_furniture(page.lines)
    speech = read_speech(page.lines, [mark for mark in page.marks if mark.element not in furniture])
    said = [piece.line for piece in speech if piece.voice] or labelled_lines(page.lines)
    left_out = sum(line.element in furniture for line in page.lines)
    left_out += leave_out_surroundings(page.lines, said) + leave_out_links(page.lines, said)
    return Reading(
        raw=raw,
        segments=_segments(with_styles(speech)),
        bold=page.bold,
        facts=facts.facts(page.lines),
        warnings=[_WARNING.format(left_out)] if left_out else [],
    )


def _segments(styled: Sequence[tuple[Piece, str]]) -> list[Segment]:
    segments: list[Segment] = []
    before: Piece | None = None
    for piece, style in styled:
        line = piece.line
        opens = before is None or before.line is not line
        segments.append(
            Segment(
                text=piece.text,
                offsets=line.offsets[piece.start : piece.end],
                kind=line.kind,
                begins_paragraph=line.begins_paragraph if opens else piece.behind_name,
                ends_turn=line.ends_turn and opens,
                voice=piece.voice,
                mark=piece.mark_of_line,
                style=style,
                start_seconds=piece.seconds,
            )
        )
        before = piece
    return segments
