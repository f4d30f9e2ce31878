"""How long `quotebot serve` takes to be ready, what it weighs, and how it answers while the index is built anew.

Run by `python -m tests.bench`. Slack and Discord are the local peers, the index is a real one.
"""

import asyncio
import itertools
import shutil
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from tests.bench import rows
from tests.bench.crowds import SlackCrowd, questions
from tests.bench.load import ask_one_by_one, measured
from tests.bench.outcomes import tally_of
from tests.bench.served_bot import ROOT, serving
from tests.peers.discord import DiscordPeer
from tests.peers.slack import SlackPeer

STARTS, MOST_START_SECONDS, MOST_MEGABYTES = 5, 6, 350
ALONE_COUNT, MOST_SLOWER = 60, 1.5


def measure_start(data):
    """Return the figures of a few starts as sections of rows; nothing is out of bounds on a machine that is shared."""
    starts = [asyncio.run(_start(data)) for _ in range(STARTS)]
    seconds, megabytes, peaks = (float(np.median(figures)) for figures in zip(*starts, strict=True))
    start_time = f"{rows.time(seconds)}  (aim: {MOST_START_SECONDS} s at most)"
    return [
        [
            (f"from exec to /readyz, Slack and Discord, median of {STARTS}", f"[bold]{start_time}[/]"),
            ("all of them", ", ".join(rows.time(time_taken) for time_taken, *_ in starts)),
            ("memory when ready, median", f"{megabytes:.0f} MB  (aim: {MOST_MEGABYTES} MB at most)"),
            ("memory at its largest until then, median", f"{peaks:.0f} MB"),
        ]
    ], []


async def _start(data):
    with tempfile.TemporaryDirectory() as folder:
        async with SlackPeer() as slack, DiscordPeer() as discord:
            began = time.perf_counter()
            async with serving(data, folder, slack=slack, discord=discord) as bot:
                return time.perf_counter() - began, bot.megabytes, bot.peak_megabytes


def measure_indexing(data, *, seconds):
    """Return how answers fare while `quotebot index` embeds everything again, for so many seconds of it at most."""
    return asyncio.run(_measure_indexing(data, seconds))


async def _measure_indexing(data, seconds):
    with tempfile.TemporaryDirectory() as folder:
        served = shutil.copytree(
            data, Path(folder) / "data", ignore=shutil.ignore_patterns("vectors.sqlite*", "state*")
        )
        async with SlackPeer() as peer, serving(served, folder, slack=peer) as bot:
            crowd = SlackCrowd(peer, itertools.cycle(questions()))
            quiet = await ask_one_by_one(bot, crowd, ALONE_COUNT)
            indexing, is_done = await _ask_while_indexing(bot, crowd, served, seconds)
    quiet_tally, tally = (tally_of(round_.questions, crowd.acks_of) for round_ in (quiet, indexing))
    ratio = float(np.median(tally.answers) / np.median(quiet_tally.answers))
    return [
        [
            ("[bold]answer beside an index / quiet, medians[/]", f"[bold]{ratio:.2f}[/]  (aim: {MOST_SLOWER} at most)"),
            ("the index", f"{'done' if is_done else 'stopped'} after {indexing.seconds:.0f} s"),
            (f"answer, quiet, {quiet_tally.count} one at a time", rows.spread(quiet_tally.answers)),
            (f"answer beside an index, {tally.count} one at a time", rows.spread(tally.answers)),
            *rows.tally_rows(tally),
        ]
    ], []


async def _ask_while_indexing(bot, crowd, data, seconds):
    """Return what was asked meanwhile, and whether the index came to its end."""
    seeds = shutil.copytree(ROOT / "seeds", data.parent / "changed")
    sources = (seeds / "sources.toml").read_text(encoding="utf-8")
    (seeds / "sources.toml").write_text(sources.replace('title = "', 'title = "The ', 1), encoding="utf-8")
    command = [sys.executable, "-m", "bot", "--data", data, "index", seeds]
    async with measured(bot) as done:
        index = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.DEVNULL)
        until = time.monotonic() + seconds
        while index.returncode is None and time.monotonic() < until:
            done.questions.append(await crowd.ask())
            await crowd.are_answered(done.questions[-1:])
        is_done = index.returncode is not None
        if not is_done:
            index.terminate()
            await index.wait()
    return done, is_done
