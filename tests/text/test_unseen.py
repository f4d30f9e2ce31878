import pytest

from index.text.unseen import clean_line, unseen_places, without_unseen

ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize(
    "text",
    [
        "she codes \U0001f469\u200d\U0001f4bb all day",
        "\U0001f469\U0001f3fd\u200d\u2764\ufe0f\u200d\U0001f48b\u200d\U0001f468\U0001f3fb",
        "\U0001f3f3\ufe0f\u200d\U0001f308 and \U0001f3f4\u200d\u2620\ufe0f",
        f"football in {ENGLAND}!",
        "\U0001f1e9\U0001f1ea 1\ufe0f\u20e3 \u260e\ufe0f \u845b\U000e0100\u57ce",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian: "I want"
        "\u0647\u200d. \u0642",  # Persian: an abbreviation whose first letter joins to nothing
        "\u0915\u094d\u200d\u0937 \u0915\u094d\u200c\u0937",  # Hindi: a half letter, and a whole one
        "\u1820\u180e\u1820",  # Mongolian
        "e\u0301 \u0e01\u0e33 \u05e9\u05b8\u05dc\u05d5\u05b9\u05dd",
        "\u05d4\u05d5\u05d0 \u05db\u05d5\u05ea\u05d1 C++\u200e \u05d4\u05d9\u05d5\u05dd",
        "\u06dd\u0661\u0662",
    ],
)
def test_what_a_reader_sees_stays(text):
    assert without_unseen(text) == text


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("pass\u200dword \u200cat\u200b all\u2060", "password at all"),
        ("\u4eba\u200d\u5de5\u200c\u667a\u200b\u80fd", "\u4eba\u5de5\u667a\u80fd"),
        ("\U0001f469\u200d", "\U0001f469"),
        ("\U0001f469\u200d\u200d\U0001f4bb", "\U0001f469\U0001f4bb"),
        ("\u0645\u06cc\u200c\u200c\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
        ("say \U000e0068\U000e0069 now", "say  now"),  # a text in tags
        (f"\U0001f3f4{''.join(chr(0xE0000 + ord(letter)) for letter in 'buynow')}\U000e007f", "\U0001f3f4"),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0065", "\U0001f3f4"),
        ("paid \u202e001\u202c, \u2066all\u2069 \u202afine\u202c", "paid 001, all fine"),
        ("\u05d0 \u202edcba\u202c \u2067\u05d1\u2069", "\u05d0 dcba \u05d1"),
        ("\u200e[12/3/20] \u200eAnna: hi\u200f", "[12/3/20] Anna: hi"),  # as a phone saves a chat
        ("\ufeffso\u00adft hy\u00adphen\ufff9\x00\x1b[2K\ud800", "soft hyphen[2K"),
    ],
)
def test_what_shows_nothing_or_plays_tricks_goes(text, seen):
    assert without_unseen(text) == seen


def test_places_count_characters():
    assert unseen_places("a\u200bb\u202e\n\U0001f469\u200d\U0001f4bb") == {1, 3, 4}


def test_a_clean_line_has_no_space_around_it_and_none_that_a_dropped_character_leaves():
    assert clean_line(" \u202e mo\u200bdel \ufeff\n\u3000one\x1b\udce9 ") == "model one"
    assert clean_line(" \u200b\n") == ""
