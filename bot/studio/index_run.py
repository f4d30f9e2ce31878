"""`quotebot index`, run beside the studio: its lines as they come, and how it ended."""

import asyncio
import contextlib
import signal
import sys
from collections import deque
from typing import Literal

from bot.runtime.settings import Settings

_LINES_KEPT = 60
_LONGEST_LINE_BYTES = 65_536

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
                limit=_LONGEST_LINE_BYTES,
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
            while process.stdout and (line := await process.stdout.readline()):
                if text := line.decode("utf-8", "replace").rstrip():
                    self.lines.append(text)
        finally:
            self.phase = "done" if await process.wait() == 0 else "failed"
