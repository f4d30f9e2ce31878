import asyncio
import contextlib

import pytest

from bot.domain.withheld import Report
from bot.operations.undecided import count_undecided
from bot.runtime.metrics import Metrics
from tests.support.fakes import make_quote

pytestmark = pytest.mark.on_both_databases


def test_how_many_quotes_wait_for_a_decision_is_a_metric(state):
    def report(user, quote_id):
        given = {"platform": "slack", "workspace": "T1", "user": user, "quote_id": quote_id, "reason": "words"}
        state.report(Report(**given, is_admin=False, reported_at=5.0), make_quote(id=quote_id))

    async def counted():
        metrics = Metrics()
        metrics.withheld.set(-1)
        counting = asyncio.create_task(count_undecided(state, metrics))
        names = ("quotebot_quotes_reported", "quotebot_quotes_withheld")
        async with asyncio.timeout(10):
            while metrics.registry.get_sample_value("quotebot_quotes_withheld") == -1:
                await asyncio.sleep(0.01)
        counting.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await counting
        return [metrics.registry.get_sample_value(name) for name in names]

    assert asyncio.run(counted()) == [0, 0]
    for user, quote_id in (("U1", "q1"), ("U1", "q2"), ("U2", "q2"), ("U1", "q3"), ("U2", "q3")):
        report(user, quote_id)
    state.decide("q3", "kept", "operator ada", 6.0)
    assert asyncio.run(counted()) == [1, 1]
