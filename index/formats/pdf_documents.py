"""PDFs with a text layer: running heads, feet and line numbers dropped, lines joined into paragraphs again.

The text and the place of each line come from PDFium. It was compared with pypdf, pdfminer.six and pdfplumber on real
transcripts: pdfplumber glued words together, pdfminer.six put columns of short lines out of order, and pypdf found the
same words as PDFium in six to twenty times the time.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median

from index.formats.extracted_text import ExtractedText, TextRun
from index.formats.pdf_pages import HYPHEN, PdfLine, read_pdf_lines
from index.formats.segments import Reading

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|p\.|第)?\s*\d{1,4}\s*[页頁]?|[ivxl]{1,6})(?:\s*(?:of|/|von|,?\s*共)\s*\d{1,4}\s*[页頁]?)?\W*",
    re.IGNORECASE,
)
_LINE_NUMBER = re.compile(r"\s*(\d{1,2})(?:\s+|\Z)")
_ONLY_NUMBER = re.compile(r"\s*\d{1,4}\s*")
_REFERENCE = re.compile(r"\d{1,4}:\d{1,2}(?:,\d{1,2})*,?")
_INDEX_SHARE = 0.3
_FEWEST_NUMBERED_LINES = 5
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE_END = re.compile(r"[.。!！?？…:：][\"'”’」』)）\]]*\s*\Z")
_NO_TITLE = re.compile(
    r".{0,2}|(?:microsoft )?(?:word|powerpoint)\b.*|\S*_\S*|untitled.*|document ?\d*|.*\.(?:docx?|pdf|indd|tex|ptx)",
    re.IGNORECASE,
)
_EDGE_LINES = 3  # of a page at its top and bottom, where heads and feet stand
_FEWEST_PAGES = 3
_SAME_PLACE_POINTS = 6.0
_INDENT_POINTS = 8.0
_WIDE_GAP = 1.35
_SHORT_LINE = 0.85


def read_pdf_document(content: bytes) -> Reading:
    """Return the segments of a PDF; its `raw` is the text of its lines, words at line ends whole where that is sure.

    Raises:
        CorpusError: It is no PDF, is encrypted, has no text but pictures of it, or is too large.
    """
    lines, title = read_pdf_lines(content)
    pages = [_whole_rows(list(page)) for _, page in groupby(lines, key=lambda line: line.page)]
    spoken = [page for page in pages if not _is_index(page)]
    body = _without_hyphens([line for page in _without_edges(_without_numbers(spoken)) for line in page])
    text = ExtractedText()
    for line, begins_paragraph in _with_paragraphs(body):
        text.add_line(list(_text_runs(line)), begins_paragraph=begins_paragraph)
    words = " ".join(title.split())
    facts = {} if _NO_TITLE.fullmatch(words) else {"title": words}
    left_out = len(pages) - len(spoken)
    warnings = [f"pages left out because they are an index of words: {left_out}"] if left_out else []
    return Reading(raw=text.raw, segments=text.segments, bold=text.bold, facts=facts, warnings=warnings)


def _text_runs(line: PdfLine) -> Iterator[TextRun]:
    for bold, characters in groupby(zip(line.text, line.bold, strict=True), key=lambda pair: pair[1]):
        yield TextRun("".join(character for character, _ in characters), bold)


def _whole_rows(page: list[PdfLine]) -> list[PdfLine]:
    """Return the lines of a page, those that go on to the right of the one before on the same row in one."""
    rows: list[PdfLine] = []
    for line in page:
        if rows and _is_beside(rows[-1], line):
            _append(rows[-1], line, " ")
        else:
            rows.append(line)
    return rows


def _is_beside(before: PdfLine, line: PdfLine) -> bool:
    overlap = min(before.top, line.top) - max(before.bottom, line.bottom)
    return line.left >= before.right - 1 and overlap > 0.6 * min(before.top - before.bottom, line.top - line.bottom) > 0


def _append(line: PdfLine, further: PdfLine, between: str) -> None:
    """Add the text of a line to another one."""
    line.text += between + further.text
    line.bold += [bool(line.bold and line.bold[-1] and further.bold[0])] * len(between) + further.bold
    line.right, line.top = max(line.right, further.right), max(line.top, further.top)
    line.bottom = min(line.bottom, further.bottom)


def _without_numbers(pages: list[list[PdfLine]]) -> list[list[PdfLine]]:
    """Return the pages without the numbers of lines, which hearings have: in a column apart, or before each line."""
    pages = [_without_column(page) for page in pages]
    numbered = [page for page in pages if _is_numbered(page)]
    if 2 * len(numbered) <= len(pages):
        return pages
    for page in numbered:
        for line in page:
            number = _LINE_NUMBER.match(line.text)
            if number:
                line.text, line.bold = line.text[number.end() :], line.bold[number.end() :]
    return [[line for line in page if line.text.strip()] for page in pages]


def _without_column(page: Sequence[PdfLine]) -> list[PdfLine]:
    """Return a page without a run of lines that are nothing but numbers, each one more than the one before."""
    numbers = [int(line.text) if _ONLY_NUMBER.fullmatch(line.text) else None for line in page]
    kept: list[PdfLine] = []
    start = 0
    for end in range(1, len(page) + 1):
        before, number = numbers[end - 1], numbers[end] if end < len(page) else None
        if before is None or number != before + 1:
            kept += page[start:end] if end - start < _FEWEST_NUMBERED_LINES else ()
            start = end
    return kept


def _is_numbered(page: Sequence[PdfLine]) -> bool:
    """Tell whether most lines of a page begin with the number that follows the one before."""
    numbers = [int(match[1]) if (match := _LINE_NUMBER.match(line.text)) else -1 for line in page]
    follow = sum(after == before + 1 for before, after in pairwise(number for number in numbers if number >= 0))
    return len(page) >= _FEWEST_NUMBERED_LINES and follow > 0.8 * len(page)


def _is_index(page: Sequence[PdfLine]) -> bool:
    """Tell whether a page is an index of words, with the page and line of each: "river 12:3,8 14:20"."""
    words = [word for line in page for word in line.text.split()]
    return len(words) > 20 and sum(map(bool, map(_REFERENCE.fullmatch, words))) > _INDEX_SHARE * len(words)


def _without_edges(pages: list[list[PdfLine]]) -> list[list[PdfLine]]:
    """Return the pages without heads and feet: what stands at the same place of most pages, but for its digits."""
    counts: Counter[tuple[str, int]] = Counter()
    for page in pages:
        counts.update({key for line in _edges(page) for key in _keys(line)})
    kept = []
    for page in pages:
        edges = {id(line) for line in _edges(page) if _recurs(line, counts, len(pages))}
        outer = {id(line) for line in (*page[:1], *page[-1:]) if _PAGE_NUMBER.fullmatch(line.text)}
        kept.append([line for line in page if id(line) not in edges | outer])
    return kept


def _edges(page: Sequence[PdfLine]) -> list[PdfLine]:
    by_height = sorted(page, key=lambda line: -line.top)
    return by_height[:_EDGE_LINES] + by_height[_EDGE_LINES:][-_EDGE_LINES:]


def _keys(line: PdfLine) -> tuple[tuple[str, int], tuple[str, int]]:
    """Return a line's words without digits, with its height in two roundings, so that close ones share one."""
    words = _DIGITS.sub("#", " ".join(line.text.split()))
    return (words, round(line.top / _SAME_PLACE_POINTS)), (words, round(line.top / _SAME_PLACE_POINTS + 0.5) + 10_000)


def _recurs(line: PdfLine, counts: Counter[tuple[str, int]], pages: int) -> bool:
    return max(counts[key] for key in _keys(line)) >= max(_FEWEST_PAGES, pages / 2)


def _without_hyphens(lines: list[PdfLine]) -> list[PdfLine]:
    """Return the lines with words whole that a hyphen parts at a line's end.

    The hyphen goes where the whole word stands elsewhere in the document and the one with the hyphen does not; else it
    stays in the word.
    """
    text = " ".join(line.text for line in lines)
    words = set(_WORD.findall(text.lower()))
    hyphened = text.lower()
    whole: list[PdfLine] = []
    for line in lines:
        if whole and whole[-1].text.endswith(HYPHEN):
            first, _, _ = line.text.partition(" ")
            head, tail = _last_word(whole[-1].text[:-1]), _WORD.match(first)
            joined = (head + (tail.group() if tail else "")).lower()
            is_sure = bool(tail) and joined in words and f"{head}-{first}".lower() not in hyphened
            _take_word(whole[-1], line, first, "" if is_sure else "-")
        if line.text.strip():
            whole.append(line)
    return whole


def _last_word(text: str) -> str:
    words = _WORD.findall(text[-60:])
    return words[-1] if words and text.endswith(words[-1]) else ""


def _take_word(before: PdfLine, line: PdfLine, word: str, hyphen: str) -> None:
    """Move the first word of a line to the end of the one before, in place of its hyphen."""
    is_bold = before.bold[-1]
    before.text, before.bold = before.text[:-1] + hyphen, before.bold[:-1] + [is_bold] * len(hyphen)
    before.text, before.bold = before.text + word, before.bold + line.bold[: len(word)]
    line.text, line.bold = line.text[len(word) :], line.bold[len(word) :]


def _with_paragraphs(lines: Sequence[PdfLine]) -> Iterator[tuple[PdfLine, bool]]:
    """Yield each line, and whether it begins a paragraph."""
    if not lines:
        return
    pitch = median(_pitches(lines) or [0.0])
    right = sorted(line.right for line in lines)[int(0.9 * (len(lines) - 1))]
    left = Counter(round(line.left) for line in lines).most_common(1)[0][0]
    yield lines[0], True
    for before, line in pairwise(lines):
        width = right - left
        gap = before.bottom - line.bottom if before.page == line.page else pitch
        is_over = before.page != line.page or bool(_SENTENCE_END.search(before.text))
        is_short = is_over and before.right < left + _SHORT_LINE * width
        is_moved = abs(line.left - before.left) > _INDENT_POINTS and (line.left > before.left or line.left < left - 1)
        opens_bold = line.bold[0] != before.bold[-1] and (line.bold[0] or all(before.bold))
        yield line, gap > _WIDE_GAP * pitch or gap < 0 or is_short or is_moved or opens_bold


def _pitches(lines: Iterable[PdfLine]) -> list[float]:
    pairs = pairwise(lines)
    return [
        before.bottom - line.bottom
        for before, line in pairs
        if before.page == line.page and line.bottom < before.bottom
    ]
