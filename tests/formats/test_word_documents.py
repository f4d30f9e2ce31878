"""Word documents as transcription services, meetings and people write them; all of them invented."""

import re
import zipfile
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.corpus.documents import read_documents
from index.errors import CorpusError
from index.formats.clean_text import clean_reading
from index.formats.readers import read_file
from tests.formats.word_files import bold, paragraph, run, table, word_file, zipped


def blocks_of(content):
    reading = read_file(content, "a.docx")
    clean, _, blocks = clean_reading(reading)
    return [(block, clean[block.start : block.end]) for block in blocks]


def texts(content):
    return [text for _, text in blocks_of(content)]


def pairs(content):
    return [(block.voice, text) for block, text in blocks_of(content)]


def refusal(content):
    with pytest.raises(CorpusError) as caught:
        read_file(content, "a.docx")
    return str(caught.value)


def test_names_with_times_and_their_words_are_paragraphs():
    content = word_file("Ana Ruiz  0:03 ", "Was it cold?", "Bo Lind  0:19 ", "It was.\nVery.")
    assert texts(content) == ["Ana Ruiz 0:03", "Was it cold?", "Bo Lind 0:19", "It was. Very."]


def test_a_soft_break_wraps_unless_bold_ends_there_or_a_line_is_empty():
    content = word_file(
        paragraph(bold("Ana Ruiz"), run("   0:03\nWas it cold?\nWas it long?\n\nWho knows?")),
        paragraph(bold("How did it end?\n"), run("The river froze.")),
    )
    reading = read_file(content, "a.docx")
    assert reading.raw == (
        "Ana Ruiz   0:03\nWas it cold?\nWas it long?\n\nWho knows?\n\nHow did it end?\nThe river froze.\n\n"
    )
    assert texts(content) == [
        "Ana Ruiz 0:03 Was it cold? Was it long?",
        "Who knows?",
        "How did it end?",
        "The river froze.",
    ]
    assert [reading.raw[start:end] for start, end in reading.bold] == ["Ana Ruiz", "How did it end?"]


def test_bold_comes_from_runs_and_from_styles_and_can_be_switched_off():
    content = word_file(
        paragraph(run("Ana: ", '<w:rStyle w:val="s"/>'), run("Yes. "), run("No.", '<w:b w:val="0"/>')),
        paragraph(run("Was it?"), run(" Not."), run(" so", '<w:b w:val="false"/>'), style="q"),
    )
    reading = read_file(content, "a.docx")
    assert [reading.raw[start:end] for start, end in reading.bold] == ["Ana: ", "Was it? Not."]
    assert [block.style for block, _ in blocks_of(content)] == ["", "Question"]


def test_headings_captions_lists_and_colours_are_told_apart():
    content = word_file(
        paragraph(run("The cold years"), style="1"),
        paragraph(run("The cold years 3"), style="v"),
        paragraph(run("Was it?", '<w:color w:val="FF0000"/>')),
        paragraph(run("It was.", '<w:color w:val="auto"/>'), properties="<w:numPr/>"),
    )
    blocks = blocks_of(content)
    assert [(block.kind, block.style, text) for block, text in blocks] == [
        ("heading", "heading 1", "The cold years"),
        ("text", "FF0000", "Was it?"),
        ("text", "", "It was."),
    ]
    assert [segment.is_list for segment in read_file(content, "a.docx").segments] == [False, False, True]


def test_inserted_words_are_read_and_deleted_hidden_and_boxed_ones_are_not():
    content = word_file(
        paragraph(
            run("The river "),
            f"<w:del><w:r><w:delText>rose</w:delText></w:r>{run('rose')}</w:del><w:ins>{run('froze')}</w:ins>",
            f"<w:moveFrom>{run(' late')}</w:moveFrom><w:moveTo>{run(' early')}</w:moveTo>",
            run(" not", "<w:vanish/>"),
            f"<w:hyperlink>{run(' that')}</w:hyperlink><w:sdt><w:sdtContent>{run(' year')}</w:sdtContent></w:sdt>",
            "<w:r><w:fldChar/><w:instrText>PAGE</w:instrText></w:r><w:r><w:footnoteReference/></w:r>",
            f"<w:r><w:pict><w:txbxContent>{paragraph(run('box'))}</w:txbxContent></w:pict></w:r>",
            f"<mc:AlternateContent><mc:Choice>{run('box')}</mc:Choice></mc:AlternateContent>",
            "<w:r><w:ruby><w:rt><w:r><w:t>kawa</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>川</w:t></w:r></w:rubyBase>",
            "</w:ruby></w:r>",
            run("."),
        ),
        f"<w:sdt><w:sdtContent>{paragraph(run('So it did.'))}</w:sdtContent></w:sdt>",
    )
    assert texts(content) == ["The river froze early that year川.", "So it did."]


@pytest.mark.parametrize(
    ("rows", "expected", "starts"),
    [
        (
            [("Speaker", "Time", "Transcript"), ("Ana Ruiz:", "0:03", "Was it?"), ("", "0:05", "Hm, I wonder.")],
            [("Ana Ruiz", "Was it?"), ("", "Hm, I wonder.")],
            [3.0, 5.0],
        ),
        (
            [("00:00:03", "Ana", "Was it cold?"), ("00:01:05", "Bo", "It was."), ("00:01:09", "Ana", "Very?")],
            [("Ana", "Was it cold?"), ("Bo", "It was."), ("Ana", "Very?")],
            [3.0, 65.0, 69.0],
        ),
        (
            [("Ana 0:03", "Was it cold?"), ("Bo 0:05", "It was cold."), ("Ana 0:09", "Very cold?")],
            [("Ana", "Was it cold?"), ("Bo", "It was cold."), ("Ana", "Very cold?")],
            [3.0, 5.0, 9.0],
        ),
        (
            [("1", "Was it cold?"), ("2", "It was."), ("1", "Very?")],
            [(None, "1"), (None, "Was it cold?"), (None, "2"), (None, "It was."), (None, "1"), (None, "Very?")],
            [None] * 6,
        ),
        (
            [("Ana: Was it cold?", "See the picture below."), ("Bo: It was.", "It is of 1984.")],
            [(None, text) for text in
             ("Ana: Was it cold?", "See the picture below.", "Bo: It was.", "It is of 1984.")],
            [None] * 4,
        ),
    ],
)  # fmt: skip
def test_a_table_with_a_column_of_names_says_who_speaks(rows, expected, starts):
    content = word_file(table(*rows))
    assert pairs(content) == expected
    assert [segment.start_seconds for segment in read_file(content, "a.docx").segments] == starts


def test_beside_a_table_of_speakers_the_other_words_are_nobodys():
    content = word_file("About this talk.", table(("Speaker", "Text"), ("Ana", "Was it?\n\nWas it not?")))
    assert pairs(content) == [("", "About this talk."), ("Ana", "Was it?"), ("Ana", "Was it not?")]


@pytest.mark.parametrize(
    ("title", "facts"),
    [("The cold\nyears", {"title": "The cold years"}), ("Document1", {}), ("", {}), ("Microsoft Word - talk.docx", {})],
)
def test_a_title_is_a_fact_unless_a_program_made_it_up(title, facts):
    assert read_file(word_file("Ana: Hi.", title=title), "a.docx").facts == facts


def test_the_main_part_may_have_another_name():
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = f'<Types><Override PartName="/word/document2.xml" ContentType="{kind}"/></Types>'
    text = "<document><body><p><r><t>Hi.</t></r></p></body></document>"
    assert texts(zipped({"[Content_Types].xml": types, "word/document2.xml": text})) == ["Hi."]


ENTITIES = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><document><body>&b;</body></document>'
EXTERNAL = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><document><body><p>&a;</p></body></document>'
DEEP = "<document><body>" + "<ins>" * 40_000 + "</ins>" * 40_000 + "</body></document>"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"Ana: Hi.", r"this is no DOCX \(File is not a zip file\); save the interview as DOCX or as text"),
        (b"", r"this is no DOCX \(File is not a zip file\); .+"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "this DOCX is encrypted or in an older format; open it .+"),
        (zipped({"a.txt": "x"}), "this DOCX has no text in it; save the interview as DOCX or as text"),
        (zipped({"word/document.xml": "<document>"}), "word/document.xml in this DOCX is no sound XML; .+"),
        (zipped({"word/document.xml": ENTITIES}), "word/document.xml in this DOCX is no sound XML; .+"),
        (zipped({"word/document.xml": EXTERNAL}), "word/document.xml in this DOCX is no sound XML; .+"),
        (zipped({"word/document.xml": DEEP}), "this DOCX is nested too deeply; save it again"),
        (zipped({"word/document.xml": bytes(19_000_000)}), "word/document.xml in this DOCX is packed too tightly .+"),
        (zipped({"word/document.xml": bytes(20_000_001)}), ".+ has 20,000,001 bytes, more than 20,000,000; split it"),
        (zipped({str(number): "" for number in range(10_001)}), "this DOCX has 10,001 parts, more than 10,000; .+"),
    ],
)
def test_what_is_no_sound_document_is_refused_in_one_line(content, message):
    assert re.fullmatch(message, refusal(content))


def test_a_part_that_is_larger_than_it_says_is_refused():
    content = bytearray(zipped({"word/document.xml": "<document><body/>" + " " * 5000 + "</document>"}))
    place = content.index(b"PK\x01\x02") + 24  # the true size in the directory
    content[place : place + 4] = (100).to_bytes(4, "little")
    assert "word/document.xml in this DOCX is damaged" in refusal(bytes(content))


def test_an_encrypted_archive_is_refused():
    content = bytearray(zipped({"word/document.xml": "<document/>"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    assert refusal(bytes(content)) == "this DOCX is encrypted; save it without a password"


@given(st.integers(0, 2000), st.binary(min_size=1, max_size=20))
def test_a_damaged_document_is_read_or_refused(place, noise):
    content = bytearray(word_file(paragraph(bold("Ana: "), run("It was.")), table(("a", "b"))))
    place %= len(content)
    content[place : place + len(noise)] = noise
    try:
        read_file(bytes(content), "a.docx")
    except CorpusError as error:
        assert "\n" not in str(error)  # noqa: PT017


@given(st.lists(st.text(st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from("\n\t"), max_size=40)))
def test_every_clean_character_is_the_extracted_one_at_its_offset(lines):
    try:
        reading = read_file(word_file(*(paragraph(run(line), bold(line)) for line in lines)), "a.docx")
    except CorpusError:  # a character that XML does not know
        return
    clean, offsets, _ = clean_reading(reading)
    assert all(before < after for before, after in pairwise(offsets))
    for character, offset in zip(clean, offsets, strict=True):
        in_file = reading.raw[offset]
        assert in_file == character or (character in " \n" and in_file.isspace())


def test_a_folder_with_a_word_document_is_read(tmp_path):
    (tmp_path / "talk.docx").write_bytes(word_file("Ana: Was it cold?", "Bo: It was.", title="Cold years"))
    (tmp_path / "sources.toml").write_text('[talk]\nlink = "https://a.b"\n')
    (document,) = read_documents([tmp_path]).documents
    assert (document.source.title, document.source.suffix) == ("Cold years", ".docx")
    assert document.raw == "Ana: Was it cold?\n\nBo: It was.\n\n"


def test_the_archive_of_the_tests_is_one():
    with zipfile.ZipFile(__import__("io").BytesIO(word_file("Hi."))) as archive:
        assert archive.testzip() is None
