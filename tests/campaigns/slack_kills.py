"""Kill the bot at random moments while people ask, start it again, and see what became of every question.

    python -m tests.campaigns.slack_kills --kills 20 --seed 1

Slack is the peer of `tests/peers/slack`, the bot a real `quotebot serve` with its state on the disk. Each round asks
a few questions, kills the bot with SIGKILL within a moment, starts it again and brings what was not acknowledged
once more. Every question has to get exactly one answer, or be told that it was interrupted; never two, never
nothing.
"""

import argparse
import asyncio
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.peers.slack import SlackPeer, User
from tests.support.bot_process import BotProcess
from tests.support.fakes import write_corpus
from tests.support.paths import ROOT
from tests.support.two_interviews import INTERVIEWS

QUESTIONS_A_ROUND = 6
LONGEST_LIFE_SECONDS = 0.5
QUESTIONS = ("How do you set the price of a jar?", "第一年亏了多少钱？", "What surprised you most about city bees?")
INTERRUPTED = ("I was interrupted", "我在回答你时被打断了")


async def one_round(peer: SlackPeer, bot: BotProcess, chance: random.Random, number: int) -> Counter[str]:
    """Ask, kill, start again, and return what became of the questions."""
    users = [User(id=f"UK{number}P{place}", name=f"k{number}p{place}") for place in range(QUESTIONS_A_ROUND)]
    sent = []
    peer.delay("response_url", chance.random() / 2, times=QUESTIONS_A_ROUND)
    for user in users:
        peer.add(user)
        sent.append(await peer.slash(chance.choice(QUESTIONS), user=user.id))
        await asyncio.sleep(chance.random() * 0.05)
    await asyncio.sleep(chance.random() * LONGEST_LIFE_SECONDS)
    await bot.kill()
    peer.heal("response_url")
    await bot.start()
    again = [await peer.redeliver(event) for event in sent if event.envelope_id not in peer.acks]
    await peer.wait_for(lambda: all(event.envelope_id in peer.acks for event in again))
    async with asyncio.timeout(90):
        while bot.work_in_hand():
            await asyncio.sleep(0.5)
    return Counter(outcome(peer, user) for user in users)


def outcome(peer: SlackPeer, user: User) -> str:
    """Return what somebody who asked one question got."""
    texts = [
        post.text
        for post in peer.posts
        if post.user == user.id or post.text.startswith((f"{user.name}:", f"{user.name}："))
    ]
    apologies = sum(text.startswith(INTERRUPTED) for text in texts)
    answers = len(texts) - apologies
    if answers > 1 or apologies > 1:
        return "too many"
    if answers and apologies:
        return "answer and apology"
    return "answer" if answers else "apology" if apologies else "nothing"


async def run(kills: int, seed: int) -> Counter[str]:
    """Kill that many times, print what came of it, and return the sums."""
    chance, sums = random.Random(seed), Counter[str]()  # noqa: S311 - drawn again from the seed
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write_corpus(folder / "seeds", INTERVIEWS)
        subprocess.run(
            [sys.executable, "-m", "bot", "index"], cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True
        )
        async with SlackPeer() as peer:
            bot = BotProcess(peer, folder)
            await bot.start()
            for number in range(1, kills + 1):
                came = await one_round(peer, bot, chance, number)
                sums += came
                _say(f"kill {number}: {dict(came)}")
            code = await bot.stop()
    _say(f"seed {seed}, {kills} kills, {sums.total()} questions: {dict(sums)}; exit code after SIGTERM {code}")
    return sums


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Run from the command line; exit code 1 if a question got nothing, or more than one answer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    arguments = parser.parse_args()
    sums = asyncio.run(run(arguments.kills, arguments.seed))
    sys.exit(1 if sums["nothing"] or sums["too many"] else 0)


if __name__ == "__main__":
    main()
