import asyncio
import threading

import pytest
from sqlalchemy import event

from bot.domain.request import Request
from bot.intake.batched_writes import BatchedWrites
from index.errors import StorageError
from tests.support.fresh_state import open_fresh


@pytest.fixture
def state(tmp_path):
    state = open_fresh(f"sqlite:///{tmp_path / 'state.db'}")
    yield state
    state.close()


def commits(state):
    """Return a list that grows by one with each transaction that is committed."""
    seen = []
    event.listen(state.engine, "commit", lambda _: seen.append(1))
    return seen


def run(state, scenario):
    """Run a scenario with batched writes whose thread waits until everything is in line."""

    async def main():
        batched_writes, go = BatchedWrites(state), threading.Event()
        held = asyncio.ensure_future(batched_writes.write(go.wait))
        await asyncio.sleep(0.05)  # its turn has come
        works = [asyncio.ensure_future(work) for work in scenario(batched_writes)]
        await asyncio.sleep(0)
        go.set()
        results = await asyncio.gather(*works, return_exceptions=True)
        await held
        batched_writes.close()
        return results

    return asyncio.run(main())


def accepting(batched_writes, state, *keys):
    fields = {"platform": "slack", "workspace": "T1", "channel": "C1", "user": "U1", "text": "why", "asked_at": 0.0}
    requests = [Request(kind="command", keys=(key,), **fields) for key in keys]
    return [batched_writes.write_first(state.accept, request, "me", 0.0, 10.0) for request in requests]


def test_what_comes_meanwhile_is_one_transaction(state):
    committed = commits(state)
    assert run(state, lambda batched_writes: accepting(batched_writes, state, "a", "b", "c", "b")) == [1, 2, 3, None]
    assert len(committed) == 1
    assert [state.is_seen(key) for key in "abcd"] == [True, True, True, False]


def test_no_more_than_a_few_go_together(state):
    committed = commits(state)
    assert run(state, lambda batched_writes: accepting(batched_writes, state, *map(str, range(20)))) == list(
        range(1, 21)
    )
    assert len(committed) == 3


def test_what_somebody_waits_for_goes_first_and_the_rest_in_order(state):
    done = []
    run(
        state,
        lambda batched_writes: [
            batched_writes.write(done.append, 1),
            batched_writes.write(done.append, 2),
            batched_writes.write_first(done.append, 3),
            batched_writes.write_first(done.append, 4),
        ],
    )
    assert done == [3, 4, 1, 2]


def test_of_what_fails_nothing_is_written_and_the_rest_is(state):
    def scenario(batched_writes):
        broken = batched_writes.write_first(divmod, 1, 0)
        return [*accepting(batched_writes, state, "a"), broken, *accepting(batched_writes, state, "b")]

    first, error, last = run(state, scenario)
    assert (first, type(error), last) == (1, ZeroDivisionError, 2)
    assert [state.is_seen(key) for key in "ab"] == [True, True]


def test_where_nothing_can_be_committed_each_hears_of_it(state):
    def refuse(_):
        raise StorageError("the disk is full")

    event.listen(state.engine, "commit", refuse)
    results = run(state, lambda batched_writes: accepting(batched_writes, state, "a", "b"))
    assert [str(error) for error in results] == ["the disk is full"] * 2
    event.remove(state.engine, "commit", refuse)
    assert [state.is_seen(key) for key in "ab"] == [False, False]


def test_who_no_longer_waits_has_nothing_written(state):
    async def scenario():
        batched_writes, go = BatchedWrites(state), threading.Event()
        held = asyncio.ensure_future(batched_writes.write(go.wait))
        await asyncio.sleep(0.05)
        [first, second] = map(asyncio.ensure_future, accepting(batched_writes, state, "a", "b"))
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.sleep(0)
        go.set()
        await held
        result = await second
        batched_writes.close()
        return result

    assert asyncio.run(scenario()) == 1
    assert [state.is_seen(key) for key in "ab"] == [False, True]


def test_what_nobody_waits_for_goes_behind_all_else(state):
    written = []

    def scenario(batched_writes):
        lines = [
            ("last", batched_writes.write_last),
            ("other", batched_writes.write),
            ("a", batched_writes.write_first),
        ]
        return [write(written.append, name) for name, write in lines]

    run(state, scenario)
    assert written == ["a", "other", "last"]
