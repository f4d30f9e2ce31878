"""Initials and first names stand for the full names that the document gives."""

import pytest

from tests.turns.transcripts import ANA, BO, EAT, FROZE, SOLD, paragraphs, said_by


@pytest.mark.parametrize(
    "explained",
    [
        "AR = Ana Ruiz\nBL = Bo Lind\n\n",
        "An evening with Ana Ruiz (AR) and Bo Lind (BL).\n\n",
        "Participants: Ana Ruiz, Bo Lind\n\n",
        "---\nspeakers: Ana Ruiz, Bo Lind\n---\n\n",
        "AR: Ana Ruiz\nBL: Bo Lind\n\n",
    ],
)
def test_initials_are_resolved_from_the_document(explained):
    raw = explained + paragraphs(("AR", SOLD), ("BL", FROZE), ("AR", EAT), ("BL", "Bread, of course."))
    assert [pair for pair in said_by(raw) if pair[1] in (SOLD, FROZE, EAT)] == [(ANA, SOLD), (BO, FROZE), (ANA, EAT)]


def test_a_short_label_for_two_is_nobody():
    raw = paragraphs(
        ("Ana Ruiz", SOLD),
        ("Ana Lopez", FROZE),
        ("Ana", EAT),
        ("Ana Ruiz", "Bread, of course."),
        ("Ana Lopez", "Ah."),
    )
    assert said_by(raw) == [
        ("Ana Ruiz", SOLD),
        ("Ana Lopez", FROZE),
        ("Ana Ruiz", "Bread, of course."),
        ("Ana Lopez", "Ah."),
    ]


def test_a_first_name_is_who_speaks_under_it_and_not_the_interviewer_of_that_name():
    raw = paragraphs(
        ("INTERVIEWER", "Bo Ruiz"),
        ("INTERVIEWEE", "Bo Lind"),
        ("Q", EAT),
        ("Bo Lind", FROZE),
        ("Q", "Why?"),
        ("Bo", "It was cold."),
        ("Q", "And?"),
        ("Bo Lind", SOLD),
    )
    answers = [pair for pair in said_by(raw) if pair[1] in (FROZE, "It was cold.", SOLD)]
    assert answers == [(BO, FROZE), (BO, "It was cold."), (BO, SOLD)]
