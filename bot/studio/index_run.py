"""`quotebot index`, run beside the studio: its lines as they come, and how it ended."""

import asyncio
import contextlib
import signal
import sys
from collections import deque
from collections.abc import AsyncIterator
from typing import Literal

from bot.runtime.settings import Settings

_LINES_KEPT = 60
_LONGEST_LINE_BYTES = 2_000
_READ_BYTES = 65_536

Phase = Literal["never", "running", "done", "failed"]


class IndexRun:
    """One run at a time, a process of its own, so that the studio goes on answering meanwhile."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self.phase: Phase = "never"
        self.lines: deque[str] = deque(maxlen=_LINES_KEPT)

    async def start(self) -> None:
        """Begin a run, unless one is running."""
        if self.phase == "running":
            return
        self.phase = "running"
        self.lines.clear()
        try:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "index", str(self._settings.seeds.absolute())),
                *("--data", str(self._settings.data.absolute())),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
            )
        except OSError as error:
            self.phase = "failed"
            self.lines.append(f"quotebot index cannot be started ({error.strerror})")
            return
        self._reading = asyncio.create_task(self._read(self._process))

    async def stop(self) -> None:
        """Stop the run, if one is running; the index before it stays in use."""
        if self._process and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGINT)
        if self._reading:
            await self._reading

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        try:
            async for line in _lines(process.stdout):
                if text := line.decode("utf-8", "replace").rstrip():
                    self.lines.append(text)
        finally:
            self.phase = "done" if await process.wait() == 0 else "failed"


async def _lines(stream: asyncio.StreamReader | None) -> AsyncIterator[bytes]:
    """Yield the lines that a process writes; of a long one, its beginning, since what it says stands there."""
    line = b""
    while stream and (some := await stream.read(_READ_BYTES)):
        *ended, line = (line + some).split(b"\n")
        for one in ended:
            yield _cut(one)
        line = line[: _LONGEST_LINE_BYTES + 1]
    yield _cut(line)


def _cut(line: bytes) -> bytes:
    return line if len(line) <= _LONGEST_LINE_BYTES else line[:_LONGEST_LINE_BYTES] + "…".encode()
