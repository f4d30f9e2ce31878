"""PDFs with a text layer, as word processors and courts make them; all of them invented."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import CorpusError
from index.formats.clean_text import clean_reading
from index.formats.readers import read_file
from tests.formats.pdf_files import pdf_file

LONG = "It was the year in which the river froze as early as in November, and we sold the bicycle"


def lines(*texts, left=72, height=700, pitch=14):
    """Return lines of a page below each other; None is an empty one."""
    return [(left, height - pitch * number, *text) for number, text in enumerate(map(_line, texts)) if text]


def _line(text):
    return (text,) if isinstance(text, str) else text


def texts(content):
    clean, _, blocks = clean_reading(read_file(content, "a.pdf"))
    return [clean[block.start : block.end] for block in blocks]


def refusal(content):
    with pytest.raises(CorpusError) as caught:
        read_file(content, "a.pdf")
    return str(caught.value)


def test_lines_are_joined_into_paragraphs_at_gaps_and_behind_short_lines():
    content = pdf_file(
        lines(
            f"Ana: {LONG}",
            "to a neighbour.",
            f"Bo: {LONG}",
            f"and then we walked home. {LONG}.",
            None,
            f"Later that year {LONG}.",
        )
    )
    assert texts(content) == [
        f"Ana: {LONG} to a neighbour.",
        f"Bo: {LONG} and then we walked home. {LONG}.",
        f"Later that year {LONG}.",
    ]


def test_an_indent_begins_a_paragraph_and_a_hanging_one_goes_on():
    content = pdf_file(
        [
            *lines(f"Ana: {LONG}", left=72),
            *lines(f"as we did. {LONG}", f"as we do. {LONG}.", left=100, height=686),
            *lines(f"Bo: {LONG}", left=72, height=658),
            *lines(f"{LONG}.", left=100, height=644),
        ]
    )
    assert [text[:10] for text in texts(content)] == ["Ana: It wa", "as we did.", "Bo: It was", "It was the"]


def test_heads_feet_and_page_numbers_are_no_speech():
    pages = [
        [
            (72, 780, "Cold years - an interview"),
            *lines(f"{number} is what page {name} says. {LONG},", f"as on page {name}. {LONG}."),
            (72, 30, f"Draft of 2 May 2021, page {number} of 3"),
            (300, 15, f"- {number} -"),
        ]
        for number, name in ((1, "one"), (2, "two"), (3, "three"))
    ]
    assert " ".join(texts(pdf_file(*pages))) == " ".join(
        f"{number} is what page {name} says. {LONG}, as on page {name}. {LONG}."
        for number, name in ((1, "one"), (2, "two"), (3, "three"))
    )


def test_what_stands_on_two_of_three_pages_at_different_heights_is_kept():
    pages = [lines(f"Yes. {LONG}", height=height) for height in (700, 400, 300)]
    assert texts(pdf_file(*pages))[0].startswith("Yes. It was")
    assert " ".join(texts(pdf_file(*pages))).count("Yes.") == 3


def test_the_line_numbers_of_a_hearing_are_dropped():
    spoken = [f"Q. Line {'abcdefgh'[number]} of the hearing, in which {LONG}." for number in range(8)]
    page = lines(*(f"{number}  {text}" for number, text in enumerate(spoken, start=1)))
    assert " ".join(texts(pdf_file(page))) == " ".join(spoken)


def test_the_line_numbers_of_a_hearing_are_dropped_from_a_column_apart():
    spoken = [f"Q. Line {'abcdefgh'[number]} of the hearing, in which {LONG}." for number in range(8)]
    numbers = lines(*map(str, range(1, 9)), left=40)
    assert " ".join(texts(pdf_file([*numbers, *lines(*spoken)]))) == " ".join(spoken)


def test_numbers_that_are_said_are_kept():
    content = pdf_file(lines(f"Ana: {LONG} of", "1984", "1985", f"and so on. {LONG}."))
    assert " ".join(texts(content)) == f"Ana: {LONG} of 1984 1985 and so on. {LONG}."


def test_an_index_of_words_is_left_out_with_a_warning():
    page = lines(*(f"{word} {number}:3,8 14:{number} 20:1" for number, word in enumerate(LONG.split(), start=1)))
    reading = read_file(pdf_file(lines(f"Ana: {LONG}."), page), "a.pdf")
    assert reading.raw == f"Ana: {LONG}.\n"
    assert reading.warnings == ["pages left out because they are an index of words: 1"]


def test_a_hyphen_at_the_end_of_a_line_goes_only_where_the_whole_word_is_known():
    content = pdf_file(
        lines(
            f"Ana: It was a neighbour. {LONG} to a neigh-",
            f"bour of ours. {LONG} to the well-",
            f"known. {LONG}.",
        )
    )
    assert texts(content) == [
        f"Ana: It was a neighbour. {LONG} to a neighbour of ours. {LONG} to the well-known. {LONG}."
    ]


def test_bold_is_known_by_the_font_and_begins_a_paragraph():
    content = pdf_file(lines((f"How did it end, when {LONG}?", "B"), f"It froze. {LONG}", f"and so on. {LONG}."))
    reading = read_file(content, "a.pdf")
    assert [reading.raw[start:end] for start, end in reading.bold] == [f"How did it end, when {LONG}?"]
    assert texts(content) == [f"How did it end, when {LONG}?", f"It froze. {LONG} and so on. {LONG}."]


def test_a_label_apart_on_the_row_is_one_line_with_what_follows():
    content = pdf_file([(72, 700, "ANA:"), (150, 700, f"{LONG}."), (72, 686, "BO:"), (150, 686, f"Yes. {LONG}.")])
    assert texts(content) == [f"ANA: {LONG}.", f"BO: Yes. {LONG}."]


@pytest.mark.parametrize(
    ("title", "facts"), [("Cold years", {"title": "Cold years"}), ("talk_final.docx", {}), ("Microsoft Word - x", {})]
)
def test_a_title_is_a_fact_unless_a_program_made_it_up(title, facts):
    assert read_file(pdf_file(lines(LONG), title=title), "a.pdf").facts == facts


ENCRYPTED = "/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <{0}> /U <{0}> >> /ID [<00> <00>]".format(
    "41" * 32
)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"Ana: Hi.", r"this is no PDF that can be read \(.+\); print it to a new PDF, or save it as text"),
        (b"", "this is no PDF that can be read .+"),
        (pdf_file(lines(LONG))[:300], "this is no PDF that can be read .+"),
        (pdf_file(lines(LONG), trailer=ENCRYPTED), "this PDF is encrypted; save it without a password"),
        (pdf_file([]), "this PDF has pictures of its 1 page and hardly any text; recognise the text first, .+"),
        (pdf_file([], lines("3"), []), "this PDF has pictures of its 3 pages and hardly any text; .+"),
        (pdf_file(*[[]] * 2001), "this PDF has 2,001 pages, more than 2,000; split it"),
    ],
)
def test_what_has_no_text_that_can_be_read_is_refused_in_one_line(content, message):
    assert re.fullmatch(message, refusal(content))


LETTERS = st.text(st.characters(codec="cp1252", exclude_categories=("Cc", "Cf", "Zs")) | st.just(" "), max_size=60)


@given(st.lists(LETTERS, max_size=8))
def test_every_clean_character_is_the_extracted_one_at_its_offset(spoken):
    content = pdf_file(lines(LONG, *spoken))
    reading = read_file(content, "a.pdf")
    clean, offsets, _ = clean_reading(reading)
    assert all(before < after for before, after in pairwise(offsets))
    for character, offset in zip(clean, offsets, strict=True):
        in_file = reading.raw[offset]
        assert in_file == character or (character in " \n" and in_file.isspace())
    assert LONG in clean


@given(st.integers(0, 3000), st.binary(min_size=1, max_size=20))
def test_a_damaged_document_is_read_or_refused(place, noise):
    content = bytearray(pdf_file(lines(LONG, LONG), lines(LONG)))
    place %= len(content)
    content[place : place + len(noise)] = noise
    try:
        read_file(bytes(content), "a.pdf")
    except CorpusError as error:
        assert "\n" not in str(error)  # noqa: PT017


@pytest.mark.parametrize(("asks", "answers"), [("Q.", "A."), ("Mr. Ruiz.", "The Chairman.")])
def test_labels_with_a_full_stop_begin_paragraphs_behind_full_lines(asks, answers):
    turns = [f"{asks} {LONG}?", f"{answers} {LONG}.", f"{asks} {LONG} then?", f"{answers} {LONG} then."]
    assert texts(pdf_file(lines(*turns))) == turns
