"""What `tests/bench_slack.py` does to the bot: questions, one by one or at even times, and connections that end."""

import asyncio
import itertools
import json
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from slack_peer import Post, Sent, User

ROOT = Path(__file__).parent.parent
PEOPLE = 90  # one of them may ask 30 at once, then one every two seconds
PATIENCE_SECONDS = 90.0  # the bot gives a question up after 60
GRACE_SECONDS = 0.3
_ENDINGS = ("cut", "refresh_requested", "warning")
_QUIET_SECONDS = 2.0
# Short, since the time to embed a question grows with its length.
_FORMS = {
    "en": ("{}", "So {}", "And {}", "Well {}", "Now {}", "Please {}"),
    "zh": ("{}", "请问{}", "那{}", "话说{}", "嗯{}", "你说{}"),
}


def questions():
    """Return those of the training set, then the same in other words around them: all distinct."""
    lines = (ROOT / "tests" / "eval" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    known = [json.loads(line) for line in lines]
    return [_FORMS[each["lang"]][form].format(each["query"]) for form in range(6) for each in known]


@dataclass(slots=True, kw_only=True, eq=False)
class Question:
    """One that was asked at `at` (seconds since 1970); its `deliveries`, and the `posts` that came back."""

    at: float
    deliveries: list[Sent]
    posts: list[Post] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Round:
    """One part of the benchmark; `rate` is in questions a second, `late_seconds` the most that one was asked late."""

    rate: float = 0.0
    questions: list[Question] = field(default_factory=list)
    seconds: float = 0.0
    own_cpu_seconds: float = 0.0
    bot_cpu_seconds: float = 0.0
    late_seconds: float = 0.0


class Crowd:
    """People who ask all kinds of things, each question in another's turn, and watch what comes back.

    `is_final` tells whether a post is an answer; others only say that one will come.
    """

    def __init__(self, peer, texts, is_final):
        self._peer, self._is_final = peer, is_final
        self._texts = itertools.cycle(texts)
        self._people = itertools.cycle([f"U1{number:03}" for number in range(PEOPLE)])
        for number in range(PEOPLE):
            peer.add(User(id=f"U1{number:03}", name=f"person{number}"))
        self._asked = {}
        self._read_count = 0

    async def ask(self):
        at = time.time()
        sent = await self._peer.slash(next(self._texts), user=next(self._people))
        question = self._asked[sent.response_url] = Question(at=at, deliveries=[sent])
        return question

    async def are_answered(self, questions):
        """Wait until all have an answer, or so long that none can come any more."""
        waiting = set(questions)

        def is_done():
            self._read()
            waiting.difference_update([each for each in waiting if any(map(self._is_final, each.posts))])
            return not waiting

        try:
            await self._peer.wait_for(is_done, timeout_seconds=PATIENCE_SECONDS)
        except TimeoutError:
            return

    def _read(self):
        """Put what was posted since the last time with its question."""
        posts, self._read_count = self._peer.posts[self._read_count :], len(self._peer.posts)
        for post in posts:
            if post.response_url in self._asked:
                self._asked[post.response_url].posts.append(post)

    async def settle(self):
        """Wait a moment for answers too many."""
        await asyncio.sleep(_QUIET_SECONDS)
        self._read()

    async def redeliver(self, questions):
        """Deliver again what is not acknowledged, as Slack does: mostly what a connection took with it."""
        for question in list(questions):
            if all(each.envelope_id not in self._peer.acks for each in question.deliveries):
                question.deliveries.append(await self._peer.redeliver(question.deliveries[-1]))


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


async def ask_evenly(bot, crowd, rate, seconds):
    async with measured(bot) as done:
        await _ask(crowd, done, rate, lambda: len(done.questions) >= rate * seconds)
        await crowd.are_answered(done.questions)
    await crowd.settle()
    return done


async def ask_through_reconnects(bot, crowd, peer, rate, count):
    """Ask at even times while connections end in every way, one after the other and every tenth time both."""
    is_over = asyncio.Event()
    async with measured(bot) as done:
        asking = asyncio.create_task(_ask(crowd, done, rate, is_over.is_set))
        for number in range(count):
            connections = await _connected(peer)
            await _end(peer, _ENDINGS[number % 3], connections if number % 10 == 9 else connections[:1])
            await _connected(peer)
            await crowd.redeliver(done.questions)
        is_over.set()
        await asking
        await crowd.are_answered(done.questions)
    await crowd.settle()
    return done


async def _ask(crowd, done, rate, is_over):
    done.rate = rate
    clock = asyncio.get_running_loop().time
    start = clock()
    while not is_over():
        due = start + len(done.questions) / rate
        await asyncio.sleep(max(0.0, due - clock()))
        done.late_seconds = max(done.late_seconds, clock() - due)
        done.questions.append(await crowd.ask())


async def _connected(peer):
    """Return the connections, oldest first, as soon as both are there for new questions."""

    def alive():
        return [each for each in peer.connections if each.is_open and not each.is_leaving]

    await peer.wait_for(lambda: len(alive()) >= 2, timeout_seconds=PATIENCE_SECONDS)
    return alive()


async def _end(peer, ending, connections):
    """End connections: cut off, or with a word before, as Slack does every few hours."""
    if ending == "cut":
        peer.drop(connections)
        return
    await peer.disconnect(ending, grace_seconds=GRACE_SECONDS, connections=connections)
    await asyncio.sleep(GRACE_SECONDS)
