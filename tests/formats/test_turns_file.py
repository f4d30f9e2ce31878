import json
import tomllib

import pytest

from index.corpus.documents import read_roster, turns_file
from index.corpus.people import Roster
from index.errors import CorpusError
from index.inspection import inspect_file, turns_file_text
from index.turns import split_turns
from tests.formats.pdf_files import pdf_file
from tests.formats.word_files import paragraph, run, table, word_file
from tests.support.fakes import write_corpus
from tests.support.paths import ROOT

TALK = """\
# The red bicycle

Ana Ruiz: Why did you sell the red bicycle?

Bo Lind: We sold it since nobody rode it after the winter. And it was old by then.

Audience: Was it dear to you?

Bo Lind: It was the only bicycle that we ever had in the shop.

Bo Lind: We never bought another one. Did you ever think of a new one? I thought of it every day.

Subscribe to our letters

Ana Ruiz: Thank you. Was it a good winter?

Bo Lind: It was the coldest winter that anybody remembers in our town.
"""
LINES = ("Ana: Why did the river freeze?", "Bo: Since it was “cold” & dark.", "Ana: And then?", "Bo: Then it was May.")
SRT = "".join(
    f"{number}\r\n00:00:{number:02},000 --> 00:00:{number + 1:02},000\r\n{line}\r\n\r\n"
    for number, line in enumerate(LINES, 1)
)
VTT = "WEBVTT\n\n" + "".join(
    f"00:00:{number:02}.000 --> 00:00:{number + 1:02}.000\n<v {line.split(': ')[0]}>{line.split(': ')[1]}</v>\n\n"
    for number, line in enumerate(LINES)
)
BOLD = "**Why did it close?**\n\nThe river froze, and we lost the ferry.\n\n**And then?**\n\nThen it was May.\n"
FILES = {
    "talk.txt": TALK.replace("Ana Ruiz", "Ana").replace("Bo Lind", "Bo"),
    "talk.md": BOLD,
    "talk.srt": SRT,
    "talk.vtt": VTT,
    "talk.html": "<h1>T</h1>"
    + "".join(f"<p><b>{line.replace(': ', ':</b> ').replace('&', '&amp;')}</p>" for line in LINES),
    "talk.json": json.dumps(
        {
            "segments": [
                {"speaker": f"SPEAKER_0{at % 2}", "start": at, "text": line[4:]} for at, line in enumerate(LINES)
            ]
        }
    ),
    "talk.docx": word_file(table(*(line.split(": ") for line in LINES)), paragraph(run("After the table."))),
    "talk.pdf": pdf_file([(72, 700 - 30 * number, line) for number, line in enumerate(LINES)]),
}
LISTED = '[talk]\nlink = false\nhosts = ["Ana"]\nguests = ["Bo"]\n'


def written(folder, content, name="talk.txt", **files):
    """Write an interview with the turns file that is prefilled for it, and return it and its lines."""
    file = write_corpus(folder, {name: content, **files}) / name
    text = turns_file_text(inspect_file(file, {}), read_roster(folder))
    turns_file(file).write_text(text, "utf-8")
    return file, text


def turns_of(file):
    document = inspect_file(file, {}).document
    return split_turns(document, read_roster(file.parent)), document.clean


def said(file):
    turns, clean = turns_of(file)
    return [(turn.speaker, turn.attribution, clean[turn.start : turn.end]) for turn in turns]


def edit(file, old, new):
    """Change what stands once in the turns file of an interview, as a person does."""
    text = turns_file(file).read_text("utf-8")
    assert text.count(old) == 1
    turns_file(file).write_text(text.replace(old, new), "utf-8")


def block(text, words):
    """Return the entry of a turns file that begins with these words, with all its lines."""
    [entry] = [entry for entry in text.split("[[turn]]\n")[1:] if f'starts = "{words}' in entry]
    return "[[turn]]\n" + entry


@pytest.mark.parametrize("name", FILES)
def test_a_prefilled_file_that_nobody_changed_gives_the_very_same_turns(tmp_path, name):
    before = write_corpus(tmp_path, {name: FILES[name], "sources.toml": LISTED}) / name
    read, _ = turns_of(before)
    assert len({turn.speaker for turn in read if turn.speaker}) == 2
    file, text = written(tmp_path, FILES[name], name)
    assert turns_of(file)[0] == read
    assert len(tomllib.loads(text)["turn"]) >= 4
    assert all(turn.is_read for turn in inspect_file(file, {}).document.curation.turns)


@pytest.mark.parametrize("name", FILES)
def test_whoever_confirms_every_turn_states_the_same_turns(tmp_path, name):
    file, text = written(tmp_path, FILES[name], name, **{"sources.toml": LISTED})
    read, _ = turns_of(file)
    turns_file(file).write_text("".join(line for line in text.splitlines(True) if not line.startswith("read = ")))
    stated, _ = turns_of(file)
    assert [key(turn) for turn in stated if turn.speaker] == [key(turn) for turn in read if turn.speaker]
    assert {turn.attribution for turn in stated if turn.speaker} == {"curated"}


def key(turn):
    return turn.start, turn.end, turn.speaker, turn.role, turn.start_seconds


def test_every_interview_of_the_seeds_comes_back_as_it_was_read(tmp_path):
    texts = {file.name: file.read_bytes() for file in (ROOT / "seeds").iterdir() if ".turns." not in file.name}
    folder = write_corpus(tmp_path, texts)
    roster, counts = read_roster(folder), {}
    for file in sorted(folder.glob("*.txt")):
        before = inspect_file(file, {})
        turns_file(file).write_text(turns_file_text(before, roster), "utf-8")
        after = inspect_file(file, {})
        assert (after.turns, after.quotes, after.refusal) == (before.turns, before.quotes, before.refusal)
        counts[file.name[:3]] = (len(after.document.curation.turns), len(after.turns))
    assert counts == {"000": (93, 93), "001": (50, 50), "002": (93, 0), "003": (40, 37)}


def test_the_file_says_how_to_correct_it_and_first_where_to_look(tmp_path):
    _, text = written(tmp_path, TALK)
    head, *entries = text.split("[[turn]]\n")[:3]
    assert head.startswith("# Who says what in talk.txt, as it was read. Correct what is wrong and save; ")
    assert head.partition("all_turns")[2] == (
        ' = true\nspeakers = [\n    "Bo Lind",\n    "Ana Ruiz",\n]\n\n# Look at these first\n'
        "# - nobody: the label 'Audience' names nobody\n#     line 37: Was it dear to you?\n"
        "# - nobody: not labelled, and no part of the turn before\n#     line 51: Subscribe to our letters\n\n"
    )
    marks = [line.split()[-1] for entry in entries for line in entry.split("\n") if line.startswith("read = ")]
    assert [entry.replace(mark, "…") for entry, mark in zip(entries, marks, strict=True)] == [
        'speaker = "Ana Ruiz"\nstarts = "Why did you sell the red"\nread = "printed …\n'
        "# Why did you sell the red bicycle?\n\n",
        'speaker = "Bo Lind"\nstarts = "We sold it since nobody rode"\nread = "printed …\n'
        "# We sold it since nobody rode it after the winter. And it was old by then.\n\n",
    ]
    lines = text.split("\n")
    assert (lines[36], lines[50]) == ("[[turn]]", "[[turn]]")
    assert lines[37:40] == [
        'starts = "Was it dear to you?"',
        'ends = "Was it dear to you?"',
        "reason = \"the label 'Audience' names nobody\"",
    ]


RAIN = """\
Ana: Why did it rain?

Bo: It rained for weeks and weeks on end. Ana: it went on for months and nobody could leave the house.

Ana: Ah, yes it did.

Bo: Yes, so it was in May.
"""


def test_quotes_that_were_left_out_are_named_with_the_turn_that_they_stand_in(tmp_path):
    _, text = written(tmp_path, RAIN)
    [kind, place] = [line for line in text.split("\n") if line.startswith("# - ") or line.startswith("#     line ")]
    assert kind == "# - quotes that are left out, since the file itself says otherwise"
    assert place == "#     line 35: talk.txt:3 stands behind the label 'Bo', not Ana's"
    assert text.split("\n")[34:37] == ["[[turn]]", 'speaker = "Ana"', 'starts = "it went on for months and"']


def test_inferred_turns_are_named_as_such_and_confirmed_without_their_read_line(tmp_path):
    file, text = written(tmp_path, BOLD, "talk.md", **{"sources.toml": LISTED})
    assert "# - inferred, 99% sure: no label: the questions are in bold, and one host and one guest are listed" in text
    [read] = [line for line in block(text, "The river froze").split("\n") if line.startswith("read")]
    edit(file, f"{read}\n", "")
    assert [(speaker, attribution) for speaker, attribution, _ in said(file)] == [
        ("Ana", "inferred"),
        ("Bo", "curated"),
        ("Ana", "inferred"),
        ("Bo", "inferred"),
    ]


READ = [
    ("Ana Ruiz", "printed", "Why did you sell the red bicycle?"),
    ("Bo Lind", "printed", "We sold it since nobody rode it after the winter. And it was old by then."),
    (None, "none", "Was it dear to you?"),
    ("Bo Lind", "printed", "It was the only bicycle that we ever had in the shop."),
    ("Bo Lind", "printed", "We never bought another one. Did you ever think of a new one? I thought of it every day."),
    ("Ana Ruiz", "printed", "Thank you. Was it a good winter?"),
    ("Bo Lind", "printed", "It was the coldest winter that anybody remembers in our town."),
]


def changed(number, *instead):
    return [*READ[:number], *instead, *READ[number + 1 :]]


def test_a_wrong_name_is_one_word_to_change(tmp_path):
    file, text = written(tmp_path, TALK)
    assert said(file) == READ
    entry = block(text, "Thank you.")
    edit(file, entry, entry.replace("Ana Ruiz", "Bo Lind"))
    assert said(file) == changed(5, ("Bo Lind", "curated", READ[5][2]))


def test_a_name_that_is_added_at_the_top_can_be_used(tmp_path):
    file, text = written(tmp_path, TALK)
    edit(file, "speakers = [\n", 'speakers = [\n    "Cy Oh",\n')
    entry = block(text, "Was it dear to you?")
    edit(file, entry, entry.replace("reason", 'speaker = "Cy Oh"\nreason'))
    assert said(file) == changed(2, ("Cy Oh", "curated", "Was it dear to you?"))


def test_a_boundary_that_is_moved_changes_both_turns_beside_it_and_no_other(tmp_path):
    file, _ = written(tmp_path, TALK)
    edit(file, 'starts = "It was the coldest winter', 'starts = "winter that anybody')
    assert said(file) == [
        *READ[:5],
        ("Ana Ruiz", "curated", READ[5][2]),
        *(
            ("Ana Ruiz", "curated", "It was the coldest"),
            ("Bo Lind", "curated", "winter that anybody remembers in our town."),
        ),
    ]


def test_a_turn_that_is_missing_is_written_between_its_neighbours(tmp_path):
    file, text = written(tmp_path, TALK)
    between = '[[turn]]\nspeaker = "Ana Ruiz"\nstarts = "Did you ever think"\n\n[[turn]]\nspeaker = "Bo Lind"\n'
    entry = block(text, "It was the only")
    edit(file, entry, f'{entry}{between}starts = "I thought of it"\n\n')
    assert said(file) == [
        *READ[:3],
        ("Bo Lind", "curated", READ[3][2]),
        ("Bo Lind", "curated", "We never bought another one."),
        ("Ana Ruiz", "curated", "Did you ever think of a new one?"),
        ("Bo Lind", "curated", "I thought of it every day."),
        *READ[5:],
    ]


def test_a_turn_too_many_is_deleted_and_the_one_before_goes_on(tmp_path):
    file, text = written(tmp_path, TALK)
    edit(file, block(text, "We sold it"), "")
    assert said(file) == [("Ana Ruiz", "curated", text) for _, _, text in READ[:2]] + READ[2:]


def test_the_first_turn_and_one_behind_a_stretch_of_nobody_are_nobodys_once_deleted(tmp_path):
    file, text = written(tmp_path, TALK)
    edit(file, block(text, "Why did you sell"), "")
    edit(file, block(text, "It was the only"), "")
    assert said(file) == [
        (None, "none", READ[0][2]),
        ("Bo Lind", "curated", READ[1][2]),
        *((None, "none", READ[number][2]) for number in (2, 3, 4)),
        *READ[5:],
    ]


def test_whose_words_are_in_doubt_are_made_nobodys_with_a_reason(tmp_path):
    file, text = written(tmp_path, TALK)
    entry = block(text, "Thank you.")
    edit(file, entry, entry.replace('speaker = "Ana Ruiz"', 'reason = "either of them"'))
    [turn] = [turn for turn in turns_of(file)[0] if str(turn.reason) == "either of them"]
    assert (turn.speaker, said(file)) == (None, changed(5, (None, "none", READ[5][2])))


def test_words_that_were_no_turn_are_given_to_somebody(tmp_path):
    file, text = written(tmp_path, TALK)
    entry = block(text, "Subscribe")
    edit(file, entry, entry.replace("reason", 'speaker = "Ana Ruiz"\nreason'))
    assert said(file) == [*READ[:5], ("Ana Ruiz", "curated", "Subscribe to our letters"), *READ[5:]]


def test_where_nobody_was_found_each_paragraph_can_be_given_and_goes_on_over_those_deleted(tmp_path):
    file, text = written(tmp_path, "One word more.\n\nTwo words more.\n\nThree words more.\n\nFour words more.\n")
    assert inspect_file(file, {}).refusal.startswith("no speaker found in talk; ")
    edit(file, "speakers = []", 'speakers = ["Ana Ruiz", "Bo Lind"]')
    edit(file, 'starts = "One word more."\n', 'speaker = "Ana Ruiz"\nstarts = "One word more."\n')
    edit(file, block(text, "Two words"), "")
    edit(file, 'starts = "Three words more."\n', 'speaker = "Bo Lind"\nstarts = "Three words more."\n')
    assert said(file) == [
        ("Ana Ruiz", "curated", "One word more."),
        ("Ana Ruiz", "curated", "Two words more."),
        ("Bo Lind", "curated", "Three words more."),
    ]


def test_a_speaker_has_the_role_that_the_questions_told(tmp_path):
    file, text = written(tmp_path, TALK)
    entry = block(text, "It was the coldest")
    edit(file, entry, entry.replace("Bo Lind", "Ana Ruiz"))
    assert [(turn.role, turn.attribution) for turn in turns_of(file)[0][-2:]] == [
        ("host", "printed"),
        ("host", "curated"),
    ]


def test_what_was_decided_stays_when_the_file_is_read_otherwise_and_what_was_not_is_read_anew(tmp_path):
    file, text = written(tmp_path, TALK)
    entry = block(text, "Thank you.")
    edit(file, entry, entry.replace("Ana Ruiz", "Bo Lind"))
    file.write_text(
        TALK.replace("Audience:", "Bo Lind:").replace("in the shop.\n\nBo Lind:", "in the shop.\n\nAna Ruiz:")
    )
    assert said(file) == [
        *READ[:2],
        ("Bo Lind", "printed", READ[2][2]),
        READ[3],
        ("Ana Ruiz", "printed", READ[4][2]),
        ("Bo Lind", "curated", READ[5][2]),
        READ[6],
    ]


def problem(file):
    with pytest.raises(CorpusError) as caught:
        split_turns(inspect_file(file, {}).document, Roster())
    return str(caught.value).replace(str(file.parent), "")


def test_where_the_words_of_a_decision_are_gone_it_is_told_with_file_and_line_and_nothing_is_changed(tmp_path):
    file, text = written(tmp_path, TALK)
    entry = block(text, "Thank you.")
    edit(file, entry, entry.replace("Ana Ruiz", "Bo Lind"))
    decided = turns_file(file).read_bytes()
    line = text[: text.index(entry)].count("\n") + 1
    file.write_text(TALK.replace("Thank you.", "Thanks a lot."))
    assert problem(file) == (
        f"/talk.turns.toml:{line}: 'Thank you. Was it a good' does not stand in the document, which may have changed; "
        "correct the words"
    )
    file.write_text(TALK.replace("It was the coldest", "This was the coldest"))
    assert problem(file) == (
        f"/talk.turns.toml:{line + 6}: 'It was the coldest winter' does not stand in the document, which may have "
        "changed; correct the words"
    )
    assert turns_file(file).read_bytes() == decided


def test_words_of_turns_that_nobody_decided_may_change_as_they_like(tmp_path):
    file, _ = written(tmp_path, TALK)
    file.write_text(TALK.replace("We sold it", "We gave it away"))
    assert said(file) == changed(1, ("Bo Lind", "printed", READ[1][2].replace("We sold it", "We gave it away")))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'starts = "Thank you. Was it a good"',
            'starts = "Thanks"',
            "/talk.turns.toml:58: 'Thanks' does not stand in the document, which may have changed; correct the words",
        ),
        (
            'starts = "Thank you. Was it a good"',
            'starts = "winter"',
            "/talk.turns.toml:58: 'winter' stands in the "
            "document more than once; give more words, or the words before them in after = …",
        ),
        (
            'starts = "Thank you. Was it a good"',
            'starts = "the coldest"',
            "/talk.turns.toml:58: 'the coldest' overlaps "
            "the next turn, or stands behind it in the document; put the turns in the document's order",
        ),
    ],
)
def test_a_start_that_does_not_fit_is_refused_with_its_line(tmp_path, old, new, message):
    file, _ = written(tmp_path, TALK)
    edit(file, old, new)
    assert problem(file) == message


def test_all_starts_that_do_not_fit_are_told_at_once_and_of_many_the_first_five(tmp_path):
    file, text = written(
        tmp_path, "".join(f"Ana: Word{number} is here.\n\nBo: Ah{number} so.\n\n" for number in range(9))
    )
    turns_file(file).write_text(text.replace('starts = "Word', 'starts = "Gone'))
    reasons = problem(file).split("; correct the words")
    assert (len(reasons), reasons[-1]) == (6, "; and 4 more")


def test_in_another_order_the_turns_are_refused(tmp_path):
    file, text = written(tmp_path, TALK)
    entry, last = block(text, "Thank you."), block(text, "It was the coldest")
    turns_file(file).write_text(text.replace(entry, "").replace(last, f"{last}\n{entry}"))
    assert problem(file) == (
        "/talk.turns.toml:58: 'It was the coldest winter' overlaps the next turn, or stands behind it in the document; "
        "put the turns in the document's order"
    )


def test_listed_anew_what_was_decided_stays_as_it_was_written_and_the_rest_is_as_it_is_read(tmp_path):
    file, text = written(tmp_path, TALK)
    entry = block(text, "Thank you.")
    mine = "# I was there.\n" + entry.replace("Ana Ruiz", "Bo Lind").replace("read =", "# it was Bo\nread =")
    edit(file, entry, mine)
    file.write_text(TALK.replace("Audience:", "Ana Ruiz:"))
    before = said(file)
    anew = turns_file_text(inspect_file(file, {}), Roster(), turns_file(file).read_text("utf-8"))
    assert mine in anew
    assert 'speaker = "Ana Ruiz"\nstarts = "Was it dear to you?"\nread = "printed ' in anew
    turns_file(file).write_text(anew)
    assert said(file) == before
    again = turns_file_text(inspect_file(file, {}), Roster(), anew)
    assert again == anew
