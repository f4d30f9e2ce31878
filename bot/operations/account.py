"""Who uses the command line of this machine, for the audit log."""

import getpass
import os

from bot.domain.audit import operator


def operator_here() -> str:
    """Return the actor of what is done on the command line: the account, or its number where it has no name."""
    try:
        account = getpass.getuser()
    except (ImportError, KeyError, OSError):  # a container's account may have no name
        account = f"number {os.getuid()}"
    return operator(account.encode("utf-8", "replace").decode())
