import asyncio
import shutil

import pytest

from bot.state import State
from tests.campaigns.slack_replicas import KINDS, THANKS, pair, run

SEED = 20261130


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


@pytest.mark.slow
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_of_much_that_reaches_both_replicas_each_is_answered_once(indexed, tmp_path, state_url):
    """Eighty events of all kinds in an order of chance; one seed."""
    shutil.copytree(indexed / "data", tmp_path / "data")
    sums = asyncio.run(run(80, SEED, tmp_path, state_url))
    assert dict(sums.keys()) == dict.fromkeys(KINDS, 1)
    assert sums.total() == 80
