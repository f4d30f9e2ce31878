"""What can refuse a build its writes; each gives the options of the build, and lifts the refusal afterwards."""

import os
import resource
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

_LIMITED = """\
import os, resource, sys
limit = int(sys.argv[2])
resource.setrlimit(getattr(resource, sys.argv[1]), (limit, limit))
os.execv(sys.executable, [sys.executable, *sys.argv[3:]])
"""
# Root, too, without the capability CAP_DAC_OVERRIDE (1), dropped by PR_CAPBSET_DROP (24).
_BOUND_BY_PERMISSIONS = """\
import ctypes, os, sys
ctypes.CDLL(None).prctl(24, 1)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


class UnavailableError(Exception):
    """This machine cannot do it."""


def children_of(build):
    """Return the ids of a build's child processes; none where there is no /proc to say so."""
    listing = Path(f"/proc/{build.pid}/task/{build.pid}/children")
    try:
        return [int(pid) for pid in listing.read_text().split()]
    except OSError:
        return []


def next_children_of(build):
    """Wait until a build has child processes, and return their ids; none if it ended before."""
    while build.poll() is None:
        if children := children_of(build):
            return children
        time.sleep(0.005)
    return []


@contextmanager
def limited_files(indexed, chance):
    """No file may grow beyond a size that at least one file of a generation needs."""
    largest = max(file.stat().st_size for file in _newest(indexed).rglob("*"))
    yield {"prefix": ("-c", _LIMITED, "RLIMIT_FSIZE", str(chance.randrange(largest)))}, None


@contextmanager
def limited_chroma_files(indexed, chance):
    """No file of the process that fills Chroma may grow beyond a size that Chroma's database needs."""
    if not hasattr(resource, "prlimit"):
        raise UnavailableError("only Linux limits a process that runs")
    limit = chance.randrange((_newest(indexed) / "chroma" / "chroma.sqlite3").stat().st_size)

    def limit_child(build):
        for child in next_children_of(build):
            resource.prlimit(child, resource.RLIMIT_FSIZE, (limit, limit))

    yield {}, limit_child


@contextmanager
def read_only_folder(indexed, chance):
    """The data folder, or the one of the generations, is not to be written."""
    prefix = ("-c", _BOUND_BY_PERMISSIONS) if os.getuid() == 0 else ()
    folder = chance.choice([indexed.data, indexed.data / "generations"])
    folder.chmod(0o555)
    can_write = [sys.executable, *prefix, "-c", "import os, sys; sys.exit(os.access(sys.argv[1], os.W_OK))", folder]
    try:
        if subprocess.run(can_write, capture_output=True, check=False).returncode:
            raise UnavailableError("permissions do not bind us here")
        yield {"prefix": prefix}, None
    finally:
        folder.chmod(0o755)


@contextmanager
def folder_for_file(indexed, chance):
    """A folder stands where a file should."""
    place = indexed.data / chance.choice(["build.lock", "readings.sqlite", "vectors.sqlite", "current"])
    aside = place.rename(indexed.data.parent / "aside")
    place.mkdir()
    yield {}, None
    place.rmdir()
    aside.rename(place)


@contextmanager
def file_for_folder(indexed, _chance):
    """A file stands where the folder of the generations should, so that the one that is served is away meanwhile."""
    place = indexed.data / "generations"
    indexed.allow_refusals()
    aside = place.rename(indexed.data.parent / "aside")
    place.touch()
    yield {}, None
    place.unlink()
    aside.rename(place)


@contextmanager
def small_disk(folder):
    """A folder is a disk of its own meanwhile, small enough to be filled, where one can be mounted."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64m,mode=755", "tmpfs", str(folder)]
    is_mounted = bool(shutil.which("mount")) and not subprocess.run(mount, capture_output=True, check=False).returncode
    try:
        yield
    finally:
        if is_mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S607 - wherever it is


@contextmanager
def full_disk(indexed, chance):
    """The data folder is on a disk that has less room than a generation needs."""
    disk = indexed.data.parent
    if not disk.is_mount():
        raise UnavailableError("no small disk can be mounted here")
    room = chance.randrange(sum(file.stat().st_size for file in _newest(indexed).rglob("*") if file.is_file()))
    filler = disk / "filler"
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(shutil.disk_usage(disk).free - room, 1))
    yield {}, None
    filler.unlink()


@contextmanager
def few_descriptors(indexed, chance):
    """Fewer files may be open at once than a build needs."""
    yield {"prefix": ("-c", _LIMITED, "RLIMIT_NOFILE", str(chance.randrange(8, 24)))}, None


def _newest(indexed):
    return indexed.data / "generations" / (indexed.data / "current").read_text().split()[0]


REFUSALS = {
    "files limited in size": limited_files,
    "Chroma's files limited": limited_chroma_files,
    "read-only folder": read_only_folder,
    "folder for a file": folder_for_file,
    "file for a folder": file_for_folder,
    "full disk": full_disk,
    "few open files": few_descriptors,
}
