from dataclasses import asdict

import pytest

from bot.state import State
from tests.campaigns.vote_kills import VoteRecorders, is_sound, run
from tests.campaigns.vote_recorder import Press
from tests.state.builders import VOTE

SEED = 20261122
PRESS = Press(key="1.0.0", user="U1", quote=1, action="quote:up", pressed_at=5.0)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
def test_whoever_dies_every_acknowledged_vote_counts_once(request, database, state_url):
    server = request.getfixturevalue("postgres") if database == "postgresql" else None
    sums = run(state_url, server, 3, 2 if server else 0, SEED)
    assert is_sound(sums)
    assert (sums["kills"], sums["restarts"], sums["thanked"] >= 10) == (5, 2 if server else 0, True)


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
def test_of_many_kills_none_loses_or_doubles_a_vote(request, database, state_url):
    """Sixty kills in SQLite; forty in PostgreSQL, which is stopped in each of its ways in between; one seed."""
    server = request.getfixturevalue("postgres") if database == "postgresql" else None
    kills, restarts = (40, 8) if server else (60, 0)
    sums = run(state_url, server, kills, restarts, SEED + 1)
    assert is_sound(sums)
    assert (sums["kills"], sums["restarts"], sums["thanked"] >= 5 * kills) == (kills + 2, restarts, True)


@pytest.fixture
def recorders(state_url, tmp_path):
    recorders = VoteRecorders(state_url, tmp_path)
    recorders.log.write("pressed", **asdict(PRESS))
    recorders.log.write("thanked", key=PRESS.key)
    return recorders


def test_a_vote_that_is_not_there_is_found_lost(recorders):
    assert (recorders.judge()["lost"], is_sound(recorders.judge())) == (1, False)


def test_a_press_that_was_thanked_for_twice_is_found_doubled(recorders, state_url):
    state = State.open(state_url)
    state.vote(VOTE)
    state.close()
    assert is_sound(recorders.judge())
    recorders.log.write("thanked", key=PRESS.key)
    assert (recorders.judge()["doubled"], is_sound(recorders.judge())) == (1, False)
