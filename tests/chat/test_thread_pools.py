import asyncio
import threading

import pytest

from bot.intake.thread_pools import Pool


def test_results_and_errors_come_back():
    async def scenario():
        pool = Pool(2)
        with pytest.raises(ZeroDivisionError):
            await pool.run(5, lambda: 1 // 0)
        result = await pool.run(5, divmod, 7, 2)
        pool.close()
        return result

    assert asyncio.run(scenario()) == (3, 1)


def test_the_wait_grows_with_what_is_before_and_ends_with_it():
    async def scenario():
        pool, go = Pool(1), threading.Event()
        waits = [pool.wait_seconds]
        tasks = []
        for _ in range(3):
            tasks.append(asyncio.ensure_future(pool.run(5, go.wait)))
            await asyncio.sleep(0)
            waits.append(pool.wait_seconds)
        go.set()
        await asyncio.gather(*tasks)
        pool.close()
        return waits, pool.wait_seconds

    waits, at_last = asyncio.run(scenario())
    assert waits == pytest.approx([0, 0.05, 0.1, 0.15])
    assert at_last == 0


def test_what_takes_too_long_is_given_up_and_still_holds_its_thread():
    async def scenario():
        pool, go = Pool(1), threading.Event()
        with pytest.raises(TimeoutError):
            await pool.run(0.01, go.wait)
        held = pool.wait_seconds
        go.set()
        last = await pool.run(5, str, 1)
        pool.close()
        return held > 0, last

    assert asyncio.run(scenario()) == (True, "1")
