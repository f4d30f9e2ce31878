"""What people are told to paste, TOML and commands: the only place that writes either, and reads it again first."""

import re
import shlex
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomli_w

from index.errors import CorpusError

_DOUBLED_BLANKS = re.compile(r"(?<=[^\n ] ) +")  # not those that indent a line
_UNSHOWN = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")  # no line of a message holds these

_options: list[str] = []


def toml_lines(table: Mapping[str, Any]) -> str:
    """Return a table as lines of TOML that mean the same wherever they were shown and copied.

    What a message runs together, a terminal hides or an editor takes away is written as an escape: doubled and odd
    blanks, marks that nobody sees.

    Raises:
        CorpusError: TOML cannot hold it, such as a file name that is no Unicode.
    """
    lines = _DOUBLED_BLANKS.sub(lambda blanks: r"\u0020" * len(blanks[0]), tomli_w.dumps(table))
    lines = "".join(char if char.isprintable() or char == "\n" else _escape(char) for char in lines)
    try:
        if tomllib.loads(lines) == table:
            return lines
    except tomllib.TOMLDecodeError:
        pass
    raise CorpusError(f"TOML cannot hold {table!a}; give the file another name")


def toml_head(key: str) -> str:
    """Return the head of a table, quoted where TOML wants it: [talk], ["talk.v2"].

    Raises:
        CorpusError: TOML cannot hold the key.
    """
    return toml_lines({key: {}}).strip()


def shell_words(*words: str | Path) -> str:
    """Return a command in one line, whatever blanks, quotation marks and dollars are in its words.

    Any POSIX shell takes it; of a word that breaks lines, only one that knows $'…', as bash and zsh do. A path is
    never taken for an option.
    """
    return " ".join(_shell_word(_word(word)) for word in words)


def quotebot(*words: str | Path) -> str:
    """Return a command of ours, for the data folder that this process was called with."""
    return shell_words("quotebot", *_options, *words)


def advise_data_folder(folder: Path | None) -> None:
    """Have `quotebot` name this folder, since it was named in the call: other calls would look elsewhere."""
    _options[:] = [] if folder is None else ["--data", _word(folder)]


def _word(word: str | Path) -> str:
    text = str(word)
    return f"./{text}" if isinstance(word, Path) and text.startswith("-") else text


def _shell_word(text: str) -> str:
    if not _UNSHOWN.search(text):
        return shlex.quote(text)
    marks = text.replace("\\", r"\\").replace("'", r"\'")
    return f"$'{_UNSHOWN.sub(lambda unshown: _escape(unshown[0]), marks)}'"


def _escape(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) <= 0xFFFF else f"\\U{ord(char):08x}"
