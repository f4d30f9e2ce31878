import re

import pytest

from index.corpus.curated_turns import curated_turns
from index.corpus.curation import parse_curation
from index.corpus.people import Roster
from index.corpus.people_file import parse_people
from index.domain import CuratedTurn, Curation, Turn
from index.reasons import Reason
from tests.corpus.refusal import refusal
from tests.support.fakes import make_document

RAW = "Ada: One two three. Four\nfive.\n\nSix one two. 七\n八。\n\nEnd of it."
CLEAN = "Ada: One two three. Four five.\nSix one two. 七八。\nEnd of it."


def parse(text):
    return parse_curation(text, "talk.turns.toml", Roster())


def turn(**values):
    return "[[turn]]\n" + "".join(f'{key} = "{value}"\n' for key, value in values.items())


def cut(text):
    document = make_document(RAW, curation=parse(text), hosts=("Bea",))
    assert document.clean == CLEAN
    return [(CLEAN[turn.start : turn.end], turn.speaker) for turn in curated_turns(document)]


def test_parse_curation_reads_each_turn_with_its_line_and_canonical_speaker():
    roster = parse_people('["Ada Lovelace"]\naliases = ["阿达"]\n', "speakers.toml")
    text = (
        "# who speaks\nprinted_labels = false\n\n[[turn]]  # first\nspeaker = '阿达'\nstarts = '''One\n two'''\n"
        "\n[[turn]]\nafter = 'a'\nstarts = 'b'\nends = 'c'\nreason = 'unknown'\n"
    )
    assert parse_curation(text, "talk.turns.toml", roster) == Curation(
        path="talk.turns.toml",
        printed_labels=False,
        turns=(
            CuratedTurn(starts="One two", line=4, speaker="Ada Lovelace"),
            CuratedTurn(starts="b", line=9, ends="c", after="a", reason="unknown"),
        ),
    )


def test_an_empty_turns_file_leaves_the_printed_labels_alone():
    assert parse("") == Curation(path="talk.turns.toml", turns=(), printed_labels=True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("label = 1", "talk.turns.toml: unknown key 'label'; known: all_turns, printed_labels, speakers and [[turn]]"),
        ('printed_labels = "no"', "talk.turns.toml: printed_labels is 'no', but must be true or false"),
        ('[turn]\nstarts = "a"', "talk.turns.toml: write each turn as [[turn]] on a line of its own"),
        ('turn = [{starts = "a"}]', "talk.turns.toml: write each turn as [[turn]] on a line of its own"),
        (
            "\n" + turn(speker="Ada", starts="One"),
            "talk.turns.toml:2: unknown key 'speker'; known: after, ends, read, reason, speaker, starts",
        ),
        (
            turn(speaker="Ada", starts="One") + "\n[[turn]]\nstarts = 3\n",
            "talk.turns.toml:5: every value must be a text between quotation marks, and not empty",
        ),
        (
            turn(speaker=" ", starts="One"),
            "talk.turns.toml:1: every value must be a text between quotation marks, and not empty",
        ),
        (turn(speaker="Ada"), "talk.turns.toml:1: a turn needs its first words: starts = …"),
        (turn(starts="One"), "talk.turns.toml:1: a turn without a speaker needs a reason = …"),
    ],
)
def test_a_wrong_entry_is_refused_with_file_and_line(text, message):
    assert refusal(parse, text) == message


def test_broken_toml_is_refused_with_its_line():
    message = refusal(parse, "[[turn]]\nstarts = One\n")
    assert re.fullmatch(r"talk\.turns\.toml: broken TOML: .+ \(at line 2, column \d+\)", message)


def test_a_document_without_a_turns_file_or_with_an_empty_one_has_no_curated_turns():
    assert curated_turns(make_document(RAW)) == []
    assert curated_turns(make_document(RAW, curation=parse(""))) == []


def test_a_turn_runs_from_its_first_to_its_last_words():
    document = make_document(RAW, hosts=("Bea",), curation=parse(turn(speaker="Bea", starts="Six", ends="two.")))
    assert curated_turns(document) == [
        Turn(start=31, end=43, speaker="Bea", role="host", attribution="curated", confidence=1.0)
    ]


def test_a_turn_without_a_speaker_is_nobodys_for_its_reason():
    document = make_document(RAW, curation=parse(turn(starts="End", ends="it.", reason="either of the two")))
    assert curated_turns(document) == [
        Turn(
            start=48,
            end=58,
            speaker=None,
            attribution="none",
            confidence=0.0,
            reason=Reason("stated", "either of the two"),
        )
    ]


def test_without_printed_labels_a_turn_runs_to_the_next_one_and_the_last_to_the_end():
    text = "printed_labels = false\n" + turn(speaker="Ada", starts="One") + turn(speaker="Bea", starts="Six one")
    assert cut(text) == [("One two three. Four five.", "Ada"), ("Six one two. 七八。\nEnd of it.", "Bea")]


def test_a_turn_may_stop_before_the_next_one():
    text = (
        "printed_labels = false\n"
        + turn(speaker="Ada", starts="One", ends="three.")
        + turn(speaker="Bea", starts="Six")
    )
    assert cut(text) == [("One two three.", "Ada"), ("Six one two. 七八。\nEnd of it.", "Bea")]


@pytest.mark.parametrize("after", ["Six", "five. Six", "Four\\nfive.\\nSix"])
def test_the_words_before_tell_a_turn_from_others_alike(after):
    assert cut(turn(speaker="Ada", after=after, starts="one two", ends="two.")) == [("one two.", "Ada")]


def test_words_are_found_across_line_wraps_and_paragraphs():
    assert cut(turn(speaker="Ada", starts="Four  five. Six", ends="七八。 End")) == [
        ("Four five.\nSix one two. 七八。\nEnd", "Ada")
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "\n\n" + turn(speaker="Ada", starts="Seven", ends="it."),
            "talk.turns.toml:3: 'Seven' does not stand in the document, which may have changed; correct the words",
        ),
        (
            turn(speaker="Ada", after="Five", starts="Six", ends="it."),
            "talk.turns.toml:1: 'FiveSix' does not stand in the document, which may have changed; correct the words",
        ),
        (
            turn(speaker="Ada", starts="two", ends="it."),
            "talk.turns.toml:1: 'two' stands in the document more than once; give more words, or the words before them "
            "in after = …",
        ),
        (
            turn(speaker="Ada", starts="One") + turn(speaker="Ada", starts="Six", ends="two."),
            "talk.turns.toml:1: beside printed labels a turn needs its last words: ends = …",
        ),
        (
            turn(speaker="Ada", starts="Six", ends="Four"),
            "talk.turns.toml:1: 'Four' does not follow in the document before the next turn; correct the last words",
        ),
        (
            turn(speaker="Ada", starts="One", ends="End") + turn(speaker="Ada", starts="Six", ends="two."),
            "talk.turns.toml:1: 'End' does not follow in the document before the next turn; correct the last words",
        ),
        (
            turn(speaker="Ada", starts="Six", ends="two.") + turn(speaker="Ada", starts="Four", ends="five."),
            "talk.turns.toml:1: 'Six' overlaps the next turn, or stands behind it in the document; put the turns in "
            "the document's order",
        ),
        (
            turn(speaker="Ada", starts="One", ends="Four f") + turn(speaker="Ada", starts="Four", ends="five."),
            "talk.turns.toml:1: 'One' overlaps the next turn, or stands behind it in the document; put the turns in "
            "the document's order",
        ),
    ],
)
def test_turns_that_do_not_fit_the_document_are_refused_with_file_and_line(text, message):
    assert refusal(cut, text) == message
