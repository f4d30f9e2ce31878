from dataclasses import replace

import pytest

from index.domain import Turn
from index.quotes import cut_quotes
from index.quotes.places import heard_at, line_of_file, link_to_quote
from tests.support.fakes import make_document, make_turn

SUBTITLES = """\
WEBVTT

00:00:01.000 --> 00:00:04.000
Ana Ruiz: Why did it rain in May?

00:12:03.500 --> 00:12:07.000
Bo Lind: It rained since the wind had turned in April.

00:12:08.000 --> 00:12:12.000
Nobody in the town had ever seen such a thing before.

01:02:03.000 --> 01:02:05.000
Ana Ruiz: And then?
"""
ANSWER = "It rained since the wind had turned in April. Nobody in the town had ever seen such a thing before."


@pytest.fixture
def document():
    document = make_document(SUBTITLES, suffix=".vtt", link="https://youtu.be/a", link_kind="recording")
    cues = {"Ana Ruiz: Why": 1.0, "Bo Lind": 723.5, "Nobody": 728.0, "Ana Ruiz: And": 3723.0}
    return replace(document, times=tuple((SUBTITLES.index(words), seconds) for words, seconds in cues.items()))


@pytest.mark.parametrize(
    ("words", "turn_seconds", "seconds"),
    [
        ("It rained", None, None),  # the cue began with the label, and so before the turn's words
        ("It rained", 723.5, 723.5),
        ("the wind", 723.5, 723.5),
        ("Nobody", 723.5, 728.0),
        ("before.", None, 728.0),
    ],
)
def test_a_place_is_heard_at_the_last_time_before_it_in_its_turn(document, words, turn_seconds, seconds):
    turn = make_turn(document, ANSWER, start_seconds=turn_seconds)
    assert heard_at(document, turn, document.clean.index(words)) == seconds


def test_without_times_nothing_is_heard_at_any_second():
    document = make_document("Ada: Hello.")
    assert heard_at(document, make_turn(document, "Hello."), 5) is None


def test_quotes_of_a_turn_have_their_own_seconds(document):
    turn = make_turn(document, ANSWER, start_seconds=723.5)
    quotes = cut_quotes(document, [turn])
    assert [(quote.text, quote.start_seconds, quote.deep_link) for quote in quotes] == [
        (ANSWER, 723.5, "https://youtu.be/a?t=723"),
        (ANSWER[46:], 728.0, "https://youtu.be/a?t=728"),
    ]
    second = Turn(start=document.clean.index("Nobody"), end=turn.end, speaker="Bo Lind")
    [quote] = cut_quotes(document, [second])
    assert (quote.start_seconds, quote.deep_link, quote.line) == (728.0, "https://youtu.be/a?t=728", None)


@pytest.mark.parametrize(
    ("fields", "seconds", "expected"),
    [
        ({}, 723.9, "https://youtu.be/a?t=723"),
        ({}, None, None),
        ({"link": "https://example.com/v"}, 723.9, None),
        ({"link_kind": "article"}, 723.9, None),
        ({"link": None, "link_kind": None, "verbatim_link": True}, 723.9, None),
        (
            {"link": "https://example.com/a", "link_kind": "article", "verbatim_link": True},
            723.9,
            "https://example.com/a#:~:text=And%20then",
        ),
    ],
)
def test_a_link_goes_to_the_second_of_a_recording_or_to_the_words_of_a_page(document, fields, seconds, expected):
    document = replace(document, source=replace(document.source, **fields))
    start = document.clean.index("And then")
    assert link_to_quote(document, start, start + 9, seconds) == expected


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_line_of_a_text_counts_from_one(end):
    document = make_document(f"Ada: One.{end}{end}Bea: Two.{end}Three.{end}")
    places = [document.clean.index(word) for word in ("Ada", "Bea", "Three")]
    assert [line_of_file(document, place) for place in places] == [1, 3, 4]
    assert line_of_file(make_document("<p>Ada: One.</p>", suffix=".html"), 0) is None
