from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.corpus.documents import Corpus, read_documents
from index.corpus.people import Roster
from index.errors import CorpusError
from index.formats import format_of, reference_at
from index.formats.encodings import decode
from index.quotes import cut_quotes
from index.turns import split_turns
from index.verify import verify_quotes
from tests.support.fakes import clean_text, make_document

CUES = "1\n00:00:01,000 --> 00:00:02,000\n{}\n\n2\n00:00:02,000 --> 00:00:03,000\n{}\n"
VOICES = """WEBVTT
Kind: captions

NOTE Ada: not said

1
00:01.000 --> 00:02.000 align:start
<v Ada Reed>Where were
you, <i>then</i>?</v>

00:02.000 --> 00:03.000
<v Bob Stone>At home &amp; safe.

00:03.000 --> 00:04.000
<v Bob Stone>It was cold.

NOTE
a remark

00:04.000 --> 00:05.000
No voice says this.
"""
PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<br>",
        "<br/>\n",
        "<h2>",
        "</h2>",
        "<blockquote>",
        "</blockquote>",
        "<hr>",
        "<pre>",
        "<p hidden>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<td>",
        "&amp;",
        "&#8217;",
        "&nbsp;",
        "&#0;",
        "&",
        ";",
        "<",
        "Ada: ",
        "Bob: ",
        "Hi. ",
        "你好。",
        "\n",
        "\n\n",
        "00:00:01,000 --> 00:00:02,000\n",
        "<v Ada>",
        ">> ",
        "- ",
        "\u200b",
    ]
)


def paragraphs(raw, suffix):
    clean, _, blocks = clean_text(raw, suffix)
    return [(block.kind, clean[block.start : block.end]) for block in blocks]


def spoken(document):
    return [(turn.speaker, document.clean[turn.start : turn.end]) for turn in split_turns(document, Roster())]


@pytest.mark.parametrize(
    ("suffix", "expected"),
    [(".txt", "text"), (".MD", "text"), (".srt", "subtitles"), (".VTT", "subtitles"), (".htm", "page"), ("", "text")],
)
def test_the_ending_of_a_name_says_the_format(suffix, expected):
    assert format_of(suffix) == expected


def test_cues_are_wrapped_lines_and_a_label_begins_a_block():
    raw = CUES.format("Ada: Hello, and\nwelcome.", "It is cold.\nBob: It is.")
    assert paragraphs(raw, ".srt") == [("text", "Ada: Hello, and welcome. It is cold."), ("text", "Bob: It is.")]


def test_a_colon_in_the_middle_of_what_is_said_begins_no_block():
    raw = CUES.format("Ada: I have one rule and", "My rule: never stop.")
    assert paragraphs(raw, ".srt") == [("text", "Ada: I have one rule and My rule: never stop.")]


def test_cue_numbers_are_dropped_and_numbers_that_are_said_stay():
    raw = "1\n00:00:01,000 --> 00:00:02,000\nIt was\n1984\n2\n00:00:02,000 --> 00:00:03,000\nor so.\n"
    assert paragraphs(raw, ".srt") == [("text", "It was 1984 or so.")]


def test_voices_are_names_on_a_line_and_a_cue_without_one_is_nobodys():
    document = make_document(VOICES, suffix=".vtt", hosts=("Ada Reed",), guests=("Bob Stone",))
    assert spoken(document) == [
        ("Ada Reed", "Where were you, then?"),
        ("Bob Stone", "At home & safe. It was cold."),
        (None, "No voice says this."),
    ]


def test_a_mark_of_change_without_a_name_is_nobodys():
    raw = CUES.format(">> Ada: Hello there.", ">> And hello.\nHow nice.\n>> Bob: Thank you both.")
    document = make_document(raw, suffix=".srt", hosts=("Ada",), guests=("Bob",))
    assert spoken(document) == [("Ada", "Hello there."), ("Bob", "Thank you both.")]


def test_a_page_gives_blocks_headings_and_asides_and_nothing_unseen():
    raw = (
        "<!DOCTYPE html><html><head><title>T</title><style>p{}</style></head><body><h1>Talk</h1><!-- x -->"
        "<script>if (a<b) {}</script><p>One\n two.<p style='display: none'>Gone.</p><div hidden><p>Gone</p></div>"
        "<blockquote><p>Aside.</p></blockquote>Three.</body></html>"
    )
    assert paragraphs(raw, ".html") == [
        ("heading", "Talk"),
        ("text", "One two."),
        ("aside", "Aside."),
        ("text", "Three."),
    ]


def test_an_article_that_waits_for_its_script_is_seen():
    raw = '<div id="js_content" style="visibility: hidden;"><p>一。</p></div><p style="visibility:hidden">二。</p>'
    assert paragraphs(raw, ".html") == [("text", "一。")]


def test_one_break_wraps_a_line_and_two_part_paragraphs():
    raw = "<p>Ada: one<br>\ntwo.<br><b>Bob</b>: three<br><br>four<br>Ada: five</p>"
    assert paragraphs(raw, ".html") == [
        ("text", "Ada: one two."),
        ("text", "Bob: three"),
        ("text", "four"),
        ("text", "Ada: five"),
    ]


def test_references_stand_at_their_first_character():
    text, offsets, _ = clean_text("<p>a&amp;b&#8217;s&nbsp;c &bogus; &AMP</p>", ".html")
    assert text == "a&b’s c &bogus; &AMP"
    assert offsets[:7] == [3, 4, 9, 10, 17, 18, 24]


def test_references_are_read_only_where_the_format_has_them():
    assert reference_at("&amp;x", 0, ".html") == ("&", 5)
    assert reference_at("&amp;x", 0, ".vtt") == ("&", 5)
    assert reference_at("&amp;x", 0, ".md") is None
    assert reference_at("&acE;", 0, ".html") is None


def test_a_quote_with_references_is_verified_and_one_with_other_words_is_not():
    answer = "It isn&#8217;t what we said&nbsp;then &amp; later, he said &#8220;no.&#8221;"
    raw = f"<p><b>Ada</b>: Is it so?</p><p><b>Bob</b>: {answer}</p>"
    document = make_document(raw, suffix=".html", hosts=("Ada",), guests=("Bob",))
    (quote,) = cut_quotes(document, split_turns(document, Roster()))
    assert quote.text == "It isn’t what we said then & later, he said “no.”"
    assert raw[quote.raw_start : quote.raw_end].endswith("no.&#8221;")
    assert verify_quotes([quote], Corpus(documents=(document,))).problems == ()
    forged = make_document(raw.replace("&#8217;", "&#8216;"), suffix=".html", hosts=("Ada",), guests=("Bob",))
    assert len(verify_quotes([quote], Corpus(documents=(forged,))).problems) == 1


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'<meta charset="windows-1252">\x93a\x94\x85', "“a”…"),
        (b"<meta http-equiv=x content='text/html; charset=iso-8859-1'>\x92", "’"),
        ('<meta charset="gb2312">你好'.encode("gb18030"), "你好"),
        ('<meta charset="gb2312">你好'.encode(), "你好"),
    ],
)
def test_a_page_is_decoded_as_it_declares_unless_it_is_utf_8(content, expected):
    assert decode(content, "a.html").partition(">")[2] == expected


@pytest.mark.parametrize("content", [b"\x93a\x94", b'<meta charset="unicode_escape">\x93'])
def test_no_encoding_is_guessed(content):
    with pytest.raises(CorpusError, match=r"a\.html:1: byte 0x93 is not UTF-8"):
        decode(content, "a.html")


def test_a_folder_is_read_whatever_its_formats(tmp_path):
    (tmp_path / "a.html").write_text("<p>Ada: x.</p>")
    (tmp_path / "b.VTT").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nHi.\n")
    (tmp_path / "sources.toml").write_text('[a]\nlink = "https://a.b"\n[b]\nlink = "https://a.b"\n')
    corpus = read_documents([tmp_path])
    assert [(document.source.id, document.source.suffix, document.clean) for document in corpus.documents] == [
        ("a", ".html", "Ada: x."),
        ("b", ".vtt", "Hi."),
    ]


@given(st.lists(PIECES, max_size=50).map("".join), st.sampled_from([".html", ".srt", ".vtt"]))
@example("<pre>\n-->", ".html")
def test_every_clean_character_is_the_raw_one_or_what_its_reference_stands_for(raw, suffix):
    text, offsets, blocks = clean_text(raw, suffix)

    assert all(before < after for before, after in pairwise(offsets))
    for character, offset in zip(text, offsets, strict=True):
        reference = reference_at(raw, offset, suffix)
        in_file = reference[0] if reference else raw[offset]
        assert character == "\n" or in_file == character or (character == " " and in_file.isspace())
    assert [text[block.start : block.end] for block in blocks] == (text.split("\n") if text else [])
    assert "" not in text.split("\n") or not text


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 200000,
        "<a " * 50000,
        '<a href="' * 50000,
        "<!--" * 50000,
        "<script>" * 50000,
        "<b>" * 200000,
        "<" * 100000,
        "&" * 100000,
        "</" * 50000,
        "<p hidden>" * 50000,
        "x" * 1000000,
        "[" * 100000,
    ],
    ids=lambda text: text[:10],
)
@pytest.mark.parametrize("suffix", [".html", ".vtt", ".md"])
def test_hostile_text_takes_linear_time(hostile, suffix):
    text, offsets, _ = clean_text("<p>Ada: Hi.</p>" + hostile, suffix)
    assert len(text) == len(offsets)
