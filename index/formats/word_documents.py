"""Word documents (DOCX): paragraphs with their styles, bold and colour, and tables with a column of speakers.

Three parts of the archive are read, no pictures. Inserted text is read and deleted text is not; text boxes, headers,
footers, notes and comments are no speech.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from index.domain import BlockKind
from index.errors import CorpusError
from index.formats.archives import Archive, Element, attribute, child, local_name, open_archive, words_of
from index.formats.extracted_text import ExtractedText, TextRun
from index.formats.segments import Reading
from index.formats.word_styles import Styles, WordStyle, is_on, read_styles
from index.formats.word_tables import read_rows

_AROUND_BLOCKS = frozenset(("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_AROUND_RUNS = _AROUND_BLOCKS | {"hyperlink", "fldSimple", "dir", "bdo", "ruby", "rubyBase"}
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_HEADING = re.compile(r"heading \d|title|subtitle", re.IGNORECASE)
_CONTENTS = re.compile(r"toc(?: \d| heading)|table of \w+", re.IGNORECASE)
_CAPTION = re.compile(r"caption|footnote text|endnote text|header|footer", re.IGNORECASE)
_PLAIN_STYLE = re.compile(r"normal(?: \(web\))?|body text|list paragraph|no spacing|default|plain text", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"|.{0,2}|(?:microsoft )?word.*|untitled.*|document ?\d*|unbenannt.*|文档 ?\d*|.*\.docx?", re.IGNORECASE
)
_MAIN_TYPE = re.compile(r"wordprocessingml\.(?:document|template)\.main\+xml|macroEnabled\w*\.main\+xml")


@dataclass(frozen=True, slots=True)
class _Paragraph:
    lines: list[list[TextRun]]
    kind: BlockKind
    is_list: bool
    style: str


def read_word_document(content: bytes) -> Reading:
    """Return the segments of a Word document; its `raw` is the text in it, a line a line, cells parted by tabs.

    Raises:
        CorpusError: It is no DOCX, is encrypted or damaged, or too large.
    """
    archive = open_archive(content, "DOCX")
    root = archive.read_xml(_main_part(archive))
    body = child(root, "body")
    if body is None:
        raise CorpusError("this DOCX has no text in it; save the interview as DOCX or as text")
    styles = read_styles(archive.read_xml("word/styles.xml"))
    text = ExtractedText()
    try:
        for element in _blocks(body):
            _read_block(element, styles, text)
    except RecursionError as error:
        raise CorpusError("this DOCX is nested too deeply; save it again") from error
    segments = text.segments
    if any(segment.voice for segment in segments):
        segments = [replace(segment, voice=segment.voice or "") for segment in segments]
    return Reading(raw=text.raw, segments=segments, bold=text.bold, facts=_facts(archive))


def _main_part(archive: Archive) -> str:
    """Return the name of the part that holds the text; some programs call it document2.xml."""
    types = archive.read_xml("[Content_Types].xml")
    for part in types if types is not None else ():
        if _MAIN_TYPE.search(attribute(part, "ContentType") or ""):
            return (attribute(part, "PartName") or "").lstrip("/")
    return "word/document.xml"


def _blocks(parent: Element) -> Iterator[Element]:
    """Yield the paragraphs and tables in an element, in order."""
    for element in parent:
        name = local_name(element)
        if name in ("p", "tbl"):
            yield element
        elif name in _AROUND_BLOCKS:
            yield from _blocks(element)


def _read_block(element: Element, styles: Styles, text: ExtractedText) -> None:
    """Read a paragraph, or a table row by row."""
    if local_name(element) == "p":
        _write(_paragraph(element, styles), text)
        return
    cells = [[list(_paragraphs(cell, styles)) for cell in _children(row, "tc")] for row in _children(element, "tr")]
    rows = read_rows([["\n".join(map(_text_of, cell)) for cell in row] for row in cells])
    for row, (voice, start_seconds, spoken) in zip(cells, rows, strict=True):
        for number, cell in enumerate(row):
            is_spoken = spoken is None or number == spoken
            for paragraph in cell:
                _write(paragraph, text, voice=voice, start_seconds=start_seconds, is_spoken=is_spoken)


def _children(parent: Element, name: str) -> Iterator[Element]:
    for element in parent:
        if local_name(element) == name:
            yield element
        elif local_name(element) in _AROUND_BLOCKS:
            yield from _children(element, name)


def _paragraphs(cell: Element, styles: Styles) -> Iterator[_Paragraph]:
    """Yield the paragraphs of a cell, those of tables inside it among them."""
    for element in _blocks(cell):
        if local_name(element) == "p":
            yield _paragraph(element, styles)
        else:
            for row in _children(element, "tr"):
                for inner in _children(row, "tc"):
                    yield from _paragraphs(inner, styles)


def _paragraph(element: Element, styles: Styles) -> _Paragraph:
    properties = child(element, "pPr")
    style = styles.paragraph(attribute(child(properties, "pStyle"), "val"))
    lines: list[list[TextRun]] = [[]]
    for run in _text_runs(element, style, styles):
        for number, part in enumerate(re.split(r"[\n\r]", run.text)):
            if number:
                lines.append([])
            lines[-1].append(replace(run, text=part))
    kind: BlockKind = (
        "heading" if _HEADING.fullmatch(style.name) else "aside" if _CAPTION.fullmatch(style.name) else "text"
    )
    if _CONTENTS.fullmatch(style.name):
        lines = [[]]
    is_list = child(properties, "numPr") is not None
    return _Paragraph(lines, kind, is_list, "" if _PLAIN_STYLE.fullmatch(style.name) else style.name)


def _text_runs(parent: Element, paragraph_style: WordStyle, styles: Styles) -> Iterator[TextRun]:
    """Yield what stands in a paragraph, run by run."""
    for element in parent:
        name = local_name(element)
        if name == "r":
            yield from _read_run(element, paragraph_style, styles)
        elif name in _AROUND_RUNS:
            yield from _text_runs(element, paragraph_style, styles)


def _read_run(run: Element, paragraph_style: WordStyle, styles: Styles) -> Iterator[TextRun]:
    properties = child(run, "rPr")
    if is_on(child(properties, "vanish")):
        return
    bold = is_on(child(properties, "b"), styles.is_bold(attribute(child(properties, "rStyle"), "val"), paragraph_style))
    colour = attribute(child(properties, "color"), "val") or ""
    for element in run:
        name = local_name(element)
        if name == "t":
            yield TextRun(element.text or "", bold, colour)
        elif name == "ruby":
            yield from _text_runs(element, paragraph_style, styles)
        elif name in _MARKS:
            yield TextRun(_MARKS[name], bold, colour)


def _text_of(paragraph: _Paragraph) -> str:
    return "\n".join("".join(run.text for run in line) for line in paragraph.lines)


def _write(
    paragraph: _Paragraph,
    text: ExtractedText,
    *,
    voice: str | None = None,
    start_seconds: float | None = None,
    is_spoken: bool = True,
) -> None:
    """Write a paragraph; a line in it goes on with the one before, unless that is empty or one of them is bold."""
    before: list[TextRun] = []
    for line in paragraph.lines:
        if not is_spoken:
            text.write("".join(run.text for run in line) + "\t")
            continue
        text.add_line(
            line,
            kind=paragraph.kind,
            is_list=paragraph.is_list,
            begins_paragraph=_is_bold(line) is not _is_bold(before),
            voice=voice,
            style=_style(paragraph, line),
            start_seconds=start_seconds,
        )
        before, start_seconds = line, None
    text.write("\n" if is_spoken else "")


def _is_bold(line: list[TextRun]) -> bool | None:
    """Tell whether a line is bold from end to end; None for one without words."""
    return next((all(run.bold for run in line if run.text.strip()) for run in line if run.text.strip()), None)


def _style(paragraph: _Paragraph, line: list[TextRun]) -> str:
    """Return the paragraph's style, and the colour of a line where all of it has one that is not black."""
    colours = {colour for colour, runs in groupby(line, key=lambda run: run.colour) if _has_text(runs)}
    colour = colours.pop() if len(colours) == 1 else ""
    return " ".join(filter(None, (paragraph.style, "" if colour in ("auto", "000000") else colour)))


def _has_text(runs: Iterator[TextRun]) -> bool:
    return any(run.text.strip() for run in runs)


def _facts(archive: Archive) -> dict[str, str]:
    """Return the title that somebody gave the document; not one that a program made up."""
    try:
        title = child(archive.read_xml("docProps/core.xml"), "title")
    except CorpusError:
        return {}
    words = words_of(title)
    return {} if _NO_TITLE.fullmatch(words) else {"title": words}
