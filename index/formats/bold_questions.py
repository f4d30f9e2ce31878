"""A question in bold with its answer in the same paragraph: two paragraphs, since two people speak in it."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from index.formats.paragraphs import Draft
from index.text.sentences import QUESTION_END

_NEARLY_ALL = 0.7  # of the characters; a colon or a name in front need not be bold
_FEWEST_CHARACTERS = 2  # of raw text between the two, for the line end that parts them


def split_bold_question(draft: Draft, bold: Sequence[tuple[int, int]]) -> Iterator[Draft]:
    """Yield a paragraph whole, or in two where it begins with a question in bold and goes on in plain type.

    Args:
        draft: The paragraph, without markup.
        bold: The raw stretches of the document that are bold, in order.
    """
    end = _question_end(draft, bold)
    for first, last in ((0, end), (end, len(draft.offsets))) if end else ((0, len(draft.offsets)),):
        part, text = draft.empty_copy(), draft.text[first:last].rstrip()
        part.append(text, draft.offsets[first : first + len(text)])
        part.opens = draft.opens and first == 0
        yield part


def _question_end(draft: Draft, bold: Sequence[tuple[int, int]]) -> int:
    """Return where the plain words behind a question in bold begin, 0 where there are none."""
    if draft.kind != "text" or not draft.offsets:
        return 0
    offsets, counted = draft.offsets, 0
    for start, raw_end in bold[bisect_left(bold, offsets[0], key=lambda stretch: stretch[1]) :]:
        if start > offsets[-1]:
            return 0
        end = bisect_left(offsets, raw_end)
        counted += end - bisect_left(offsets, start)
        if counted < _NEARLY_ALL * end:
            return 0
        if end < len(offsets) and QUESTION_END.search(draft.text[:end]):
            return _word_behind(draft, end)
    return 0


def _word_behind(draft: Draft, end: int) -> int:
    """Return the place of the first word from `end` on, 0 where there is none, or no room to part the two."""
    behind = draft.text[end:]
    start = end + len(behind) - len(behind.lstrip())
    if start == len(draft.offsets) or not any(character.isalnum() for character in behind):
        return 0
    last = len(draft.text[:end].rstrip()) - 1
    return start if draft.offsets[start] - draft.offsets[last] >= _FEWEST_CHARACTERS else 0
