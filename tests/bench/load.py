"""How `python -m tests.bench` has people ask: one by one, or at even times whatever comes back."""

import asyncio
import itertools
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.bench.outcomes import Question


@dataclass(slots=True, kw_only=True)
class Round:
    """One part of the benchmark; `rate` is in questions a second, `late_seconds` the most that one was asked late."""

    rate: float = 0.0
    questions: list[Question] = field(default_factory=list)
    seconds: float = 0.0
    own_cpu_seconds: float = 0.0
    bot_cpu_seconds: float = 0.0
    late_seconds: float = 0.0

    def of(self, crowd):
        return [question for question in self.questions if question.platform == crowd.platform]


@asynccontextmanager
async def measured(bot):
    """Give an empty round to fill, and add what it takes."""
    done, started, cpu, bot_cpu = Round(), time.perf_counter(), time.process_time(), bot.cpu_seconds
    yield done
    done.seconds, done.own_cpu_seconds = time.perf_counter() - started, time.process_time() - cpu
    done.bot_cpu_seconds = bot.cpu_seconds - bot_cpu


async def ask_one_by_one(bot, crowd, count):
    async with measured(bot) as done:
        for _ in range(count):
            done.questions.append(await crowd.ask())
            await crowd.are_answered(done.questions[-1:])
    return done


async def ask_evenly(bot, crowds, rate, seconds):
    """Ask at even times, the crowds in turn."""
    async with measured(bot) as done:
        await keep_asking(done, crowds, rate, lambda: len(done.questions) >= rate * seconds)
        for crowd in crowds:
            await crowd.are_answered(done.of(crowd))
    await asyncio.gather(*(crowd.settle() for crowd in crowds))
    return done


async def keep_asking(done, crowds, rate, is_over):
    """Ask at even times, the crowds in turn, until it is over."""
    done.rate = rate
    clock = asyncio.get_running_loop().time
    start = clock()
    for crowd in itertools.cycle(crowds):
        if is_over():
            return
        due = start + len(done.questions) / rate
        await asyncio.sleep(max(0.0, due - clock()))
        done.late_seconds = max(done.late_seconds, clock() - due)
        done.questions.append(await crowd.ask())
