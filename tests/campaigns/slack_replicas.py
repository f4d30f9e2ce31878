"""Bring everything that happens in Slack to two bots at once, and count the answers.

    python -m tests.campaigns.slack_replicas --events 200 --seed 1

Both are a real `quotebot serve` over HTTP with one PostgreSQL and one index; Slack is the peer of `tests/peers/slack`.
Between them stands a balancer that brings the same signed request to both at the same moment, or an event to one and
its retry to the other, or a press to the one that did not answer. Every event has to get exactly one answer.
"""

import argparse
import asyncio
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from pathlib import Path

import aiohttp
from aiohttp import web

from tests.peers.postgres_server import PostgresServer
from tests.peers.slack import Post, SlackPeer, User
from tests.support.fakes import write_corpus
from tests.support.paths import ROOT
from tests.support.two_interviews import INTERVIEWS

KINDS = ("command", "mention", "retried mention", "next", "vote")
QUESTION = "How do you set the price of a jar?"
THANKS = "Thanks, noted."
_START_SECONDS = 300
_SETTLE_SECONDS = 1.0

IsMeant = Callable[[Post], bool]


class Replica:
    """`quotebot serve slack` over HTTP, in a process of its own."""

    def __init__(self, peer: SlackPeer, folder: Path, database_url: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.address = f"http://127.0.0.1:{free.getsockname()[1]}"
        self._environment = os.environ | {
            "SLACK_BOT_TOKEN": peer.bot_token,
            "SLACK_SIGNING_SECRET": peer.signing_secret,
            "SLACK_API_URL": peer.api_url,
            "QUOTEBOT_SLACK_MODE": "http",
            "QUOTEBOT_HTTP_PORT": self.address.rpartition(":")[2],
            "QUOTEBOT_DATABASE_URL": database_url,
            "QUOTEBOT_LOG_LEVEL": "WARNING",
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        }
        self._folder = folder

    async def start(self) -> None:
        """Start it; `ready` tells when it answers."""
        command = [sys.executable, "-m", "bot", "serve", "slack"]
        self._process = await asyncio.create_subprocess_exec(*command, cwd=self._folder, env=self._environment)

    async def ready(self) -> None:
        """Wait until it is ready."""
        reason = ""
        try:
            async with asyncio.timeout(_START_SECONDS):
                while (reason := await self._why_not_ready()) != "ok":
                    await asyncio.sleep(0.1)
        except TimeoutError:
            raise TimeoutError(f"not ready within {_START_SECONDS} s: {reason}") from None

    async def stop(self) -> None:
        """Stop it with SIGTERM."""
        self._process.terminate()
        await self._process.wait()

    async def _why_not_ready(self) -> str:
        try:
            async with aiohttp.ClientSession() as client, client.get(f"{self.address}/readyz") as response:
                return await response.text()
        except aiohttp.ClientError as error:
            return str(error)


class Balancer:
    """Brings each request to all its `targets` at once, and answers with the best that comes back."""

    def __init__(self, replicas: list[Replica]) -> None:
        self.all = [replica.address for replica in replicas]
        self.targets = self.all

    @asynccontextmanager
    async def running(self) -> AsyncIterator[str]:
        """Listen, and give the address for Slack."""
        app = web.Application()
        app.router.add_post("/slack/events", self._handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
        finally:
            await runner.cleanup()

    async def _handle(self, request: web.Request) -> web.Response:
        body, headers = await request.read(), dict(request.headers)
        async with aiohttp.ClientSession() as client:
            answers = await asyncio.gather(*(_forward(client, target, headers, body) for target in self.targets))
        status, text = min(answers)
        return web.Response(status=status, text=text)


async def _forward(client: aiohttp.ClientSession, target: str, headers: dict[str, str], body: bytes) -> tuple[int, str]:
    async with client.post(f"{target}/slack/events", headers=headers, data=body) as response:
        return response.status, await response.text()


class Pair:
    """Two replicas, Slack and what stands between."""

    def __init__(self, peer: SlackPeer, balancer: Balancer) -> None:
        self.peer, self.balancer = peer, balancer
        self._people = 0

    async def answer_to(self, kind: str) -> IsMeant:
        """Do one thing, delivered twice, wait until it is answered, and return what tells which posts answer it."""
        self._people += 1
        user = User(id=f"UP{self._people}", name=f"p{self._people}")
        self.peer.add(user)
        if kind == "command":
            sent = await self.peer.slash(QUESTION, user=user.id)
            return await self._answered(lambda post: post.response_url == sent.response_url)
        if kind.endswith("mention"):
            return await self._mention(user, retried=kind.startswith("retried"))
        return await self._press(user, kind)

    async def _mention(self, user: User, *, retried: bool) -> IsMeant:
        one, other = self.balancer.all
        self.balancer.targets = [one] if retried else self.balancer.all
        sent = await self.peer.mention(QUESTION, user=user.id)
        if retried:
            self.balancer.targets = [other]
            await self.peer.redeliver(sent)
        self.balancer.targets = self.balancer.all
        return await self._answered(lambda post: post.thread_ts == sent.ts)

    async def _press(self, user: User, kind: str) -> IsMeant:
        """Press a button of an answer that one of both has given: by the other, then by both at once."""
        self.balancer.targets = self.balancer.all[:1]
        asked = await self.peer.slash(QUESTION, user=user.id)
        is_answer = await self._answered(lambda post: post.response_url == asked.response_url)
        [answer] = [post for post in self.peer.posts if is_answer(post)]
        self.balancer.targets = self.balancer.all[1:] if kind == "next" else self.balancer.all
        pressed = await self.peer.press(answer, "quote:next" if kind == "next" else "quote:up", user=user.id)
        self.balancer.targets = self.balancer.all
        return await self._answered(lambda post: post.response_url == pressed.response_url)

    async def _answered(self, is_meant: IsMeant) -> IsMeant:
        """Wait until there is a post that is meant."""
        await self.peer.wait_for(lambda: any(is_meant(post) for post in self.peer.posts), timeout_seconds=60)
        return is_meant

    async def counts(self, answers: Sequence[IsMeant]) -> list[int]:
        """Return how many posts there are for each of several things, a while after the last was answered."""
        await asyncio.sleep(_SETTLE_SECONDS)
        return [sum(is_meant(post) for post in self.peer.posts) for is_meant in answers]


@asynccontextmanager
async def pair(folder: Path, database_url: str) -> AsyncIterator[Pair]:
    """Run two replicas over the index in a folder and one database."""
    async with AsyncExitStack() as stack:
        peer = await stack.enter_async_context(SlackPeer())
        replicas = [Replica(peer, folder, database_url) for _ in range(2)]
        balancer = Balancer(replicas)
        peer.events_url = await stack.enter_async_context(balancer.running())
        for replica in replicas:
            await replica.start()
            stack.push_async_callback(replica.stop)
        for replica in replicas:
            await replica.ready()
        yield Pair(peer, balancer)


async def run(events: int, seed: int, folder: Path, database_url: str) -> Counter[tuple[str, int]]:
    """Return how many things of each kind had how many answers."""
    chance = random.Random(seed)  # noqa: S311 - drawn again from the seed
    sums = Counter[tuple[str, int]]()
    async with pair(folder, database_url) as both:
        kinds = [chance.choice(KINDS) for _ in range(events)]
        sums.update(zip(kinds, await both.counts([await both.answer_to(kind) for kind in kinds]), strict=True))
        assert both.peer.violations == []
    return sums


def main() -> None:
    """Run from the command line; exit code 1 if anything had no answer, or more than one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=50)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    options = parser.parse_args()
    began, folder = time.monotonic(), Path(tempfile.mkdtemp())
    write_corpus(folder / "seeds", INTERVIEWS)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    subprocess.run([sys.executable, "-m", "bot", "index"], cwd=folder, env=environment, check=True)
    with closing(PostgresServer()) as server:
        server.start()
        with server.database() as url:
            sums = asyncio.run(run(options.events, options.seed, folder, url))
    shutil.rmtree(folder)
    lines = [f"{kind:16}{count} answer{'s' * (count != 1)}: {sums[kind, count]}" for kind, count in sorted(sums)]
    lines.append(f"seed {options.seed}, {sums.total()} events; {time.monotonic() - began:.0f} s")
    sys.stdout.write("\n".join(lines) + "\n")
    sys.exit(any(count != 1 for _, count in sums))


if __name__ == "__main__":
    main()
