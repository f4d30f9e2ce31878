from bot.runtime.http_refusals import Refusals
from bot.runtime.metrics import Metrics


def test_a_reason_is_logged_once_a_minute_with_how_many_were_not(caplog):
    now = [0.0]
    metrics = Metrics()
    refusals = Refusals(metrics, clock=lambda: now[0])
    for second in (0, 1, 59, 60, 61, 200):
        now[0] = second
        refusals.answer("age")
    refusals.answer("size")
    assert caplog.messages == [
        "refused an HTTP request (age), 1 since the last such line",
        "refused an HTTP request (age), 3 since the last such line",
        "refused an HTTP request (age), 2 since the last such line",
        "refused an HTTP request (size), 1 since the last such line",
    ]
    assert metrics.refused.labels(reason="age")._value.get() == 6


def test_a_refusal_ends_the_connection_only_where_a_body_may_be_unread():
    refusals = Refusals(Metrics())
    assert [refusals.answer(reason).keep_alive for reason in ("size", "slow", "malformed", "method")] == [False] * 4
    assert refusals.answer("signature").keep_alive is None
