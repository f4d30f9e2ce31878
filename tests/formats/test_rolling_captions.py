"""Subtitles of every maker: line ends, times, colours, and captions that roll."""

import pytest

from tests.turns.transcripts import (
    ANA,
    BO,
    EAT,
    FROZE,
    LISTED,
    SOLD,
    cues,
    labelled,
    rolling,
    said_by,
    spoken,
    spoken_at,
)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("suffix", [".vtt", ".srt"])
def test_line_ends_of_subtitles_make_no_difference(suffix, line_end):
    first, second, third, last = labelled(
        (ANA, "I walked to a bakery"), (ANA, "in the old town."), (BO, FROZE), (ANA, EAT)
    )
    raw = cues(first, second, third, suffix=suffix, line_end=line_end)
    assert spoken(raw, suffix) == [(ANA, "I walked to a bakery in the old town."), (BO, FROZE)]
    changes = cues(first, "in the old town.", third, last, suffix=suffix, line_end=line_end)
    assert spoken(changes, suffix, **LISTED) == [
        (ANA, "I walked to a bakery in the old town."),
        (BO, FROZE),
        (ANA, EAT),
    ]


def test_mixed_line_ends_of_voices():
    raw = cues(f"<v {BO}>It stayed shut for weeks, and</v>", f"<v {ANA}>Could I stop you there?</v>")
    pairs = [(BO, "It stayed shut for weeks, and"), (ANA, "Could I stop you there?")]
    assert spoken(raw, ".vtt") == pairs
    assert spoken(raw.replace("\n", "\r\n", 5), ".vtt") == pairs


@pytest.mark.parametrize(
    "timing", ["0.000 --> 3.480", "00:01.2 --> 00:03.4", "00:00:00.000-->00:00:02.000", "0:00:00,000 --> 0:00:02,000"]
)
def test_times_of_cues_in_other_forms(timing):
    pairs = [(ANA, SOLD), (BO, FROZE), (ANA, EAT)]
    raw = "".join(f"{timing}\n{text}\n\n\n" for text in labelled(*pairs))
    assert spoken(raw, ".srt") == pairs


def test_seconds_are_those_of_cues():
    raw = cues(*labelled((ANA, SOLD), (BO, FROZE), (ANA, EAT)))
    assert [seconds for _, seconds, _ in spoken_at(raw, ".vtt")] == [0, 5, 10]


@pytest.mark.parametrize("suffix", [".vtt", ".srt"])
def test_subtitles_in_a_text_file_are_subtitles(suffix):
    pairs = [(ANA, SOLD), (BO, FROZE), (ANA, EAT)]
    assert spoken(cues(*labelled(*pairs), suffix=suffix), ".txt") == pairs


def test_rolling_captions_have_each_word_once():
    lines = [
        f"Ana: {SOLD}",
        "It was old and",
        "nobody wanted it.",
        f"Bo: {FROZE}",
        "Nobody could sail",
        "before March.",
        f"Ana: {EAT}",
        "Bo: Bread.",
    ]
    assert spoken(rolling(lines), ".vtt") == [
        ("Ana", f"{SOLD} It was old and nobody wanted it."),
        ("Bo", f"{FROZE} Nobody could sail before March."),
        ("Ana", EAT),
        ("Bo", "Bread."),
    ]


def test_what_is_really_said_twice_stays():
    raw = cues("Ana: Yes.", "Yes.", "Bo: No.", "Really not.", "Ana: Well.", "We shall see.", suffix=".srt")
    assert spoken(raw, ".srt", hosts=("Ana",), guests=("Bo",))[0] == ("Ana", "Yes. Yes.")


def test_another_colour_is_another_voice():
    yellow, cyan = '<font color="#ffff00">{}</font>', '<font color="#00ffff">{}</font>'
    raw = cues(
        yellow.format("Ada: The river froze early that year."),
        cyan.format("And the money?"),
        yellow.format("Ada: Gone by May."),
        cyan.format("Charles: A pity."),
        cyan.format("A great pity."),
        yellow.format("Ada: Indeed it is."),
        suffix=".srt",
    )
    assert said_by(raw, ".srt", hosts=("Charles",), guests=("Ada",)) == [
        ("Ada", "The river froze early that year."),
        ("Ada", "Gone by May."),
        ("Charles", "A pity. A great pity."),
        ("Ada", "Indeed it is."),
    ]


def test_an_interrupted_sentence_is_not_given_to_who_interrupts():
    raw = cues(
        "Ana Ruiz (host): Is it for the people",
        "Bo Lind (guest): and of course",
        "for the river.",
        "Ana Ruiz (host): I see.",
        suffix=".srt",
    )
    assert spoken(raw, ".srt") == [(ANA, "Is it for the people"), (BO, "and of course for the river."), (ANA, "I see.")]
