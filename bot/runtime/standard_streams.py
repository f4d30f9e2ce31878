"""Standard input, output and errors as every command needs them, whatever this process was started with."""

import os
import sys
from io import TextIOWrapper

_NAMES = ("stdin", "stdout", "stderr")


def prepare_standard_streams() -> None:
    """Have all three, and have them take every character; to be called before any file is opened.

    One that is closed leads to nowhere: else the next file that is opened would take its number, and what is printed.
    A character that an encoding other than UTF-8 lacks is written as an escape.
    """
    for number, name in enumerate(_NAMES):
        if getattr(sys, name) is None:
            _lead_to_nowhere(number)
            setattr(sys, name, os.fdopen(number, "w" if number else "r", encoding="utf-8", closefd=False))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and not takes_every_character(stream.encoding):
            stream.reconfigure(errors="backslashreplace")


def takes_every_character(encoding: str | None) -> bool:
    """Tell whether an encoding has all characters."""
    return encoding is None or encoding.lower().startswith("utf")


def _lead_to_nowhere(number: int) -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    if nowhere != number:
        os.dup2(nowhere, number)
        os.close(nowhere)
