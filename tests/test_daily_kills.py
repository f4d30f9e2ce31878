import asyncio

import pytest
from daily_kills import Cell, is_sound, run

SEED = 20260302
CELLS = {
    Cell("after claim", "slack", 3): "sent once",
    Cell("before send", "discord", 1): "sent once",
    Cell("during send", "slack", 1): "ambiguous",
    Cell("paused before send", "slack", 3): "sent once",
}


@pytest.fixture(scope="module")
def sums():
    """One round of some kinds, the same in every run; `python -m tests.daily_kills` does all, and more of each."""
    print(f"seed {SEED}")  # noqa: T201 - pytest shows it where a test fails
    return asyncio.run(run(list(CELLS), 1, SEED))


def test_whoever_dies_or_is_paused_a_post_is_there_once_or_known_to_be_in_doubt(sums):
    assert is_sound(sums)
    assert {cell: [*came] for cell, came in sums.items()} == {cell: [outcome] for cell, outcome in CELLS.items()}
