"""What a document with times comes to, from the file to what people see."""

import json

import pytest

from tests.support.command_line import json_lines
from tests.support.fakes import write_corpus

RAIN = """\
WEBVTT

00:00:01.000 --> 00:00:04.000
Ana Ruiz: Why did the river freeze so early in that year?

00:12:03.500 --> 00:12:07.000
Bo Lind: It froze early since the wind had turned in the middle of April.

00:12:08.000 --> 00:12:12.000
Nobody in the whole town had ever seen such a thing before that spring.

01:02:03.000 --> 01:02:05.000
Ana Ruiz: And what did you do with the bridge then?

01:02:06.000 --> 01:02:09.000
Bo Lind: We took the bridge apart and carried every plank of it up the hill.
"""
SOURCES = """\
[rain]
title = "The river"
link = "https://www.youtube.com/watch?v=a"
hosts = ["Ana Ruiz"]
guests = ["Bo Lind"]
"""


@pytest.fixture(scope="module")
def river(commands, tmp_path_factory):
    """A folder with one indexed interview that has times and is linked to its recording."""
    folder = tmp_path_factory.mktemp("river")
    write_corpus(folder / "seeds", {"rain.vtt": RAIN, "sources.toml": SOURCES})
    assert commands.run(folder, "index").code == 0
    return folder


def test_quotes_know_their_second_and_link_to_it(commands, river):
    quotes = json.loads(commands.run(river, "quotes", "--json").out)
    starts = {(quote["text"].split()[0], quote["start_seconds"], quote["deep_link"]) for quote in quotes}
    assert starts == {
        ("It", 723.5, "https://www.youtube.com/watch?v=a&t=723"),
        ("Nobody", 728.0, "https://www.youtube.com/watch?v=a&t=728"),
        ("We", 3726.0, "https://www.youtube.com/watch?v=a&t=3726"),
    }
    assert {(quote["link"], quote["link_kind"]) for quote in quotes} == {
        ("https://www.youtube.com/watch?v=a", "recording")
    }


def test_an_answer_says_when_it_is_heard(commands, river):
    run = commands.run(river, "ask", "What did you do with the bridge?")
    assert "  Bo Lind\n  The river, at 1:02:06\n  Watch the talk: https://www.youtube.com/watch?v=a&t=3726\n" in run.out
    [result] = json_lines(commands.run(river, "ask", "What did you do with the bridge?", "--json"))
    assert (result["hits"][0]["start_seconds"], result["hits"][0]["deep_link"][-7:]) == (3726.0, "&t=3726")


def test_inspect_shows_seconds(commands, river):
    [inspection] = json_lines(commands.run(river, "inspect", "seeds/rain.vtt", "--json"))
    assert [turn["start_seconds"] for turn in inspection["turns"]] == [1.0, 723.5, 3723.0, 3726.0]
    assert [quote["start_seconds"] for quote in inspection["quotes"]] == [723.5, 728.0, 3726.0]
    assert "\n12:03  " in commands.run(river, "inspect", "seeds/rain.vtt").out


def test_without_a_link_the_time_is_the_place(commands, tmp_path):
    listed = SOURCES.replace('"https://www.youtube.com/watch?v=a"', "false")
    write_corpus(tmp_path / "seeds", {"rain.vtt": RAIN, "sources.toml": listed})
    assert commands.run(tmp_path, "index").code == 0
    run = commands.run(tmp_path, "ask", "What did you do with the bridge?")
    assert "  Bo Lind\n  The river, at 1:02:06\n\n" in run.out
    assert "http" not in run.out
