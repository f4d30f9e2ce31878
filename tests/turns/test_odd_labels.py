"""Labels that look like no name: nicknames, numbers, addresses, other scripts."""

import pytest

from tests.turns.transcripts import ANA, EAT, FROZE, SOLD, cues, labelled, paragraphs, said_by, spoken

ODD_NAMES = [
    "bolind42",
    "Bo (Lindco)",
    "Bo | Lindco",
    "Bo (he/him)",
    "bo lind",
    "@bo",
    "Bo, Lindco",
    "Bo 🚲",
    "?",
    "+1 555 010 0199",
    "Бо Линд",
    "Μπο Λιντ",
    "SPEAKER_02",
    "Bo",
    "BO LIND",
    "bo.lind@example.com",
    "话者1",
    "话者 1",
    "ボー",
]


@pytest.mark.parametrize("name", ODD_NAMES)
@pytest.mark.parametrize("times", [1, 2])
def test_a_label_that_looks_like_no_name_is_a_speaker_where_every_turn_has_one(name, times):
    pairs = [(ANA, SOLD), (name, FROZE), (ANA, EAT), *[(name, "It was still cold.")] * (times - 1)]
    assert spoken("\n".join(labelled(*pairs))) == pairs
    assert spoken(paragraphs(*pairs)) == pairs
    for suffix in (".vtt", ".srt"):
        raw = cues(*labelled(*pairs), suffix=suffix)
        assert spoken(raw, suffix) == pairs
        assert spoken(raw, suffix, guests=(ANA,)) == pairs


@pytest.mark.parametrize("name", ["bolind42", "Bo (Lindco)", "Bo | Lindco", "Bo (he/him)", "SPEAKER_02", "Бо Линд"])
def test_an_odd_label_among_bare_paragraphs_ends_the_turn_before(name):
    pairs = [
        ("Ana", f"{SOLD}\n\nIt was old.\n\nIt was mine."),
        ("Cy", "Why?"),
        ("Ana", "I was tired.\n\nOf it all."),
        ("Cy", "Ah."),
        (name, f"{FROZE}\n\nIndeed it did."),
        ("Ana", EAT),
    ]
    assert not any(FROZE in text for _, text in said_by(paragraphs(*pairs)))
    twice = paragraphs(*pairs, (name, "We ate it all."))
    assert (name, f"{FROZE}\nIndeed it did.") in said_by(twice)


@pytest.mark.parametrize("name", ["#", "...", "@", "+"])
@pytest.mark.parametrize("fields", [{}, {"hosts": ("Cy Oh",), "guests": (ANA,)}])
def test_marks_alone_are_nobodys_name_and_end_the_turn_before(name, fields):
    raw = paragraphs((ANA, SOLD), (name, FROZE), (ANA, EAT), (name, "Indeed."), ("Cy Oh", "Why?"), (ANA, "No."))
    assert spoken(raw, **fields) == [
        (ANA, SOLD),
        (None, FROZE),
        (ANA, EAT),
        (None, "Indeed."),
        ("Cy Oh", "Why?"),
        (ANA, "No."),
    ]


TALK = [("Kelly", SOLD), ("Ruiz", EAT), ("Kelly", FROZE), ("Ruiz", "Why?"), ("Kelly", "We went."), ("Ruiz", "Ah.")]


@pytest.mark.parametrize("name", ["UKelly", "Kellyx", "Keelly", "1Kelly"])
def test_a_label_that_stands_once_and_is_nearly_a_usual_one_is_doubtful(name):
    stray = (name, "The shop closed in the end.")
    assert spoken(paragraphs(*TALK, stray, ("Ruiz", "Then?"))) == [*TALK, (None, stray[1]), ("Ruiz", "Then?")]
    twice = [*TALK, stray, ("Ruiz", "Then?"), stray]
    assert spoken(paragraphs(*twice)) == twice
    listed = paragraphs(*TALK, stray, ("Ruiz", "Then?"))
    assert (name, stray[1]) in spoken(listed, guests=("Kelly", name), hosts=("Ruiz",))


def test_other_names_that_stand_once_are_not_doubtful():
    for name in ("Bob", "Kelly Oak", "KELLY", "Kelli", "Speaker 3"):
        pairs = [*TALK, (name, "The shop closed."), ("Ruiz", "Then?")]
        assert [text for speaker, text in spoken(paragraphs(*pairs)) if speaker is None] == []
    pairs = [("Speaker 1", SOLD), ("Speaker 2", EAT)] * 3 + [("Speaker 3", FROZE)]
    assert spoken(paragraphs(*pairs)) == pairs
