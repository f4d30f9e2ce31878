"""Books of interviews as EPUB; all of them invented."""

import re

import pytest

from index.errors import CorpusError
from index.formats.clean_text import clean_reading
from index.formats.readers import read_file
from tests.formats.word_files import zipped

CONTAINER = '<container><rootfiles><rootfile full-path="book/it.opf"/></rootfiles></container>'
PACKAGE = """<package xmlns:dc="d"><metadata><dc:title>Cold years</dc:title>
<dc:publisher>The Mill</dc:publisher></metadata>
<manifest>
<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="b" href="text/two.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="text/one%20page.xhtml" media-type="application/xhtml+xml"/>
<item id="p" href="cover.jpg" media-type="image/jpeg"/>
<item id="x" href="extra.xhtml" media-type="application/xhtml+xml"/>
<item id="g" href="../../gone.xhtml" media-type="application/xhtml+xml"/>
</manifest>
<spine><itemref idref="p"/><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/><itemref idref="a"/>
<itemref idref="x" linear="no"/><itemref idref="g"/><itemref idref="nothing"/></spine></package>"""
PAGE = (
    '<?xml version="1.0"?><!DOCTYPE html><html><head><title/><style>p {{}}</style></head><body><p>{}</p></body></html>'
)


def book(**changes):
    parts = {
        "META-INF/container.xml": CONTAINER,
        "book/it.opf": PACKAGE,
        "book/nav.xhtml": PAGE.format("Contents"),
        "book/text/one page.xhtml": PAGE.format("<b>Ana</b>: Was it cold &amp; long?"),
        "book/text/two.xhtml": PAGE.format("Bo: It was."),
        "book/extra.xhtml": PAGE.format("Extra."),
    }
    return zipped({**parts, **changes})


def test_the_pages_are_read_in_the_order_of_reading():
    reading = read_file(book(), "a.epub")
    clean, offsets, blocks = clean_reading(reading)
    assert clean == "Ana: Was it cold & long?\nBo: It was."
    assert [reading.raw[start:end] for start, end in blocks[0].bold] == ["Ana"]
    assert reading.raw.startswith("&amp;", offsets[clean.index("&")])
    assert reading.facts == {"title": "Cold years", "publisher": "The Mill"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"Ana: Hi.", "this is no EPUB .+; save the interview as EPUB or as text"),
        (zipped({"a": "b"}), "this EPUB does not say where its pages are; save the interview as HTML or as text"),
        (book(**{"book/it.opf": "<package>"}), "book/it.opf in this EPUB is no sound XML; save the file again"),
        (book(**{"book/text/two.xhtml": b"\xff"}), r"book/text/two\.xhtml\.html:1: byte 0xff is not UTF-8; .+"),
        (book(**{"book/text/two.xhtml": bytes(20_000_001)}), ".+ more than 20,000,000; split it"),
    ],
)
def test_what_is_no_sound_book_is_refused_in_one_line(content, message):
    with pytest.raises(CorpusError) as caught:
        read_file(content, "a.epub")
    assert re.fullmatch(message, str(caught.value))
