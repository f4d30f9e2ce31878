import pytest

from index.errors import IndexUnreachableError, QuotebotError
from index.storage.circuit_breaker import CircuitBreaker


class PumpError(QuotebotError):
    pass


class PumpRestsError(QuotebotError):
    pass


def attempt(breaker, what="done"):
    """Return what came of an attempt, and whether it was made at all."""
    tried = []
    try:
        with breaker.attempt():
            tried.append(what)
            if isinstance(what, Exception):
                raise what
    except (IndexUnreachableError, PumpError, PumpRestsError) as error:
        return str(error), bool(tried)
    return what, bool(tried)


DOWN = IndexUnreachableError("it is down")


def test_after_one_failure_nobody_waits_for_it_again_for_a_while(clock):
    breaker = CircuitBreaker(clock)
    assert attempt(breaker, DOWN) == ("it is down", True)
    assert attempt(breaker) == ("it is down", False)
    clock.seconds = 2.9
    assert attempt(breaker) == ("it is down", False)


def test_then_one_caller_tries_while_the_others_are_refused(clock):
    breaker = CircuitBreaker(clock)
    attempt(breaker, DOWN)
    clock.seconds = 3.0
    with breaker.attempt():
        assert attempt(breaker) == ("it is down", False)
    assert attempt(breaker) == ("done", True)


def test_a_trial_that_fails_keeps_it_shut(clock):
    breaker = CircuitBreaker(clock)
    attempt(breaker, DOWN)
    clock.seconds = 3.0
    assert attempt(breaker, IndexUnreachableError("it hangs")) == ("it hangs", True)
    assert attempt(breaker) == ("it hangs", False)


def test_other_errors_are_answers(clock):
    breaker = CircuitBreaker(clock)
    with pytest.raises(KeyError), breaker.attempt():
        raise KeyError
    assert attempt(breaker) == ("done", True)


def test_it_is_logged_when_it_begins_and_when_it_ends(clock, caplog):
    caplog.set_level("INFO")
    breaker = CircuitBreaker(clock)
    for _ in range(3):
        attempt(breaker, DOWN)
        clock.seconds += 3.0
    attempt(breaker)
    assert [record.message for record in caplog.records] == [
        "it is down; it is tried again every 3 s",
        "the index can be reached again",
    ]


def test_what_fails_how_it_is_refused_and_for_how_long_is_the_makers(clock, caplog):
    caplog.set_level("INFO")
    breaker = CircuitBreaker(clock, what="the pump", failure=PumpError, refusal=PumpRestsError, pause_seconds=10.0)
    assert attempt(breaker, PumpError("it is dry")) == ("it is dry", True)
    clock.seconds = 9.9
    with pytest.raises(PumpRestsError, match="it is dry"), breaker.attempt():
        pass
    clock.seconds = 10.0
    assert attempt(breaker) == ("done", True)
    assert [record.message for record in caplog.records] == [
        "it is dry; it is tried again every 10 s",
        "the pump can be reached again",
    ]


def test_without_a_pause_each_is_tried(clock):
    breaker = CircuitBreaker(clock, pause_seconds=0.0)
    assert [attempt(breaker, DOWN) for _ in range(2)] == [("it is down", True)] * 2
