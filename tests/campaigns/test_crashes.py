from collections import Counter
from dataclasses import dataclass

import pytest

from tests.campaigns.crashes.harness import run


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """How many builds are killed and refused their writes; the same ones in every run."""

    kills: int
    write_errors: int
    seed: int
    folders: int


ROUNDS = [
    pytest.param(Round(kills=3, write_errors=2, seed=20260727, folders=1), id="small"),
    # Each victim ten times, each way to refuse a write twice.
    pytest.param(Round(kills=40, write_errors=14, seed=20261130, folders=2), id="campaign", marks=pytest.mark.slow),
]


@pytest.fixture(scope="module", params=ROUNDS)
def round_of_crashes(request):
    return request.param


@pytest.fixture(scope="module")
def crashes(round_of_crashes):
    """What came of a round; `python -m tests.campaigns.crashes` does as many as one likes."""
    parameters = round_of_crashes
    print(parameters)  # noqa: T201 - pytest shows it where a test fails
    return run(parameters.kills, parameters.write_errors, parameters.seed, folders=parameters.folders, mend_every=3)


def test_who_asks_meanwhile_gets_the_answers_of_one_generation(crashes):
    assert [
        violation
        for outcome in crashes.outcomes
        for violation in outcome.violations
        if violation.startswith("the witness")
    ] == []
    assert crashes.asked >= 2 * len(crashes.outcomes)


def test_either_generation_answers_exactly_after_every_build(crashes, round_of_crashes):
    assert [outcome for outcome in crashes.outcomes if outcome.violations] == []
    assert len(crashes.outcomes) == round_of_crashes.kills + round_of_crashes.write_errors


def test_kills_hit_builds_and_their_children(crashes, round_of_crashes):
    kills = Counter(outcome.what for outcome in crashes.outcomes if outcome.what.endswith("killed"))
    assert kills.total() == round_of_crashes.kills
    assert kills["group killed"] + kills["nobody killed"] >= round_of_crashes.kills // 2


def test_a_refused_build_says_so_and_the_old_generation_answers(crashes, round_of_crashes):
    refused = [
        (outcome.exit_code, outcome.answers) for outcome in crashes.outcomes if not outcome.what.endswith("killed")
    ]
    assert refused == [(1, "old")] * round_of_crashes.write_errors
