"""Corrections as the studio makes them: the bytes that somebody gets who edits the file by hand."""

import tomllib

import pytest

from bot.operations.turns_files import write_turns_file
from index.corpus.documents import read_roster, read_text, turns_file
from index.errors import CorpusError
from index.inspection import inspect_file, turns_file_text
from index.inspection.correct_turns import Correction, corrected, names_offered
from index.inspection.passages import sentence_starts
from index.inspection.reading import reading_of
from tests.support.fakes import write_corpus

TALK = """\
# The red bicycle

Ana Ruiz: Why did you sell the red bicycle?

Bo Lind: We sold it since nobody rode it after the winter. And was it dear to us? It was.

Audience: Was it dear to you?

Bo Lind: It was the only bicycle that we ever had in the shop.

Ana Ruiz: Thank you. Did you buy another one?
"""
BY_HAND = """\
# Mine, and mine alone.

[[turn]]
speaker = "Ana Ruiz"   # I was there
starts  = "Was it dear to you?"
ends    = "Was it dear to you?"
"""
WHY, SOLD, AUDIENCE, SHOP, THANKS = "Why did", "We sold", "Was it dear to you?", "It was the only", "Thank you"


@pytest.fixture
def talk(tmp_path):
    write_corpus(tmp_path / "seeds", {"talk.txt": TALK})
    return tmp_path / "seeds" / "talk.txt"


def load(file):
    turns = turns_file(file)
    text = read_text(turns) if turns.exists() else ""
    return reading_of(inspect_file(file, {}), read_roster(file.parent), text, str(turns))


def shown(reading):
    clean = reading.inspection.document.clean
    return [
        (passage.speaker, passage.how, " ".join(clean[start:end] for start, end in passage.pieces))
        for passage in reading.passages
    ]


def start_of(reading, words):
    return reading.inspection.document.clean.index(words)


def correct(reading, action, words, **more):
    return corrected(reading, Correction(action=action, start=start_of(reading, words), **more))


def by_hand(file, *changes):
    """Return the turns file that somebody gets who prefills it, edits it, and has it laid out again."""
    turns_file(file).write_text(turns_file_text(inspect_file(file, {}), read_roster(file.parent)), "utf-8")
    text = read_text(turns_file(file))
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    turns_file(file).write_text(text, "utf-8")
    return turns_file_text(inspect_file(file, {}), read_roster(file.parent), text)


READ = [
    (None, "nobody", "The red bicycle"),
    ("Ana Ruiz", "printed", "Why did you sell the red bicycle?"),
    ("Bo Lind", "printed", "We sold it since nobody rode it after the winter. And was it dear to us? It was."),
    (None, "nobody", "Was it dear to you?"),
    ("Bo Lind", "printed", "It was the only bicycle that we ever had in the shop."),
    ("Ana Ruiz", "printed", "Thank you. Did you buy another one?"),
]


def test_all_of_a_document_is_shown_and_whose_it_is(talk):
    reading = load(talk)
    assert shown(reading) == READ
    assert [passage.is_doubtful for passage in reading.passages] == [False, False, False, True, False, False]
    assert [str(passage.reason) for passage in reading.passages if not passage.speaker] == [
        "heading",
        "the label 'Audience' names nobody",
    ]


def test_a_name_is_what_is_written_by_hand(talk):
    reading = correct(load(talk), "name", SHOP, speaker="  Ana   Ruiz ")
    assert shown(reading) == [*READ[:4], ("Ana Ruiz", "curated", READ[4][2]), READ[5]]
    assert reading.turns == by_hand(
        talk, ('"Bo Lind"\nstarts = "It was the only', '"Ana Ruiz"\nstarts = "It was the only')
    )


def test_nobodys_words_are_given_to_somebody_new(talk):
    reading = correct(load(talk), "name", AUDIENCE, speaker="Cy Ngata")
    assert shown(reading) == [*READ[:3], ("Cy Ngata", "curated", READ[3][2]), *READ[4:]]
    assert names_offered(reading) == ["Ana Ruiz", "Bo Lind", "Cy Ngata"]
    assert reading.turns == by_hand(
        talk,
        ('    "Bo Lind",\n]', '    "Bo Lind",\n    "Cy Ngata",\n]'),
        ('[[turn]]\nstarts = "Was it dear', '[[turn]]\nspeaker = "Cy Ngata"\nstarts = "Was it dear'),
    )


def test_somebodys_words_are_nobodys(talk):
    reading = correct(load(talk), "nobody", WHY)
    assert shown(reading) == [READ[0], (None, "curated", READ[1][2]), *READ[2:]]
    assert reading.turns == by_hand(
        talk,
        (
            'speaker = "Ana Ruiz"\nstarts = "Why did you sell the red"\n',
            'starts = "Why did you sell the red"\nreason = "nobody that may be named says this"\n',
        ),
    )


def test_a_turn_is_split_where_a_sentence_begins(talk):
    reading = load(talk)
    at = start_of(reading, "And was it")
    reading = correct(reading, "split", SOLD, at=at)
    reading = corrected(reading, Correction(action="name", start=at, speaker="Ana Ruiz"))
    assert shown(reading)[2:4] == [
        ("Bo Lind", "curated", "We sold it since nobody rode it after the winter."),
        ("Ana Ruiz", "curated", "And was it dear to us? It was."),
    ]
    assert reading.turns == by_hand(
        talk,
        (
            '[[turn]]\nstarts = "Was it dear',
            '[[turn]]\nspeaker = "Ana Ruiz"\nstarts = "And was it dear to us? It"\n\n[[turn]]\nstarts = "Was it dear',
        ),
    )


def test_a_stretch_is_split_with_its_end(talk):
    talk.write_text(TALK.replace("Was it dear to you?", "Was it dear to you? Say it, please."), "utf-8")
    reading = load(talk)
    reading = correct(reading, "split", AUDIENCE, at=start_of(reading, "Say it"))
    assert shown(reading)[3:5] == [(None, "curated", "Was it dear to you?"), (None, "curated", "Say it, please.")]
    entries = tomllib.loads(reading.turns)["turn"]
    assert [(entry["starts"], entry["ends"]) for entry in entries if "ends" in entry] == [
        ("Was it dear to you? Say it,", "Was it dear to you?"),
        ("Say it, please.", "Say it, please."),
    ]


def test_a_turn_is_joined_with_the_one_before(talk):
    reading = correct(load(talk), "join", AUDIENCE)
    assert shown(reading) == [*READ[:2], ("Bo Lind", "curated", f"{READ[2][2]} {READ[3][2]}"), *READ[4:]]
    entry = (
        '[[turn]]\nstarts = "Was it dear to you?"\nends = "Was it dear to you?"\nreason = "the label \'Audience\' '
        'names nobody"\n'
    )
    before = turns_file_text(inspect_file(talk, {}), read_roster(talk.parent))
    block = before[before.index(entry) : before.index('[[turn]]\nspeaker = "Bo Lind"\nstarts = "It was')]
    assert reading.turns == by_hand(talk, (block, ""))


def test_joined_with_nobodys_the_end_of_those_goes(talk):
    reading = correct(load(talk), "join", SHOP)
    assert shown(reading)[3:5] == [(None, "curated", f"{READ[3][2]} {READ[4][2]}"), READ[5]]


def test_what_is_doubtful_is_stated(talk):
    reading = correct(load(talk), "right", AUDIENCE)
    assert shown(reading)[3] == (None, "curated", "Was it dear to you?")
    assert [passage.is_doubtful for passage in reading.passages] == [False] * 6
    mark = next(
        line
        for line in turns_file_text(inspect_file(talk, {}), reading.roster).split("\n")
        if "nobody " in line and "read" in line
    )
    assert reading.turns == by_hand(talk, (f"{mark}\n", ""))
    assert correct(reading, "right", AUDIENCE).turns == reading.turns


def test_a_heading_is_given_to_somebody(talk):
    reading = correct(load(talk), "name", "The red", speaker="Bo Lind")
    assert shown(reading) == [("Bo Lind", "curated", "The red bicycle"), *READ[1:]]


def test_a_file_by_hand_stays_one_and_gets_what_is_corrected(talk):
    turns_file(talk).write_text(BY_HAND, "utf-8")
    reading = load(talk)
    assert reading.is_by_hand
    assert shown(reading)[3] == ("Ana Ruiz", "curated", "Was it dear to you?")
    reading = correct(reading, "name", AUDIENCE, speaker="Cy Ngata")
    assert reading.turns == BY_HAND.replace("Ana Ruiz", "Cy Ngata")
    reading = correct(reading, "name", SHOP, speaker="Ana Ruiz")
    assert reading.turns == (
        BY_HAND.replace("Ana Ruiz", "Cy Ngata")
        + '\n[[turn]]\nspeaker = "Ana Ruiz"\nstarts = "It was the only bicycle that"\n'
        'ends = "we ever had in the shop."\n'
    )
    assert shown(reading)[3:5] == [
        ("Cy Ngata", "curated", "Was it dear to you?"),
        ("Ana Ruiz", "curated", "It was the only bicycle that we ever had in the shop."),
    ]
    reading = correct(reading, "join", SHOP)
    assert shown(reading)[4] == ("Cy Ngata", "curated", READ[4][2])
    reading = correct(reading, "split", SOLD, at=start_of(reading, "And was"))
    assert shown(reading)[2:4] == [
        ("Bo Lind", "printed", "We sold it since nobody rode it after the winter."),
        ("Bo Lind", "curated", "And was it dear to us? It was."),
    ]


def test_a_value_over_several_lines_is_changed_with_its_notes_kept(talk):
    turns_file(talk).write_text(BY_HAND.replace('"Ana Ruiz"', '"""Ana\\\n Ruiz"""'), "utf-8")
    reading = correct(load(talk), "name", AUDIENCE, speaker="Bo Lind")
    assert tomllib.loads(reading.turns)["turn"] == [
        {"speaker": "Bo Lind", "starts": "Was it dear to you?", "ends": "Was it dear to you?"}
    ]
    assert reading.turns.startswith("# Mine, and mine alone.\n")


@pytest.mark.parametrize(
    ("action", "words", "more", "problem"),
    [
        ("name", SHOP, {"speaker": "  "}, "'' is no name; write one of 1 to 120 characters"),
        ("name", SHOP, {"speaker": "A\x00B"}, "'A\\x00B' is no name; write one of 1 to 120 characters"),
        ("name", SHOP, {"speaker": "x" * 121}, f"'{'x' * 120}' is no name; write one of 1 to 120 characters"),
        ("name", "did you sell", {"speaker": "Bo Lind"}, "no turn begins there any more; choose it anew"),
        ("split", SOLD, {"at": 3}, "a turn is split where one of its sentences begins; choose one behind the first"),
        ("join", "The red", {}, "no turn stands before this one; give it a name instead"),
    ],
)
def test_what_cannot_be_corrected_so_is_told(talk, action, words, more, problem):
    with pytest.raises(CorpusError) as caught:
        correct(load(talk), action, words, **more)
    assert str(caught.value) == problem


def test_who_was_taken_out_is_neither_shown_nor_named(talk):
    write_corpus(talk.parent, {"speakers.toml": '["Bo Lind"]\nremoved = true\n'})
    reading = load(talk)
    assert [passage.is_removed for passage in reading.passages] == [False, False, True, False, True, False]
    assert names_offered(reading) == ["Ana Ruiz"]
    with pytest.raises(CorpusError) as caught:
        correct(reading, "name", AUDIENCE, speaker="Bo Lind")
    assert str(caught.value) == "Bo Lind is removed in speakers.toml, and can be named nowhere"
    with pytest.raises(CorpusError) as caught:
        correct(reading, "name", SHOP, speaker="Ana Ruiz")
    assert str(caught.value) == "Bo Lind is removed in speakers.toml, so nobody says it"


def test_what_is_written_is_read_so(talk):
    reading = correct(load(talk), "name", SHOP, speaker="Cy Ngata")
    write_turns_file(turns_file(talk), reading.turns, "")
    assert shown(load(talk)) == shown(reading)
    assert [len(sentence_starts(reading.inspection, passage)) for passage in reading.passages] == [1, 1, 3, 1, 1, 2]
