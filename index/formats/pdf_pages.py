"""The lines of a PDF's pages as PDFium finds them: characters, place on the page, what is bold."""

import ctypes
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw as pdfium

from index.errors import CorpusError

_MOST_PAGES = 2_000
_MOST_CHARACTERS = 2_000_000
_FEWEST_CHARACTERS_A_PAGE = 30
_MOST_UNKNOWN_SHARE = 0.02
_BOLD_NAME = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_BOLD_WEIGHT = 600
_ONE_AT_A_TIME = threading.Lock()  # PDFium is not thread-safe
_REASON = re.compile(r"^.*PDFium: |\W+\Z")
HYPHEN = "\x02"  # what PDFium makes of a hyphen at the end of a line


@dataclass(slots=True)
class PdfLine:
    """A line of a page: its characters, whether each is bold, and its edges in points from the page's lower left."""

    page: int
    text: str
    bold: list[bool]
    left: float
    right: float
    top: float
    bottom: float


def read_pdf_lines(content: bytes) -> tuple[list[PdfLine], str]:
    """Return the lines of a PDF in the order of its text, and its title.

    Raises:
        CorpusError: It is no PDF, is encrypted, has no text but pictures of it, or is too large.
    """
    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            raise CorpusError(_refusal(str(error))) from error
        try:
            return _lines(document), document.get_metadata_value("Title")
        except pypdfium2.PdfiumError as error:
            raise CorpusError(f"this PDF is damaged ({error}); print it to a new PDF, or save it as text") from error
        finally:
            document.close()


def _refusal(message: str) -> str:
    if "assword" in message:
        return "this PDF is encrypted; save it without a password"
    return f"this is no PDF that can be read ({_REASON.sub('', message)}); print it to a new PDF, or save it as text"


def _lines(document: pypdfium2.PdfDocument) -> list[PdfLine]:
    pages = len(document)
    if pages > _MOST_PAGES:
        raise CorpusError(f"this PDF has {pages:,} pages, more than {_MOST_PAGES:,}; split it")
    lines: list[PdfLine] = []
    characters = unknown = 0
    for number in range(pages):
        page = document[number]
        text_page = page.get_textpage()
        characters += text_page.count_chars()
        if characters > _MOST_CHARACTERS:
            raise CorpusError(f"this PDF has more than {_MOST_CHARACTERS:,} characters; split it")
        unknown += sum(pdfium.FPDFText_HasUnicodeMapError(text_page, at) == 1 for at in range(text_page.count_chars()))
        lines += _page_lines(text_page, number)
        text_page.close()
        page.close()
    letters = sum(len(line.text) for line in lines)
    if letters < _FEWEST_CHARACTERS_A_PAGE * pages:
        raise CorpusError(
            f"this PDF has pictures of its {pages} {'page' if pages == 1 else 'pages'} and hardly any text; "
            "recognise the text first, for example with: ocrmypdf"
        )
    if unknown > _MOST_UNKNOWN_SHARE * characters:
        raise CorpusError(
            "this PDF does not say which letters it shows; recognise the text, for example with: ocrmypdf --force-ocr"
        )
    return lines


def _page_lines(text_page: pypdfium2.PdfTextPage, page: int) -> Iterator[PdfLine]:
    """Yield the lines of one page that have words."""
    weights: dict[int, bool] = {}
    places: list[int] = []
    text = ""
    for position in range(text_page.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(text_page, position))
        if character not in "\r\n" and not "\ud800" <= character <= "\udfff":
            text += character
            places.append(position)
        if character in "\r\n" or character == HYPHEN:
            yield from _line(text_page, page, text, places, weights)
            text, places = "", []
    yield from _line(text_page, page, text, places, weights)


def _line(
    text_page: pypdfium2.PdfTextPage, page: int, text: str, places: list[int], weights: dict[int, bool]
) -> Iterator[PdfLine]:
    """Yield a line made of the characters at the given places of a page, unless it has no words.

    Its edges are those of its first and its last character; spaces that PDFium made up have none.
    """
    visible = [place for character, place in zip(text, places, strict=True) if not character.isspace()]
    if visible:
        boxes = [text_page.get_charbox(place, loose=True) for place in (visible[0], visible[-1])]
        yield PdfLine(
            page=page,
            text=text,
            bold=[_is_bold(text_page, place, weights) for place in places],
            left=min(box[0] for box in boxes),
            bottom=min(box[1] for box in boxes),
            right=max(box[2] for box in boxes),
            top=max(box[3] for box in boxes),
        )


def _is_bold(text_page: pypdfium2.PdfTextPage, position: int, weights: dict[int, bool]) -> bool:
    """Tell whether a character's font is a bold one, by its weight or its name; `weights` keeps what was found."""
    text_object = pdfium.FPDFText_GetTextObject(text_page, position)
    if not text_object:
        return False
    font = pdfium.FPDFTextObj_GetFont(text_object)
    address = ctypes.cast(font, ctypes.c_void_p).value or 0
    if address not in weights:
        name = ctypes.create_string_buffer(200)
        pdfium.FPDFFont_GetBaseFontName(font, name, 200)
        weights[address] = pdfium.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT or bool(_BOLD_NAME.search(name.value))
    return weights[address]
