"""What becomes of questions while the bot is killed; `tests/operations/test_serve.py` has one kill."""

import asyncio

import pytest

from tests.campaigns.slack_kills import QUESTIONS_A_ROUND, run


@pytest.mark.slow
def test_of_many_kills_none_leaves_a_question_unanswered_or_answers_it_twice():
    """Eight kills with six questions each; one seed."""
    sums = asyncio.run(run(8, 20261130))
    assert sums.total() == 8 * QUESTIONS_A_ROUND
    assert {*sums} <= {"answer", "apology", "answer and apology"}
    assert sums["answer"] >= 8
