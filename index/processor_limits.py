"""How many processors this process may use, and threads its libraries need: in a limited container, few of many."""

import math
import os
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

_GROUPS = Path("/proc/self/cgroup")
_LIMITS = Path("/sys/fs/cgroup")
# Where OpenBLAS looks, in this order (its README, "Setting the number of threads using environment variables").
_BLAS_THREADS = ("OPENBLAS_NUM_THREADS", "GOTO_NUM_THREADS", "OMP_NUM_THREADS")


def usable_processors() -> int:
    """Return how many processors' worth of time this process can count on, at least 1."""
    try:
        limits = list(limits_of(_GROUPS.read_text(encoding="utf-8"), _LIMITS))
    except (OSError, ValueError):  # no Linux, or one that tells nothing
        limits = []
    return min([visible_processors(), *limits])


def visible_processors() -> int:
    """Return how many processors this process may run on; libraries count these, and overlook limits on its time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def thread_limits(environ: Mapping[str, str], *, usable: int, visible: int) -> dict[str, str]:
    """Return what to add to the environment, so that libraries start no needless threads; what is set there stays.

    OpenBLAS gets one thread: the matrices here are small, and with one for each processor of the machine, in a
    container that could use two of 64, indexing was eight times slower. Others, such as torch, see these processors
    too, and get as many as can be used.

    Args:
        environ: Environment variables.
        usable: As many processors as this process can count on.
        visible: As many as libraries see.
    """
    limits = {} if any(environ.get(name) for name in _BLAS_THREADS) else {_BLAS_THREADS[0]: "1"}
    if usable < visible and not environ.get("OMP_NUM_THREADS"):
        limits["OMP_NUM_THREADS"] = str(usable)
    return limits


def limits_of(groups: str, limits: Path) -> Iterator[int]:
    """Yield how many processors' worth of time each limited control group around a process has, rounded up.

    Args:
        groups: /proc/self/cgroup, see cgroups(7).
        limits: Where the groups' files are; a container sees its own group at the top of it.
    """
    for line in groups.splitlines():
        _, controllers, path = line.split(":", 2)
        if not controllers or "cpu" in controllers.split(","):
            own = PurePosixPath(path.lstrip("/"))
            for group in (own, *own.parents):
                yield from _limit(limits / ("cpu" if controllers else "") / group)


def _limit(folder: Path) -> Iterator[int]:
    """Yield how many processors' worth of time a group has, in the files of version 2 or 1, if that is limited."""
    for names in (("cpu.max",), ("cpu.cfs_quota_us", "cpu.cfs_period_us")):
        files = [folder / name for name in names]
        if all(file.exists() for file in files):
            quota, period = " ".join(file.read_text(encoding="utf-8") for file in files).split()
            if quota not in ("max", "-1"):
                yield max(math.ceil(int(quota) / int(period)), 1)
