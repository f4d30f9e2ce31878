import tomllib
from pathlib import Path

import pytest

from index.corpus.documents import read_document
from index.corpus.people import Roster
from index.domain import Block, Document
from index.errors import CorpusError
from index.inspection import Speaker, Stretch, inspect_document, inspect_file, source_lines, turn_lines
from index.inspection.unattributed import nobody_stretches
from index.reasons import Reason
from index.turns import split_turns
from tests.support.fakes import make_document, make_source, make_turn, write_corpus

TALK = """\
# The red bicycle

An introduction that somebody at the paper wrote.

**Ana Ruiz:** Why did you sell the red bicycle?

**Bo Lind:** [laughing] We sold it since nobody rode it after the winter. [Editor's note: in May.] It was old.

> A summary by the editors.

**Audience:** Was it dear to you?

**Bo Lind:** It was the only one that we ever had. We never bought another one.

## The shop

Subscribe to our letters

**Ana Ruiz:** Did you ever buy a new one?

**Bo Lind:** We bought a blue one in the spring, and it stands in the shop to this day.

Transcript by the Bicycle Review
"""


def reasons(document, turns=None):
    turns = split_turns(document, Roster()) if turns is None else turns
    stretches = nobody_stretches(document, turns, Roster())
    return [(document.clean[stretch.start : stretch.end], str(stretch.reason)) for stretch in stretches]


def test_every_stretch_of_nobodys_words_has_its_reason_and_labels_are_none():
    assert reasons(make_document(TALK)) == [
        ("The red bicycle", "heading"),
        ("An introduction that somebody at the paper wrote.", "before the first label"),
        ("[Editor's note: in May.]", "a note or a remark"),
        ("A summary by the editors.", "aside"),
        ("Was it dear to you?", "the label 'Audience' names nobody"),
        ("The shop", "heading"),
        ("Subscribe to our letters", "not labelled, and no part of the turn before"),
        ("Transcript by the Bicycle Review", "after the last turn"),
    ]


def test_a_name_on_a_line_of_its_own_is_a_label_and_neighbours_of_one_reason_are_one():
    raw = (
        "One line\n\nTwo lines\n\nAna Ruiz 0:01\nWhy did it rain?\n\nBo Lind 0:05\nIt was May.\n\nAna Ruiz 0:09\nAh.\n"
    )
    assert reasons(make_document(raw, guests=("Bo Lind",), hosts=("Ana Ruiz",))) == [
        ("One line\nTwo lines", "before the first label"),
    ]


def test_a_label_behind_another_turn_in_one_paragraph_is_a_label_and_other_words_are_not():
    document = make_document("Ana Ruiz: Why? Bo Lind: It rained. And then it did not. Ana Ruiz: Ah.")
    turns = [make_turn(document, "Why?"), make_turn(document, "It rained."), make_turn(document, "Ah.")]
    assert reasons(document, turns) == [("And then it did not. Ana Ruiz:", "cut off by a time, a note or a remark")]


def test_without_turns_all_words_are_nobodys():
    assert reasons(make_document("# Title\n\nSome words.\n\nMore words."), []) == [
        ("Title", "heading"),
        ("Some words.\nMore words.", "no speaker was found"),
    ]


def test_what_has_no_voice_among_voices_says_so():
    clean = "One.\nTwo.\nThree."
    blocks = (Block(start=0, end=4, voice="Ana"), Block(start=5, end=9, voice=""), Block(start=10, end=16, voice="Bo"))
    document = Document(source=make_source(), raw=clean, clean=clean, raw_offsets=range(len(clean)), blocks=blocks)
    turns = [make_turn(document, "One."), make_turn(document, "Three.")]
    assert nobody_stretches(document, turns, Roster()) == [Stretch(start=5, end=9, reason=Reason("no_voice"))]


def test_an_inspection_has_what_would_be_indexed():
    inspection = inspect_document(make_document(TALK), Roster())
    assert (inspection.refusal, inspection.language) == (None, "en")
    assert inspection.speakers == [
        Speaker(name="Bo Lind", role="guest", turns=4, quotes=3),
        Speaker(name="Ana Ruiz", role="host", turns=2, quotes=0),
    ]
    assert [quote.text for quote in inspection.quotes] == [
        "We sold it since nobody rode it after the winter.",
        "It was the only one that we ever had. We never bought another one.",
        "We bought a blue one in the spring, and it stands in the shop to this day.",
    ]
    assert inspection.warnings == (
        "no hosts listed; who asks was told from the questions",
        "1 stretch of words that nobody is named for",
    )


def test_turns_of_nobody_are_looked_at_before_those_that_were_inferred():
    raw = "Q: Why?\n\nA: Because it rained in May.\n\nAudience: Really?\n\nQ: And?\n\nA: That was all of it."
    inspection = inspect_document(make_document(raw, hosts=("Ana Ruiz",), guests=("Bo Lind",)), Roster())
    clean = inspection.document.clean
    assert [(turn.speaker, clean[turn.start : turn.end]) for turn in inspection.doubtful_turns] == [
        (None, "Really?"),
        ("Ana Ruiz", "Why?"),
        ("Bo Lind", "Because it rained in May."),
        ("Ana Ruiz", "And?"),
        ("Bo Lind", "That was all of it."),
    ]


def test_a_document_without_speakers_is_refused_and_keeps_its_words():
    inspection = inspect_document(make_document("Some words.", id="talk.v2"), Roster())
    assert inspection.refusal == (
        "no speaker found in talk.v2; label each turn 'Name: …', list hosts and guests under [\"talk.v2\"] in "
        "sources.toml, or write down who speaks in talk.v2.turns.toml"
    )
    assert (inspection.turns, inspection.quotes, inspection.speakers) == ((), (), [])
    assert [str(stretch.reason) for stretch in inspection.nobody] == ["no speaker was found"]


def test_a_file_is_read_with_what_is_beside_it_and_what_was_told_wins(tmp_path):
    folder = write_corpus(
        tmp_path,
        {
            "talk.v2.txt": TALK,
            "talk.v2.turns.toml": '[[turn]]\nspeaker = "Bo"\nstarts = "Was it"\nends = "you?"\n',
            "sources.toml": '["talk.v2"]\ntitle = "Bicycles"\nhosts = ["Ana Ruiz"]\nguests = ["Cy Oh"]\n',
            "speakers.toml": '["Bo Lind"]\naliases = ["Bo"]\n',
        },
    )
    inspection = inspect_file(folder / "talk.v2.txt", {"guests": ["Bo Lind"]})
    source = inspection.document.source
    assert (source.title, source.link, source.hosts, source.guests) == ("Bicycles", None, ("Ana Ruiz",), ("Bo Lind",))
    curated = [turn for turn in inspection.turns if turn.attribution == "curated"]
    assert [(turn.speaker, inspection.document.clean[turn.start : turn.end]) for turn in curated] == [
        ("Bo Lind", "Was it dear to you?")
    ]
    assert inspection.listed == {"title": "Bicycles", "hosts": ["Ana Ruiz"], "guests": ["Cy Oh"]}


def test_a_file_that_cannot_be_read_is_refused_in_one_line(tmp_path):
    with pytest.raises(CorpusError, match=r"^.*missing\.txt does not exist; check its name$"):
        inspect_file(tmp_path / "missing.txt", {})


REPEATING = "A: Yes.\n\nB: Yes. Yes.\n\nA: Yes. 是的，是的。是的。\n\nB: “Yes” and C:\\new — Yes.\n\nA: Yes.\n"


@pytest.mark.parametrize("raw", [TALK, REPEATING])
def test_lines_for_a_turns_file_give_every_turn_back_as_it_is(tmp_path, raw):
    """Pasted as they are, the lines of all turns are a turns file that gives the same turns."""
    write_corpus(tmp_path, {"talk.md": raw})
    document = read_document(Path(tmp_path / "talk.md"), {}, Roster(), needs_link=False)
    places = _places(document)
    lines = "\n".join(turn_lines(document, start, end, speaker="Bo Lind") for start, end in places)
    write_corpus(tmp_path, {"talk.turns.toml": lines})
    curated = split_turns(read_document(Path(tmp_path / "talk.md"), {}, Roster(), needs_link=False), Roster())
    assert [(turn.start, turn.end) for turn in curated if turn.attribution == "curated"] == places


def _places(document):
    if document.raw == TALK:
        return [(turn.start, turn.end) for turn in split_turns(document, Roster())]
    return [(block.start + 3, block.end) for block in document.blocks]


def test_lines_for_words_of_nobody_have_their_reason():
    document = make_document(TALK)
    start = document.clean.index("Was it")
    lines = turn_lines(document, start, start + 19, speaker=None, reason=Reason("label_names_nobody", "Audience"))
    assert tomllib.loads(lines)["turn"] == [
        {"starts": "Was it dear to you?", "ends": "Was it dear to you?", "reason": "the label 'Audience' names nobody"}
    ]


def test_lines_for_sources_toml_are_what_was_understood(tmp_path):
    file = write_corpus(tmp_path, {"talk.v2.txt": TALK}) / "talk.v2.txt"
    lines = source_lines(inspect_file(file, {}))
    assert lines == (
        '["talk.v2"]\ntitle = "The red bicycle"\nlink = false\nhosts = [\n    "Ana Ruiz",\n]\n'
        'guests = [\n    "Bo Lind",\n]\n'
    )
    write_corpus(tmp_path, {"sources.toml": lines})
    assert source_lines(inspect_file(file, {})) == ""


def test_labels_that_are_no_names_are_offered_to_be_named(tmp_path):
    raw = "SPEAKER_00: Why did it rain?\n\nSPEAKER_01: It was May.\n\n" * 3
    listed = '[talk]\nlink = false\nhosts = ["SPEAKER_00"]\n'
    file = write_corpus(tmp_path, {"talk.txt": raw, "sources.toml": listed}) / "talk.txt"
    lines = source_lines(inspect_file(file, {}))
    assert (
        lines == 'guests = [\n    "SPEAKER_01",\n]\npeople = {SPEAKER_00 = "SPEAKER_00", SPEAKER_01 = "SPEAKER_01"}\n'
    )
    write_corpus(tmp_path, {"sources.toml": f"{listed}{lines}".replace('= "SPEAKER_01"', '= "Bo Lind"')})
    inspection = inspect_file(file, {})
    assert [speaker.name for speaker in inspection.speakers] == ["SPEAKER_00", "Bo Lind"]


def test_what_was_inferred_is_said_in_a_line_with_where_it_is_confirmed():
    raw = "**Why?**\n\nWe sold it.\n\nNobody rode it.\n\n**And then?**\n\nIt was gone."
    document = make_document(raw, suffix=".md", hosts=("Ana Ruiz",), guests=("Bo Lind",))
    assert inspect_document(document, Roster()).warnings == (
        "5 turns were inferred to be Ana Ruiz and Bo Lind's, 96% to 99% sure (no label: the questions are in bold, and "
        "one host and one guest are listed); [[turn]] entries in talk.turns.toml confirm or correct it",
    )


def test_quotes_of_nobody_where_who_speaks_is_known_are_warned_of():
    inspection = inspect_document(make_document(TALK, suffix=".md", quotes_of_nobody=True), Roster())
    assert "quotes_of_nobody changes nothing here, since who speaks is known" in inspection.warnings
    assert all(quote.speaker for quote in inspection.quotes)


def test_turns_and_quotes_of_a_document_without_labels_are_nobodys():
    raw = "How did the shop close?\n\nNobody came to us any more in that winter, and we sold the red bicycle."
    inspection = inspect_document(make_document(raw, quotes_of_nobody=True), Roster())
    assert inspection.refusal is None
    assert inspection.speakers == []
    assert [quote.speaker for quote in inspection.quotes] == [""]
    assert {str(stretch.reason) for stretch in inspection.nobody} == {
        "no label, and nothing that tells whose words these are"
    }
    assert inspection.warnings == ("2 stretches of words that nobody is named for",)
