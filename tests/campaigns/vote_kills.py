"""Kill processes at random moments while they record votes, and see whether every acknowledged vote counts once.

    python -m tests.campaigns.vote_kills --database sqlite --kills 500 --seed 1
    python -m tests.campaigns.vote_kills --database postgresql --kills 100 --restarts 25 --seed 1

Two processes at a time take presses of the vote buttons as Slack sends them, down to the database, and one of them
is killed with SIGKILL again and again; its last presses are brought to the next one once more. On PostgreSQL the
server is stopped and started again in between, in turn fast, immediately and by SIGKILL, with both processes alive.
A vote is acknowledged when its presser is thanked.
"""

import argparse
import contextlib
import multiprocessing
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import insert, select

from bot.domain.records import GivenAnswer, GivenHit
from bot.state import State
from bot.state.answers import answer_row
from bot.state.tables import answers, votes
from tests.campaigns.vote_recorder import QUOTES, PressLog, open_work, record_votes
from tests.peers.postgres_server import PostgresServer

LONGEST_RUN_SECONDS = 0.6
SHARE_OF_LONG_RUNS = 0.8
STOPS = ("fast", "immediate", "kill")
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.campaigns.vote_recorder", "psycopg"])  # as they are called from the clone
OUTCOMES = ("thanked", "lost", "doubled", "open", "damaged")


class VoteRecorders:
    """Where votes are kept, and the processes that record them."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.log = PressLog(folder / "log")
        self._process_count = 0
        state = State.open(url)
        with state.engine.begin() as connection:
            connection.execute(insert(answers), [answer_row(_answer(number)) for number in range(QUOTES)])
        state.close()

    def start_process(self, most_presses: int | None = None) -> multiprocessing.Process:
        """Start a process that records votes."""
        self._process_count += 1
        self._length_before = self.log.file.stat().st_size
        process = PROCESSES.Process(
            target=record_votes, args=(self.url, str(self.log.file), self._process_count, most_presses)
        )
        process.start()
        return process

    def wait_for_newest(self) -> None:
        """Wait until the process that was started last has pressed something."""
        while f'"key": "{self._process_count}.' not in self.log.file.read_text()[self._length_before :]:
            time.sleep(0.02)

    def judge(self) -> Counter[str]:
        """Return how many votes were acknowledged, and of them lost or doubled; what is left open or damaged."""
        presses, log_lines = self.log.presses(), self.log.read()
        thanks = Counter(fields["key"] for kind, fields in log_lines if kind == "thanked")
        state = State.open(self.url)
        with state.engine.begin() as connection:
            kept = list(connection.execute(select(votes.c.user, votes.c.quote_id, votes.c.value)))
        left = open_work(state)
        counted = sum(sum(ups_and_downs) for ups_and_downs in state.all_votes().values())
        state.close()
        values = {(user, quote): value for user, quote, value in kept}
        lost = sum(not _stands(press, presses, values) for press in presses if press.key in thanks)
        doubled = counted - len(values) + sum(count - 1 for count in thanks.values())
        return Counter(
            pressed=len(presses), thanked=len(thanks), votes=len(values), lost=lost, doubled=doubled, open=left,
            answered_otherwise=sum(kind == "answered_otherwise" for kind, _ in log_lines), damaged=self._is_damaged(),
        )  # fmt: skip

    def _is_damaged(self) -> bool:
        if not self.url.startswith("sqlite"):
            return False
        with contextlib.closing(sqlite3.connect(self.url.removeprefix("sqlite:///"))) as connection:
            return connection.execute("PRAGMA integrity_check").fetchone() != ("ok",)


def _answer(number: int) -> GivenAnswer:
    hit = GivenHit(quote_id=f"q{number}", score=1.0, similarity=1.0, word_score=0.0)
    return GivenAnswer(
        id=f"a{number}", platform="slack", workspace="T1", channel="C1", thread=None, user="U1",
        asked_at=time.time(), interface="en", outcome="answer", confidence=1.0, hits=(hit,),
    )  # fmt: skip


def _stands(press, presses, values) -> bool:
    """Tell whether what somebody pressed counts, or what they pressed after it."""
    later = [
        later_press.value
        for later_press in presses
        if later_press.user == press.user and later_press.pressed_at >= press.pressed_at
    ]
    return values.get((press.user, f"q{press.quote}")) in later


def run(url: str, server: PostgresServer | None, kills: int, restarts: int, seed: int) -> Counter[str]:
    """Kill that many times, and return what became of the votes; `server` is the one that the database is in."""
    chance = random.Random(seed)  # noqa: S311 - drawn again from the seed
    with tempfile.TemporaryDirectory() as scratch:
        recorders = VoteRecorders(url, Path(scratch))
        alive = [recorders.start_process(), recorders.start_process()]
        at_restart = set(chance.sample(range(kills), restarts))
        try:
            for number in range(kills):
                if chance.random() < SHARE_OF_LONG_RUNS:
                    recorders.wait_for_newest()
                time.sleep(chance.random() * LONGEST_RUN_SECONDS)
                if number in at_restart:
                    server.stop(STOPS[number % len(STOPS)])
                    server.start()
                    time.sleep(chance.random() * LONGEST_RUN_SECONDS)
                victim = alive.pop(chance.randrange(2))
                victim.kill()
                victim.join()
                alive.append(recorders.start_process())
        finally:
            for process in alive:
                process.kill()
                process.join()
        recorders.start_process(most_presses=10).join()
        return recorders.judge() + Counter(kills=kills + 2, restarts=len(at_restart))


@contextlib.contextmanager
def _new_database(kind: str) -> Iterator[tuple[str, PostgresServer | None]]:
    """Give the URL of a new database, and the server that it is in, if it is in one."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/state.db", None
        return
    with contextlib.closing(PostgresServer()) as server:
        server.start()
        with server.database() as url:
            yield url, server


def is_sound(sums: Counter[str]) -> bool:
    """Tell whether no vote is lost or doubled, and nothing is left."""
    return not (sums["lost"] or sums["doubled"] or sums["open"] or sums["damaged"])


def main() -> None:
    """Run from the command line; exit code 1 if an acknowledged vote is lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--restarts", type=int, default=0, help="of the server, in between")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    options = parser.parse_args()
    began = time.monotonic()
    with _new_database(options.database) as (url, server):
        sums = run(url, server, options.kills, options.restarts if server else 0, options.seed)
    lines = [
        f"{name:10}{sums[name]:>8,}"
        for name in ("kills", "restarts", "pressed", "votes", "answered_otherwise", *OUTCOMES)
    ]
    lines.append(f"{options.database}, seed {options.seed}; {time.monotonic() - began:.0f} s")
    sys.stdout.write("\n".join(lines) + "\n")
    sys.exit(not is_sound(sums))


if __name__ == "__main__":
    main()
