"""Runs the real command line, as a process of its own.

Importing it takes two seconds, so most runs are forks of one process that has imported it already.
"""

import gc
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.support.paths import ROOT

# A port that a bot of somebody else listens on is nobody's affair here.
_ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "PYTHONPATH": str(ROOT),
    "PYTHONUTF8": "1",
    "QUOTEBOT_HTTP_PORT": "0",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a command came to: its exit code, and what it printed."""

    code: int
    out: str
    err: str


class Commands:
    """A process that has imported the command line, and forks for each command."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_ENVIRONMENT, text=True
        )

    def run(self, folder: Path, *arguments: object, stdin: bytes = b"", **environment: str) -> Run:
        """Run `quotebot` with arguments in a folder."""
        (self._scratch / "in").write_bytes(stdin)
        request = {
            "folder": str(folder),
            "arguments": [str(argument) for argument in arguments],
            "files": [str(self._scratch / name) for name in ("in", "out", "err")],
            "environment": environment,
        }
        print(json.dumps(request), file=self._process.stdin, flush=True)
        code = int(self._process.stdout.readline())
        out, err = ((self._scratch / name).read_bytes().decode() for name in ("out", "err"))
        return Run(code=code, out=out, err=err)

    def close(self) -> None:
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()


def run_afresh(folder: Path, *arguments: object, stdin: bytes = b"", stdout: int = subprocess.PIPE) -> Run:
    """Run `python -m bot` with arguments in a folder, as a user's shell does."""
    command = [sys.executable, "-m", "bot", *(str(argument) for argument in arguments)]
    done = subprocess.run(
        command, cwd=folder, env=_ENVIRONMENT, input=stdin, stdout=stdout, stderr=subprocess.PIPE, check=False
    )
    return Run(code=done.returncode, out=(done.stdout or b"").decode(), err=done.stderr.decode())


def failed(message: str, code: int = 1) -> Run:
    """Return the run that says nothing but what is wrong; each line of the message is a reason."""
    return Run(code=code, out="", err="".join(f"quotebot: {reason}\n" for reason in message.splitlines()))


def json_lines(run: Run) -> list[dict]:
    """Return the JSON objects that a run printed, one a line."""
    return [json.loads(line) for line in run.out.splitlines()]


def table_cells(output: str) -> list[list[str]]:
    """Return the cells of a printed table, row by row, those that are empty left out."""
    rows = [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in output.split("\n")]
    return [row for row in rows if row]


def _serve() -> None:
    import index.storage.store.folder  # noqa: F401 - Chroma, which the command line imports only when it is needed
    from bot.cli import main

    gc.freeze()  # or each fork would go through all that was imported when it ends
    while line := sys.stdin.readline():
        child = os.fork()
        if not child:
            _become(json.loads(line))
            main()
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        sys.stdout.flush()


def _become(request: dict) -> None:
    """Take over the folder, arguments, files and environment of a command."""
    os.chdir(request["folder"])
    os.environ |= request["environment"]
    sys.argv = ["quotebot", *request["arguments"]]
    for number, name in enumerate(request["files"]):
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC if number else os.O_RDONLY
        os.dup2(os.open(name, flags, 0o600), number)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)


if __name__ == "__main__":
    _serve()
