import asyncio
from itertools import product

import pytest

from tests.campaigns.daily_kills import PLATFORMS, PROCESSES, STAGES, RoundKind, is_sound, run

SEED = 20260302
KINDS = {
    RoundKind("after claim", "slack", 3): "sent once",
    RoundKind("before send", "discord", 1): "sent once",
    RoundKind("during send", "slack", 1): "ambiguous",
    RoundKind("while held off", "slack", 1): "sent once",
    RoundKind("while held off", "discord", 1): "sent once",
    RoundKind("paused before send", "slack", 3): "sent once",
}


def test_whoever_dies_or_is_paused_a_post_is_there_once_or_known_to_be_in_doubt():
    """One round of some kinds; `python -m tests.campaigns.daily_kills` does as many of each as one likes.

    They have one end each. Three processes whose clocks lie further apart than a lease may also leave a post in doubt
    that one of them was sending.
    """
    sums = asyncio.run(run(list(KINDS), 1, SEED))
    assert is_sound(sums)
    assert {kind: [*came] for kind, came in sums.items()} == {kind: [outcome] for kind, outcome in KINDS.items()}


@pytest.mark.slow
def test_at_every_stage_a_post_is_there_once_or_known_to_be_in_doubt():
    """Two rounds of every stage, on either platform, with one process and with three; one seed."""
    kinds = [RoundKind(*kind) for kind in product(STAGES, PLATFORMS, PROCESSES)]
    sums = asyncio.run(run(kinds, 2, SEED + 1))
    assert is_sound(sums)
    assert [came.total() for came in sums.values()] == [2] * 36
