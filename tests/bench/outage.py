"""A Chroma server that goes away under load, for `python -m tests.bench`, and how people fare meanwhile."""

import asyncio
import shutil
import signal
import sys
import time
from collections import Counter
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from tests.bench import rows
from tests.bench.outcomes import is_answer, outcome_of
from tests.bench.served_bot import ROOT, environment, free_port

_START_SECONDS = 60.0


class Chroma:
    """A real Chroma server; `stopped_at` and `back_at` (seconds since 1970) are when it went away and came back."""

    def __init__(self, folder):
        self.stopped_at = self.back_at = 0.0
        self._folder, self._port, self._process = Path(folder), free_port(), None

    @property
    def url(self):
        return f"http://127.0.0.1:{self._port}"

    async def start(self):
        command = Path(sys.executable).with_name("chroma")
        with (self._folder / "chroma.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(command, "run", "--path", self._folder / "server", "--host", "127.0.0.1", "--port", str(self._port)),
                stdout=log, stderr=log,
            )  # fmt: skip
        async with aiohttp.ClientSession() as client, asyncio.timeout(_START_SECONDS):
            while not await self._answers(client):
                await asyncio.sleep(0.1)

    async def go_away(self, after_seconds, seconds):
        """Say nothing any more for the first half of the time, be gone for the second, and come back."""
        await asyncio.sleep(after_seconds)
        self.stopped_at = time.time()
        self._process.send_signal(signal.SIGSTOP)
        await asyncio.sleep(seconds / 2)
        await self.stop()
        await asyncio.sleep(seconds / 2)
        await self.start()
        self.back_at = time.time()

    async def stop(self):
        self._process.kill()
        await self._process.wait()

    async def _answers(self, client):
        try:
            async with client.get(f"{self.url}/api/v2/heartbeat") as response:
                return response.status == 200
        except aiohttp.ClientError:
            return False


@asynccontextmanager
async def chroma_server(data, folder):
    """Run a Chroma server that holds the index of seeds/, embedded already under `data`, until the block ends.

    Gives it, the data folder of that index, and what the bot is told of it.
    """
    server, own = Chroma(folder), Path(folder) / "data"
    await server.start()
    try:
        own.mkdir()
        shutil.copy(data / "vectors.sqlite", own)
        settings = {"QUOTEBOT_CHROMA_URL": server.url}
        indexing = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "--data", own, "index", ROOT / "seeds"),
            cwd=folder, env=environment(folder) | settings, stdout=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        if await indexing.wait():
            sys.exit(f"quotebot index failed with exit code {indexing.returncode}")
        yield server, own, settings
    finally:
        await server.stop()


def outage_rows(server, questions):
    """Return what people were told who asked before, while the server was away, and after it came back."""
    before, meanwhile, after = _parts(server, questions)
    soon = [min(said.at for said in question.said) - question.at for question in meanwhile if question.said]
    answered = [
        said.at for question in questions for said in question.said if is_answer(said) and said.at > server.back_at
    ]
    return [
        ("Chroma's server was away", rows.time(server.back_at - server.stopped_at)),
        *((f"said to who asked {when}", _outcome_counts(answers)) for when, answers in
          (("before", before), ("meanwhile", meanwhile), ("after", after))),
        ("first word to who asked meanwhile (aim: 3 s)", rows.spread(soon)),
        ("first answer after it was back", rows.time(min(answered) - server.back_at) if answered else "never"),
    ]  # fmt: skip


def outage_problems(server, questions):
    """Return what must not be once the server is back, and is, in a line."""
    *_, after = _parts(server, questions)
    if not any(is_answer(said) for question in after for said in question.said):
        return ["nobody who asked after Chroma's server came back was answered"]
    return []


def _parts(server, questions):
    return (
        [question for question in questions if question.at < server.stopped_at],
        [question for question in questions if server.stopped_at <= question.at < server.back_at],
        [question for question in questions if question.at >= server.back_at],
    )


def _outcome_counts(questions):
    outcomes = Counter(outcome_of(said) for question in questions for said in question.said)
    return f"{len(questions):,}: " + ", ".join(f"{number:,} {outcome}" for outcome, number in outcomes.most_common())
