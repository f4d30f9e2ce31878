"""How long it takes until an interview that is added is in the answers of a bot that runs meanwhile, in Slack."""

import asyncio
import os
import sys
import tempfile
import time

from tests.bench.served_bot import serving
from tests.peers.slack import SlackPeer
from tests.support.paths import ROOT

_SECONDS_BETWEEN_QUESTIONS = 1.0
_PATIENCE_SECONDS = 600.0
_LINK = "https://example.com/talks/new"  # which an answer shows below each quote


def seconds_until_answered(data, folder, interview, sentence):
    """Return the seconds from the start of `quotebot add` until its end, and until an answer quotes it.

    Args:
        data: A data folder with an index of the corpus folder.
        folder: The corpus folder.
        interview: A file that is not in it.
        sentence: One that somebody says in it.
    """
    return asyncio.run(_measure(data, folder, interview, sentence))


async def _measure(data, folder, interview, sentence):
    with tempfile.TemporaryDirectory() as state:
        async with SlackPeer() as peer, serving(data, state, slack=peer):
            await peer.slash(sentence)
            await peer.wait_for(lambda: len(_answers(peer)) > 0, timeout_seconds=_PATIENCE_SECONDS)
            start = time.perf_counter()
            adding = asyncio.create_task(_add(data, folder, interview, start))
            answered = await _ask_until_it_is_there(peer, sentence, start)
            return await adding, answered


async def _add(data, folder, interview, start):
    command = ("-m", "bot", "--data", data, "add", interview, "--title", "New", "--link", _LINK)
    process = await asyncio.create_subprocess_exec(
        sys.executable, *map(str, command), cwd=ROOT, env=os.environ | {"QUOTEBOT_SEEDS": str(folder)},
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    if await process.wait():
        sys.exit(f"quotebot add failed with exit code {process.returncode}")
    return time.perf_counter() - start


async def _ask_until_it_is_there(peer, sentence, start):
    while time.perf_counter() - start < _PATIENCE_SECONDS:
        await peer.slash(sentence)
        until = time.perf_counter() + _SECONDS_BETWEEN_QUESTIONS
        while time.perf_counter() < until:
            if any(_LINK in str(post.blocks) for post in _answers(peer)):
                return time.perf_counter() - start
            await asyncio.sleep(0.05)
    sys.exit(f"no answer had the new interview within {_PATIENCE_SECONDS:.0f} s")


def _answers(peer):
    return [post for post in peer.posts if post.blocks]
