"""Kill processes that post daily insights at each of their steps, start them again, and look what became of the post.

    python -m tests.campaigns.daily_kills --rounds 10 --seed 1

Slack and Discord are the local peers, the way to them, the runner and the state are the real ones. In each round one
post is due in a new channel, for one process or three whose clocks differ by up to 90 seconds either way. The first
to reach the stage is killed with SIGKILL there and started again; or stopped for longer than its lease, and woken.
The post has to be there once, or be shown to the operator as one of which nobody knows; never twice.
"""

import argparse
import asyncio
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

from bot.domain.channel_post import Place
from bot.domain.schedule import Schedule, Slot
from bot.state import State
from tests.campaigns.daily_poster import PACE, ForkServer, PosterOptions
from tests.peers import discord as discord_peer
from tests.peers import slack as slack_peer
from tests.support.fresh_state import open_fresh

KILLED = ("before claim", "after claim", "before send", "during send", "after send", "before record", "while held off")
PAUSED = ("paused after claim", "paused before send")
STAGES = (*KILLED, *PAUSED)
PLATFORMS = ("slack", "discord")
PROCESSES = (1, 3)
OUTCOMES = ("sent once", "ambiguous", "double", "unexplained")
MOST_SKEW_SECONDS = 90.0
REPLY_HELD_SECONDS = 1.0
ROUND_SECONDS = 60
_SAME = PACE.lease_seconds * 1.5
_POST = {"slack": "chat.postMessage", "discord": "create_message"}
_ENDED = ("sent", "ambiguous", "failed", "skipped")


@dataclass(frozen=True, slots=True)
class RoundKind:
    """One kind of round."""

    stage: str
    platform: str
    processes: int

    def __str__(self) -> str:
        return f"{self.stage}, {self.platform}, {self.processes} process{'es' if self.processes > 1 else ''}"


class Surroundings:
    """Where rounds are made: both peers, a state on the disk, and the server that forks all processes."""

    def __init__(self, slack, discord, fork_server: ForkServer, folder: Path):
        self.peers = {"slack": slack, "discord": discord}
        self.settings = {
            "slack": {
                "slack_bot_token": slack.bot_token, "slack_app_token": slack.app_token, "slack_api_url": slack.api_url
            },
            "discord": {"discord_token": discord.token, "discord_api_url": discord.api_url},
        }  # fmt: skip
        self.fork_server, self.folder = fork_server, folder
        self.state_url = f"sqlite:///{folder / 'state.db'}"
        self.state = open_fresh(self.state_url)
        self._rounds = 0

    def new_schedule(self, platform: str) -> Schedule:
        """Return a schedule of a new channel whose post is due, whatever clock one asks."""
        self._rounds += 1
        number, peer = self._rounds, self.peers[platform]
        if platform == "slack":
            peer.add(slack_peer.Channel(id=f"C{100 + number}"))
            place = Place(platform="slack", workspace="T1", channel=f"C{100 + number}")
        else:
            guild = discord_peer.GUILD
            peer.add(discord_peer.Channel(id=str(9000 + number), name="daily", guild=guild))
            place = Place(platform="discord", workspace=guild, channel=str(9000 + number))
        at = datetime.fromtimestamp(time.time() - 2 * MOST_SKEW_SECONDS, UTC).replace(second=0, microsecond=0)
        schedule = Schedule(
            id=f"s{number}", place=place, at=at.time(), zone="UTC", interface="en", user="U1", made_at=0.0
        )
        self.state.add_schedule(schedule, Slot(at.timestamp(), at.date()))
        return schedule

    def posts_in(self, place: Place) -> int:
        return sum(post.channel == place.channel for post in self.peers[place.platform].posts)

    def close(self) -> None:
        self.state.close()
        self.fork_server.close()


async def one_round(surroundings: Surroundings, kind: RoundKind, chance: random.Random) -> tuple[str, str]:
    """Make one round; return its outcome, and what there is to say about it."""
    schedule, peer = surroundings.new_schedule(kind.platform), surroundings.peers[kind.platform]
    mark, log = (surroundings.folder / f"{schedule.id}.{name}" for name in ("mark", "log"))
    is_paused, is_held = kind.stage in PAUSED, kind.stage == "during send"
    options = PosterOptions(
        platform=kind.platform, settings=surroundings.settings[kind.platform],
        state_url=surroundings.state_url, skew_seconds=0.0,
        stage="before send" if is_held else kind.stage.removeprefix("paused "), mark=str(mark), log=str(log),
        signal=signal.SIGSTOP if is_paused else 0 if is_held else signal.SIGKILL,
    )  # fmt: skip
    if is_held:
        peer.delay(_POST[kind.platform], REPLY_HELD_SECONDS)
    elif kind.stage == "while held off":
        hold_off(kind.platform, peer)
    skews = [chance.uniform(-MOST_SKEW_SECONDS, MOST_SKEW_SECONDS) for _ in range(kind.processes)]
    alive = {}
    try:
        async with asyncio.timeout(ROUND_SECONDS):
            for skew in skews:
                shifted = replace(options, skew_seconds=skew)
                alive[surroundings.fork_server.start_process(shifted)] = shifted
            await until(mark.is_symlink)
            victim = int(mark.readlink().name)
            if is_held:
                await until(lambda: surroundings.posts_in(schedule.place))
            await (wake_later(victim) if is_paused else start_again(surroundings, alive, victim))
            await until(lambda: has_ended(surroundings.state, schedule))
            await asyncio.sleep(_SAME)  # whatever else comes, comes now
    except TimeoutError:
        pass
    finally:
        for process in alive:
            kill(process)
        peer.heal(_POST[kind.platform])
    outcome = judge(surroundings, schedule)
    surroundings.state.remove_schedule(schedule.id)
    return outcome, f"{kind}, clocks {', '.join(f'{skew:+.0f} s' for skew in skews)}\n{log.read_text()}"


def hold_off(platform: str, peer) -> None:
    """Let the next post wait for longer than a round."""
    if platform == "slack":
        peer.fail(_POST[platform], "ratelimited", status=429, retry_after=ROUND_SECONDS)
    else:
        peer.rate_limit(_POST[platform], ROUND_SECONDS)


async def until(is_met) -> None:
    while not is_met():
        await asyncio.sleep(0.01)


async def wake_later(victim: int) -> None:
    """Let a process sleep until it has lost its lease by every clock but those far behind."""
    await asyncio.sleep(2 * PACE.lease_seconds)
    os.kill(victim, signal.SIGCONT)


async def start_again(surroundings: Surroundings, alive: dict[int, PosterOptions], victim: int) -> None:
    """See a process dead, and start it again, with the same clock and no stage to die at."""
    kill(victim)
    options = alive.pop(victim)
    alive[surroundings.fork_server.start_process(replace(options, stage=""))] = options


def kill(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def has_ended(state: State, schedule: Schedule) -> bool:
    return any(post.status in _ENDED for post in state.posts_of(schedule.id, 1))


def judge(surroundings: Surroundings, schedule: Schedule) -> str:
    """Return what became of the one post that a round is about."""
    count = surroundings.posts_in(schedule.place)
    rows = surroundings.state.posts_of(schedule.id, 9)
    if count > 1:
        return "double"
    if [row.status for row in rows] == ["sent"] and count == 1:
        return "sent once"
    troubled = [row.schedule_id for row in surroundings.state.troubled_posts(10_000)]
    if [row.status for row in rows] == ["ambiguous"] and schedule.id in troubled:
        return "ambiguous"
    return "unexplained"


async def run(kinds: list[RoundKind], rounds: int, seed: int) -> dict[RoundKind, Counter[str]]:
    """Make so many rounds of each kind; print and return what came of them."""
    chance = random.Random(seed)  # noqa: S311 - drawn again from the seed
    sums: dict[RoundKind, Counter[str]] = {}
    _say(_row("", "rounds", *OUTCOMES))
    with tempfile.TemporaryDirectory() as scratch:
        async with slack_peer.SlackPeer() as slack, discord_peer.DiscordPeer() as discord:
            with closing(Surroundings(slack, discord, ForkServer(), Path(scratch))) as surroundings:
                for kind in kinds:
                    sums[kind] = Counter()
                    for _ in range(rounds):
                        outcome, description = await one_round(surroundings, kind, chance)
                        sums[kind][outcome] += 1
                        if outcome in ("double", "unexplained"):
                            _say(f"{outcome}: {description}")
                    _say(_row(kind, rounds, *(sums[kind][outcome] for outcome in OUTCOMES)))
    return sums


def is_sound(sums: dict[RoundKind, Counter[str]]) -> bool:
    return not any(counts["double"] or counts["unexplained"] for counts in sums.values())


def _row(*cells: object) -> str:
    first, *others = cells
    return f"{first!s:45}" + "".join(f"{text!s:>12}" for text in others)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Run from the command line; exit code 1 if a post came twice, or is missing for no reason that is told."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=10, help="of each kind")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    parser.add_argument("--stage", action="append", choices=STAGES)
    parser.add_argument("--platform", action="append", choices=PLATFORMS)
    parser.add_argument("--processes", action="append", type=int, choices=PROCESSES)
    options = parser.parse_args()
    chosen = product(options.stage or STAGES, options.platform or PLATFORMS, options.processes or PROCESSES)
    began = time.monotonic()
    sums = asyncio.run(run([RoundKind(*kind) for kind in chosen], options.rounds, options.seed))
    total = sum(sums.values(), Counter())
    _say(_row("together", total.total(), *(total[outcome] for outcome in OUTCOMES)))
    _say(f"seed {options.seed}; {time.monotonic() - began:.0f} s")
    sys.exit(not is_sound(sums))


if __name__ == "__main__":
    main()
