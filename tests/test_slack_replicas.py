import asyncio
import shutil

import pytest
from slack_replicas import KINDS, THANKS, pair

from bot.state import State


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_what_reaches_both_replicas_is_answered_by_one(indexed, tmp_path, state_url):
    shutil.copytree(indexed / "data", tmp_path / "data")

    async def scenario():
        async with pair(tmp_path, state_url) as both:
            counts = await both.counts([await both.answer_to(kind) for kind in KINDS])
            return dict(zip(KINDS, counts, strict=True)), both.peer.posts[-1].text, both.peer.violations

    assert asyncio.run(scenario()) == (dict.fromkeys(KINDS, 1), THANKS, [])
    state = State.open(state_url)
    assert list(state.all_votes().values()) == [(1, 0)]
    state.close()
