from collections import Counter

import pytest
from crashes.harness import run

SEED = 20260727


@pytest.fixture(scope="module")
def crashes():
    """Eight kills and four write errors, the same ones in every run; `python -m tests.crashes` does more."""
    print(f"seed {SEED}")  # noqa: T201 - pytest shows it where a test fails
    return run(8, 4, SEED, lanes=2, mend_every=3)


@pytest.fixture
def outcomes(crashes):
    return crashes.outcomes


def test_who_asks_meanwhile_gets_the_answers_of_one_generation(crashes):
    assert [each for outcome in crashes.outcomes for each in outcome.violations if each.startswith("the witness")] == []
    assert crashes.asked >= 2 * len(crashes.outcomes)


def test_either_generation_answers_exactly_after_every_build(outcomes):
    assert [each for each in outcomes if each.violations] == []
    assert len(outcomes) == 12


def test_kills_hit_builds_and_their_children(outcomes):
    kills = Counter(each.what for each in outcomes if each.what.endswith("killed"))
    assert kills.total() == 8
    assert kills["group killed"] + kills["nobody killed"] >= 4


def test_a_refused_build_says_so_and_the_old_generation_answers(outcomes):
    refused = [(each.exit_code, each.answers) for each in outcomes if not each.what.endswith("killed")]
    assert refused == [(1, "old")] * 4
