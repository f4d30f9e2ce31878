import asyncio
import time

import pytest

from bot.domain.signals import AskedQuestion
from bot.operations.forget_old import forget_old
from bot.state.tables import questions
from tests.state.builders import rows

DAY = 86400.0


def asked(number, days_ago):
    return AskedQuestion(
        answer_id=f"a{number}", platform="slack", workspace="T1", channel="C1", user="U1", question="what is Rosebud",
        outcome="answer", confidence=1.0, asked_at=time.time() - days_ago * DAY,
    )  # fmt: skip


def _files_with(folder, words):
    return [file.name for file in folder.rglob("*") if file.is_file() and words in file.read_bytes()]


@pytest.mark.parametrize(("days", "left"), [(30, [("a1",), ("a2",)]), (7, [("a1",)]), (0, [])])
def test_a_bot_that_starts_deletes_the_questions_that_are_not_to_be_kept(state, tmp_path, days, left):
    for number, days_ago in ((1, 6.9), (2, 7.1)):
        state.keep_question(asked(number, days_ago))

    async def scenario():
        forgetting = asyncio.ensure_future(forget_old(state, days))
        await asyncio.sleep(0)  # it has begun
        async with asyncio.timeout(60):
            while rows(state, questions, "answer_id") != left:
                await asyncio.sleep(0.01)
            while left == [] and _files_with(tmp_path, b"Rosebud"):
                await asyncio.sleep(0.01)
        forgetting.cancel()

    asyncio.run(scenario())
    assert rows(state, questions, "answer_id") == left
    if not left:
        assert _files_with(tmp_path, b"Rosebud") == []
