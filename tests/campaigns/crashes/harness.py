"""Kills and write errors, dealt out to data folders that are worked in at the same time."""

import os
import random
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from .indexed_folder import BuildOutcome, IndexedFolder
from .refusals import REFUSALS, UnavailableError, next_children_of, small_disk

_VICTIMS = ("group", "parent", "child", "group")
_COLD = 0.25  # of the builds that are killed have to embed all texts again
_AGED = 0.4  # find an index of an older version, and so make a first one before the full one

Case = Callable[[IndexedFolder, random.Random], BuildOutcome]
Tell = Callable[[BuildOutcome], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crashes:
    """What came of all builds, what this machine cannot do with the reason, and how it went for the witnesses."""

    outcomes: list[BuildOutcome]
    unavailable: dict[str, str]
    asked: int
    longest_seconds: float


def run(
    kills: int, write_errors: int, seed: int, *, folders: int, mend_every: int = 1, tell: Tell = lambda _: None
) -> Crashes:
    """Do all kills and write errors beside witnesses that ask all the time.

    A build with nothing in the way follows every `mend_every` of them, and the last; `tell` is told every outcome.
    """
    unavailable = {}
    cases = [killed(_VICTIMS[number % len(_VICTIMS)]) for number in range(kills)]
    cases += [refused(number, unavailable) for number in range(write_errors)]
    random.Random(seed).shuffle(cases)  # noqa: S311 - a run that is stopped has seen all kinds
    folder = Path(tempfile.mkdtemp(prefix="quotebot-crashes-"))
    folder.chmod(0o755)
    disks = [folder / f"disk{number}" for number in range(folders)]
    try:
        with ExitStack() as mounted:
            for disk in disks:
                mounted.enter_context(small_disk(disk))
            first = IndexedFolder.fresh(folder / "first")
            copies = [first.copy(disk) for disk in disks]
            first.close()
            chances = [random.Random(f"{seed} {number}") for number in range(folders)]  # noqa: S311 - a seed is the point
            dealt = [cases[number::folders] for number in range(folders)]
            with ThreadPoolExecutor(folders) as pool:
                done = list(pool.map(work_through, copies, dealt, chances, [mend_every] * folders, [tell] * folders))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return Crashes(
        outcomes=[outcome for outcomes in done for outcome in outcomes],
        unavailable=unavailable,
        asked=sum(indexed.asked for indexed in copies),
        longest_seconds=max(indexed.longest_seconds for indexed in copies),
    )


def work_through(
    indexed: IndexedFolder, cases: list[Case], chance: random.Random, mend_every: int, tell: Tell
) -> list[BuildOutcome]:
    outcomes = []
    for number, case in enumerate(cases, 1):
        outcome = case(indexed, chance)
        if number % mend_every == 0 or number == len(cases):
            outcome = replace(outcome, violations=(*outcome.violations, *indexed.mend()))
        outcomes.append(outcome)
        tell(outcome)
    indexed.close()
    return outcomes


def killed(victim: str) -> Case:
    """Return the case of a build whose process group, parent or child alone is killed at any moment of it."""

    def case(indexed: IndexedFolder, chance: random.Random) -> BuildOutcome:
        indexed.turn_texts()
        if is_cold := chance.random() < _COLD:
            for cache in ("readings.sqlite", "vectors.sqlite"):
                (indexed.data / cache).unlink(missing_ok=True)
        seconds = indexed.seconds[not is_cold]
        if chance.random() < _AGED:
            indexed.age()
            seconds = max(seconds, indexed.seconds_of_both)
        build = indexed.start_build()
        time.sleep(chance.uniform(0, seconds))
        return indexed.judge(*indexed.end_build(f"{kill(build, victim)} killed", build))

    return case


def kill(build, victim: str) -> str:
    """Kill who is meant, a child as soon as there is one, and return who it was."""
    children = next_children_of(build) if victim == "child" else []
    if build.poll() is not None:
        return "nobody"
    with suppress(ProcessLookupError):
        if victim == "group":
            os.killpg(build.pid, signal.SIGKILL)
        else:
            os.kill(children[0] if children else build.pid, signal.SIGKILL)
    return victim


def refused(number: int, unavailable: dict[str, str]) -> Case:
    """Return the case of a build that may not write; where this machine cannot do it, the next kind that it can."""

    def case(indexed: IndexedFolder, chance: random.Random) -> BuildOutcome:
        for name in [*REFUSALS, *REFUSALS][number % len(REFUSALS) :]:
            indexed.turn_texts()
            try:
                with REFUSALS[name](indexed, chance) as (options, watch):
                    build = indexed.start_build(**options)
                    if watch:
                        watch(build)
                    ended = indexed.end_build(name, build)
                return indexed.judge(*ended)
            except UnavailableError as reason:
                unavailable[name] = str(reason)
        raise RuntimeError("nothing can be refused on this machine")

    return case
