"""What to do where the system refuses the data folder, a file or another folder, by what it refused it for."""

import errno
import os
from pathlib import Path

from index.advice import shell_words

_ELSEWHERE = "name another folder with QUOTEBOT_DATA"
_FULL = "make room on the disk"
_IN_THE_WAY = f"a file or a dead link is where that folder should be; move it, or {_ELSEWHERE}"
_MENDED = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: "mount the disk for writing",
    errno.EFBIG: "allow larger files (ulimit -f), and run this again",
    errno.EMFILE: "allow more open files (ulimit -n)",
    errno.ENFILE: "close some of the files that this machine has open",
}
_RIGHTS = (errno.EACCES, errno.EPERM)
_NEXT_STEPS = {
    **_MENDED,
    errno.EEXIST: _IN_THE_WAY,
    errno.ENOTDIR: _IN_THE_WAY,
    errno.ELOOP: f"links lead in a circle there; remove them, or {_ELSEWHERE}",
    errno.EROFS: f"mount the disk for writing, or {_ELSEWHERE}",
    errno.ENAMETOOLONG: _ELSEWHERE,
}


def next_step(error: OSError, folder: Path) -> str:
    """Return what lets the next try succeed.

    Args:
        error: Says for what it was refused.
        folder: The data folder.
    """
    if error.errno in _RIGHTS:
        return f"run as root: {_hand_over(folder)}; or {_ELSEWHERE}"
    return _NEXT_STEPS.get(error.errno or 0, f"look at that folder and its disk, or {_ELSEWHERE}")


def mend(error: OSError) -> str:
    """Return what is to be mended where the system refuses a file or a folder of interviews."""
    return _MENDED.get(error.errno or 0, "check its permissions")


def _hand_over(folder: Path) -> str:
    """Return the command that makes a folder belong to whoever runs this."""
    command = ("chown", "-R") if os.path.lexists(folder) else ("install", "-d", "-m", "700", "-o")
    return shell_words(*command, str(os.geteuid()), folder.absolute())
