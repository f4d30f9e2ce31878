import pytest

from tests.campaigns.reader_fuzz import run


@pytest.mark.parametrize("inputs", [1_500, pytest.param(50_000, marks=pytest.mark.slow)])
def test_no_file_makes_the_readers_fail(inputs):
    outcome = run(inputs, seed=1)
    assert outcome.faults == []
    assert outcome.counts.total() == inputs
    assert outcome.counts["read"] > inputs // 10
