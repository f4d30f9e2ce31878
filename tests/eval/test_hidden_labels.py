"""The measurement itself, on a made-up interview whose right figures can be counted by hand."""

import pytest

from index.corpus.people import Roster
from tests.eval.hidden_labels import SHAPES, hide_labels, labelled_paragraphs, score
from tests.support.fakes import make_document

QUESTION, MORE = "How did the shop by the river close in the end?", "And what did you all live on after that?"
ANSWER = "The river froze early that year, and nobody came to us any more."
LATER = "I sold the red bicycle to a man from the town, and we ate the money."
TALK = f"Bo Lind: {QUESTION}\n\nAna Ruiz: {ANSWER}\n\nBo Lind: {MORE}\n\nAna Ruiz: {LATER}"
PARAGRAPHS = [(True, QUESTION), (False, ANSWER), (True, MORE), (False, LATER)]


def test_paragraphs_come_with_who_asks():
    assert labelled_paragraphs(make_document(TALK, hosts=("Bo Lind",), guests=("Ana Ruiz",)), Roster()) == PARAGRAPHS


def test_three_people_are_not_one_who_asks_and_one_who_answers():
    raw = TALK + f"\n\nCy Oh: {LATER}\n\nBo Lind: {MORE}\n\nCy Oh: {ANSWER}"
    assert labelled_paragraphs(make_document(raw, hosts=("Bo Lind",), guests=("Ana Ruiz", "Cy Oh")), Roster()) is None


def test_labels_are_gone_and_words_stay_where_they_are_said_to_be():
    raw, spans = hide_labels(PARAGRAPHS, "bold")
    assert "Bo Lind" not in raw
    assert [(is_host, raw[start:end]) for start, end, is_host in spans] == PARAGRAPHS
    assert f"\n\n**{QUESTION}**\n\n{ANSWER}\n\n" in raw


@pytest.mark.parametrize("shape", sorted(set(SHAPES) - {"nothing", "nothing, cut anew", "labelled"}))
def test_all_of_a_marked_interview_is_found(shape):
    result = score(PARAGRAPHS, shape)
    assert (result.turns, result.right_turns, result.quotes, result.right_quotes) == (4, 4, 2, 2)
    assert result.found_characters == result.guest_characters == len(ANSWER) + len(LATER)
    assert {level: tuple(counts) for level, counts in result.by_confidence.items()} == {0.99: (4, 4)}


def test_a_prompt_that_has_lost_its_mark_is_counted_as_a_wrong_name():
    prompt = "Tell me, then, of all the years that were spent by the sea."
    paragraphs = [*PARAGRAPHS * 4, (True, prompt), (False, ANSWER), (True, MORE), (False, LATER)]
    result = score(paragraphs, "bold, a tenth lost")
    assert (result.right_turns, result.turns) == (19, 20)
    assert {level: tuple(counts) for level, counts in result.by_confidence.items()} == {0.99: (18, 18), 0.95: (2, 1)}


@pytest.mark.parametrize("shape", ["nothing", "nothing, cut anew"])
def test_nothing_is_given_to_anybody_where_nothing_tells_them_apart(shape):
    result = score(PARAGRAPHS, shape)
    assert (result.read_documents, result.quotes, result.found_characters) == (1, 0, 0)


def test_a_long_answer_in_the_first_person_is_proposed():
    answer = " ".join([LATER] * 4)
    result = score(
        [(True, "How did you live on after that?"), (False, answer), (True, MORE), (False, ANSWER)], "nothing"
    )
    assert (result.turns, result.right_turns, result.found_characters) == (1, 1, len(answer))
    assert (result.quotes, dict(result.by_confidence)) == (0, {0.0: [1, 1]})
