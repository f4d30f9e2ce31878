"""From a file of each format to quotes that are checked against it."""

import html
import json

import pytest

from index.corpus.documents import read_documents
from index.extraction import extract_corpus
from index.verify import verify_quotes
from tests.formats.pdf_files import pdf_file
from tests.formats.word_files import paragraph, run, word_file, zipped

ASKED = "Ada: What did the river do in that year?"
ANSWERED = "Bo: It froze as early as “November”, and we sold the red bicycle to a neighbour of ours."
AGAIN = ("Ada: And what else do you remember?", "Bo: The mill stood still for weeks & nobody knew why it did.")
QUOTES = [
    ("Bo", "It froze as early as “November”, and we sold the red bicycle to a neighbour of ours."),
    ("Bo", "The mill stood still for weeks & nobody knew why it did."),
]
LINES = (ASKED, ANSWERED, *AGAIN)
PAGE = "<p>" + "</p><p>".join(line.replace("&", "&amp;") for line in LINES) + "</p>"
BOOK = zipped(
    {
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="it.opf"/></rootfiles></container>',
        "it.opf": '<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/></spine></package>',
        "a.xhtml": PAGE,
    }
)
PDF = pdf_file([(72, 700 - 30 * number, line) for number, line in enumerate(LINES)])
FILES = {
    "talk.json": json.dumps({"segments": [{"start": at, "text": line} for at, line in enumerate(LINES)]}).encode(),
    "talk.jsonl": "\n".join(json.dumps({"start": at, "text": line}) for at, line in enumerate(LINES)).encode(),
    "talk.docx": word_file(*(paragraph(run(line)) for line in LINES)),
    "talk.pdf": PDF,
    "talk.epub": BOOK,
    "talk.html": PAGE.encode("utf-16"),
}

READ_RAW = {
    **dict.fromkeys(("json", "jsonl"), lambda raw: json.loads(f'"{raw}"')),
    **dict.fromkeys(("epub", "html"), html.unescape),
}


@pytest.mark.parametrize("name", FILES)
def test_quotes_of_every_format_stand_in_its_file(tmp_path, name):
    (tmp_path / name).write_bytes(FILES[name])
    (tmp_path / "sources.toml").write_text('[talk]\nlink = "https://a.b"\nhosts = ["Ada"]\nguests = ["Bo"]\n')
    corpus = read_documents([tmp_path])
    extraction = extract_corpus(corpus)
    assert (corpus.failures, extraction.failures) == ({}, {})
    assert [(quote.speaker, quote.text) for quote in extraction.quotes if quote.speaker == "Bo"] == QUOTES
    assert verify_quotes(extraction.quotes, corpus).problems == ()
    read_raw = READ_RAW.get(name.partition(".")[2], str)
    for quote in extraction.quotes:
        assert read_raw(corpus.documents[0].raw[quote.raw_start : quote.raw_end]) == quote.text
