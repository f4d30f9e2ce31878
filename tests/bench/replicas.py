"""What several bots hold together that share a database, behind Slack's HTTP mode. Run by `python -m tests.bench`.

Slack's requests go to each of them in turn, as from a load balancer. All run on this one machine, beside the database,
Slack and the people who ask: what is compared is one replica with several, not machines.
"""

import asyncio
import itertools
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path

from tests.bench import rows
from tests.bench.crowds import SlackCrowd, questions
from tests.bench.load import ask_evenly, ask_one_by_one
from tests.bench.outcomes import Question, problems, tally_of
from tests.bench.served_bot import serving
from tests.peers.slack import SlackPeer

ALONE_COUNT = 20
ACK_P99_SECONDS = 0.5


def measure(data, *, rate, seconds, count, database_url):
    """Return the figures as sections of rows, and what is out of bounds, each in a line."""
    return asyncio.run(_measure(data, rate, seconds, count, database_url))


async def _measure(data, rate, seconds, count, database_url):
    async with AsyncExitStack() as stack:
        peer = await stack.enter_async_context(SlackPeer())
        settings = {
            "QUOTEBOT_DATABASE_URL": database_url,
            "QUOTEBOT_SLACK_MODE": "http",
            "SLACK_SIGNING_SECRET": peer.signing_secret,
        }
        folders = [Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in range(count)]
        bots = [
            await stack.enter_async_context(serving(data, folder_of_bot, slack=peer, settings=settings))
            for folder_of_bot in folders
        ]
        crowd = HttpCrowd(peer, itertools.cycle(questions()), [f"{bot.url}/slack/events" for bot in bots])
        replicas = Replicas(bots)
        alone = await ask_one_by_one(replicas, crowd, ALONE_COUNT)
        loaded = await ask_evenly(replicas, [crowd], rate, seconds)
        tallies = [tally_of(round_.questions, crowd.acks_of) for round_ in (alone, loaded)]
        shortfalls = problems(tallies, p99_seconds=ACK_P99_SECONDS, elsewhere=crowd.elsewhere) + peer.violations
        sections = [
            [*rows.asked_rows(loaded), rows.memory_row(replicas)],
            rows.answer_rows(loaded, tallies[1], tallies[0]),
        ]
        return sections, shortfalls + ([line for bot in bots for line in bot.last_log_lines()] if shortfalls else [])


class Replicas:
    """Several bots, as one to be measured."""

    def __init__(self, bots):
        self._bots = bots

    @property
    def cpu_seconds(self):
        return sum(bot.cpu_seconds for bot in self._bots)

    @property
    def peak_megabytes(self):
        return sum(bot.peak_megabytes for bot in self._bots)


class HttpCrowd(SlackCrowd):
    """People whose questions go to each of `urls` in turn; nobody waits for the acknowledgement of another."""

    def __init__(self, peer, texts, urls):
        super().__init__(peer, texts)
        self._urls = itertools.cycle(urls)
        self._acks = {}
        self._sending = set()

    async def ask(self):
        question = Question(platform=self.platform, text=next(self._texts), at=time.time(), deliveries=[])
        sending = asyncio.create_task(self._bring(question, next(self._people)))
        self._sending.add(sending)
        sending.add_done_callback(self._sending.discard)
        return question

    def acks_of(self, sent):
        """Return how long the answer to one request took; none where it was refused, or came after three seconds."""
        return self._acks.get(sent.envelope_id, [])

    async def _bring(self, question, user):
        self.peer.events_url = next(self._urls)  # read before anything else can run
        sent = await self.peer.slash(question.text, user=user)
        if sent.status == 200:
            self._acks[sent.envelope_id] = [time.time() - question.at]
        question.deliveries.append(sent)
        self._asked[self._address(sent)] = question
