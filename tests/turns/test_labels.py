import pytest

from index.corpus.people import Person, Roster
from index.turns.labels import find_labels
from tests.support.fakes import make_document

LISTED = {"hosts": ("Ada Reed",), "guests": ("Bob B. Stone",)}
TWICE = "{0} Where were you?\n\n{1} At home.\n\n{0} All day?\n\n{1} All day."


def labels(raw, roster=None, **fields):
    document = make_document(raw, **fields)
    return [(label.printed, label.speaker) for label in find_labels(document, roster or Roster())]


@pytest.mark.parametrize(
    ("ask", "answer"),
    [
        ("Ada Reed:", "Bob B. Stone:"),
        ("**Ada:**", "**Stone:**"),
        ("**AR：**", "**BBS：**"),
        ("ADA REED:", "MR. STONE:"),
        ("[00:12] Ada:", "[1:02:03] Bob:"),
        ("**[6:14] Ada Reed:**", "**[6:18] Bob:**"),
        ("**Ada** [00:12]:", "**Bob** [00:15]:"),
        ("**Ada** [00:12]", "**Bob** [00:15]"),
        ("Ada (00:12):", "Bob (00:15 - 00:19):"),
        ("Ada: 00:00:12\n\n", "Bob: 00:00:15\n\n"),
        ("Ada\n00:12\n", "Bob\n00:15\n"),
        ("Ada | 00:12\n", "Bob · 00:15\n"),
        ("### Ada Reed\n\n", "### Bob\n\n"),
        ("### Ada (00:12):\n\n", "### Bob (00:15):\n\n"),
        ("Host:", "Guest:"),
        ("Q:", "A:"),
        ("问：", "答："),
        ("主持人：", "嘉宾："),
    ],
)
def test_labels_of_every_shape_resolve_among_the_listed(ask, answer):
    named = labels(TWICE.format(ask, answer), **LISTED)
    assert [speaker for _, speaker in named] == ["Ada Reed", "Bob B. Stone"] * 2


@pytest.mark.parametrize("body", ["Where were you?", "10:30 was when?"])
def test_speech_begins_behind_the_label_even_where_it_begins_with_a_time(body):
    document = make_document(f"Ada: {body}\n\nBob: [00:15] At home.", **LISTED)
    marks = find_labels(document, Roster())
    ends = [document.blocks[label.block].end for label in marks]
    assert [document.clean[label.body_start : end] for label, end in zip(marks, ends, strict=True)] == [
        body,
        "At home.",
    ]


def test_roles_are_inferred_and_names_are_printed():
    document = make_document("Q: Where?\n\nBob: At home.\n\nQ: All day?\n\nA: All day.", **LISTED)
    assert [(label.speaker, label.attribution, label.confidence) for label in find_labels(document, Roster())] == [
        ("Ada Reed", "inferred", 0.9),
        ("Bob B. Stone", "printed", 1.0),
        ("Ada Reed", "inferred", 0.9),
        ("Bob B. Stone", "inferred", 0.9),
    ]


@pytest.mark.parametrize(
    "listed", [{"hosts": ("Ada",), "guests": ("Bob", "Cy")}, {"guests": ("Bob",)}, {"hosts": ("Ada",)}]
)
def test_question_and_answer_name_nobody_without_one_of_each(listed):
    assert labels(TWICE.format("Q:", "A:"), **listed) == [("Q", None), ("A", None)] * 2


def test_letters_of_a_choice_are_no_answers():
    raw = "Bob: Choose one.\n\nA: this\n\nB: that\n\nAda: Neither."
    assert labels(raw, **LISTED) == [("Bob", "Bob B. Stone"), ("A", None), ("B", None), ("Ada", "Ada Reed")]


def test_a_name_that_two_of_the_listed_share_is_nobodys():
    raw = "Ada: Hi.\n\nReed: Yes.\n\nReed: No.\n\nReed: Well.\n\nCy: Hm."
    named = labels(raw, hosts=("Ada Reed",), guests=("Ben Reed", "Cy"))
    assert named == [("Ada", "Ada Reed"), ("Reed", None), ("Reed", None), ("Reed", None), ("Cy", "Cy")]


def test_names_are_discovered_where_nobody_is_listed_and_short_ones_are_the_full_ones():
    raw = "Ada Reed: Where?\n\nBob Stone: At home.\n\nAda: All day?\n\nBS: All day.\n\nAda: Ah.\n\nBS: Yes."
    assert labels(raw) == [
        ("Ada Reed", "Ada Reed"),
        ("Bob Stone", "Bob Stone"),
        ("Ada", "Ada Reed"),
        ("BS", "Bob Stone"),
        ("Ada", "Ada Reed"),
        ("BS", "Bob Stone"),
    ]


def test_a_discovered_first_name_is_not_taken_for_a_namesake():
    roster = Roster(people={"Bob Marley": Person(name="Bob Marley")}, by_alias={"bob": "Bob Marley"})
    assert labels(TWICE.format("Ada:", "Bob:"), roster) == [("Ada", "Ada"), ("Bob", "Bob")] * 2


def test_numbered_speakers_are_names():
    raw = TWICE.format("Speaker 0: 00:00:00\n\n", "Speaker 1: 00:00:04\n\n")
    assert labels(raw) == [("Speaker 0", "Speaker 0"), ("Speaker 1", "Speaker 1")] * 2


@pytest.mark.parametrize(
    "raw",
    [
        TWICE.format("Q:", "A:"),
        "Note: one.\n\nBob: Yes.\n\nNote: two.\n\nBob: No.",
        "Bob: Yes.\n\nWhat else?\n\nBob: No.",
        "Yes\n\nIt is so.\n\nYes\n\nIt is.",
    ],
)
def test_what_is_no_conversation_of_two_names_gives_no_speaker(raw):
    assert {speaker for _, speaker in labels(raw)} <= {None}


def test_markers_and_people_who_are_not_listed_end_the_turn_before():
    raw = "Ada: Hi.\n\nBreak: [16:56]\n\nBob: Yes.\n\nTim Cook: Me too.\n\nSo: it goes.\n\nMy advice: go on."
    assert labels(raw, **LISTED) == [
        ("Ada", "Ada Reed"),
        ("Break", None),
        ("Bob", "Bob B. Stone"),
        ("Tim Cook", None),
    ]


def test_a_section_title_with_a_colon_is_no_label():
    raw = "## Ada: the early years\n\nText.\n\n" + TWICE.format("Ada:", "Bob:")
    assert len(labels(raw, **LISTED)) == 4


@pytest.mark.parametrize("lists", [{}, {"hosts": ("Bea Ito",), "guests": ("Ada Lovelace",)}])
def test_labels_are_whom_sources_toml_states(lists):
    raw = "SPEAKER_00: Why?\n\nspeaker_01: Because.\n\nSPEAKER_00: And?\n\nSPEAKER_01: That is all.\n"
    people = (("SPEAKER_00", "Bea Ito"), ("SPEAKER_01", "Ada Lovelace"))
    marks = find_labels(make_document(raw, people=people, **lists), Roster())
    assert [(label.speaker, label.attribution) for label in marks] == [
        *(("Bea Ito", "printed"), ("Ada Lovelace", "printed")) * 2
    ]


def test_two_labels_may_be_one_person():
    raw = "SPEAKER_00: Why?\n\nSPEAKER_01: Because.\n\nSPEAKER_02: It is so.\n\nSPEAKER_00: And?\n"
    people = (("SPEAKER_00", "Bea Ito"), ("SPEAKER_01", "Ada Lovelace"), ("SPEAKER_02", "Ada Lovelace"))
    marks = find_labels(make_document(raw, people=people), Roster())
    assert [label.speaker for label in marks] == ["Bea Ito", "Ada Lovelace", "Ada Lovelace", "Bea Ito"]
