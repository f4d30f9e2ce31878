import asyncio

import pytest

from bot.runtime.settings import Settings
from bot.studio import queue as drawing
from bot.studio.queue import Queue
from bot.studio.run import open_ahead
from bot.studio.studio import Studio


def test_what_the_interviews_give_to_judge_is_found_before_anybody_looks_and_once(folder, live, monkeypatch):
    found = []
    proposed = drawing.proposed_questions
    monkeypatch.setattr(drawing, "proposed_questions", lambda searcher: found.append(proposed(searcher)) or found[-1])
    studio = Studio(Settings(data=folder / "data"), live)
    asyncio.run(open_ahead(studio))
    assert [question for questions in found for question in questions]
    drawn, _ = studio.part(Queue).draw()
    assert (drawn.item.question, len(found)) == (found[0][0], 1)
    studio.state().close()


@pytest.mark.parametrize("content", [None, b"no database" * 1000])
def test_a_state_that_cannot_be_opened_stops_no_studio(tmp_path, live, content):
    if content:
        (tmp_path / "state.db").write_bytes(content)
    asyncio.run(open_ahead(Studio(Settings(data=tmp_path), live if content else None)))
