"""Web pages: who the page itself says speaks, and when."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.formats import reference_at
from index.formats.clean_text import clean_reading
from index.formats.pages import read_page

PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<br>", "<h2>", "</h2>", "<hr>", "<footer>", "</td>"),
        *(
            "<cite>",
            "</cite>",
            "<time>",
            "</time>",
            "<dl>",
            "<dt>",
            "<dd>",
            "</dl>",
            "<table>",
            "<tr>",
            "<td>",
            "</td>",
        ),
        *('<span class="speaker">', "</span>", '<div class="author">', '<p data-speaker="Ada" data-start="3">'),
        *('<font color="red">', "</font>", '<p class="question">', '<span class="timestamp">', '<a href="x">', "</a>"),
        *('<div class="comments">', "<span hidden>", "<script>", "</script>", "<!--", "-->", "<"),
        *(
            "Ada",
            "Bo Lind:",
            "0:12",
            "[1:02:03]",
            "Hi. ",
            "And so on, he said.",
            "你好。",
            "&amp;",
            "&nbsp;",
            "\n",
            "\r\n",
        ),
    ]
)


def voiced(raw):
    return [(segment.voice, segment.text) for segment in read_page(raw, ".html").segments]


def timed(raw):
    return [(segment.start_seconds, segment.text) for segment in read_page(raw, ".html").segments]


def styled(raw):
    return [(segment.style, segment.text) for segment in read_page(raw, ".html").segments]


def test_cite_and_time_of_a_podcast_transcript_are_voice_and_second():
    raw = (
        "<cite>Ada Reed:</cite>\n<time>0:00</time>\n<p>We sold it.</p>\n<p>Then &amp; there.</p>\n"
        "<cite>Bo Lind:</cite>\n<time>0:12</time>\n<p>The river froze.</p>\n"
        "<cite>Ada Reed:</cite>\n<time>1:02:03</time>\n<p>Good.</p>"
    )
    assert voiced(raw) == [
        ("Ada Reed", "We sold it."),
        ("Ada Reed", "Then & there."),
        ("Bo Lind", "The river froze."),
        ("Ada Reed", "Good."),
    ]
    assert timed(raw) == [(0.0, "We sold it."), (None, "Then & there."), (12.0, "The river froze."), (3723.0, "Good.")]


def test_terms_of_a_list_are_voices_where_they_come_again():
    raw = "<dl><dt>Ada</dt><dd>Where?</dd><dt>Bo<dd>At home.<dd>All night.<dt>Ada</dt><dd>Alone?</dd></dl>"
    assert voiced(raw) == [("Ada", "Where?"), ("Bo", "At home."), ("Bo", "All night."), ("Ada", "Alone?")]
    glossary = "<dl><dt>Bicycle</dt><dd>It has two wheels.</dd><dt>Tricycle</dt><dd>It has three.</dd></dl>"
    assert voiced(glossary) == [
        (None, "Bicycle"),
        (None, "It has two wheels."),
        (None, "Tricycle"),
        (None, "It has three."),
    ]


@pytest.mark.parametrize(
    "turn",
    [
        '<div><span class="timestamp">[{time}]</span> <span class="speaker">{name}</span>: {words}</div>',
        '<div class="row"><div class="left"><b class="ts-speaker">{name}</b><i class="timecode">{time}</i></div>'
        "<div><p>{words}</p></div></div>",
        '<div class="message"><div class="author">{name}</div><div class="time">{time}</div><div>{words}</div></div>',
        '<div><h3 class="speaker-name">{name} <time>{time}</time></h3><p>{words}</p></div>',
        '<p data-start="{time}" data-speaker="{name}">[{name}]: {words}</p>',
        "<table><tr><td>{name}</td><td>{time}</td><td>{words}</td></tr></table>",
        "<table><tr><th>{time}</th><th>{name}</th><td><p>{words}</td></table>",
    ],
)
def test_what_classes_attributes_and_columns_say_is_voice_and_second(turn):
    turns = [("Ada Reed", "0:05", "Where were you?"), ("Bo Lind", "0:09", "At home."), ("Ada Reed", "1:00", "Why?")]
    turns = [*turns, ("Bo Lind", "1:05", "It was cold, and I was tired.")]
    raw = "".join(turn.format(name=name, time=time, words=words) for name, time, words in turns)
    assert voiced(raw) == [(name, words) for name, _, words in turns]
    assert [seconds for seconds, _ in timed(raw)] == [5.0, 9.0, 60.0, 65.0]


def test_a_voice_goes_on_in_paragraphs_and_ends_with_a_heading_a_rule_or_its_element():
    raw = (
        '<p><span class="speaker">Ada:</span> One.</p><p>Two.</p><h2>Part</h2><p>Nobody.</p>'
        '<p><span class="speaker">Bo:</span> Three.</p><hr><p>Nobody.</p>'
        '<p><span class="speaker">Ada:</span> Four.</p><div>Nobody.</div>'
    )
    assert voiced(raw) == [
        ("Ada", "One."),
        ("Ada", "Two."),
        ("", "Part"),
        ("", "Nobody."),
        ("Bo", "Three."),
        ("", "Nobody."),
        ("Ada", "Four."),
        ("", "Nobody."),
    ]


def test_the_header_row_of_a_table_is_nobodys():
    rows = "".join(f"<tr><td>{name}<td>{words}" for name, words in [("Ada", "Who?"), ("Bo", "I."), ("Ada", "Why?")])
    segments = read_page(f"<table><tr><td>Speaker<td>Words</tr>{rows}</table>", ".html").segments
    assert [(segment.kind, segment.voice, segment.text) for segment in segments] == [
        ("aside", "", "Words"),
        ("text", "Ada", "Who?"),
        ("text", "Bo", "I."),
        ("text", "Ada", "Why?"),
    ]


@pytest.mark.parametrize(
    "raw",
    [
        "<p>As <cite>Nature</cite> wrote, and <cite>Nature</cite> is read, it froze.</p>",
        '<p class="author">By Ada Reed</p><p><b>Ada:</b> Who?</p><p><b>Bo:</b> I.</p>',
        '<p><span class="q">Q:</span> Who?</p><p><span class="q">Q:</span> Why?</p>',
        "<p>Published at <time>10:30</time> today.</p>",
    ],
)
def test_elements_that_name_no_speaker_leave_the_words_as_they_are(raw):
    segments = read_page(raw, ".html").segments
    assert {segment.voice for segment in segments} == {None}
    assert "".join(segment.text for segment in segments) == "".join(
        part.partition(">")[2] for part in f">{raw}".split("<")
    )


def test_times_of_the_day_are_no_seconds_of_a_recording():
    turn = '<div class="message"><div class="user">{}</div><span class="time">{}</span><p>{}</p></div>'
    raw = turn.format("Ada", "10:02", "Hi.") + turn.format("Bo", "10:03", "Ho.") + turn.format("Ada", "10:04", "Ha.")
    assert voiced(raw) == [("Ada", "Hi."), ("Bo", "Ho."), ("Ada", "Ha.")]
    assert [seconds for seconds, _ in timed(raw)] == [None, None, None]


def test_classes_that_name_a_voice_are_styles_and_others_are_layout():
    raw = '<p class="wide q">Who?</p><p class="a left">I.</p><p class="wide">So.</p>'
    assert styled(raw) == [("q", "Who?"), ("a", "I."), ("", "So.")]


def test_colours_are_styles_where_nearly_all_lines_have_one_and_part_a_line():
    lines = '<p><font color="#00F">Who was it?</font></p><p>I was.</p>' * 5
    raw = lines + '<p><span style="COLOR: #00f">Why?</span> Who knows.</p>'
    assert styled(raw)[-4:] == [
        ("color: #00f", "Who was it?"),
        ("", "I was."),
        ("color: #00f", "Why?"),
        ("", " Who knows."),
    ]


def test_a_colour_that_stresses_words_is_no_style():
    raw = '<p>It was <font color="red">cold</font> there.</p>' * 5 + '<p><font color="red">Very.</font></p>'
    assert styled(raw) == [("", "It was cold there.")] * 5 + [("", "Very.")]


@given(st.lists(PIECES, max_size=60).map("".join))
def test_every_character_is_the_raw_one_or_what_its_reference_stands_for(raw):
    reading = read_page(raw, ".html")

    offsets = [offset for segment in reading.segments for offset in segment.offsets]
    assert all(before < after for before, after in pairwise(offsets))
    for character, offset in zip("".join(segment.text for segment in reading.segments), offsets, strict=True):
        reference = reference_at(raw, offset, ".html")
        assert character == (reference[0] if reference else raw[offset])
    has_voices = any(segment.voice is not None for segment in reading.segments)
    assert all((segment.voice is not None) == has_voices for segment in reading.segments)
    assert len(clean_reading(reading)[0]) == len(clean_reading(reading)[1])


@pytest.mark.parametrize(
    "hostile",
    [
        *('<div class="author">', '<span class="speaker">a<p>', "<i><div>", "<cite>a</cite> ", "<time>0:12</time>"),
        *("<font color=red>x<p>", "<tr><td>a<td>b.", "<span data-m=1>x ", '<p class="' + "q " * 900 + '">x', "</div>"),
        *(
            "<p " + "a=b " * 400 + ">x",
            "<div><p>Ada: x.",
            '<script type="application/ld+json">[</script>',
            "<h1>x</h1>",
        ),
        *('<div class="comments">x', '<meta property="og:title" content="x">', "<a>x", "<dt>a<dd>b.", "<footer>x"),
    ],
    ids=lambda text: text[:12],
)
def test_hostile_pages_take_linear_time(hostile):
    raw = "<p>Ada: Hi.</p>" + hostile * (100_000 // len(hostile))
    reading = read_page(raw, ".html")
    assert reading.segments[0].text == "Ada: Hi."


def test_one_voice_alone_is_believed_where_its_elements_have_times():
    raw = "<cite>Speaker:</cite><time>0:00</time><p>Hi.</p><cite>Speaker:</cite><time>0:04</time><p>And so on.</p>"
    assert voiced(raw) == [("Speaker", "Hi."), ("Speaker", "And so on.")]
